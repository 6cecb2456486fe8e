package hitofude_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/messaging"
)

//go:generate go test -run TestProtocolPageListsEveryError|TestCountersPageIsThatOfTheTable|TestRealCardsPageHasTheReportsOnFile -update .

var update = flag.Bool("update", false, "rewrite generated parts of docs/PROTOCOL.md")

// requests maps each type to its parameters; TestProtocolPageListsEveryRequest
// compares the keys with the constants of internal/messaging.
var requests = map[string]any{
	"ping":            messaging.PingParams{},
	"readers":         messaging.ReadersParams{},
	"card.status":     messaging.StatusParams{},
	"card.attributes": messaging.AttributesParams{},
	"card.number":     messaging.NumberParams{},
	"number.check":    messaging.NumberCheckParams{},
	"certificate":     messaging.CertificateParams{},
	"sign":            messaging.SignParams{},
	"sign.check":      messaging.SignCheckParams{},
	"authenticate":    messaging.AuthenticateParams{},
	"pin.change":      messaging.PINChangeParams{},
	"cancel":          messaging.CancelParams{},
	"blob":            messaging.BlobParams{},
	"doctor":          messaging.DoctorParams{},

	"portal.check":        messaging.PortalCheckParams{},
	"portal.authenticate": messaging.PortalAuthenticateParams{},
	"portal.sign":         messaging.PortalSignParams{},
	"portal.attributes":   messaging.PortalAttributesParams{},
	"portal.identity":     messaging.PortalIdentityParams{},
}

const protocolPage = "docs/PROTOCOL.md"

var protocolSection = regexp.MustCompile("(?m)^### `([a-z.]+)`\n")

// sections cuts the page into the texts about one request each.
func sections(page string) map[string]string {
	found := map[string]string{}
	at := protocolSection.FindAllStringSubmatchIndex(page, -1)
	for i, m := range at {
		end := strings.Index(page, "\n## Errors")
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		found[page[m[2]:m[3]]] = page[m[1]:end]
	}
	return found
}

func TestProtocolPageListsEveryRequest(t *testing.T) {
	inCode := constants(t, "internal/messaging/request.go", "Type")
	inPage := slices.Sorted(maps.Keys(sections(read(t, protocolPage))))
	here := slices.Sorted(maps.Keys(requests))
	if !slices.Equal(inCode, inPage) || !slices.Equal(inCode, here) {
		t.Errorf("code: %v\npage: %v\nthis test: %v", inCode, inPage, here)
	}
}

// constants lists the values of the string constants of a file whose names
// begin with prefix, sorted.
func constants(t *testing.T, file, prefix string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && strings.HasPrefix(spec.Names[0].Name, prefix) && len(spec.Values) == 1 {
			if l, ok := spec.Values[0].(*ast.BasicLit); ok && l.Kind == token.STRING {
				value, _ := strconv.Unquote(l.Value)
				values = append(values, value)
			}
		}
		return true
	})
	slices.Sort(values)
	return values
}

func TestProtocolPageListsEveryParameter(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| `([A-Za-z]+)` \\| ([a-z][a-z ]+)")
	for kind, section := range sections(read(t, protocolPage)) {
		var inPage []string
		for _, m := range row.FindAllStringSubmatch(section, -1) {
			inPage = append(inPage, m[1])
		}
		if inCode := jsonNames(reflect.TypeOf(requests[kind])); !slices.Equal(inCode, inPage) {
			t.Errorf("%s: code %v, page %v", kind, inCode, inPage)
		}
	}
}

// jsonNames lists the members of a struct in their order, embedded ones in place.
func jsonNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			names = append(names, jsonNames(f.Type)...)
		case name != "":
			names = append(names, name)
		}
	}
	return names
}

var errorTable = regexp.MustCompile(`(?s)(<!-- errors: .*? -->\n).*?(<!-- end of errors -->)`)

func TestProtocolPageListsEveryError(t *testing.T) {
	var table struct {
		Errors []struct {
			Code   string
			Number int
			EN     messaging.Words
		}
	}
	if err := json.Unmarshal([]byte(read(t, "internal/messaging/errors.json")), &table); err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	rows.WriteString("\n| number | code | cause |\n|---|---|---|\n")
	for i, e := range table.Errors {
		if e.Number != i+1 {
			t.Errorf("%s has number %d in place %d", e.Code, e.Number, i+1)
		}
		fmt.Fprintf(&rows, "| %d | `%s` | %s |\n", e.Number, e.Code, e.EN.Cause)
	}
	page := read(t, protocolPage)
	if !errorTable.MatchString(page) {
		t.Fatal("the page has no place for the errors")
	}
	want := errorTable.ReplaceAllString(page, "${1}"+rows.String()+"\n${2}")
	if *update {
		if err := os.WriteFile(protocolPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if page != want {
		t.Error("the errors of the page are old: run go generate .")
	}
}

func TestProtocolPageNamesEveryStageAndLimit(t *testing.T) {
	page := read(t, protocolPage)
	stages := constants(t, "internal/messaging/messaging.go", "Stage")
	if len(stages) != 5 {
		t.Errorf("stages: %v", stages)
	}
	for _, stage := range stages {
		if !strings.Contains(page, "| `"+stage+"` |") {
			t.Errorf("no stage %s", stage)
		}
	}
	documents := ruleOf(t, messaging.SignParams{}, "Documents", "max")
	nonceMin, nonceMax := ruleOf(t, messaging.AuthenticateParams{}, "Nonce", "min"), ruleOf(t, messaging.AuthenticateParams{}, "Nonce", "max")
	for _, limit := range []string{
		"1 to " + documents + " of",
		nonceMin + " to " + nonceMax + " printable ASCII",
		fmt.Sprintf("protocol, version %d\n", messaging.Version),
		fmt.Sprintf("over %d MiB", messaging.MaxFrame>>20),
		fmt.Sprintf("more than %d levels", messaging.MaxDepth),
		fmt.Sprintf("base64 of up to %d KiB", messaging.MaxContent>>10),
		fmt.Sprintf("at most %d blobs and %d GiB", messaging.MaxBlobs, messaging.MaxBlob>>30),
		fmt.Sprintf("base64 of %d to %d KiB", messaging.MinPiece>>10, messaging.MaxPiece>>10),
	} {
		if !strings.Contains(page, limit) {
			t.Errorf("the page does not say %q", limit)
		}
	}
}

// ruleOf reads one number out of the rules of a field.
func ruleOf(t *testing.T, params any, field, rule string) string {
	t.Helper()
	f, _ := reflect.TypeOf(params).FieldByName(field)
	for part := range strings.SplitSeq(f.Tag.Get("validate"), ",") {
		if value, ok := strings.CutPrefix(part, rule+"="); ok {
			return value
		}
	}
	t.Fatalf("%s has no rule %s", field, rule)
	return ""
}

// Every message of the page that is whole JSON is whole JSON.
func TestProtocolPageHoldsGoodJSON(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(read(t, protocolPage), -1)
	if len(blocks) < 5 {
		t.Fatalf("%d blocks", len(blocks))
	}
	for _, b := range blocks {
		if !json.Valid([]byte(b[1])) {
			t.Errorf("not JSON: %s", b[1])
		}
	}
}

// One version for both halves: people compare what two windows say.
func TestHostAndExtensionHaveOneVersion(t *testing.T) {
	var ids, extension struct{ Version string }
	for file, into := range map[string]any{"manifests/ids.json": &ids, "extension/package.json": &extension} {
		if err := json.Unmarshal([]byte(read(t, file)), into); err != nil {
			t.Fatal(err)
		}
	}
	if ids.Version == "" || ids != extension {
		t.Errorf("host %q, extension %q", ids.Version, extension.Version)
	}
	for _, file := range []string{"CHANGELOG.md", protocolPage} {
		if !strings.Contains(read(t, file), ids.Version) {
			t.Errorf("%s does not know version %s", file, ids.Version)
		}
	}
}

// The names that programs outside this repository rely on.
func TestNamesOfTheContractAreKept(t *testing.T) {
	var ids struct {
		Host     string
		Chromium struct{ IDs []string }
		Firefox  struct{ IDs []string }
	}
	if err := json.Unmarshal([]byte(read(t, "manifests/ids.json")), &ids); err != nil {
		t.Fatal(err)
	}
	if ids.Host != "hitofude.host" || !slices.Equal(ids.Firefox.IDs, []string{"host@hitofude.invalid"}) ||
		len(ids.Chromium.IDs) != 1 || !regexp.MustCompile(`^[a-p]{32}$`).MatchString(ids.Chromium.IDs[0]) {
		t.Errorf("%+v", ids)
	}
	if !strings.HasPrefix(read(t, "go.mod"), "module "+module+"\n") {
		t.Error("the module has another name")
	}
}

// The note that this is unofficial stands wherever a person meets the program
// first: documents, both languages of the windows, the terminal's help.
func TestUnofficialNoteIsWhereItMustBe(t *testing.T) {
	japanese := []string{"デジタル庁", "J-LIS", "国税庁", "市区町村"}
	english := []string{"Digital Agency", "J-LIS", "National Tax Agency", "municipalit"}
	for file, words := range map[string][]string{
		"README.md":                slices.Concat(japanese, english),
		"SECURITY.md":              slices.Concat(japanese, english),
		"extension/src/i18n/ja.ts": japanese,
		"extension/src/i18n/en.ts": english,
		"internal/host/words.go":   slices.Concat(japanese, english),
	} {
		text := read(t, file)
		for _, word := range words {
			if !strings.Contains(text, word) {
				t.Errorf("%s does not name %s", file, word)
			}
		}
	}
}

func TestDocumentsNameCommandsThatExist(t *testing.T) {
	commands := read(t, "internal/host/cli.go")
	named := regexp.MustCompile(`(?:bin/)?hitofude ([a-z]+)\b`)
	eachText(t, func(path, content string) {
		if filepath.Ext(path) != ".md" {
			return
		}
		for _, code := range regexp.MustCompile("`[^`\n]*`|(?s)```.*?```").FindAllString(content, -1) {
			for _, m := range named.FindAllStringSubmatch(code, -1) {
				if !strings.Contains(commands, `Use: "`+m[1]) {
					t.Errorf("%s says hitofude %s", path, m[1])
				}
			}
		}
	})
}

// A reader who follows a document must not end at a wall.
func TestDocumentsPointAtThingsThatExist(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	target := regexp.MustCompile("(?:^|[`\\s])make ([a-z][a-z-]*)")
	makefile := read(t, "Makefile")
	pages := 0
	eachText(t, func(path, content string) {
		if filepath.Ext(path) != ".md" {
			return
		}
		pages++
		for _, m := range link.FindAllStringSubmatch(content, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), m[1])); err != nil {
				t.Errorf("%s points at %s", path, m[1])
			}
		}
		for _, block := range regexp.MustCompile("`[^`\n]*`|(?s)```.*?```").FindAllString(content, -1) {
			for _, m := range target.FindAllStringSubmatch(block, -1) {
				if !regexp.MustCompile(`(?m)^` + m[1] + `:`).MatchString(makefile) {
					t.Errorf("%s says make %s", path, m[1])
				}
			}
		}
	})
	if pages < 5 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

// README lists what set-up installs, so that nobody is surprised by it.
func TestReadmeListsWhatIsInstalled(t *testing.T) {
	list := regexp.MustCompile(`(?s)\npackages=\((.*?)\n\)`).FindStringSubmatch(read(t, "scripts/setup"))
	if list == nil {
		t.Fatal("scripts/setup has no list of packages")
	}
	readme := read(t, "README.md")
	for _, line := range strings.Split(list[1], "\n") {
		names, _, _ := strings.Cut(line, "#")
		for _, name := range strings.Fields(names) {
			if !regexp.MustCompile(`[| ]` + regexp.QuoteMeta(name) + `[| ]`).MatchString(readme) {
				t.Errorf("README does not say that %s is installed", name)
			}
		}
	}
}
