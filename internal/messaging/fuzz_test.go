package messaging

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds returns the files of a corpus folder and fails when there are none: a
// moved folder must not make a fuzz target start from nothing.
func seeds(t testing.TB, folder string) [][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", folder, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no seeds in testdata/%s: %v", folder, err)
	}
	var all [][]byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data)
	}
	return all
}

func TestCorporaAreNotEmpty(t *testing.T) {
	if n := len(seeds(t, "frames")); n < 5 {
		t.Errorf("%d frame seeds", n)
	}
	if n := len(seeds(t, "requests")); n < 11 {
		t.Errorf("%d request seeds", n)
	}
}

// FuzzFrames: whatever the stream, the reader gives back exactly the frames in
// it, and never holds more than one.
func FuzzFrames(f *testing.F) {
	for _, s := range seeds(f, "frames") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		frames := NewReader(bytes.NewReader(stream))
		var again []byte
		for {
			body, err := frames.Next()
			var tooLarge *TooLargeError
			switch {
			case err == ErrEmpty:
				again = append(again, 0, 0, 0, 0)
				continue
			case err != nil && !errors.As(err, &tooLarge):
				if len(again) > len(stream) || !bytes.Equal(again, stream[:len(again)]) {
					t.Fatalf("read %x from %x", again, stream)
				}
				return
			case err != nil:
				return
			}
			if len(body) == 0 || len(body) > MaxFrame || cap(frames.buf) > MaxFrame {
				t.Fatalf("frame of %d, buffer of %d", len(body), cap(frames.buf))
			}
			again = append(again, frame(string(body))...)
		}
	})
}

// FuzzDecode: what passes is one JSON object that encoding/json reads the same
// way, with an id of the form, and an error is always one of ours and never
// quotes the frame.
func FuzzDecode(f *testing.F) {
	for _, s := range seeds(f, "requests") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		r, err := Decode(body)
		if !bytes.Equal(before, body) {
			t.Fatal("the frame was changed")
		}
		var e *Error
		switch {
		case err != nil && !errors.As(err, &e):
			t.Fatalf("error %T", err)
		case err != nil:
			return
		}
		if !json.Valid(body) || !utf8.Valid(body) {
			t.Fatalf("accepted %q", body)
		}
		var loose struct{ ID, Type string }
		if err := json.Unmarshal(body, &loose); err != nil || loose.ID != r.ID || loose.Type != r.Type {
			t.Fatalf("read %q %q, encoding/json %q %q (%v)", r.ID, r.Type, loose.ID, loose.Type, err)
		}
		if n := utf8.RuneCountInString(r.ID); n < 1 || n > 64 || r.Params == nil {
			t.Fatalf("accepted id %q, params %v", r.ID, r.Params)
		}
		if strings.Count(string(body), `"id"`) < 1 {
			t.Fatalf("accepted without id: %q", body)
		}
	})
}

// FuzzOrigin: an origin that passes is what a browser would write for it.
func FuzzOrigin(f *testing.F) {
	for _, s := range []string{"https://www.example.go.jp", "https://[::1]:8", "http://127.0.0.1:1", "hitofude:ui", "https://a.jp:443"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, origin string) {
		if CheckOrigin(origin, []string{"http://127.0.0.1"}) != nil || origin == OriginUI {
			return
		}
		if len(origin) > 255 || strings.ToLower(origin) != origin || strings.ContainsAny(origin, "@/?# \\%") && !strings.HasPrefix(origin, "http") {
			t.Fatalf("accepted %q", origin)
		}
		rest := origin[strings.Index(origin, "://")+3:]
		if strings.ContainsAny(rest, "@/?# \\%") {
			t.Fatalf("accepted %q", origin)
		}
	})
}
