package virtualcard

import (
	"context"
	"errors"
	"sync"
	"time"
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

// Reply is what the reader gets to see of an answer.
type Reply struct {
	Data []byte // status word included; nil: no answer, the card left
	Cut  bool   // only the first half of it arrives
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

// Send carries one APDU to the card, with whatever fault is due. gone is the channel of [Slot.Await]: a card that left meanwhile does
// not answer. A card that was out and in again gets power with the next APDU: with vpcd, which polls, the reader's old handle works
// on the new card without any sign, and a client must survive that.
func (s *Slot) Send(apdu []byte, gone <-chan struct{}) Reply {
	if left(gone) {
		return Reply{}
	}
	s.Card().wake()
	fault, due := s.due()
	reply := s.carry(apdu, fault, due, gone)
	if left(gone) {
		reply = Reply{}
	}
	s.trace.exchange(apdu, reply.Data)
	return reply
}

// due counts an APDU against the planned faults and takes out the one whose turn it is.
func (s *Slot) due() (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var now Fault
	var found bool
	var later []Fault
	for _, f := range s.faults {
		if f.At--; f.At == 0 && !found {
			now, found = f, true
			continue
		}
		f.At = max(f.At, 1) // two for the same APDU: the second takes the next one
		later = append(later, f)
	}
	s.faults = later
	return now, found
}

func (s *Slot) carry(apdu []byte, f Fault, due bool, gone <-chan struct{}) Reply {
	if !due {
		return Reply{Data: s.process(apdu, gone)}
	}
	if f.What == FaultDelay {
		return Reply{Data: s.late(apdu, f, gone)}
	}
	var out []byte
	if f.During || f.What == FaultTruncate {
		out = s.process(apdu, gone)
	}
	switch f.What {
	case FaultRemove:
		s.Remove()
		return Reply{}
	case FaultSwap:
		s.Swap()
		return Reply{}
	case FaultGarbage:
		return Reply{Data: garbage}
	case FaultEmpty:
		return Reply{Data: []byte{}}
	case FaultTruncate:
		return Reply{Data: out, Cut: true}
	}
	return Reply{Data: []byte{byte(f.Status >> 8), byte(f.Status)}}
}

func (s *Slot) late(apdu []byte, f Fault, gone <-chan struct{}) []byte {
	if f.During {
		out := s.process(apdu, gone)
		pause(f.Delay, gone)
		return out
	}
	pause(f.Delay, gone)
	if left(gone) {
		return nil
	}
	return s.process(apdu, gone)
}

// process lets the card work, and take its time when the slot is slow.
func (s *Slot) process(apdu []byte, gone <-chan struct{}) []byte {
	card, start := s.Card(), time.Now()
	before := card.Counters().Modelled
	out := card.Process(apdu)
	if s.slow {
		pause(time.Until(start.Add(card.Counters().Modelled-before)), gone)
	}
	return out
}

func pause(d time.Duration, gone <-chan struct{}) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-gone:
	}
}

func left(gone <-chan struct{}) bool {
	select {
	case <-gone:
		return true
	default:
		return false
	}
}

// Transmit sends one APDU without any reader in between, for tests that want faults in process. A truncated
// answer arrives by half.
func (s *Slot) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	gone := s.gone
	s.mu.Unlock()
	if gone == nil {
		return nil, ErrRemoved
	}
	reply := s.Send(apdu, gone)
	switch {
	case reply.Data == nil:
		return nil, ErrRemoved
	case reply.Cut:
		return reply.Data[:len(reply.Data)/2], nil
	}
	return reply.Data, nil
}
