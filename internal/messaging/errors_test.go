package messaging

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

// codesInSource reads the Code constants from errors.go in their order: a list
// kept by hand beside the constants would be a third copy.
func codesInSource(t *testing.T) []Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		s, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, Code(s))
		return true
	})
	if len(codes) == 0 {
		t.Fatal("no code found in errors.go")
	}
	return codes
}

// The order is the protocol's; appending is the only change it ever sees.
const order = `FRAME_TOO_LARGE FRAME_MALFORMED REQUEST_INVALID REQUEST_UNKNOWN PROTOCOL_VERSION CALLER_REFUSED ORIGIN_REFUSED BUSY CANCELLED TIMEOUT PCSC_UNAVAILABLE
NO_READER NO_CARD CARD_UNSUPPORTED CARD_REMOVED CARD_IN_USE CARD_ERROR PIN_REQUIRED PIN_FORMAT PIN_INCORRECT PIN_LAST_TRY PIN_LOCKED PIN_WEAK CERTIFICATE_MISSING
CERTIFICATE_EXPIRED CERTIFICATE_NOT_YET_VALID PROFILE_UNKNOWN DOCUMENT_INVALID DOCUMENT_TOO_LARGE NUMBER_REFUSED INTERNAL PIN_REPEATED PIN_ENTRY_UNAVAILABLE DIGEST_REFUSED
CERTIFICATE_EXPIRING CARD_EXPIRING CARD_EXPIRED CERTIFICATE_ISSUER_UNKNOWN TRIAL_REFUSED`

func TestTableConstantsAndProtocolListTheSameCodes(t *testing.T) {
	want := strings.Fields(order)
	source, list := codesInSource(t), table().Errors
	if len(source) != len(want) || len(list) != len(want) {
		t.Fatalf("%d codes, %d constants, %d entries", len(want), len(source), len(list))
	}
	for i, code := range want {
		if string(source[i]) != code || string(list[i].Code) != code || list[i].Number != i+1 {
			t.Errorf("place %d: protocol %s, constant %s, table %s with number %d", i+1, code, source[i], list[i].Code, list[i].Number)
		}
	}
}

// allWords is the table with an entry of its own for each kind of PIN that has
// words of its own.
func allWords() []errorEntry {
	var all []errorEntry
	for _, e := range table().Errors {
		all = append(all, e)
		for kind := range e.ByPIN {
			all = append(all, errorEntry{Code: e.Code + Code(" "+kind), JA: e.words(kind, "ja"), EN: e.words(kind, "en")})
		}
		for reason := range e.ByReason {
			all = append(all, errorEntry{Code: e.Code + Code(" "+reason), JA: e.reasoned(e.JA, reason, "ja"), EN: e.reasoned(e.EN, reason, "en")})
		}
	}
	return all
}

// The way to a locked PIN's new beginning differs: a terminal in a shop helps
// for the PINs of the two certificates and for no other.
func TestLockedNamesTheWayOfItsPin(t *testing.T) {
	shop := map[pin.Kind]bool{pin.Signature: true, pin.Authentication: true}
	face := map[pin.Kind]bool{pin.VerificationA: true, pin.VerificationB: true}
	for _, kind := range pin.Kinds() {
		e := &Error{Code: CodePINLocked, Params: map[string]any{"pin": string(kind), "triesLeft": 0}}
		_, ja := e.Text("ja")
		_, en := e.Text("en")
		if strings.Contains(ja, "コンビニ") != shop[kind] || strings.Contains(en, "convenience") != shop[kind] {
			t.Errorf("%s: %s %s", kind, ja, en)
		}
		if !strings.Contains(ja, "市区町村の窓口") || strings.Contains(ja, "設定しなおして") == face[kind] {
			t.Errorf("%s: %s", kind, ja)
		}
	}
}

func TestEveryCodeHasBothLanguages(t *testing.T) {
	japanese := regexp.MustCompile(`[\p{Hiragana}]`)
	known := map[string]bool{"pin": true, "triesLeft": true, "old": true, "key": true, "days": true, "minutes": true}
	for _, e := range allWords() {
		for _, s := range []string{e.JA.Cause, e.JA.Next, e.EN.Cause, e.EN.Next} {
			if s == "" {
				t.Errorf("%s: a text is empty", e.Code)
			}
		}
		for _, s := range []string{e.JA.Cause, e.JA.Next, e.JA.NextUnknown} {
			if s != "" && (!japanese.MatchString(s) || !strings.HasSuffix(s, "。")) {
				t.Errorf("%s: not a Japanese sentence: %s", e.Code, s)
			}
		}
		for _, s := range []string{e.EN.Cause, e.EN.Next, e.EN.NextUnknown} {
			if s != "" && !strings.HasSuffix(s, ".") {
				t.Errorf("%s: not an English sentence: %s", e.Code, s)
			}
		}
		if (e.JA.NextUnknown == "") != (e.EN.NextUnknown == "") {
			t.Errorf("%s: nextUnknown in one language only", e.Code)
		}
		all := strings.Join([]string{e.JA.Cause, e.JA.Next, e.JA.NextUnknown, e.EN.Cause, e.EN.Next, e.EN.NextUnknown}, " ")
		for _, m := range placeholder().FindAllStringSubmatch(all, -1) {
			if !known[m[1]] {
				t.Errorf("%s: placeholder %s", e.Code, m[0])
			}
		}
		if strings.Contains(placeholder().ReplaceAllString(all, ""), "{") {
			t.Errorf("%s: broken placeholder", e.Code)
		}
	}
}

// A bare number of tries has been read as "two more tries are certain".
func TestTriesAreAlwaysToldWithWhatHappensThen(t *testing.T) {
	for _, e := range allWords() {
		for _, s := range []string{e.JA.Cause, e.JA.Next} {
			if strings.Contains(s, "{triesLeft}") && !strings.Contains(s, "あと{triesLeft}回まちがえると、ロックされます") {
				t.Errorf("%s: %s", e.Code, s)
			}
		}
	}
}

func TestTextPutsInNamesAndNumbers(t *testing.T) {
	e := &Error{Code: CodePINIncorrect, Params: map[string]any{"pin": "signature", "triesLeft": 2}}
	cause, next := e.Text("ja")
	if cause != "署名用電子証明書暗証番号がちがいます。" || !strings.HasPrefix(next, "あと2回まちがえると、ロックされます。") {
		t.Errorf("%s %s", cause, next)
	}
	e.Params["triesLeft"] = nil
	if _, next := e.Text("ja"); strings.Contains(next, "?") || strings.Contains(next, "{") {
		t.Errorf("unknown tries: %s", next)
	}
	old := &Error{Code: CodeProtocolVersion, Params: map[string]any{"old": "host"}}
	if _, next := old.Text("en"); next != "Update the program on this computer." {
		t.Error(next)
	}
}

// The extension's build reads the same file with the fields named here.
func TestTableHasTheShapeTheExtensionReads(t *testing.T) {
	var shape struct {
		Errors []struct {
			Code   string
			Number int
			JA, EN struct{ Cause, Next, NextUnknown string }
			ByPin  map[string]struct {
				JA, EN struct{ Cause, Next, NextUnknown string }
			}
		}
		Values map[string]map[string]map[string]string
	}
	if err := json.Unmarshal(errorsJSON, &shape); err != nil || len(shape.Errors) == 0 {
		t.Fatalf("%d entries, %v", len(shape.Errors), err)
	}
	for name, values := range shape.Values {
		for value, words := range values {
			if words["ja"] == "" || words["en"] == "" {
				t.Errorf("%s %s: %v", name, value, words)
			}
		}
	}
}
