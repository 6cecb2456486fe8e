package virtualcard

import (
	"strings"
	"testing"
	"time"
)

func TestCountersCountWhatPassed(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")                                 // 15 in, 2 out
	want(t, c, "0020009B", "63C5")                                 // 4, 2
	want(t, c, verifyWith("9B", "WRONG1"), "63C4")                 // 11, 2
	want(t, c, verifyWith("9B", "TEST123"), "9000")                // 12, 2
	want(t, c, "00B0880000", "9000")                               // 5, 5
	want(t, c, "802A029A20"+strings.Repeat("00", 32)+"00", "9000") // 38, 258
	n := c.Counters()
	if n.APDUs != 6 || n.BytesIn != 15+4+11+12+5+38 || n.BytesOut != 2+2+2+2+5+258 || n.Verifies != 2 || n.Signatures != 1 {
		t.Errorf("%+v", n)
	}
	if modelled := 6*8*time.Millisecond + (85+271)*30*time.Microsecond + 300*time.Millisecond; n.Modelled != modelled {
		t.Errorf("modelled %v, want %v", n.Modelled, modelled)
	}
	tries := c.Tries()
	c.ResetCounters()
	if c.Counters() != (Counters{}) || c.Tries()[Signature] != tries[Signature] {
		t.Error("resetting the counters did too little or too much")
	}
}

func TestRefusedSignatureTakesNoSignatureTime(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, "802A029A20"+strings.Repeat("00", 32)+"00", "6982")
	if n := c.Counters(); n.Signatures != 0 || n.Modelled > 30*time.Millisecond {
		t.Errorf("%+v", n)
	}
}

// TestModelledCardOfTheReferenceRuns repeats what the bare client of the reference measurements cost: three APDUs for the four
// attributes, 39 ms; four for a CMS signature, 400 ms.
func TestModelledCardOfTheReferenceRuns(t *testing.T) {
	if got := ModelledTime(3, 29+262, 0).Round(time.Millisecond); got != 33*time.Millisecond {
		t.Errorf("attributes: %v", got)
	}
	if got := ModelledTime(4, 90+1863, 1).Round(time.Millisecond); got != 391*time.Millisecond {
		t.Errorf("signature: %v", got)
	}
}

func TestSlowSlotTakesTheModelledTime(t *testing.T) {
	c := open(t, "holder")
	s := NewSlot(c, nil, true)
	start := time.Now()
	for _, apdu := range []string{selectJPKI, verifyWith("9B", "TEST123"), "802A029A20" + strings.Repeat("00", 32) + "00"} {
		if _, err := s.Transmit(t.Context(), unhex(t, apdu)); err != nil {
			t.Fatal(err)
		}
	}
	took, modelled := time.Since(start), c.Counters().Modelled
	if took < modelled || took > modelled+100*time.Millisecond {
		t.Errorf("took %v, modelled %v", took, modelled)
	}
}
