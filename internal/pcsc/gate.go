package pcsc

import (
	"context"
	"sync"
	"time"

	"github.com/ebfe/scard"
)

// statusGate lets one SCardGetStatusChange run at a time in the process:
// ebfe/scard keeps reader names in a global map by name, and a second call for
// the same reader frees the C string under the first.
var statusGate = newGate()

// gate is a lock whose long holders can be asked to step aside.
type gate struct {
	slot chan struct{}
	mu   sync.Mutex
	wake func() // interrupts the holder; nil while a short call holds the slot
}

// nudge is how often a holder is interrupted again. The first interruption may
// come just before its call begins to wait, and is then lost.
const nudge = 5 * time.Millisecond

func newGate() *gate { return &gate{slot: make(chan struct{}, 1)} }

// short runs a call that does not wait, interrupting one that does.
func (g *gate) short(call func() error) error {
	for {
		g.interrupt()
		timer := time.NewTimer(nudge)
		select {
		case g.slot <- struct{}{}:
			timer.Stop()
			defer func() { <-g.slot }()
			return call()
		case <-timer.C:
		}
	}
}

func (g *gate) interrupt() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wake != nil {
		g.wake()
	}
}

func (g *gate) setWake(wake func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wake = wake
}

// long runs a call that waits. wake must make it return soon; it is called
// when ctx ends or somebody else wants the slot. The error then is the call's.
func (g *gate) long(ctx context.Context, wake func(), call func() error) error {
	select {
	case g.slot <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-g.slot }()
	g.setWake(wake)
	defer g.setWake(nil)
	returned := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		select {
		case <-ctx.Done():
		case <-returned:
			return
		}
		for {
			wake()
			select {
			case <-returned:
				return
			case <-time.After(nudge):
			}
		}
	})
	err := call()
	close(returned)
	watcher.Wait() // wake must not touch a context that was released meanwhile
	return err
}

// waitStatus fills states when one of them differs from its CurrentState or
// limit is over (scard.ErrTimeout), or returns scard.ErrCancelled.
func waitStatus(ctx context.Context, pc *scard.Context, states []scard.ReaderState, limit time.Duration) error {
	return statusGate.long(ctx, func() { _ = pc.Cancel() }, func() error {
		return pc.GetStatusChange(states, limit)
	})
}

// readStatus fills states with what is so now. states must not be empty.
func readStatus(pc *scard.Context, states []scard.ReaderState) error {
	return statusGate.short(func() error { return pc.GetStatusChange(states, 0) })
}
