package card

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

var freshPINs = map[pin.Kind]string{
	pin.Signature: "FRESH777", pin.Authentication: "7777", pin.InputSupport: "7777",
}

func TestChangedPINIsTheNewOneWithAllTries(t *testing.T) {
	for _, profile := range []string{"holder", "quirky", "old-forms"} {
		for kind, fresh := range freshPINs {
			card := insertChanged(t, profile, withTries(kind, 2))
			if err := New(card, nil).ChangePIN(t.Context(), kind, right(kind), secret(fresh), false); err != nil {
				t.Errorf("%s on %s: %v", kind, profile, err)
				continue
			}
			if left := card.card.Tries()[string(kind)]; left != kind.MaxTries() {
				t.Errorf("%s on %s: %d tries", kind, profile, left)
			}
			// Back again: only works with the new one.
			if err := New(card, nil).ChangePIN(t.Context(), kind, secret(fresh), right(kind), false); err != nil {
				t.Errorf("%s on %s, back: %v", kind, profile, err)
			}
		}
	}
}

func TestRefusedChangeLeavesTheOldPIN(t *testing.T) {
	card := insert(t, "holder")
	card.instead = func(_ int, apdu []byte) ([]byte, error, bool) { return unhex("6A80"), nil, apdu[1] == 0x24 }
	err := New(card, nil).ChangePIN(t.Context(), pin.Authentication, right(pin.Authentication), secret("7777"), false)
	var declined *StatusWordError
	if !errors.As(err, &declined) || declined.SW != 0x6A80 {
		t.Error(err)
	}
	card.instead = nil
	if err := signOnce(t.Context(), New(card, nil), AuthenticationKey, right(pin.Authentication), false); err != nil {
		t.Error(err)
	}
}

func TestLostAnswerToAChangeIsNotGuessed(t *testing.T) {
	for kind, fresh := range freshPINs {
		gone := errors.New("card was pulled")
		card := insert(t, "holder")
		changes := 0
		card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
			if apdu[1] != 0x24 && apdu[1] != 0x32 {
				return nil, nil, false
			}
			changes++
			return nil, gone, true
		}
		err := New(card, nil).ChangePIN(t.Context(), kind, right(kind), secret(fresh), false)
		if !errors.Is(err, ErrOutcomeUnknown) || !errors.Is(err, gone) || changes != 1 {
			t.Errorf("%s: %v, sent %d times", kind, err, changes)
		}
	}
}

func TestAChangeThatWasNotSentIsNotInDoubt(t *testing.T) {
	for kind, fresh := range freshPINs {
		late := errors.New("cancelled at the last moment")
		card := insert(t, "holder")
		card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
			return nil, fmt.Errorf("%w: %w", ErrNotSent, late), apdu[1] == 0x24 || apdu[1] == 0x32
		}
		err := New(card, nil).ChangePIN(t.Context(), kind, right(kind), secret(fresh), false)
		if !errors.Is(err, late) || errors.Is(err, ErrOutcomeUnknown) {
			t.Errorf("%s: %v", kind, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
			if apdu[1] == 0x20 && len(apdu) > 5 {
				cancel() // VERIFY itself is carried out
			}
			return nil, nil, false
		}
		err = New(card, nil).ChangePIN(ctx, kind, right(kind), secret(fresh), false)
		if !errors.Is(err, context.Canceled) || errors.Is(err, ErrOutcomeUnknown) {
			t.Errorf("%s, cancelled: %v", kind, err)
		}
	}
}

// The resident register PIN is two files: changing one and losing the card would
// leave a card that no counter can use.
func TestWhatOnlyTheCounterChangesIsNotChanged(t *testing.T) {
	for _, kind := range []pin.Kind{pin.ResidentRegister, pin.VerificationA, pin.VerificationB, "other"} {
		card := insert(t, "holder")
		if err := New(card, nil).ChangePIN(t.Context(), kind, right(kind), right(kind), true); err == nil || len(card.sent) != 0 {
			t.Errorf("%s: %v, sent %v", kind, err, card.sent)
		}
	}
}
