package card

import (
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// inUse is a change to a profile after which no name on the card says TEST.
func inUse(p *virtualcard.Profile) { p.Quirks.MadeUpNames = true }

func seekingStatus(t *testing.T, c *tap, m *Memory) Maker {
	t.Helper()
	one := New(c, m)
	one.SeekMaker = true
	if _, err := one.Status(t.Context()); err != nil {
		t.Fatal(err)
	}
	return one.Maker()
}

// A status is the first thing that a window asks a card, and it tells for what
// the card was made within its 15 commands, whatever the card holds.
func TestStatusTellsForWhatACardWasMade(t *testing.T) {
	for _, profile := range virtualcard.Names() {
		if foreignProfile(profile) || profile == "juki" {
			continue
		}
		for _, want := range []Maker{MakerTest, MakerOther} {
			card := insertChanged(t, profile, func(p *virtualcard.Profile) {
				p.Quirks.MadeUpNames = want == MakerOther
				p.Quirks.Cold6F00, p.Quirks.SFIQueryRefused, p.Quirks.Query5Only = false, false, false
			})
			if got := seekingStatus(t, card, nil); got != want {
				t.Errorf("%s: %v, want %v", profile, got, want)
			}
			if len(card.sent) > 15 {
				t.Errorf("%s: %d commands", profile, len(card.sent))
			}
		}
	}
}

func TestMakerIsAskedForByACACertificate(t *testing.T) {
	for want, change := range map[Maker]func(*virtualcard.Profile){MakerTest: func(*virtualcard.Profile) {}, MakerOther: inUse} {
		card := insertChanged(t, "holder", change)
		c := New(card, nil)
		if got, err := c.FindMaker(t.Context()); err != nil || got != want {
			t.Errorf("%v %v, want %v", got, err, want)
		}
		wantAPDUs(t, "finding the maker", card, 2)
		if got, err := c.FindMaker(t.Context()); err != nil || got != want {
			t.Errorf("again: %v %v", got, err)
		}
		wantAPDUs(t, "knowing the maker", card, 0)
	}
}

// A card that shows no certificate is neither; whoever asks decides.
func TestCardWithoutAnyCertificateTellsNothing(t *testing.T) {
	card := insert(t, "no-certificates")
	card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
		return []byte{0x6A, 0x82}, nil, apdu[1] == 0xB0
	}
	c := New(card, nil)
	if got, err := c.FindMaker(t.Context()); err != nil || got != MakerUnknown {
		t.Errorf("%v %v", got, err)
	}
	if got := seekingStatus(t, card, nil); got != MakerUnknown {
		t.Errorf("status: %v", got)
	}
}

func TestMakerIsForgottenWithTheCard(t *testing.T) {
	m := new(Memory)
	if got := seekingStatus(t, insertChanged(t, "holder", inUse), m); got != MakerOther {
		t.Fatal(got)
	}
	m.Reset()
	if got := New(insert(t, "holder"), m).Maker(); got != MakerUnknown {
		t.Error(got)
	}
}

func TestNamesThatSayTest(t *testing.T) {
	for text, want := range map[string]bool{
		"TEST0123456789012345678A": true, "Test": true, "JPKI TEST 0001": true, "見本 test": true,
		"8K2TEST91": false, "CONTEST": false, "LATEST-1": false, "": false, "MIHON": false,
	} {
		if saysTest(text) != want {
			t.Errorf("%q", text)
		}
	}
	signature, err := virtualcard.Open("holder")
	if err != nil {
		t.Fatal(err)
	}
	der := signature.CA(virtualcard.Signature)
	for cut := range len(der) {
		if m := makerOf(der[:cut]); m == MakerOther {
			t.Errorf("cut at %d: taken for a card in use", cut)
		}
	}
}

// Whoever may forbid a PIN is asked once, with the tries that were just read, and
// before the PIN goes out; a locked one needs nobody's word.
func TestPINIsNotSentWithoutLeave(t *testing.T) {
	for _, o := range operations {
		card := insert(t, "holder")
		c := New(card, nil)
		asked := 0
		c.Allow = func(kind pin.Kind, tries pin.Tries) error {
			asked++
			if kind != o.kind || tries.Left != kind.MaxTries() || !tries.Known {
				t.Errorf("%s: asked about %s, %v", o.name, kind, tries)
			}
			return ErrUnsupported
		}
		if err := o.run(t.Context(), c, right(o.kind), true); err == nil {
			t.Errorf("%s went on", o.name)
		}
		if asked != 1 || card.verifies() != 0 || c.needsClosing {
			t.Errorf("%s: asked %d times, %d PINs sent", o.name, asked, card.verifies())
		}
	}
	card := insert(t, "locked")
	c := New(card, nil)
	c.Allow = func(pin.Kind, pin.Tries) error { t.Error("asked about a locked PIN"); return nil }
	if _, err := c.Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, true); err == nil {
		t.Error("a locked PIN opened the card")
	}
}
