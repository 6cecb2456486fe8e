//go:build linux

package pcsc

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

func testKilledDuringAPDU(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "delay", "ms": 1500})
	time.AfterFunc(300*time.Millisecond, func() { l.Daemon("kill") })
	began := time.Now()
	if _, err := c.Transmit(t.Context(), challenge); !errors.Is(err, ErrUnavailable) || time.Since(began) > time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	wantEnded(t, c, ErrUnavailable)
	_ = c.Close()
	if _, err := s.Readers(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("listing: %v", err)
	}
	if _, err := s.Connect(t.Context(), l.Readers[0], Shared); !errors.Is(err, ErrUnavailable) {
		t.Errorf("connecting: %v", err)
	}
	if _, _, err := Find(t.Context(), s, "", Shared, nil, nil); !errors.Is(err, ErrUnavailable) {
		t.Errorf("finding: %v", err)
	}
	l.Daemon("start")
	settle(t, l)
	connected(t, s, l.Readers[0], Exclusive) // the same Service, no restart of ours
}

func testKilledDuringWait(t *testing.T, l *lab.Lab) {
	for _, how := range []string{"kill", "term"} {
		s := NewService()
		seen, err := s.Readers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(200*time.Millisecond, func() { l.Daemon(how) })
		began := time.Now()
		if err := s.Wait(t.Context(), seen); !errors.Is(err, ErrUnavailable) || time.Since(began) > 2*time.Second {
			t.Errorf("%s: %v after %v", how, err, time.Since(began))
		}
		l.Daemon("start")
		settle(t, l)
	}
}

// testRestartChangesNames: a service that was restarted counts from the start,
// and what is in the reader may have been exchanged while it was gone.
func testRestartChangesNames(t *testing.T, l *lab.Lab) {
	s := NewService()
	restart := func() {
		l.Daemon("kill")
		l.Daemon("start")
		settle(t, l)
	}
	names := make(map[string]bool)
	restart() // so that every life counts the same
	for range 3 {
		c := connected(t, s, l.Readers[0], Exclusive)
		name := c.Insertion()
		_ = c.Close()
		readers, err := s.Readers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if listed := fmt.Sprintf("%s#%d", readers[0].Name, readers[0].Events); names[name] || listed != name {
			t.Errorf("%s is listed as %s; names before: %v", name, listed, names)
		}
		names[name] = true
		restart()
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		if err := s.Wait(ctx, readers); err != nil {
			t.Errorf("waiting sees no restart: %v", err)
		}
		stop()
	}
}

func testRestartDuringFind(t *testing.T, l *lab.Lab) {
	l.Control(0, map[string]any{"do": "remove"})
	l.Control(1, map[string]any{"do": "remove"})
	time.Sleep(600 * time.Millisecond)
	onWait := func() {
		time.AfterFunc(100*time.Millisecond, func() {
			l.Daemon("kill")
			l.Daemon("start")
			l.Control(0, map[string]any{"do": "insert"})
		})
	}
	c, name, err := Find(t.Context(), NewService(), "", Exclusive, onWait, func(context.Context, Conn) (bool, error) { return true, nil })
	if err != nil || name != l.Readers[0] {
		t.Fatalf("%s %v", name, err)
	}
	_ = c.Close()
}
