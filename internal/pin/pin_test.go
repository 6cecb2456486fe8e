package pin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/go-playground/validator/v10"
)

func TestPinNeverPrintsItself(t *testing.T) {
	p := New([]byte("TEST123"))
	holder := struct {
		P *PIN
		V PIN
		p *PIN
		v PIN
	}{p, *p, p, *p}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%c", "%b"} {
		fmt.Fprintf(&out, verb+verb+verb+" ", p, *p, holder)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(verb+verb, p, *p); got != "********" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	log.Debug("x", "pointer", p, "value", *p, "holder", holder)
	slog.New(slog.NewJSONHandler(&out, nil)).Error("x", "pointer", p, "value", *p, "holder", holder)
	encoded, err := json.Marshal(map[string]any{"p": p, "v": *p, "h": holder})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(encoded)
	for _, err := range []error{Check(Authentication, p), (&PIN{}).UnmarshalJSON([]byte(`"TEST123\x"`)), (&PIN{}).UnmarshalJSON([]byte(`TEST123`))} {
		fmt.Fprintf(&out, "%v %+v %#v", err, err, err)
	}
	for _, secret := range []string{"TEST123", "54455354313233", "84 69 83 84"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("output contains %q: %s", secret, out.String())
		}
	}
}

func TestClearZeroesTheOnlyBuffer(t *testing.T) {
	b := append(make([]byte, 0, 16), "1234"...)
	p := New(b)
	copied := *p
	p.Clear()
	if !bytes.Equal(b[:cap(b)], make([]byte, 16)) || p.Len() != 0 {
		t.Errorf("after Clear: buffer % x, length %d", b[:cap(b)], p.Len())
	}
	if copied.Equal(New([]byte("1234"))) {
		t.Error("a copy of the value still knows the PIN")
	}
	p.Clear()
	(*PIN)(nil).Clear()
}

func TestUnmarshalTakesTheBytesOnly(t *testing.T) {
	for in, want := range map[string]string{
		`"1234"`: "1234", `""`: "", `"\u0031\u0032"`: "12", `"\"\\\/\b\f\n\r\t"`: "\"\\/\b\f\n\r\t",
		`"１２"`: "１２", `"\uff11"`: "１", `"\ud83d\ude00"`: "😀", `"\ud83dx"`: "\ufffdx", `"\ud83d\u0041"`: "\ufffdA",
	} {
		var p PIN
		if err := p.UnmarshalJSON([]byte(in)); err != nil || string(p.Bytes()) != want {
			t.Errorf("%s: %v", in, err)
		}
		if cap(p.Bytes()) > len(in) {
			t.Errorf("%s: buffer grew to %d: the bytes may lie in two places", in, cap(p.Bytes()))
		}
	}
	for _, in := range []string{``, `"`, `1234`, `null`, `"1`, `"a"b"`, `"\"`, `"\u12"`, `"\u12g4"`, `"\x41"`, "\"a\nb\"", `{"a":1}`} {
		var p PIN
		if err := p.UnmarshalJSON([]byte(in)); err == nil || p.Len() != 0 {
			t.Errorf("%s: accepted", in)
		}
	}
}

func TestUnmarshalDoesNotKeepTheFrame(t *testing.T) {
	frame := []byte(`"1234"`)
	var p PIN
	if err := p.UnmarshalJSON(frame); err != nil {
		t.Fatal(err)
	}
	clear(frame)
	if string(p.Bytes()) != "1234" {
		t.Error("the PIN lives in the frame's buffer")
	}
	old := p.Bytes()
	if err := p.UnmarshalJSON([]byte(`"9999"`)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(old, make([]byte, 4)) {
		t.Error("the earlier PIN was left in memory")
	}
}

func TestCheckNamesTheReason(t *testing.T) {
	cases := []struct {
		kind   Kind
		in     string
		reason string
	}{
		{InputSupport, "1234", ""}, {Authentication, "0000", ""}, {ResidentRegister, "9876", ""},
		{InputSupport, "", "empty"}, {InputSupport, "123", "too-short"}, {InputSupport, "12345", "too-long"},
		{InputSupport, "12a4", "letters"}, {InputSupport, "TEST123", "letters"}, {InputSupport, "T-123", "not-digits"}, {InputSupport, "1 34", "not-digits"},
		{InputSupport, "１２３４", "full-width"}, {InputSupport, "12\x0034", "not-digits"}, {InputSupport, "\xff\xfe", "not-digits"},
		{Signature, "TEST123", ""}, {Signature, "A12345", ""}, {Signature, "ABCDEFGHIJKLMNO1", ""},
		{Signature, "", "empty"}, {Signature, "AB123", "too-short"}, {Signature, "ABCDEFGHIJKLMNOP1", "too-long"},
		{Signature, "test123", "lower-case"}, {Signature, "TEST12３", "full-width"}, {Signature, "ＡＢＣ123", "full-width"},
		{Signature, "TEST-123", "other-character"}, {Signature, "TESTTEST", "missing-digit"}, {Signature, "123456", "missing-letter"},
		{Signature, "1234", "four-digits"}, {Signature, "123", "too-short"}, {VerificationB, "6005152035228A", "not-digits"}, {Signature, "test-123", "other-character"}, {Signature, "テスト123", "other-character"},
		{VerificationA, "123456789018", ""}, {VerificationA, "12345678901", "too-short"},
		{VerificationB, "60051520352285", ""}, {VerificationB, "600515203522850", "too-long"},
	}
	for _, c := range cases {
		err := Check(c.kind, New([]byte(c.in)))
		var form *FormError
		switch {
		case c.reason == "" && err != nil:
			t.Errorf("%s %q: %v", c.kind, c.in, err)
		case c.reason != "" && (!errors.As(err, &form) || form.Reason != c.reason || form.Kind != c.kind):
			t.Errorf("%s %q: %v, want %s", c.kind, c.in, err, c.reason)
		}
	}
	if Check("other", New([]byte("1234"))) == nil || Check(Signature, nil) == nil {
		t.Error("an unknown kind or an absent PIN passed")
	}
}

func TestGuardRefusesWhatCouldLock(t *testing.T) {
	cases := []struct {
		tries  Tries
		accept bool
		want   any
	}{
		{Tries{Left: 5, Known: true}, false, nil}, {Tries{Left: 2, Known: true}, false, nil},
		{Tries{Left: 1, Known: true}, false, &LastTryError{}}, {Tries{Left: 1, Known: true}, true, nil},
		{Tries{}, false, &LastTryError{}}, {Tries{}, true, nil}, {Tries{Left: 3}, false, &LastTryError{}},
		{Tries{Known: true}, false, &LockedError{}}, {Tries{Known: true}, true, &LockedError{}},
		{Tries{Left: -1, Known: true}, true, &LockedError{}},
	}
	for _, c := range cases {
		if got := Guard(Signature, c.tries, c.accept); fmt.Sprintf("%T", got) != fmt.Sprintf("%T", c.want) {
			t.Errorf("%+v accept=%v: %v", c.tries, c.accept, got)
		}
	}
}

func TestTableHoldsEveryKind(t *testing.T) {
	want := []Kind{Signature, Authentication, InputSupport, ResidentRegister, VerificationA, VerificationB}
	if got := Kinds(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("kinds %v", got)
	}
	tries := map[Kind]int{Signature: 5, Authentication: 3, InputSupport: 3, ResidentRegister: 3, VerificationA: 10, VerificationB: 10}
	for _, k := range want {
		for _, lang := range []string{"ja", "en"} {
			if text := k.Text(lang); text.Name == "" || text.Short == "" || text.Form == "" || text.Use == "" || text.Help == "" {
				t.Errorf("%s %s: %+v", k, lang, text)
			}
		}
		if k.MaxTries() != tries[k] || !k.Known() {
			t.Errorf("%s: %d tries", k, k.MaxTries())
		}
	}
	if Kind("x").Known() || Kind("x").Text("ja").Name != "x" {
		t.Error("an unknown kind is known")
	}
}

func TestTagChecksValuesAndPointers(t *testing.T) {
	v := validator.New(validator.WithRequiredStructEnabled())
	if err := Register(v); err != nil {
		t.Fatal(err)
	}
	type request struct {
		Value    PIN  `validate:"pin=input-support"`
		Pointer  *PIN `validate:"required,pin=signature"`
		Optional *PIN `validate:"omitempty,pin=authentication"`
	}
	digits, sign := func() PIN { return *New([]byte("1234")) }, New([]byte("TEST123"))
	if err := v.Struct(request{Value: digits(), Pointer: sign}); err != nil {
		t.Error(err)
	}
	bad := []request{
		{Value: *New([]byte("12a4")), Pointer: sign},
		{Pointer: sign},
		{Value: digits()},
		{Value: digits(), Pointer: New([]byte("test123"))},
		{Value: digits(), Pointer: sign, Optional: New([]byte("12"))},
	}
	for i, r := range bad {
		err := v.Struct(r)
		if err == nil {
			t.Errorf("request %d passed", i)
			continue
		}
		if s := fmt.Sprintf("%v %+v", err, err); strings.Contains(s, "12a4") || strings.Contains(s, "test123") {
			t.Errorf("the error shows the PIN: %s", s)
		}
	}
}
