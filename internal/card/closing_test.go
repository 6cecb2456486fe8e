package card

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// Whatever happens at whichever APDU, the card ends up locked, and nothing
// but the closing SELECT follows.
func TestEveryWayOutLocksTheCard(t *testing.T) {
	for _, op := range append(operations, unguarded...) {
		whole := insert(t, "holder")
		if err := op.run(t.Context(), New(whole, nil), right(op.kind), false); err != nil {
			t.Fatal(op.name, err)
		}
		for _, what := range []string{"transport error", "cancel", "6F00", "short", "panic"} {
			for at := 1; at <= len(whole.sent); at++ {
				card := insert(t, "holder")
				ctx, cancel := context.WithCancel(t.Context())
				card.instead = func(n int, apdu []byte) ([]byte, error, bool) {
					if n == at {
						switch what {
						case "transport error":
							return nil, errors.New("broke"), true
						case "6F00":
							return unhex("6F00"), nil, true
						case "short":
							return []byte{0x90}, nil, true
						case "cancel":
							cancel() // the command itself is carried out
						case "panic":
							panic("test")
						}
					}
					return nil, nil, false
				}
				c := New(card, nil)
				_ = recovered(func() error {
					defer c.Close(ctx) // as the host does, whatever happens
					return op.run(ctx, c, right(op.kind), false)
				})
				cancel()
				if unlocked := card.card.Unlocked(); len(unlocked) != 0 {
					t.Errorf("%s, %s at %d: left unlocked: %v\n%s", op.name, what, at, unlocked, strings.Join(card.sent, "\n"))
				}
				rest := card.sent[min(at, len(card.sent)):]
				if what == "cancel" && !onlyClosing(rest) {
					t.Errorf("%s, cancelled at %d: then %v", op.name, at, rest)
				}
			}
		}
	}
}

// unguarded are the operations that send no PIN.
var unguarded = []operation{
	{"status", pin.Authentication, func(ctx context.Context, c *Card, _ *pin.PIN, _ bool) error {
		_, err := c.Status(ctx)
		return err
	}},
	{"identify", pin.Authentication, func(ctx context.Context, c *Card, _ *pin.PIN, _ bool) error {
		_, err := c.Identify(ctx)
		return err
	}},
	{"authentication certificate", pin.Authentication, func(ctx context.Context, c *Card, _ *pin.PIN, _ bool) error {
		_, err := c.Certificate(ctx, AuthenticationKey, nil, false)
		return err
	}},
}

func onlyClosing(sent []string) bool {
	for _, s := range sent {
		if s != "00A4040C07A0000001510000" && s != "00A4040C0AD3921000310001010100" {
			return false
		}
	}
	return len(sent) <= 2
}

func TestClosingFallsBackToTheCommonApplication(t *testing.T) {
	card := insertChanged(t, "holder", func(p *virtualcard.Profile) {
		p.Applications = []string{"jpki", "input-support", "card-face", "resident-register", "common"}
	})
	c := New(card, nil)
	if _, err := c.Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, false); err != nil {
		t.Fatal(err)
	}
	if len(card.card.Unlocked()) != 0 {
		t.Error("left unlocked")
	}
	n := len(card.sent)
	if err := c.Close(t.Context()); err != nil || len(card.sent) != n {
		t.Errorf("second Close: %v, sent %v", err, card.sent[n:])
	}
}

func TestCloseTellsWhenTheCardMayBeUnlocked(t *testing.T) {
	card := insert(t, "holder")
	c := New(card, nil)
	if _, err := c.Signer(t.Context(), SignatureKey, right(pin.Signature), false); err != nil {
		t.Fatal(err)
	}
	card.instead = func(int, []byte) ([]byte, error, bool) { return nil, errors.New("broke"), true }
	if err := c.Close(t.Context()); err == nil {
		t.Error("no error although the card is unlocked")
	}
	card.instead = nil
	if err := c.Close(t.Context()); err != nil || len(card.card.Unlocked()) != 0 {
		t.Errorf("second Close: %v, unlocked %v", err, card.card.Unlocked())
	}
}

// Operations lock the card by themselves, not only when the caller remembers
// to Close: with the right PIN, a wrong one, and an error after VERIFY.
func TestOperationsLockWithoutTheCallersHelp(t *testing.T) {
	all := append([]operation{{"signer", pin.Signature, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		_, err := c.Signer(ctx, SignatureKey, p, ok)
		return err
	}}}, operations...)
	for _, op := range append(all, unguarded...) {
		for _, what := range []string{"right", "wrong", "late error", "panic"} {
			card := insert(t, "holder")
			p := right(op.kind)
			if what == "wrong" {
				p = wrong(op.kind)
			}
			verified := false
			card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
				wasVerified := verified
				verified = verified || carriesPIN(apdu)
				if !wasVerified || apdu[1] == 0xA4 {
					return nil, nil, false
				}
				switch what {
				case "late error":
					return nil, errors.New("broke"), true
				case "panic":
					panic("test")
				}
				return nil, nil, false
			}
			err := recovered(func() error { return op.run(t.Context(), New(card, nil), p, false) })
			if op.name == "signer" && err == nil {
				continue // handed out; Close is the caller's
			}
			if unlocked := card.card.Unlocked(); len(unlocked) != 0 {
				t.Errorf("%s, %s (%v): left unlocked: %v", op.name, what, err, unlocked)
			}
			if last := card.sent[len(card.sent)-1]; !onlyClosing([]string{last}) {
				t.Errorf("%s, %s (%v): the last APDU is %s", op.name, what, err, last)
			}
		}
	}
}
