package hitofude_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/sign"
)

// counters is docs/counters.json: which counter takes which signature.
type counters struct {
	Counters []struct {
		ID, JA, EN string
		Rows       []counterRow
	}
}

type counterRow struct {
	Profile         *string // of sign, "portal", or none
	Made, Sure      string
	Takes, Official struct{ JA, EN string }
	Source, Date    string
}

func readCounters(t *testing.T) counters {
	t.Helper()
	var table counters
	if err := json.Unmarshal([]byte(read(t, "docs/counters.json")), &table); err != nil {
		t.Fatal(err)
	}
	return table
}

func TestEveryProfileSaysWhereItIsTaken(t *testing.T) {
	found := map[string]bool{}
	for _, c := range readCounters(t).Counters {
		for _, r := range c.Rows {
			if r.Profile != nil {
				found[*r.Profile] = true
			}
		}
	}
	for _, name := range append(sign.Profiles(), "portal") {
		if !found[name] {
			t.Errorf("%s has no row", name)
		}
		delete(found, name)
	}
	for name := range found {
		t.Errorf("%s is no profile", name)
	}
}

func TestNoCounterWithoutSource(t *testing.T) {
	rows := 0
	for _, c := range readCounters(t).Counters {
		for i, r := range c.Rows {
			rows++
			_, err := time.Parse(time.DateOnly, r.Date)
			switch {
			case err != nil || r.Source == "" || r.Takes.JA == "" || r.Takes.EN == "" || c.JA == "" || c.EN == "":
				t.Errorf("%s, row %d: something is missing", c.ID, i)
			case !slices.Contains([]string{"yes", "no", "not-yet"}, r.Made) || !slices.Contains([]string{"high", "medium", "low"}, r.Sure):
				t.Errorf("%s, row %d: %s, %s", c.ID, i, r.Made, r.Sure)
			case r.Made == "yes" && r.Profile == nil:
				t.Errorf("%s, row %d: made by no profile", c.ID, i)
			case r.Made != "yes" && (r.Official.JA == "" || r.Official.EN == ""):
				t.Errorf("%s, row %d: no official way", c.ID, i)
			}
		}
	}
	if rows < 10 {
		t.Errorf("only %d rows", rows)
	}
}

const countersPage = "docs/COUNTERS.md"

func TestCountersPageIsThatOfTheTable(t *testing.T) {
	var b strings.Builder
	b.WriteString(`# Where a signature is taken

Generated from counters.json by ` + "`go generate .`" + `; the sign page shows the same rows. "Made" is what Hitofude makes; nothing here
was tried with a real counter. If you are not sure, ask the counter before you sign. ` + "`portal`" + ` is the bridge to the official
portals ([PORTALS.md](PORTALS.md)), which is off by default. How sure: high means that public programs or the counter's own page agree on the form,
medium that one source does, low that the form is standard and the taking is not known.

| counter | what it takes | profile | made | how sure | source | read |
|---|---|---|---|---|---|---|
`)
	for _, c := range readCounters(t).Counters {
		for _, r := range c.Rows {
			profile := ""
			if r.Profile != nil {
				profile = "`" + *r.Profile + "`"
			}
			takes := r.Takes.JA + "<br>" + r.Takes.EN
			if r.Official.EN != "" {
				takes += "<br>公式の方法：" + r.Official.JA + "<br>The official way: " + r.Official.EN
			}
			fmt.Fprintf(&b, "| %s<br>%s | %s | %s | %s | %s | %s | %s |\n", c.JA, c.EN, takes, profile, r.Made, r.Sure, r.Source, r.Date)
		}
	}
	if *update {
		if err := os.WriteFile(countersPage, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if read(t, countersPage) != b.String() {
		t.Error("the page is old: run go generate .")
	}
}
