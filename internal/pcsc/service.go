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
	readers, _, err := list(pc)
	if err != nil {
		return nil, err
	}
	for i := range readers {
		readers[i].PinPad = s.pinPad(readers[i])
	}
	return readers, nil
}

// list returns the readers and their raw states, in the same order.
func list(pc *scard.Context) ([]Reader, []scard.ReaderState, error) {
	names, err := pc.ListReaders()
	if errors.Is(err, scard.ErrNoReadersAvailable) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, meaning("listing readers", "", err)
	}
	names = slices.DeleteFunc(names, pseudo)
	if len(names) == 0 {
		return nil, nil, nil
	}
	states := make([]scard.ReaderState, len(names))
	for i, name := range names {
		states[i].Reader = name
	}
	err = readStatus(pc, states)
	if err != nil && !errors.Is(err, scard.ErrTimeout) {
		return nil, nil, meaning("reading reader states", "", err)
	}
	readers := make([]Reader, len(names))
	for i, state := range states {
		readers[i] = Reader{Name: names[i], State: stateName(state.EventState), Events: events(state.EventState)}
	}
	return readers, states, nil
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

// events is the high word of the state: how often a card came or went.
func events(flags scard.StateFlag) uint32 { return uint32(flags) >> 16 }

// pnp is the name under which a change of the list of readers can be waited
// for. macOS does not know it, so the list is also read again every now and
// then.
const pnp = `\\?PnP?\Notification`

// Wait implements Source. A service that ends meanwhile is ErrUnavailable.
func (s *Service) Wait(ctx context.Context, seen []Reader) error {
	pc, err := establish()
	if err != nil {
		return err
	}
	defer func() { _ = pc.Release() }()
	for {
		now, states, err := list(pc)
		if err != nil {
			return err
		}
		if differ(now, seen) {
			return nil
		}
		for i := range states {
			states[i].CurrentState = states[i].EventState
		}
		err = s.waitOnce(ctx, pc, states)
		if ctx.Err() != nil {
			return fmt.Errorf("waiting for a change: %w", ctx.Err())
		}
		if err != nil {
			return err
		}
	}
}

// waitOnce returns nil when something may have changed.
func (s *Service) waitOnce(ctx context.Context, pc *scard.Context, states []scard.ReaderState) error {
	err := waitStatus(ctx, pc, append(slices.Clip(states), scard.ReaderState{Reader: pnp}), s.limits.wait)
	if errors.Is(err, scard.ErrUnknownReader) || errors.Is(err, scard.ErrInvalidValue) {
		err = s.waitPlain(ctx, pc, states)
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
