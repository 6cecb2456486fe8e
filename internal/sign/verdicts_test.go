package sign

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The long form, make test-signatures: every sample, many changes of each, and
// the table of docs/SIGNATURES.md compared, or written with -save.
var (
	long = flag.Bool("long", false, "judge every sample, many times, and compare the table in docs/SIGNATURES.md")
	save = flag.Bool("save", false, "with -long: write that table")
)

// inShort are the samples of an ordinary run.
var inShort = []string{"丨", "co-signed"}

// Every profile is put before every judge: the signed file must be accepted, and
// refused with one byte of the content, one byte of the signature, or the
// certificate changed. The seed is fixed, so that every run asks the same.
func TestEveryProfileBeforeEveryJudge(t *testing.T) {
	j := &jury{ca: writeFile(t, "ca.pem", pemOf(identity().ca)), nss: database(t)}
	people := &persons{map[string]*testIdentity{}, map[string]*testIdentity{}}
	rounds := 1
	if *long {
		rounds = 20
	}
	random := rand.New(rand.NewPCG(1, 2))
	results := map[string]verdicts{}
	var all []specimen
	for _, profile := range Profiles() {
		for _, s := range samples {
			if s.possible(profile) && (*long || slices.Contains(inShort, s.name)) {
				all = append(all, s.specimens(t, profile, t.TempDir(), people, rounds, random)...)
			}
		}
	}
	for _, one := range judges {
		mine := slices.DeleteFunc(slices.Clone(all), func(s specimen) bool { return !strings.Contains(one.profiles, s.profile) })
		for i, accepted := range one.judge(t, j, mine) {
			key := mine[i].profile + "|" + mine[i].sample + "|" + one.name
			results[key] = results[key].add(t, one, mine[i], accepted)
		}
	}
	table := verdictTable(results)
	t.Log("\n" + table)
	if *long {
		compareTable(t, table)
	}
}

// verdicts counts what one judge said of one sample.
type verdicts struct{ accepted, refused, changed int }

func (v verdicts) add(t *testing.T, one judge, s specimen, accepted bool) verdicts {
	switch {
	case s.changed == "" && accepted:
		v.accepted++
	case s.changed == "":
		t.Errorf("%s refuses %s, %s", one.name, s.profile, s.sample)
	case one.structure: // it does not look at signatures
	case accepted:
		t.Errorf("%s accepts %s, %s, with another %s: %s", one.name, s.profile, s.sample, s.changed, s.path)
		v.changed++
	default:
		v.refused++
		v.changed++
	}
	return v
}

func (v verdicts) String() string {
	switch {
	case v.accepted == 0:
		return "refuses"
	case v.changed == 0:
		return "accepts"
	}
	return fmt.Sprintf("accepts · %d/%d", v.refused, v.changed)
}

// verdictTable has a part for each set of judges.
func verdictTable(results map[string]verdicts) string {
	var b strings.Builder
	var done []string
	for _, one := range judges {
		if slices.Contains(done, one.profiles) {
			continue
		}
		done = append(done, one.profiles)
		var columns []string
		for _, other := range judges {
			if other.profiles == one.profiles {
				columns = append(columns, other.name)
			}
		}
		fmt.Fprintf(&b, "\n| profile | sample | %s |\n|---|---|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
		for _, profile := range strings.Fields(one.profiles) {
			for _, s := range samples {
				row := fmt.Sprintf("| `%s` | %s |", profile, s.name)
				for _, name := range columns {
					v, judged := results[profile+"|"+s.name+"|"+name]
					if !judged {
						row = ""
						break
					}
					row += " " + v.String() + " |"
				}
				if row != "" {
					b.WriteString(row + "\n")
				}
			}
		}
	}
	return b.String()
}

var tableInDocs = regexp.MustCompile(`(?s)(<!-- verdicts: .*? -->\n).*?(\n<!-- end of verdicts -->)`)

const signaturesPage = "../../docs/SIGNATURES.md"

func compareTable(t *testing.T, table string) {
	t.Helper()
	page, err := os.ReadFile(signaturesPage)
	must(t, err)
	if !tableInDocs.Match(page) {
		t.Fatal("the page has no place for the table")
	}
	want := tableInDocs.ReplaceAllString(string(page), "${1}"+strings.ReplaceAll(table, "$", "$$")+"${2}")
	switch {
	case *save && !t.Failed():
		must(t, os.WriteFile(signaturesPage, []byte(want), 0o644))
	case want != string(page):
		t.Error("the table in docs/SIGNATURES.md is another one: SAVE=1 make test-signatures writes it")
	}
}
