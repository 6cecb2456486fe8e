package card

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

// TestMissingPINHasNoCounter asks a card without a signature PIN that takes no
// short form: the current file is then the authentication PIN.
func TestMissingPINHasNoCounter(t *testing.T) {
	card := insertChanged(t, "holder", withTries(pin.Authentication, 1))
	card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
		switch {
		case apdu[1] == 0x20 && apdu[3] != 0x80:
			return unhex("6A86"), nil, true
		case apdu[1] == 0xA4 && apdu[2] == 0x02 && apdu[6] == references[pin.Signature][0].ef:
			return unhex("6A82"), nil, true
		}
		return nil, nil, false
	}
	s, err := New(card, nil).Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Pins {
		switch {
		case p.Kind == pin.Signature && (p.Tries.Known || p.Locked):
			t.Errorf("a PIN that is not there: %+v", p)
		case p.Kind == pin.Authentication && p.Tries != pin.Tries{Left: 1, Known: true}:
			t.Errorf("%+v", p)
		}
	}
	if err := signOnce(t.Context(), New(card, nil), SignatureKey, right(pin.Signature), true); err == nil || card.verifies() != 0 {
		t.Errorf("%v, %d VERIFY", err, card.verifies())
	}
	for i, s := range card.sent {
		if strings.HasPrefix(s, "00200080") && !strings.HasPrefix(card.sent[i-1], "00A4020C") && !strings.HasPrefix(card.sent[i-1], "00200080") {
			t.Errorf("%s after %s: the card was asked about whatever file was current", s, card.sent[i-1])
		}
	}
}

func TestShortFormMayBeDeclinedInManyWords(t *testing.T) {
	for _, sw := range []string{"6700", "6981", "6982", "6985", "6986", "6A80", "6A81", "6A82", "6A86", "6A87", "6A88", "6B00", "6D00", "6E00"} {
		for _, op := range operations {
			card := insert(t, "holder")
			card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
				return unhex(sw), nil, apdu[1] == 0x20 && apdu[3] != 0x80
			}
			if err := op.run(t.Context(), New(card, nil), right(op.kind), false); err != nil {
				t.Errorf("%s, %s: %v", op.name, sw, err)
			}
		}
	}
}

// What a query of the current file answers is about the PIN, not the form.
func TestConditionsOfTheCurrentFileAreFinal(t *testing.T) {
	for _, sw := range []string{"6982", "6985"} {
		card := insert(t, "old-forms")
		card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
			return unhex(sw), nil, apdu[1] == 0x20 && apdu[3] == 0x80
		}
		_, err := New(card, nil).Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, true)
		var declined *StatusWordError
		if !errors.As(err, &declined) || card.count("00200080") != 1 {
			t.Errorf("%s: %v, sent %v", sw, err, card.sent)
		}
	}
}

// TestChangeDoesNotSpoilTheForm: a change begins with the file selected, which
// says nothing about the short form.
func TestChangeDoesNotSpoilTheForm(t *testing.T) {
	for kind, fresh := range freshPINs {
		card := insert(t, "holder")
		memory := new(Memory)
		if err := New(card, memory).ChangePIN(t.Context(), kind, right(kind), secret(fresh), false); err != nil {
			t.Fatal(kind, err)
		}
		p := right(pin.Signature)
		if kind == pin.Signature {
			p = secret(fresh)
		}
		card.sent = nil
		if err := signOnce(t.Context(), New(card, memory), SignatureKey, p, false); err != nil {
			t.Fatal(kind, err)
		}
		wantAPDUs(t, "sign after the change of "+string(kind), card, 8)
		if _, err := New(card, memory).Status(t.Context()); err != nil {
			t.Fatal(kind, err)
		}
		if selected := slices.ContainsFunc(card.sent, func(s string) bool { return strings.HasPrefix(s, "00A4020C") }); selected {
			t.Errorf("%s: status selects files: %v", kind, card.sent)
		}
	}
}
