package messaging

import (
	"errors"
	"testing"
)

// Where the host asks for PINs a request may leave them out, and nothing else:
// what it does bring is checked as ever.
func TestRequestMayComeWithoutThePinThatTheHostAsksFor(t *testing.T) {
	nonce := `"nonce":"NVs1lZMmZ1gkcIDYH0Te3uqhg7cXhQkr1PYlqHPz1Ew="`
	for _, c := range []struct {
		kind, params string
		code         Code // with DecodeWithoutPINs; "" is a request
	}{
		{"card.attributes", `{}`, ""}, {"card.attributes", `{"pin":"1234"}`, ""}, {"card.attributes", `{"verificationB":"60051520351234"}`, ""},
		{"card.attributes", `{"pin":"12"}`, CodePINFormat}, {"card.attributes", `{"verificationB":"6"}`, CodePINFormat},
		{"card.attributes", `{"pin":null}`, CodeRequestInvalid}, {"card.attributes", `{"pin":"1234","verificationB":"60051520351234"}`, CodeRequestInvalid},
		{"card.attributes", `{"fields":["number"]}`, CodeRequestInvalid},
		{"certificate", `{"key":"signature"}`, ""}, {"certificate", `{"key":"signature","pin":"1234"}`, CodePINFormat},
		{"authenticate", `{` + nonce + `}`, ""}, {"authenticate", `{}`, CodeRequestInvalid},
		{"sign", `{"profile":"cms-detached","documents":[{"name":"a","content":""}]}`, ""}, {"sign", `{"profile":"cms-detached","documents":[]}`, CodeRequestInvalid},
		{"pin.change", `{"kind":"signature"}`, ""}, {"pin.change", `{"kind":"signature","new":"1234"}`, CodePINFormat},
		{"pin.change", `{"kind":"resident-register"}`, CodeRequestInvalid}, {"pin.change", `{}`, CodeRequestInvalid},
		{"pin.change", `{"kind":"signature","known":{"birth":"19850515"}}`, ""}, {"pin.change", `{"kind":"signature","known":{"name":"x"}}`, CodeRequestInvalid},
	} {
		r, err := DecodeWithoutPINs([]byte(message(c.kind, c.params)))
		var e *Error
		if errors.As(err, &e) && e.Code != c.code || err == nil && c.code != "" || r == nil {
			t.Errorf("%s %s: %v", c.kind, c.params, err)
		}
		if _, err := Decode([]byte(message(c.kind, c.params))); c.code != "" && err == nil {
			t.Errorf("%s %s: taken in the ordinary way", c.kind, c.params)
		}
	}
	if _, err := Decode([]byte(message("card.attributes", `{}`))); err == nil {
		t.Error("a missing PIN was taken where the window asks for it")
	}
}
