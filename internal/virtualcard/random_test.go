package virtualcard

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestRandomCommandsNeverOpenWhatIsLocked sends commands at random and keeps a book of its own, made from nothing but commands
// and answers: what each PIN's counter may be, and what was verified since its application was entered.
func TestRandomCommandsNeverOpenWhatIsLocked(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 2))
		profile := []string{"holder", "last-try", "locked", "no-signature", "quirky", "old-forms"}[seed%6]
		b := &book{t: t, seed: seed, card: open(t, profile), verified: map[string]bool{}}
		b.tries = b.card.Tries()
		for range 250 {
			b.step(random)
		}
		if b.verifications == 0 && seed%6 == 0 {
			t.Errorf("seed %d: nothing was ever verified, the test is blind", seed)
		}
	}
}

type book struct {
	t             *testing.T
	seed          uint64
	card          *Card
	application   string
	verified      map[string]bool
	tries         map[string]int
	verifications int
}

var selects = []string{selectJPKI, selectInputSupport, selectCardFace, selectResidentRegister, selectCommon, selectDomain}

// pinPlaces are all PINs a program can reach by their short id, by application.
var pinPlaces = map[string][]struct{ p2, kind string }{
	selectJPKI:             {{"98", Authentication}, {"9B", Signature}},
	selectInputSupport:     {{"91", InputSupport}, {"94", VerificationA}, {"95", VerificationB}},
	selectResidentRegister: {{"9C", ResidentRegister}},
	selectCommon:           {{"9C", ResidentRegister}},
}

func (b *book) step(random *rand.Rand) {
	switch random.IntN(12) {
	case 0:
		b.enter(selects[random.IntN(len(selects))])
	case 1:
		b.enter([]string{selectJPKI, selectInputSupport}[random.IntN(2)])
	case 2, 3, 4:
		b.verify(random)
	case 5:
		b.card.Reset()
	case 6:
		if random.IntN(5) == 0 {
			b.card.PowerOn()
			b.application, b.verified = "", map[string]bool{}
		}
	case 7:
		b.card.Process(noise(random))
		b.after("noise", "", "")
	default:
		b.read(random)
	}
}

func (b *book) enter(application string) {
	_, sw := send(b.t, b.card, application)
	if sw == "9000" && application != b.application {
		b.application, b.verified = application, map[string]bool{}
	}
	b.after("SELECT", "", sw)
}

func (b *book) verify(random *rand.Rand) {
	places := pinPlaces[b.application]
	if len(places) == 0 {
		return
	}
	place := places[random.IntN(len(places))]
	pin, right := b.card.profile.Pins[place.kind].Value, random.IntN(3) == 0
	if pin == "" || !right {
		pin, right = "0000", false
	}
	p2 := place.p2
	if b.card.quirks.SFIQueryRefused {
		want(b.t, b.card, "00A4020C02 00"+fmt.Sprintf("%02X", mustSFI(place.p2)), "9000")
		p2 = "80"
	}
	_, sw := send(b.t, b.card, verifyWith(p2, pin))
	if sw == "9000" {
		b.verifications++
		if locked := b.tries[place.kind] == 0 && place.kind != ResidentRegister; !right || locked { // that kind has two counters
			b.t.Fatalf("seed %d: %s was opened with %q, %d tries left", b.seed, place.kind, pin, b.tries[place.kind])
		}
	}
	b.verified[place.kind] = sw == "9000"
	b.after("VERIFY", place.kind, sw)
}

func mustSFI(p2 string) byte {
	return map[string]byte{"98": 0x18, "9B": 0x1B, "91": 0x11, "94": 0x14, "95": 0x15, "9C": 0x1C}[p2]
}

// guarded are files and keys with the PINs that open them.
var guarded = map[string][]struct {
	apdu  string
	kinds []string
}{
	selectJPKI: {
		{"00B0810004", []string{Signature}},
		{"00B08100000000", []string{Signature}},
		{"802A009A20" + strings.Repeat("11", 32) + "00", []string{Signature}},
		{"802A059A20" + strings.Repeat("11", 32) + "00", []string{Signature}},
		{"802A009720" + strings.Repeat("11", 32) + "00", []string{Authentication}},
	},
	selectInputSupport: {
		{"00B0810011", []string{InputSupport, VerificationA}},
		{"00B0820000", []string{InputSupport, VerificationB}},
		{"00B0830000", []string{InputSupport, VerificationA, VerificationB}},
	},
}

func (b *book) read(random *rand.Rand) {
	places := guarded[b.application]
	if len(places) == 0 {
		return
	}
	g := places[random.IntN(len(places))]
	_, sw := send(b.t, b.card, g.apdu)
	if sw == "9000" && !slices.ContainsFunc(g.kinds, func(kind string) bool { return b.verified[kind] }) {
		b.t.Fatalf("seed %d: %s answered 9000 and none of %v is verified", b.seed, g.apdu, g.kinds)
	}
	b.after("READ", "", sw)
}

// after checks the counters: they fall by VERIFY alone and one at a time, they rise by a right VERIFY alone, and to the top.
func (b *book) after(what, kind, sw string) {
	now := b.card.Tries()
	for k, before := range b.tries {
		switch left := now[k]; {
		case left == before:
		case k == kind && sw == "9000" && before > 0 && (left == maxTries[k] || k == ResidentRegister):
		case k == kind && left == before-1 && strings.HasPrefix(sw, "63C"):
		default:
			b.t.Fatalf("seed %d: after %s (%s) of %q the tries of %s went from %d to %d", b.seed, what, sw, kind, k, before, left)
		}
	}
	b.tries = maps.Clone(now)
}

// noise is a command nobody planned: never a VERIFY with data, whose effect the book could not foresee.
func noise(random *rand.Rand) []byte {
	apdu := make([]byte, 4+random.IntN(12))
	for i := range apdu {
		apdu[i] = byte(random.Uint32())
	}
	apdu[0] = []byte{0x00, 0x80, apdu[0]}[random.IntN(3)]
	apdu[1] = []byte{0xB0, 0xB2, 0xCA, 0x2A, 0x24, 0x32, 0x88, 0xA2, apdu[1] | 0x40}[random.IntN(9)]
	return apdu
}
