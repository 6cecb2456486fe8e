package pdf

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzPlan looks for files that make the reader panic, hang or use up memory.
// Whatever it takes must still be readable with a signature behind it.
func FuzzPlan(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(seeds) == 0 {
		f.Fatal("no samples to begin with")
	}
	for _, path := range seeds {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			only(t, err)
			return
		}
		plan, err := file.Plan(nil)
		if err != nil {
			only(t, err)
			return
		}
		update, err := plan.Update(Signature{SubFilter: "adbe.pkcs7.detached", Name: "見本", At: time.Unix(0, 0), Room: 64})
		if err == nil {
			err = plan.Check(update)
		}
		if err != nil {
			only(t, err)
		}
	})
}

// only fails on errors that are not for the person.
func only(t *testing.T, err error) {
	t.Helper()
	var ours *Error
	if !errors.As(err, &ours) {
		t.Fatal(err)
	}
}

func TestValuesAreReadAsTheStandardSays(t *testing.T) {
	l := &lexer{src: []byte("<< /A#42 (a\\(b\\)\\n\\101\\\r\nc(d)) /N null /R 12 0 R /X <48 65 6> /L [1 2 0 R -3.5 true] %c\n/S 7 >>")}
	d := l.value(0).Dict
	get := func(key string) Value { v, _ := d.Get(key); return v }
	if s := string(get("AB").Bytes); s != "a(b)\nAc(d)" {
		t.Errorf("string: %q", s)
	}
	if s := string(get("X").Bytes); s != "He`" {
		t.Errorf("hexadecimal: %q", s)
	}
	if get("R").Ref != (Ref{12, 0}) || len(get("L").Items) != 4 || get("L").Items[1].Ref != (Ref{2, 0}) || string(get("L").Raw) != "[1 2 0 R -3.5 true]" {
		t.Errorf("%+v", d)
	}
	if n, ok := get("S").integer(); n != 7 || !ok {
		t.Errorf("%+v", get("S"))
	}
}

func TestWhatIsNotChangedIsWrittenAsItWas(t *testing.T) {
	l := &lexer{src: []byte("<</B (\\\\x) /A#20B 1 /C<</D[1 2]>>>>")}
	got := string(l.value(0).Dict.with(raw("A B", "2"), raw("E", "3")))
	if want := `<< /B (\\x) /A#20B 2 /C <</D[1 2]>> /E 3 >>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
