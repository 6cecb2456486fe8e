package messaging

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// golden is one file of testdata/golden. The extension's tests read the same
// files: its encoder must make the ones to the host, its decoder must take the
// ones to the extension.
type golden struct {
	Direction string          `json:"direction"` // "to-host" or "to-extension"
	Message   json.RawMessage `json:"message"`
}

func goldens(t *testing.T, direction string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden messages: %v", err)
	}
	found := make(map[string][]byte)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var g golden
		if err := json.Unmarshal(data, &g); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if g.Direction != direction {
			continue
		}
		var line bytes.Buffer
		if err := json.Compact(&line, g.Message); err != nil {
			t.Fatal(err)
		}
		found[name] = line.Bytes()
	}
	if len(found) == 0 {
		t.Fatalf("no golden message %s", direction)
	}
	return found
}

func TestEveryRequestTypeHasAGoldenMessageThatDecodes(t *testing.T) {
	missing := make(map[string]bool)
	for kind := range newParams {
		missing[kind] = true
	}
	for name, line := range goldens(t, "to-host") {
		r, err := Decode(line)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		delete(missing, r.Type)
	}
	for kind := range missing {
		t.Errorf("no golden message of type %s", kind)
	}
}

// Fields may be added to a message, so a golden one may lack some, but each
// one it has must be where the Go side puts it.
func TestGoldenAnswersHaveTheShapeThatGoWrites(t *testing.T) {
	shapes := map[string]func() any{
		"hello":    func() any { return new(Hello) },
		"progress": func() any { return new(Progress) },
		"result":   func() any { return new(Result) },
		"error":    func() any { return new(Failure) },
		"blob":     func() any { return new(Piece) },
	}
	seen := make(map[string]bool)
	for name, line := range goldens(t, "to-extension") {
		var head struct{ Type string }
		if err := json.Unmarshal(line, &head); err != nil || shapes[head.Type] == nil {
			t.Fatalf("%s: type %q, %v", name, head.Type, err)
		}
		seen[head.Type] = true
		typed := shapes[head.Type]()
		if err := json.Unmarshal(line, typed); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		frame, err := Encode(typed)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(loose(t, frame[headerSize:]), loose(t, line)) {
			t.Errorf("%s: Go writes %s", name, frame[headerSize:])
		}
	}
	for kind := range shapes {
		if !seen[kind] {
			t.Errorf("no golden message of type %s", kind)
		}
	}
}

func loose(t *testing.T, line []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(line, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
