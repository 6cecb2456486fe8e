package virtualcard

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"
)

// transmit sends one APDU through the slot.
func transmit(t *testing.T, s *Slot, apdu string) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	return s.Transmit(ctx, unhex(t, apdu))
}

func slotWith(t *testing.T, faults ...Fault) *Slot {
	t.Helper()
	s := NewSlot(open(t, "holder"), nil, false)
	for _, f := range faults {
		if err := s.Inject(f); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestFaultHitsTheAPDUItWasPlannedFor(t *testing.T) {
	s := slotWith(t, Fault{At: 3, What: FaultStatus, Status: 0x6F00})
	for i, want := range []string{"9000", "63C5", "6F00", "63C5"} {
		apdu := "0020009B"
		if i == 0 {
			apdu = selectJPKI
		}
		out, err := transmit(t, s, apdu)
		if err != nil || !bytes.Equal(out, unhex(t, want)) {
			t.Errorf("APDU %d: % X, %v, want %s", i+1, out, err, want)
		}
	}
}

func TestRemovalBeforeAnAPDUKeepsTheTry(t *testing.T) {
	for during, left := range map[bool]int{false: 5, true: 4} {
		s := slotWith(t, Fault{At: 2, What: FaultRemove, During: during})
		if _, err := transmit(t, s, selectJPKI); err != nil {
			t.Fatal(err)
		}
		if _, err := transmit(t, s, verifyWith("9B", "WRONG1")); !errors.Is(err, ErrRemoved) {
			t.Errorf("during=%v: %v", during, err)
		}
		if got := s.Card().Tries()[Signature]; got != left {
			t.Errorf("during=%v: %d tries left, want %d", during, got, left)
		}
		if _, err := transmit(t, s, selectJPKI); !errors.Is(err, ErrRemoved) || s.Present() {
			t.Errorf("during=%v: the card is still there", during)
		}
	}
}

func TestCardThatWasOutIsLocked(t *testing.T) {
	s := slotWith(t)
	for _, apdu := range []string{selectJPKI, verifyWith("9B", "TEST123")} {
		if _, err := transmit(t, s, apdu); err != nil {
			t.Fatal(err)
		}
	}
	if !s.Swap() || len(s.Card().Unlocked()) != 0 {
		t.Fatal("out and in did not lock the card")
	}
	out, err := transmit(t, s, "00B0810004")
	if err != nil || !bytes.Equal(out, []byte{0x6A, 0x82}) {
		t.Errorf("% X, %v; nothing may be selected", out, err)
	}
}

func TestSwapInTheMiddleOfAnAPDU(t *testing.T) {
	s := slotWith(t, Fault{At: 2, What: FaultSwap, During: true})
	if _, err := transmit(t, s, selectJPKI); err != nil {
		t.Fatal(err)
	}
	if _, err := transmit(t, s, verifyWith("9B", "TEST123")); !errors.Is(err, ErrRemoved) {
		t.Errorf("the answer came: %v", err)
	}
	if !s.Present() || len(s.Card().Unlocked()) != 0 {
		t.Error("the card is not back, or not locked")
	}
}

func TestOtherFaults(t *testing.T) {
	for what, v := range map[string]struct {
		fault Fault
		check func(out []byte, took time.Duration) bool
	}{
		"delay":    {Fault{What: FaultDelay, Delay: 80 * time.Millisecond}, func(out []byte, took time.Duration) bool { return len(out) == 2 && took > 70*time.Millisecond }},
		"garbage":  {Fault{What: FaultGarbage}, func(out []byte, _ time.Duration) bool { return bytes.Equal(out, garbage) }},
		"empty":    {Fault{What: FaultEmpty}, func(out []byte, _ time.Duration) bool { return out != nil && len(out) == 0 }},
		"truncate": {Fault{What: FaultTruncate}, func(out []byte, _ time.Duration) bool { return len(out) == 1 }},
	} {
		v.fault.At = 1
		s, start := slotWith(t, v.fault), time.Now()
		out, err := transmit(t, s, selectJPKI)
		if err != nil || !v.check(out, time.Since(start)) {
			t.Errorf("%s: % X, %v after %v", what, out, err, time.Since(start))
		}
		if out, err := transmit(t, s, selectJPKI); err != nil || !bytes.Equal(out, []byte{0x90, 0x00}) {
			t.Errorf("after %s: % X, %v", what, out, err)
		}
	}
}

func TestRemovalEndsASlowAPDU(t *testing.T) {
	s := slotWith(t, Fault{At: 1, What: FaultDelay, Delay: 5 * time.Second, During: true})
	time.AfterFunc(50*time.Millisecond, func() { s.Remove() })
	start := time.Now()
	if _, err := transmit(t, s, selectJPKI); !errors.Is(err, ErrRemoved) || time.Since(start) > time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func TestTwoFaultsForOneAPDUFollowEachOther(t *testing.T) {
	s := slotWith(t, Fault{At: 1, What: FaultStatus, Status: 0x6F00}, Fault{At: 1, What: FaultStatus, Status: 0x6985})
	for _, want := range []string{"6F00", "6985", "9000"} {
		if out, err := transmit(t, s, selectJPKI); err != nil || !bytes.Equal(out, unhex(t, want)) {
			t.Errorf("% X, %v, want %s", out, err, want)
		}
	}
}

func TestSenselessFaultsAreRefused(t *testing.T) {
	s := slotWith(t)
	for _, f := range []Fault{{At: 0, What: FaultRemove}, {At: 1, What: "explode"}, {At: 1, What: FaultDelay}} {
		if s.Inject(f) == nil {
			t.Errorf("%+v was accepted", f)
		}
	}
}

func TestAnotherCardTakesThePlace(t *testing.T) {
	s := slotWith(t)
	s.Exchange(open(t, "locked"))
	if !s.Present() || s.Card().Tries()[Signature] != 0 {
		t.Error("the other card is not inside")
	}
	s.Remove()
	s.Exchange(open(t, "holder"))
	if s.Present() {
		t.Error("a card exchanged outside got inside")
	}
}

func TestCardWithoutPowerIsSilent(t *testing.T) {
	c := open(t, "holder")
	c.PowerOff()
	if out := c.Process(unhex(t, selectJPKI)); out != nil {
		t.Errorf("% X", out)
	}
	if _, err := c.Transmit(t.Context(), unhex(t, selectJPKI)); !errors.Is(err, ErrUnpowered) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c.PowerOn()
	if _, err := c.Transmit(ctx, unhex(t, selectJPKI)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
