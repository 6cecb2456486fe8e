package virtualcard

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestWrongPINCostsOneTryAndTheLastLocks(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	for _, sw := range []string{"63C4", "63C3", "63C2", "63C1", "63C0"} {
		want(t, c, verifyWith("9B", "WRONG1"), sw)
		want(t, c, "0020009B", sw)
	}
	want(t, c, verifyWith("9B", "TEST123"), "6984") // right, and too late
	want(t, c, "0020009B", "63C0")
	c.PowerOff()
	c.PowerOn()
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "6984") // power gives nothing back
}

func TestRightPINGivesAllTriesBack(t *testing.T) {
	c := open(t, "last-try")
	want(t, c, selectJPKI, "9000")
	want(t, c, "0020009B", "63C1")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	want(t, c, "0020009B", "63C5")
}

func TestCardComparesBytesAsTheyAre(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "test123"), "63C4")
	want(t, c, verifyWith("9B", "TEST123\x00"), "63C3")
	want(t, c, verifyWith("9B", "2345"), "63C2") // a four-digit PIN sent to the wrong file costs a try too
}

func TestEveryQueryFormCostsNothing(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00A4020C02 001B", "9000")
	for range 20 {
		want(t, c, "00200080", "63C5")
		want(t, c, "0020008000", "63C5")
		want(t, c, "0020009B", "63C5")
		want(t, c, "0020009B00", "63C5")
		want(t, c, "00200098", "63C3")
		want(t, c, "00A4020C02 001B", "9000")
	}
	if n := c.Counters().Verifies; n != 0 {
		t.Errorf("%d queries were counted as VERIFY", n)
	}
}

func TestVerifyOfWrongLengthIsRefusedWithoutCost(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", strings.Repeat("A", 17)), "6700")
	want(t, c, "0120009B04 31323334", "6881")
	want(t, c, "0020019B04 31323334", "6A86")
	want(t, c, "0020001B04 31323334", "6A86")
	want(t, c, "0020009B", "63C5")
}

func TestSecurityStatusSurvivesAWarmReset(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	c.Reset()
	want(t, c, "00B0810004", "9000")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00B0810004", "9000")
}

func TestSecurityStatusEnds(t *testing.T) {
	for how, end := range map[string]func(c *Card){
		"another application": func(c *Card) { want(t, c, selectInputSupport, "9000") },
		"common application":  func(c *Card) { want(t, c, selectCommon, "9000") },
		"security domain":     func(c *Card) { want(t, c, selectDomain, "9000") },
		"loss of power":       func(c *Card) { c.PowerOff(); c.PowerOn() },
		"cold reset":          func(c *Card) { c.PowerOn() },
		"a wrong PIN":         func(c *Card) { want(t, c, verifyWith("9B", "WRONG1"), "63C4") },
	} {
		c := open(t, "holder")
		want(t, c, selectJPKI, "9000")
		want(t, c, verifyWith("9B", "TEST123"), "9000")
		want(t, c, "00B0810004", "9000")
		end(c)
		if unlocked := c.Unlocked(); len(unlocked) != 0 {
			t.Errorf("after %s: %v unlocked", how, unlocked)
		}
		want(t, c, selectJPKI, "9000")
		if _, sw := send(t, c, "00B0810004"); sw != "6982" {
			t.Errorf("after %s the signature certificate answers %s", how, sw)
		}
	}
}

func TestFailedSelectLeavesEverythingAsItWas(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	want(t, c, "00A404000A A0000002770101000000", "6A82")
	want(t, c, "00B0810004", "9000")
}

func TestCheckNumbersOpenDifferentFiles(t *testing.T) {
	for _, v := range []struct{ pin, number, attributes string }{
		{verifyWith("94", "123456789018"), "9000", "6982"},
		{verifyWith("95", "60051520351234"), "6982", "9000"},
		{verifyWith("91", "1234"), "9000", "9000"},
	} {
		c := open(t, "holder")
		want(t, c, selectInputSupport, "9000")
		want(t, c, "00B0810000", "6982")
		want(t, c, "00B0820000", "6982")
		want(t, c, v.pin, "9000")
		want(t, c, "00B0810000", v.number)
		want(t, c, "00B0820000", v.attributes)
	}
}

func TestPINsOfOneApplicationStayVerifiedTogether(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("94", "123456789018"), "9000")
	want(t, c, verifyWith("95", "60051520351234"), "9000")
	want(t, c, "00B0810000", "9000")
	want(t, c, "00B0820000", "9000")
}

func TestOneVerifySignsManyTimes(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	sign := "802A009A33 3031300D060960864801650304020105000420" + strings.Repeat("5A", 32) + "00"
	for range 5 {
		want(t, c, sign, "9000")
	}
	want(t, c, strings.Replace(sign, "9A33", "9733", 1), "6982") // the other key has a PIN of its own
}

func TestPINChangesOnlyAfterVerifyAndOnlyToAFittingValue(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00A4020C02 001B", "9000")
	want(t, c, "0024018007 4E455750415353", "6982")
	want(t, c, verifyWith("80", "TEST123"), "9000")
	for _, bad := range []string{"05 4142433132", "06 616263313233", "06 41424321313233"[:15], "11" + strings.Repeat("41", 17)} {
		if _, sw := send(t, c, "00240180"+bad); sw == "9000" {
			t.Errorf("%s was taken as a new PIN", bad)
		}
	}
	want(t, c, "0024008007 4E455750415353", "6A86")
	want(t, c, "0024019B07 4E455750415353", "6A86")
	want(t, c, "0024018007 4E455750415331", "9000")
	c.PowerOn()
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "63C4")
	want(t, c, verifyWith("9B", "NEWPAS1"), "9000")
}

func TestCheckNumbersNeverChange(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("94", "123456789018"), "9000")
	want(t, c, "00240180 0C 303030303030303030303030", "6982")
}

func TestBothResidentRegisterPINsHaveCountersOfTheirOwn(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectResidentRegister, "9000")
	want(t, c, verifyWith("9C", "0000"), "63C2")
	want(t, c, selectCommon, "9000")
	want(t, c, "0020009C", "63C3")
	if left := c.Tries()[ResidentRegister]; left != 2 {
		t.Errorf("the smaller counter is 2, told %d", left)
	}
}

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
