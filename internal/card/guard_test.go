package card

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

func TestFormIsCheckedBeforeAnyAPDU(t *testing.T) {
	bad := []*pin.PIN{nil, secret(""), secret("12"), secret("12345678901234567"), secret("test123"), secret("ＴＥＳＴ１２３"), secret("TEST-123")}
	for _, op := range operations {
		for i, p := range bad {
			card := insert(t, "holder")
			if err := op.run(t.Context(), New(card, nil), p, true); err == nil {
				t.Errorf("%s, PIN %d: no error", op.name, i)
			}
			if len(card.sent) != 0 {
				t.Errorf("%s, PIN %d: sent %v", op.name, i, card.sent)
			}
		}
	}
	card := insert(t, "holder")
	var form *pin.FormError
	if err := New(card, nil).ChangePIN(t.Context(), pin.Authentication, right(pin.Authentication), secret("77777"), true); !errors.As(err, &form) || len(card.sent) != 0 {
		t.Errorf("new PIN of bad form: %v, sent %v", err, card.sent)
	}
}

func TestCounterIsReadRightBeforeVerify(t *testing.T) {
	for _, profile := range []string{"holder", "quirky", "old-forms"} {
		for _, op := range operations {
			card := insert(t, profile)
			if err := op.run(t.Context(), New(card, nil), right(op.kind), false); err != nil {
				t.Errorf("%s on %s: %v", op.name, profile, err)
			}
			if card.verifies() != 1 {
				t.Errorf("%s on %s: %d VERIFY", op.name, profile, card.verifies())
			}
			for i, s := range card.sent {
				if !isVerify(s) {
					continue
				}
				if before := card.sent[i-1]; !strings.HasPrefix(before, s[:8]) || isVerify(before) {
					t.Errorf("%s on %s: %s right before VERIFY %s", op.name, profile, before, s[:8])
				}
			}
		}
	}
}

func TestWrongPINCostsOneTry(t *testing.T) {
	for _, op := range operations {
		card := insert(t, "holder")
		before := card.card.Tries()
		err := op.run(t.Context(), New(card, nil), wrong(op.kind), false)
		var incorrect *pin.IncorrectError
		left := op.kind.MaxTries() - 1
		if !errors.As(err, &incorrect) || incorrect.Kind != op.kind || incorrect.Tries != (pin.Tries{Left: left, Known: true}) {
			t.Errorf("%s: %v", op.name, err)
		}
		if card.verifies() != 1 {
			t.Errorf("%s: %d VERIFY", op.name, card.verifies())
		}
		for kind, n := range card.card.Tries() {
			if want := before[kind] - map[bool]int{true: 1}[kind == string(op.kind)]; n != want {
				t.Errorf("%s: %s has %d tries, want %d", op.name, kind, n, want)
			}
		}
	}
}

func TestTheTryThatLocksSaysSo(t *testing.T) {
	for _, op := range operations {
		card := insertChanged(t, "holder", withTries(op.kind, 1))
		err := op.run(t.Context(), New(card, nil), wrong(op.kind), true)
		var incorrect *pin.IncorrectError
		if !errors.As(err, &incorrect) || incorrect.Tries != (pin.Tries{Left: 0, Known: true}) {
			t.Errorf("%s: %v", op.name, err)
		}
	}
}

func TestLockedPINGetsNoVerify(t *testing.T) {
	for _, op := range operations {
		for _, answer := range []string{"63C0", "6983", "6984"} {
			card := insert(t, "holder")
			card.after = answerQueries(answer)
			err := op.run(t.Context(), New(card, nil), right(op.kind), true)
			var locked *pin.LockedError
			if !errors.As(err, &locked) || locked.Kind != op.kind {
				t.Errorf("%s, %s: %v", op.name, answer, err)
			}
			if card.verifies() != 0 {
				t.Errorf("%s, %s: VERIFY was sent", op.name, answer)
			}
		}
	}
}

func TestLastTryNeedsConfirmation(t *testing.T) {
	for _, op := range operations {
		card := insertChanged(t, "holder", withTries(op.kind, 1))
		err := op.run(t.Context(), New(card, nil), right(op.kind), false)
		var last *pin.LastTryError
		if !errors.As(err, &last) || last.Tries != (pin.Tries{Left: 1, Known: true}) {
			t.Errorf("%s: %v", op.name, err)
		}
		if card.verifies() != 0 {
			t.Errorf("%s: VERIFY was sent without confirmation", op.name)
		}
		if err := op.run(t.Context(), New(card, nil), right(op.kind), true); err != nil {
			t.Errorf("%s, confirmed: %v", op.name, err)
		}
	}
}

func TestUnknownTriesNeedConfirmation(t *testing.T) {
	for _, op := range operations {
		for _, answer := range []string{"6300", "9000"} {
			card := insert(t, "holder")
			card.after = answerQueries(answer)
			err := op.run(t.Context(), New(card, nil), right(op.kind), false)
			var last *pin.LastTryError
			if !errors.As(err, &last) || last.Tries.Known {
				t.Errorf("%s, %s: %v", op.name, answer, err)
			}
			if card.verifies() != 0 {
				t.Errorf("%s, %s: VERIFY was sent without confirmation", op.name, answer)
			}
		}
	}
}

// answerQueries makes every query of a PIN answer with this status word.
func answerQueries(sw string) func(int, []byte, []byte) []byte {
	return func(_ int, apdu, answer []byte) []byte {
		if apdu[1] == 0x20 && len(apdu) <= 5 {
			return unhex(sw)
		}
		return answer
	}
}

func TestCardLeftUnlockedIsLockedBeforeCounting(t *testing.T) {
	for _, profile := range []string{"quirky", "quirky without ISD", "old-forms", "old-forms without ISD"} {
		base, _, noISD := strings.Cut(profile, " ")
		for _, op := range operations {
			card := insertChanged(t, base, func(p *virtualcard.Profile) {
				p.Quirks.Verified9000, p.Quirks.ReselectLocks = true, false
				if noISD {
					p.Applications = []string{"jpki", "input-support", "card-face", "resident-register", "common"}
				}
				left := 2
				setting := p.Pins[string(op.kind)]
				setting.Tries = &left
				p.Pins[string(op.kind)] = setting
			})
			leaveUnlocked(t, card, op.kind)
			err := op.run(t.Context(), New(card, nil), wrong(op.kind), false)
			var incorrect *pin.IncorrectError
			if !errors.As(err, &incorrect) {
				t.Errorf("%s on %s: %v", op.name, profile, err)
			}
			if unlocked := card.card.Unlocked(); len(unlocked) != 0 {
				t.Errorf("%s on %s: left unlocked: %v", op.name, profile, unlocked)
			}
		}
	}
}

// leaveUnlocked verifies a PIN as another program would and leaves it so.
func leaveUnlocked(t *testing.T, card *tap, kind pin.Kind) {
	t.Helper()
	r := references[kind][0]
	card.card.Process(unhex("00A40000")) // takes the 6F00 of a cold card
	for _, apdu := range [][]byte{
		command(0x00, 0xA4, 0x04, 0x0C, applications[r.app].aid),
		command(0x00, 0xA4, 0x02, 0x0C, []byte{0x00, r.ef}),
		command(0x00, 0x20, 0x00, 0x80, right(kind).Bytes()),
	} {
		if answer := card.card.Process(apdu); !bytes.Equal(answer, unhex("9000")) {
			t.Fatalf("%X: %X", apdu[:4], answer)
		}
	}
	if len(card.card.Unlocked()) == 0 {
		t.Fatal("the card is not unlocked; the test tests nothing")
	}
}

func TestVerifyIsSentOnceWhateverTheAnswer(t *testing.T) {
	for _, op := range operations {
		for _, sw := range []string{"6A86", "6A88", "6700", "6D00", "6E00", "6F00", "6982", "6985", "6986", "6A80", "6A82", "6B00", "6281", "6400", "0000", "6108", "6C05", ""} {
			card := insert(t, "holder")
			card.instead = func(n int, apdu []byte) ([]byte, error, bool) {
				return unhex(sw), nil, apdu[1] == 0x20 && len(apdu) > 5
			}
			if err := op.run(t.Context(), New(card, nil), right(op.kind), true); err == nil {
				t.Errorf("%s: VERIFY answered %q and no error", op.name, sw)
			}
			if card.verifies() != 1 {
				t.Errorf("%s: VERIFY answered %q and was sent %d times", op.name, sw, card.verifies())
			}
		}
	}
}

func TestVerifyIsNotRepeatedAfterATransportError(t *testing.T) {
	broken := errors.New("reader broke")
	for _, op := range operations {
		card := insert(t, "holder")
		card.instead = func(n int, apdu []byte) ([]byte, error, bool) {
			return nil, broken, apdu[1] == 0x20 && len(apdu) > 5
		}
		if err := op.run(t.Context(), New(card, nil), right(op.kind), true); !errors.Is(err, broken) {
			t.Errorf("%s: %v", op.name, err)
		}
		if card.verifies() != 1 {
			t.Errorf("%s: %d VERIFY", op.name, card.verifies())
		}
	}
}

func TestOneFormIsSettledByQueryAndUsedByVerify(t *testing.T) {
	for profile, want := range map[string]string{"holder": "00200091", "old-forms": "00200080"} {
		card := insert(t, profile)
		memory := new(Memory)
		if _, err := New(card, memory).Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, false); err != nil {
			t.Fatal(profile, err)
		}
		for _, s := range card.sent {
			if isVerify(s) && s[:8] != want {
				t.Errorf("%s: VERIFY as %s", profile, s[:8])
			}
		}
		// The next operation on the same card does not try the refused form again.
		card.sent = nil
		if err := signOnce(t.Context(), New(card, memory), SignatureKey, right(pin.Signature), false); err != nil {
			t.Fatal(profile, err)
		}
		if profile == "old-forms" && card.count("0020009B") != 0 {
			t.Errorf("%s: the refused form was sent again: %v", profile, card.sent)
		}
	}
}

func TestPINBuffersAreClearedAfterTransmit(t *testing.T) {
	for _, op := range operations {
		for name, instead := range map[string]func(int, []byte) ([]byte, error, bool){
			"right":           nil,
			"transport error": func(_ int, apdu []byte) ([]byte, error, bool) { return nil, errors.New("x"), carriesPIN(apdu) },
			"declined":        func(_ int, apdu []byte) ([]byte, error, bool) { return unhex("6F00"), nil, carriesPIN(apdu) },
			"panic": func(_ int, apdu []byte) ([]byte, error, bool) {
				if carriesPIN(apdu) {
					panic("test")
				}
				return nil, nil, false
			},
		} {
			card := insert(t, "holder")
			card.instead = instead
			_ = recovered(func() error { return op.run(t.Context(), New(card, nil), right(op.kind), true) })
			seen := 0
			for i, s := range card.sent {
				if !isVerify(s) && !isChange(s) {
					continue
				}
				seen++
				if b := card.kept[i]; !bytes.Equal(b[:cap(b)], make([]byte, cap(b))) {
					t.Errorf("%s, %s: APDU %s was left in memory", op.name, name, s[:8])
				}
			}
			if seen == 0 {
				t.Errorf("%s, %s: no PIN was sent; the test tests nothing", op.name, name)
			}
		}
	}
}

func carriesPIN(apdu []byte) bool {
	s := fmt.Sprintf("%X", apdu)
	return isVerify(s) || isChange(s)
}

func recovered(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return f()
}
