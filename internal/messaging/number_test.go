package messaging

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// keptWriter keeps the slice it was given, as nobody else may: the test looks
// what is in it afterwards.
type keptWriter struct{ frame, copy []byte }

func (k *keptWriter) Write(p []byte) (int, error) {
	k.frame, k.copy = p, bytes.Clone(p)
	return len(p), nil
}

func TestNumberIsClearedInEveryBufferOnceItIsWritten(t *testing.T) {
	digits := []byte("123456789018")
	out := new(keptWriter)
	if err := NewWriter(out).Write(NewResult("a\"<", &NumberResult{Digits: digits})); err != nil {
		t.Fatal(err)
	}
	var message struct {
		ID, Type string
		Result   map[string]string
	}
	if err := json.Unmarshal(out.copy[headerSize:], &message); err != nil || message.ID != "a\"<" || message.Type != "result" || message.Result["number"] != "123456789018" {
		t.Errorf("%s: %v", out.copy[headerSize:], err)
	}
	zero := func(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }
	if !zero(out.frame) || cap(out.frame) != len(out.frame) || !zero(digits) {
		t.Errorf("left: %q (capacity %d of %d), %q", out.frame, cap(out.frame), len(out.frame), digits)
	}
}

// Whatever else would print or encode it is refused: a log line, a result inside
// another one.
func TestNumberIsEncodedInNoOtherWay(t *testing.T) {
	number := &NumberResult{Digits: []byte("123456789018")}
	for _, message := range []any{number, Result{Result: []any{number}}, Failure{Error: Error{Params: map[string]any{"n": number}}}} {
		frame, err := Encode(message)
		if err == nil || strings.Contains(string(frame), "1234") {
			t.Errorf("%T: %q, %v", message, frame, err)
		}
	}
	if frame, err := Encode(Result{Result: &NumberResult{Digits: []byte(`12345678901"`)}}); err == nil {
		t.Errorf("not a number: %q", frame)
	}
}
