package card

import (
	"errors"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

func TestAuthorityIsReadWithoutAPINAndSignaturesAreWarmAfterIt(t *testing.T) {
	for _, c := range []struct {
		name   string
		before func(*Card) error
		want   int
	}{
		{"card not seen before", func(*Card) error { return nil }, 4},
		{"after a status", func(c *Card) error { _, err := c.Status(t.Context()); return err }, 3},
		{"again", func(c *Card) error { _, err := c.Authority(t.Context(), SignatureKey); return err }, 2},
	} {
		card, memory := insert(t, "holder"), new(Memory)
		if err := c.before(New(card, memory)); err != nil {
			t.Fatal(err)
		}
		card.sent = nil
		ca, err := New(card, memory).Authority(t.Context(), SignatureKey)
		if err != nil || len(ca) == 0 || card.verifies() != 0 {
			t.Errorf("%s: %d bytes, %v", c.name, len(ca), err)
		}
		wantAPDUs(t, c.name, card, c.want)
		judged := New(card, memory)
		judged.Trust = func(Key, []byte) error { return nil }
		if err := signOnce(t.Context(), judged, SignatureKey, right(pin.Signature), false); err != nil {
			t.Fatal(err)
		}
		wantAPDUs(t, "signature, "+c.name, card, 6)
	}
}

func TestCAThatIsNotTrustedCostsNoTry(t *testing.T) {
	refused := errors.New("not trusted")
	for name, before := range map[string]func(*Card) error{
		"card not seen before": func(*Card) error { return nil },
		"after Authority":      func(c *Card) error { _, err := c.Authority(t.Context(), SignatureKey); return err },
		"fetched after status": func(c *Card) error { c.FetchCA = true; _, err := c.Status(t.Context()); return err },
	} {
		card := insert(t, "holder")
		c := New(card, new(Memory))
		c.Trust = func(key Key, ca []byte) error {
			if key != SignatureKey || len(ca) == 0 {
				t.Errorf("%s: asked about %v, %d bytes", name, key, len(ca))
			}
			return refused
		}
		if err := before(c); err != nil {
			t.Fatal(err)
		}
		s, err := c.Signer(t.Context(), SignatureKey, right(pin.Signature), false)
		if !errors.Is(err, refused) || s != nil || card.verifies() != 0 || c.needsClosing {
			t.Errorf("%s: %v, %d VERIFY, open %v", name, err, card.verifies(), c.needsClosing)
		}
	}
}

// A CA certificate that the card does not give is nobody's fault: whoever signs
// decides by the certificate then.
func TestCardWithoutCAIsNotJudged(t *testing.T) {
	card := insertChanged(t, "holder", func(p *virtualcard.Profile) {})
	card.after = func(_ int, apdu, answer []byte) []byte {
		if apdu[1] == 0xB0 && apdu[2] == 0x82 {
			return []byte{0x6A, 0x82}
		}
		return answer
	}
	c := New(card, new(Memory))
	c.Trust = func(Key, []byte) error { return errors.New("asked") }
	if ca, err := c.Authority(t.Context(), SignatureKey); err != nil || ca != nil {
		t.Errorf("%d bytes, %v", len(ca), err)
	}
	if err := signOnce(t.Context(), c, SignatureKey, right(pin.Signature), false); err != nil {
		t.Error(err)
	}
}
