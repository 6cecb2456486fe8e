//go:build linux

package pcsc

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

func testReaders(t *testing.T, l *lab.Lab) {
	readers, err := NewService().Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(readers) != 2 || readers[0].Name != l.Readers[0] || readers[1].Name != l.Readers[1] {
		t.Fatalf("%+v", readers)
	}
	for _, r := range readers {
		if r.State != Held || r.PinPad {
			t.Errorf("%+v", r)
		}
	}
	l.Control(1, map[string]any{"do": "remove"})
	within(t, time.Second, "empty reader seen", func() bool {
		readers, err = NewService().Readers(t.Context())
		return err == nil && readers[1].State == Empty
	})
	s := NewService()
	holder := connected(t, s, l.Readers[0], Exclusive)
	if readers, err = s.Readers(t.Context()); err != nil || readers[0].State != InUse {
		t.Errorf("%+v %v", readers, err)
	}
	_ = holder.Close()
}

func testTransmit(t *testing.T, l *lab.Lab) {
	for _, mode := range []Mode{Shared, Exclusive} {
		c := connected(t, NewService(), l.Readers[0], mode)
		command := slices.Clone(challenge)
		answer, err := c.Transmit(t.Context(), command)
		if err != nil || len(answer) < 2 {
			t.Errorf("%X %v", answer, err)
		}
		if !bytes.Equal(command, challenge) {
			t.Error("the command was changed")
		}
		if cap(answer) > 1024 {
			t.Errorf("the answer keeps a buffer of %d bytes", cap(answer))
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if err := c.Close(); err != nil {
			t.Error("second Close:", err)
		}
		if _, err := c.Transmit(t.Context(), challenge); err == nil {
			t.Error("a closed connection works")
		}
	}
}

func testNoCommand(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	before := l.State(0).APDUs
	for _, command := range [][]byte{nil, {}, {0x00}, {0x00, 0x84, 0x00}} {
		if _, err := c.Transmit(t.Context(), command); err == nil {
			t.Errorf("% X was sent", command)
		}
	}
	if after := l.State(0).APDUs; after != before {
		t.Errorf("%d APDUs", after-before)
	}
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error("the connection ended:", err)
	}
}

func testClosePowersOff(t *testing.T, l *lab.Lab) {
	for _, mode := range []Mode{Shared, Exclusive} {
		c := connected(t, NewService(), l.Readers[0], mode)
		before := powerOffs(t, l)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		// By itself the service would wait five seconds.
		within(t, 200*time.Millisecond, "power off", func() bool { return powerOffs(t, l) > before })
	}
}

func powerOffs(t *testing.T, l *lab.Lab) int {
	t.Helper()
	data, err := os.ReadFile(l.Dir + "/card0.trace")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(data), "# power off")
}

func testEmptyReader(t *testing.T, l *lab.Lab) {
	s := NewService()
	l.Control(0, map[string]any{"do": "remove"})
	within(t, time.Second, "no card", func() bool {
		c, err := s.Connect(t.Context(), l.Readers[0], Shared)
		if c != nil {
			_ = c.Close()
		}
		return errors.Is(err, ErrNoCard)
	})
	if _, err := s.Connect(t.Context(), "no such reader", Shared); !errors.Is(err, ErrNoReader) {
		t.Errorf("unknown reader: %v", err)
	}
}

func testGarbage(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "garbage"})
	if answer, err := c.Transmit(t.Context(), challenge); err != nil || len(answer) < 2 {
		t.Errorf("%X %v", answer, err)
	}
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "sw", "sw": "0000"})
	if answer, err := c.Transmit(t.Context(), challenge); err != nil || !bytes.Equal(answer, []byte{0, 0}) {
		t.Errorf("%X %v", answer, err)
	}
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error(err)
	}
}

func testSlowCard(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "delay", "ms": 1500})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	answered := make(chan error, 1)
	began := time.Now()
	go func() {
		_, err := c.Transmit(ctx, challenge)
		answered <- err
	}()
	time.Sleep(100 * time.Millisecond)
	if readers, err := NewService().Readers(t.Context()); err != nil || len(readers) != 2 || time.Since(began) > time.Second {
		t.Errorf("readers during a slow command: %+v %v after %v", readers, err, time.Since(began))
	}
	// Cancelled in flight: the card's answer still counts.
	if err := <-answered; err != nil || time.Since(began) < 1400*time.Millisecond {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	if _, err := c.Transmit(ctx, challenge); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Errorf("the closing command: %v", err)
	}
}

func testHungCard(t *testing.T, l *lab.Lab) {
	s := NewService()
	s.limits.transmit, s.limits.closing = 300*time.Millisecond, 200*time.Millisecond
	c := connected(t, s, l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "empty"})
	began := time.Now()
	if _, err := c.Transmit(t.Context(), challenge); !errors.Is(err, ErrHung) {
		t.Errorf("%v", err)
	}
	wantEnded(t, c, ErrHung)
	if err := c.Close(); !errors.Is(err, ErrHung) {
		t.Errorf("Close: %v", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("took %v", took)
	}
	// Others see that the reader is taken, and do not hang with it.
	s.limits.askFor = 300 * time.Millisecond
	if _, err := s.Connect(t.Context(), l.Readers[0], Shared); err == nil {
		t.Error("connected to a reader that hangs")
	}
	l.Control(0, map[string]any{"do": "remove"})
	settle(t, l)
	connected(t, NewService(), l.Readers[0], Exclusive)
}

func testEndedContext(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Shared)
	before := l.State(0).APDUs
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Transmit(ctx, challenge); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := s.Connect(ctx, l.Readers[1], Shared); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := s.Readers(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if after := l.State(0).APDUs; after != before {
		t.Errorf("%d APDUs", after-before)
	}
}
