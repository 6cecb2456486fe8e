package doctor

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/manifests"
)

// codesIn lists the string constants of the package's files that look like codes.
func codesIn(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 8 {
		t.Fatalf("%v %v", files, err)
	}
	code := regexp.MustCompile(`^[A-Z]+(_[A-Z]+)+$`)
	variables := []string{"XDG_CONFIG_HOME", "ID_LIKE"}
	var codes []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, _ := strconv.Unquote(l.Value); code.MatchString(text) && !slices.Contains(variables, text) {
					codes = append(codes, text)
				}
			}
			return true
		})
	}
	return codes
}

// Codes of the protocol's errors have their words there.
var protocolCodes = []string{"NO_READER", "CARD_IN_USE"}

func TestEveryCodeHasWords(t *testing.T) {
	codes := codesIn(t)
	if len(codes) < 30 {
		t.Fatalf("%d codes: %v", len(codes), codes)
	}
	for _, code := range codes {
		for _, lang := range []string{"ja", "en"} {
			cause, _, known := Finding{Code: code}.Text(lang)
			if !known && !slices.Contains(protocolCodes, code) || known && cause == "" {
				t.Errorf("%s has no words in %s", code, lang)
			}
		}
	}
}

func TestWordsOfBothLanguagesNameTheSameValues(t *testing.T) {
	names := func(text string) []string {
		found := placeholder().FindAllString(text, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	for code, f := range texts().Findings {
		if !slices.Equal(names(f.JA.Cause), names(f.EN.Cause)) || !slices.Equal(names(f.JA.Next), names(f.EN.Next)) {
			t.Errorf("%s: %+v", code, f)
		}
	}
	for _, check := range []string{Config, Entry, Browser, Sandbox, Manifest, Policy, Start, Service, Reader, Card, Application, Counters} {
		f := Finding{Check: check, State: OK, Params: map[string]any{"browser": "Edge"}}
		if name := f.Name("ja"); name == "" || name == f.Name("en") || strings.Contains(name, "{") {
			t.Errorf("%s: %q", check, name)
		}
	}
	for _, state := range []State{OK, Bad, Note, Skipped} {
		if (Finding{State: state}).Mark("ja") == "" || (Finding{State: state}).Mark("en") == "" {
			t.Errorf("%s has no word", state)
		}
	}
}

func TestFirstIsTheFirstBadOne(t *testing.T) {
	all := []Finding{{Check: Config, State: OK}, {Check: Manifest, State: Note}, {Check: Service, State: Bad}, {Check: Card, State: Bad}}
	if f := First(all); f == nil || f.Check != Service {
		t.Errorf("%+v", f)
	}
	if First(all[:2]) != nil {
		t.Error("a note is called a fault")
	}
}

// values is a registry that only has what policies are read from.
type values map[string]map[string]string

func (v values) Values(key string) (map[string]string, error) { return v[key], nil }
func (v values) Value(key string) (string, bool, error) {
	text, ok := v[key][""]
	return text, ok, nil
}
func (v values) Exists(string) (bool, error)      { return true, nil }
func (v values) SetValue(key, value string) error { v[key] = map[string]string{"": value}; return nil }
func (v values) DeleteValue(string) error         { return nil }
func (v values) DeleteKey(string) error           { return nil }

// On Windows lists are values of a key of their own, and the computer's half wins.
func TestPoliciesOfTheRegistry(t *testing.T) {
	const key = `HKLM\Software\Policies\Google\Chrome`
	id := manifests.Known().Chromium.IDs[0]
	for _, c := range []struct {
		name, browser string
		registry      values
		want          string
	}{
		{"none", "chrome", values{}, ""},
		{"all hosts blocked", "chrome", values{key + `\NativeMessagingBlocklist`: {"1": "*"}}, "POLICY_BLOCKED"},
		{"and ours allowed", "chrome", values{key + `\NativeMessagingBlocklist`: {"1": "*"}, key + `\NativeMessagingAllowlist`: {"1": "x", "2": "hitofude.host"}}, ""},
		{"no hosts of users", "chrome", values{key: {"NativeMessagingUserLevelHosts": "0"}}, "POLICY_USER_LEVEL"},
		{"hosts of users", "chrome", values{key: {"NativeMessagingUserLevelHosts": "1"}}, ""},
		{"settings as text", "chrome", values{key: {"ExtensionSettings": `{"*":{"installation_mode":"blocked"}}`}}, "POLICY_EXTENSION"},
		{"settings as keys", "chrome", values{key + `\ExtensionSettings\` + id: {"blocked_permissions": `["nativeMessaging"]`}}, "POLICY_PERMISSION"},
		{"of another browser", "edge", values{key + `\NativeMessagingBlocklist`: {"1": "*"}}, ""},
		{"of Edge", "edge", values{`HKCU\Software\Policies\Microsoft\Edge\NativeMessagingBlocklist`: {"1": "hitofude.host"}}, "POLICY_BLOCKED"},
		{"of Firefox", "firefox", values{`HKLM\Software\Policies\Mozilla\Firefox`: {"ExtensionSettings": `{"host@hitofude.invalid":{"installation_mode":"blocked"}}`}}, "POLICY_EXTENSION"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Doctor{Version: "0.1.0", System: install.System{OS: "windows", Root: t.TempDir(), Registry: c.registry, Getenv: func(string) string { return "" }}}
			b, _ := install.Lookup(c.browser)
			got := d.policies(patient{Browser: b}, func(check string, state State, code string, more ...string) Finding {
				return finding(check, state, code, more...)
			})
			if len(got) != 1 || got[0].Code != c.want || (got[0].State == Bad) != (c.want != "") {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestServiceOfOtherSystems(t *testing.T) {
	for system, want := range map[string]string{"darwin": "SERVICE_STOPPED_MAC", "windows": "SERVICE_STOPPED_WINDOWS"} {
		d := Doctor{System: install.System{OS: system, Root: t.TempDir()}}
		if f := d.Service(Unavailable); f.Code != want {
			t.Errorf("%s: %+v", system, f)
		}
	}
}

func TestVersionsAreComparedAsNumbers(t *testing.T) {
	for _, c := range []struct {
		have, want string
		older      bool
	}{{"0.1.0", "0.1.0", false}, {"0.9.0", "0.10.0", true}, {"1.0", "1.0.1", true}, {"2", "1.9.9", false}, {"1.0.0", "1", false}} {
		if older(c.have, c.want) != c.older {
			t.Errorf("%s and %s", c.have, c.want)
		}
	}
}

// A program that floods its outputs, or ends at once, does not stop the doctor.
func TestRunBearsWhatProgramsDo(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Fatal("needs a shell")
	}
	program := func(text string) string {
		path := filepath.Join(t.TempDir(), "program")
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	begun := time.Now()
	for text, want := range map[string]Answer{
		"exit 3":                                {},
		"head -c 3000000 /dev/zero":             {},
		"head -c 3000000 /dev/zero >&2; exit 1": {},
		`printf '\002\000\000\000{}'`:           {},
		`printf '\020\000\000\000{"type"'`:      {},
	} {
		got := Run(context.Background(), program(text))
		if got.Type != want.Type || got.Failed || got.Late || len(got.Stderr) > maxAnswer {
			t.Errorf("%s: type %q failed %v late %v, %d bytes", text, got.Type, got.Failed, got.Late, len(got.Stderr))
		}
	}
	if got := Run(context.Background(), "/nowhere"); !got.Failed {
		t.Errorf("%+v", got)
	}
	if time.Since(begun) > 4*patience {
		t.Errorf("took %v", time.Since(begun))
	}
}
