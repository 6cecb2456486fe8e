package pin

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"testing"
)

func tries(n int) Tries { return Tries{Left: n, Known: true} }

func TestRefusedPinIsNotSentAgain(t *testing.T) {
	var h History
	typed := func(s string) *PIN { return New([]byte(s)) }
	if err := h.Guard(Authentication, typed("9999"), tries(3), false); err != nil {
		t.Fatal(err)
	}
	if before := h.Refused(Authentication, typed("9999"), tries(2)); before != 0 {
		t.Errorf("%d before the first", before)
	}
	var repeated *RepeatedError
	if err := h.Guard(Authentication, typed("9999"), tries(2), true); !errors.As(err, &repeated) || repeated.Tries != tries(2) {
		t.Error(err)
	}
	for kind, other := range map[Kind]string{Authentication: "9998", InputSupport: "9999"} {
		if err := h.Guard(kind, typed(other), tries(2), false); err != nil {
			t.Errorf("%s %s: %v", kind, other, err)
		}
	}
	if before := h.Refused(Authentication, typed("9998"), tries(1)); before != 1 {
		t.Errorf("%d before the second", before)
	}
	if err := h.Guard(Authentication, typed("9999"), tries(1), true); !errors.As(err, &repeated) {
		t.Errorf("the one before the last: %v", err)
	}
	var locked *LockedError
	if err := h.Guard(Authentication, typed("9999"), tries(0), true); !errors.As(err, &locked) {
		t.Errorf("locked: %v", err)
	}
	// Somebody else used or changed the PIN: 9999 may be right by now.
	if err := h.Guard(Authentication, typed("9999"), tries(3), false); err != nil {
		t.Errorf("after the counter rose: %v", err)
	}
	h.Refused(InputSupport, typed("9999"), tries(2))
	h.Accepted(InputSupport)
	if err := h.Guard(InputSupport, typed("9999"), tries(2), false); err != nil {
		t.Errorf("after success: %v", err)
	}
	h.Refused(InputSupport, typed("9999"), tries(2))
	h.Forget()
	if err := h.Guard(InputSupport, typed("9999"), tries(2), false); err != nil {
		t.Errorf("after the card left: %v", err)
	}
}

func TestConfirmationCountsForTheTriesThatWereTold(t *testing.T) {
	typed := New([]byte("9999"))
	var last *LastTryError
	for _, c := range []struct {
		told map[Kind]Tries
		now  Tries
		sent bool
	}{
		{nil, tries(1), true}, {nil, Tries{}, true},
		{map[Kind]Tries{InputSupport: tries(1)}, tries(1), true},
		{map[Kind]Tries{InputSupport: {}}, Tries{}, true},
		{map[Kind]Tries{InputSupport: tries(2)}, tries(1), false},
		{map[Kind]Tries{InputSupport: {}}, tries(1), false},
		{map[Kind]Tries{InputSupport: tries(1)}, Tries{}, false},
		{map[Kind]Tries{Authentication: tries(1)}, tries(1), false},
		{map[Kind]Tries{Authentication: {}}, Tries{}, false},
		{map[Kind]Tries{InputSupport: tries(3)}, tries(2), true}, // no confirmation needed
	} {
		var h History
		for kind, n := range c.told {
			h.Told(kind, n)
		}
		err := h.Guard(InputSupport, typed, c.now, true)
		if (err == nil) != c.sent || err != nil && !errors.As(err, &last) {
			t.Errorf("told %v, now %s: %v", c.told, c.now, err)
		}
		if c.now != tries(2) && h.Guard(InputSupport, typed, c.now, false) == nil {
			t.Errorf("told %v, now %s: sent without a confirmation", c.told, c.now)
		}
	}
}

func TestMarkIsTheHmacOfTheLibrary(t *testing.T) {
	var h, other History
	for kind, text := range map[Kind]string{Signature: "ABCDEFGHIJKLMNO1", ResidentRegister: "3456", VerificationB: "60051520351234"} {
		mark := h.mark(kind, New([]byte(text)))
		message := make([]byte, sha256.BlockSize)
		message[0] = byte(len(kind))
		copy(message[1:], string(kind)+text)
		m := hmac.New(sha256.New, h.key)
		m.Write(message)
		if !hmac.Equal(m.Sum(nil), mark[:]) {
			t.Errorf("%s: not the HMAC", kind)
		}
		if other.mark(kind, New([]byte(text))) == mark {
			t.Errorf("%s: two processes have the same key", kind)
		}
	}
}

func TestLookalikeIsAboutTheSignaturePin(t *testing.T) {
	for text, want := range map[string]bool{"TEST123": true, "TESTO23": true, "TEST023": true, "TESTI23": true, "TEST234": false} {
		if Lookalike(Signature, New([]byte(text))) != want || Lookalike(Authentication, New([]byte(text))) {
			t.Error(text)
		}
	}
}

func TestConfusedPinIsNamedFromTheSecondWrongTryOn(t *testing.T) {
	for kind, want := range map[Kind]Kind{Authentication: InputSupport, InputSupport: Authentication, Signature: "", VerificationB: ""} {
		first, second := &IncorrectError{Kind: kind}, &IncorrectError{Kind: kind, Before: 1}
		if first.ConfusedWith() != "" || second.ConfusedWith() != want {
			t.Errorf("%s: %q then %q", kind, first.ConfusedWith(), second.ConfusedWith())
		}
	}
}
