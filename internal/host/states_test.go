package host

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// statesFile holds what a person reads about each PIN of each card in software
// with 0 to 5 tries left: in the status, and as the error that a request with a
// wrong PIN, a repeated one, or none ends with. Cards that say the same share an
// entry. TestRecorded's -record writes it anew; then it has to be read.
const statesFile = "testdata/states.golden.txt"

func TestEachStateOfEachPinIsToldAsWritten(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	for _, kind := range []pin.Kind{pin.Signature, pin.Authentication, pin.InputSupport, pin.ResidentRegister, pin.VerificationA, pin.VerificationB} {
		for left := range kind.MaxTries() + 1 {
			if left > 5 {
				continue // 照合番号: six and more are told like five
			}
			for _, lang := range []string{"ja", "en"} {
				told := map[string][]string{}
				for _, profile := range virtualcard.Names() {
					if lines, ok := statusOf(t, profile, kind, left, lang); ok {
						told[lines] = append(told[lines], profile)
					}
				}
				writeState(&out, kind, left, lang, told)
			}
		}
	}
	if *recordFlag {
		if err := os.WriteFile(statesFile, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(statesFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, out.Bytes()) {
		got := strings.Split(out.String(), "\n")
		for i, line := range strings.Split(string(want), "\n") {
			if i >= len(got) || got[i] != line {
				t.Fatalf("line %d of %s: %q is written, %q is told", i+1, statesFile, line, got[min(i, len(got)-1)])
			}
		}
		t.Fatal("more is told than written")
	}
}

func writeState(out *bytes.Buffer, kind pin.Kind, left int, lang string, told map[string][]string) {
	fmt.Fprintf(out, "== %s, %d left, %s\n", kind, left, lang)
	var texts []string
	for text := range told {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(a, b string) int { return strings.Compare(told[a][0], told[b][0]) })
	for _, text := range texts {
		fmt.Fprintf(out, "-- status of %s\n%s", strings.Join(told[text], " "), text)
	}
	tries := pin.Tries{Left: left, Known: true}
	errors := []error{&pin.LastTryError{Kind: kind, Tries: tries}, &pin.RepeatedError{Kind: kind, Tries: tries}, &pin.IncorrectError{Kind: kind, Tries: tries}}
	switch {
	case left == 0:
		errors = []error{&pin.LockedError{Kind: kind}}
	case left > 1:
		errors = errors[1:]
	}
	for _, err := range errors {
		e := codeOf(err)
		cause, next := e.Text(lang)
		fmt.Fprintf(out, "-- %s\n%s\n%s\n", e.Code, cause, next)
	}
}

// statusOf returns the lines of the status about one PIN, false for cards
// without that PIN.
func statusOf(t *testing.T, profile string, kind pin.Kind, left int, lang string) (string, bool) {
	t.Helper()
	p, err := virtualcard.BuiltIn(profile)
	if err != nil {
		t.Fatal(err)
	}
	setting, has := p.Pins[string(kind)]
	if !has {
		return "", false
	}
	setting.Tries = &left
	p.Pins[string(kind)] = setting
	c, err := virtualcard.New(p, recordedNow)
	if err != nil {
		t.Fatal(err)
	}
	status, err := card.New(c, nil).Status(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", profile, err)
	}
	var text bytes.Buffer
	(&tool{stdout: &text, lang: lang}).glance(newStatusResult(status, "R", recordedNow))
	lines := strings.SplitAfter(text.String(), "\n")
	from := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "  "+kind.Text(lang).Name+":") })
	to := from + 1
	for strings.HasPrefix(lines[to], "    ") {
		to++
	}
	return strings.Join(lines[from:to], ""), true
}
