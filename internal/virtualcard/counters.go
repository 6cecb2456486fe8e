package virtualcard

import "time"

// Counters is what a card did since it was made or since [Card.ResetCounters].
type Counters struct {
	APDUs      int // command APDUs answered
	BytesIn    int // to the card
	BytesOut   int // from the card, status words included
	Verifies   int // VERIFY with data, right or wrong; queries are not in it
	Signatures int // operations with a private key
	Modelled   time.Duration
}

// The modelled card (an assumption, no real card was timed): 8 ms per APDU, 30 µs per byte both ways, 300 ms per operation
// with a private key.
const (
	timePerAPDU      = 8 * time.Millisecond
	timePerByte      = 30 * time.Microsecond
	timePerSignature = 300 * time.Millisecond
)

// ModelledTime is how long a slow card would take for the given work.
func ModelledTime(apdus, bytes, signatures int) time.Duration {
	return time.Duration(apdus)*timePerAPDU + time.Duration(bytes)*timePerByte + time.Duration(signatures)*timePerSignature
}

func (n *Counters) add(in, out, signatures int) {
	n.APDUs++
	n.BytesIn += in
	n.BytesOut += out
	n.Modelled += ModelledTime(1, in+out, signatures)
}

// Counters tells what the card did.
func (c *Card) Counters() Counters {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counters
}

// ResetCounters starts counting at zero. The tries of the PINs are not touched.
func (c *Card) ResetCounters() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counters = Counters{}
}

// Tries tells how many tries each kind of PIN has left; where a kind has several files, the smallest.
func (c *Card) Tries() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	tries := map[string]int{}
	for _, pin := range c.references() {
		if left, seen := tries[pin.kind]; !seen || pin.tries < left {
			tries[pin.kind] = pin.tries
		}
	}
	return tries
}

// Unlocked lists the kinds of PIN that are verified at this moment, in the order of the applications.
func (c *Card) Unlocked() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	unlocked := []string{}
	for _, pin := range c.references() {
		if pin.verified {
			unlocked = append(unlocked, pin.kind)
		}
	}
	return unlocked
}

func (c *Card) references() []*reference {
	var all []*reference
	for _, a := range c.applications {
		for id := uint16(1); id <= 0x1E; id++ {
			if f := a.files[id]; f != nil && f.pin != nil && f.pin.kind != "" {
				all = append(all, f.pin)
			}
		}
	}
	return all
}
