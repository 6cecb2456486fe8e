package pcsc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ebfe/scard"
)

// Service is the PC/SC service of this machine. Its methods may be called from
// several goroutines.
type Service struct {
	limits limits
	mu     sync.Mutex
	pads   map[string]bool // reader name → has a PIN pad
	life   life
}

// limits are the times that tests shorten.
type limits struct {
	askFor   time.Duration // how long a card held elsewhere is asked for
	askEvery time.Duration
	transmit time.Duration // watchdog of one APDU
	closing  time.Duration // for Disconnect, which blocks on a hung reader
	notice   time.Duration // for the service to see that a card left
	idle     time.Duration // a pause in which a card could be exchanged by hand
	wait     time.Duration // one wait for a change; then readers are listed again
}

var usualLimits = limits{
	askFor:   3 * time.Second,
	askEvery: 100 * time.Millisecond,
	transmit: 15 * time.Second,
	closing:  time.Second,
	notice:   600 * time.Millisecond,
	idle:     100 * time.Millisecond,
	wait:     2 * time.Second,
}

var _ Source = (*Service)(nil)

// NewService returns the machine's service. It talks to nothing yet.
func NewService() *Service {
	return &Service{limits: usualLimits, pads: make(map[string]bool)}
}

// establish makes a context for one call or connection. Right after the
// service died this may fail once in another way; both mean unavailable.
func establish() (*scard.Context, error) {
	pc, err := scard.EstablishContext()
	if err != nil {
		return nil, fmt.Errorf("establishing PC/SC context: %w: %w", ErrUnavailable, err)
	}
	return pc, nil
}

// pseudo reports reader names that stand for no reader a card fits into.
func pseudo(name string) bool {
	for _, prefix := range []string{`\\?PnP?\`, "Windows Hello", "Microsoft Virtual Smart Card", "Microsoft UICC"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// Readers implements Source.
func (s *Service) Readers(ctx context.Context) ([]Reader, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("listing readers: %w", err)
	}
	pc, err := establish()
	if err != nil {
		return nil, err
	}
	defer func() { _ = pc.Release() }()
	now, err := s.list(pc)
	if err != nil {
		return nil, err
	}
	for i := range now.readers {
		now.readers[i].PinPad = s.pinPad(now.readers[i])
	}
	return now.readers, nil
}

// listing is what the service says at one moment.
type listing struct {
	readers []Reader
	states  []scard.ReaderState // raw, in the same order
	total   int                 // of readers, the pseudo ones included
}

// list asks for the readers and what is in them.
func (s *Service) list(pc *scard.Context) (listing, error) {
	names, err := pc.ListReaders()
	if errors.Is(err, scard.ErrNoReadersAvailable) {
		return listing{}, nil
	}
	if err != nil {
		return listing{}, meaning("listing readers", "", err)
	}
	now := listing{total: len(names)}
	for _, name := range slices.DeleteFunc(names, pseudo) {
		now.states = append(now.states, scard.ReaderState{Reader: name})
	}
	if len(now.states) == 0 {
		return now, nil
	}
	err = readStatus(pc, now.states)
	if err != nil && !errors.Is(err, scard.ErrTimeout) {
		return listing{}, meaning("reading reader states", "", err)
	}
	life := s.life.now()
	for _, state := range now.states {
		now.readers = append(now.readers, Reader{Name: state.Reader, State: stateName(state.EventState), Events: life.count(events(state.EventState))})
	}
	return now, nil
}

// stateName sorts the flags of SCARD_READERSTATE. A reader that is shared by
// others counts as holding a card: sharing works.
func stateName(flags scard.StateFlag) string {
	switch {
	case flags&scard.StatePresent == 0:
		return Empty
	case flags&scard.StateMute != 0:
		return Mute
	case flags&scard.StateExclusive != 0:
		return InUse
	}
	return Held
}

// events is the high word of the state: how often a card came or went
// since the service started.
func events(flags scard.StateFlag) uint32 { return uint32(flags) >> 16 }

// pnp is the name under which a change of the list of readers can be waited
// for. macOS does not know it, so the list is also read again every now and
// then.
const pnp = `\\?PnP?\Notification`

// calm keeps Wait from spinning when the service wakes it for nothing.
const calm = 50 * time.Millisecond

// Wait implements Source. A service that ends meanwhile is ErrUnavailable.
func (s *Service) Wait(ctx context.Context, seen []Reader) error {
	pc, err := establish()
	if err != nil {
		return err
	}
	defer func() { _ = pc.Release() }()
	for woken := false; ; woken = true {
		now, err := s.list(pc)
		if err != nil {
			return err
		}
		if differ(now.readers, seen) {
			return nil
		}
		if woken {
			_ = pause(ctx, calm) // whatever changes meanwhile ends the next wait at once
		}
		err = s.waitOnce(ctx, pc, now)
		if ctx.Err() != nil {
			return fmt.Errorf("waiting for a change: %w", ctx.Err())
		}
		if err != nil {
			return err
		}
	}
}

// waitOnce returns nil when something may differ from now.
func (s *Service) waitOnce(ctx context.Context, pc *scard.Context, now listing) error {
	for i := range now.states {
		now.states[i].CurrentState = now.states[i].EventState
	}
	// Windows compares the number of readers in the high word with its own.
	notice := scard.ReaderState{Reader: pnp, CurrentState: scard.StateFlag(now.total << 16)}
	err := waitStatus(ctx, pc, append(slices.Clip(now.states), notice), s.limits.wait)
	if errors.Is(err, scard.ErrUnknownReader) || errors.Is(err, scard.ErrInvalidValue) {
		err = s.waitPlain(ctx, pc, now.states)
	}
	switch {
	case err == nil, errors.Is(err, scard.ErrTimeout), errors.Is(err, scard.ErrCancelled), ctx.Err() != nil:
		return nil
	}
	return meaning("waiting for a change", "", err)
}

// waitPlain waits where the pseudo reader is unknown.
func (s *Service) waitPlain(ctx context.Context, pc *scard.Context, states []scard.ReaderState) error {
	if len(states) > 0 {
		return waitStatus(ctx, pc, states, s.limits.wait)
	}
	return pause(ctx, s.limits.wait)
}

// differ compares names, states and counts. Whether a reader has a PIN pad
// does not change.
func differ(now, seen []Reader) bool {
	return !slices.EqualFunc(now, seen, func(a, b Reader) bool {
		return a.Name == b.Name && a.State == b.State && a.Events == b.Events
	})
}

// pause returns after d, or with ctx's error.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
