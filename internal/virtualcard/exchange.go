package virtualcard

import (
	"context"
	"time"
)

// Reply is what the reader gets to see of an answer.
type Reply struct {
	Data []byte // status word included; nil: no answer, the card left
	Cut  bool   // only the first half of it arrives
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
