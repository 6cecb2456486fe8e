package xmldoc

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// subset is an element of a document by its number, -1 for the whole document.
type subset struct {
	source string
	number int
}

// verdict is what the JDK made of a subset: its canonical form, or a refusal.
type verdict struct {
	canonical []byte
	refused   bool
}

// askJDK has the JDK canonicalise all subsets in one run.
func askJDK(t *testing.T, subsets []subset) []verdict {
	t.Helper()
	dir := t.TempDir()
	var list strings.Builder
	name := func(i int) string { return filepath.Join(dir, fmt.Sprintf("%d.xml", i)) }
	for i, s := range subsets {
		if err := os.WriteFile(name(i), []byte(s.source), 0o600); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&list, "%s %d\n", name(i), s.number)
	}
	args := []string{"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"}
	for _, inner := range []string{"", ".c14n"} {
		args = append(args, "--add-exports", "java.xml.crypto/com.sun.org.apache.xml.internal.security"+inner+"=ALL-UNNAMED")
	}
	java := exec.Command("java", append(args, "testdata/Canonical.java")...)
	java.Stdin = strings.NewReader(list.String())
	if out, err := java.CombinedOutput(); errors.Is(err, exec.ErrNotFound) {
		t.Fatal("java is not installed: canonical forms cannot be judged")
	} else if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	verdicts := make([]verdict, len(subsets))
	for i, s := range subsets {
		made, err := os.ReadFile(fmt.Sprintf("%s.%d.c14n", name(i), s.number))
		if errors.Is(err, fs.ErrNotExist) {
			_, err = os.Stat(fmt.Sprintf("%s.%d.refused", name(i), s.number))
			verdicts[i].refused = err == nil
		}
		if err != nil {
			t.Fatal(err)
		}
		verdicts[i].canonical = made
	}
	return verdicts
}

// ours is our canonical form of a subset.
func (s subset) ours() ([]byte, error) {
	doc, err := Parse(s.source)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if s.number < 0 {
		err = doc.Canonical(&out, Node{})
		return out.Bytes(), err
	}
	var elements []Node
	doc.Root.Walk(func(n Node) {
		if n.Kind() == Element {
			elements = append(elements, n)
		}
	})
	err = elements[s.number].Canonical(&out, Node{})
	return out.Bytes(), err
}

// Byte for byte as the JDK: a digest over anything else is a signature that no
// counter accepts.
func TestRandomDocumentsAreCanonicalisedAsByTheJDK(t *testing.T) {
	subsets := randomSubsets(3000)
	wrong := 0
	for i, want := range askJDK(t, subsets) {
		got, err := subsets[i].ours()
		if err != nil || want.refused || !bytes.Equal(got, want.canonical) {
			if wrong++; wrong < 4 {
				t.Errorf("element %d of\n%s\nours %q, %v\nJDK  %q, refused: %v", subsets[i].number, subsets[i].source, got, err, want.canonical, want.refused)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d are wrong", wrong, len(subsets))
	}
}

func TestHandCasesAreCanonicalisedAsByTheJDK(t *testing.T) {
	var subsets []subset
	for _, c := range handCases {
		doc, err := Parse(c)
		if err != nil {
			t.Fatalf("%s: %v", c, err)
		}
		elements := 0
		doc.Root.Walk(func(n Node) {
			if n.Kind() == Element {
				elements++
			}
		})
		for number := -1; number < elements; number++ {
			subsets = append(subsets, subset{c, number})
		}
	}
	for i, want := range askJDK(t, subsets) {
		if got, err := subsets[i].ours(); err != nil || want.refused || !bytes.Equal(got, want.canonical) {
			t.Errorf("element %d of\n%s\nours %q, %v\nJDK  %q, refused: %v", subsets[i].number, subsets[i].source, got, err, want.canonical, want.refused)
		}
	}
}

// What the JDK refuses as not well-formed we refuse as well: a signature over a
// document that the counter cannot read would be worth nothing.
func TestWhatTheJDKRefusesIsRefused(t *testing.T) {
	var subsets []subset
	for _, c := range malformed {
		subsets = append(subsets, subset{c, -1})
	}
	for i, want := range askJDK(t, subsets) {
		var syntax *SyntaxError
		_, err := subsets[i].ours()
		if !errors.As(err, &syntax) {
			t.Errorf("%q: not refused, %v", subsets[i].source, err)
		}
		if !want.refused {
			t.Errorf("%q: the JDK does not refuse it", subsets[i].source)
		}
	}
}
