package virtualcard

import (
	"context"
	"errors"
	"sync"
)

// ErrRemoved is what [Slot.Transmit] returns when there is no card, or when it left in the middle of an APDU.
var ErrRemoved = errors.New("card was removed")

// Slot is the place a card lies in: it can be taken out and put back, exchanged for another one, and disturbed.
type Slot struct {
	trace *Trace
	slow  bool // take the modelled time

	mu       sync.Mutex
	card     *Card
	faults   []Fault
	gone     chan struct{} // closed when the card of this insertion leaves; nil while there is none
	arrived  chan struct{} // closed when a card comes; nil while there is one
	powerOns int           // by the reader
}

// NewSlot puts a card into a slot. slow makes every exchange take the modelled time ([ModelledTime]); trace may be nil.
func NewSlot(card *Card, trace *Trace, slow bool) *Slot {
	return &Slot{card: card, trace: trace, slow: slow, gone: make(chan struct{})}
}

// Card is the card that belongs to the slot, inside or not.
func (s *Slot) Card() *Card {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.card
}

// Present reports whether the card is inside.
func (s *Slot) Present() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gone != nil
}

// Remove takes the card out. It reports whether there was one.
func (s *Slot) Remove() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remove()
}

func (s *Slot) remove() bool {
	if s.gone == nil {
		return false
	}
	s.trace.event("removed")
	s.card.PowerOff()
	close(s.gone)
	s.gone, s.arrived = nil, make(chan struct{})
	return true
}

// Insert puts the card back. It reports whether it was outside.
func (s *Slot) Insert() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.insert()
}

func (s *Slot) insert() bool {
	if s.gone != nil {
		return false
	}
	s.trace.event("inserted")
	s.gone = make(chan struct{})
	close(s.arrived)
	s.arrived = nil
	return true
}

// Swap takes the card out and puts it in at once. It reports whether it was inside.
func (s *Slot) Swap() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remove() && s.insert()
}

// Exchange puts another card in the place of this one; if that was inside, within one poll of the reader.
func (s *Slot) Exchange(card *Card) {
	s.mu.Lock()
	defer s.mu.Unlock()
	inside := s.remove()
	card.PowerOff()
	s.card = card
	if inside {
		s.insert()
	}
}

// Inject plans a fault.
func (s *Slot) Inject(f Fault) error {
	if err := f.check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
	return nil
}

// ClearFaults forgets the faults that have not happened yet.
func (s *Slot) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Await waits until a card is inside and returns it with a channel that is closed when it leaves.
func (s *Slot) Await(ctx context.Context) (*Card, <-chan struct{}, error) {
	for {
		s.mu.Lock()
		card, gone, arrived := s.card, s.gone, s.arrived
		s.mu.Unlock()
		if gone != nil {
			return card, gone, nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

// Power is a cold reset, or with on false the loss of power.
func (s *Slot) Power(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !on {
		s.trace.event("power off")
		s.card.PowerOff()
		return
	}
	s.trace.event("power on")
	s.card.PowerOn()
	s.powerOns++
}

// Reset is a warm reset.
func (s *Slot) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trace.event("reset")
	s.card.Reset()
}

// PowerOns tells how often a reader powered the card.
func (s *Slot) PowerOns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.powerOns
}
