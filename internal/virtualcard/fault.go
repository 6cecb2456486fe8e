package virtualcard

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// What a [Fault] does.
const (
	FaultRemove   = "remove"   // the card leaves
	FaultSwap     = "swap"     // the card leaves and is back at once, within one poll of the reader
	FaultDelay    = "delay"    // the answer comes late
	FaultGarbage  = "garbage"  // the answer is nonsense
	FaultEmpty    = "empty"    // the answer has no bytes at all
	FaultTruncate = "truncate" // half of the answer arrives, then the card is out and in again
	FaultStatus   = "sw"       // the answer is a status word of choice
)

// Fault is something that goes wrong at one APDU to come.
type Fault struct {
	At     int           // which APDU from now, the next one is 1
	During bool          // the card carries the command out first; otherwise it never sees it
	What   string        // one of the Fault constants
	Status uint16        // for FaultStatus
	Delay  time.Duration // for FaultDelay
}

func (f Fault) check() error {
	kinds := []string{FaultRemove, FaultSwap, FaultDelay, FaultGarbage, FaultEmpty, FaultTruncate, FaultStatus}
	switch {
	case f.At < 1:
		return errors.New("injecting a fault: the next APDU is number 1")
	case !slices.Contains(kinds, f.What):
		return fmt.Errorf("injecting a fault: unknown kind %q", f.What)
	case f.What == FaultDelay && f.Delay <= 0:
		return errors.New("injecting a delay: no duration given")
	}
	return nil
}

// garbage is what a bad contact might leave of an answer: its last two bytes are no status word of the card.
var garbage = []byte{0xDE, 0xAD, 0x00, 0xFF, 0x17, 0x42, 0x00, 0x00}
