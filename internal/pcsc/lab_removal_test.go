//go:build linux

package pcsc

import (
	"errors"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

func testPulledDuringAPDU(t *testing.T, l *lab.Lab) {
	for _, when := range []string{"before", "during"} {
		settle(t, l)
		c := connected(t, NewService(), l.Readers[0], Exclusive)
		l.Control(0, map[string]any{"do": "inject", "at": 1, "when": when, "what": "remove"})
		began := time.Now()
		_, err := c.Transmit(t.Context(), challenge)
		if !errors.Is(err, ErrRemoved) || time.Since(began) > time.Second {
			t.Errorf("%s: %v after %v", when, err, time.Since(began))
		}
		wantEnded(t, c, ErrRemoved)
		if err := c.Close(); err != nil {
			t.Errorf("closing a removed card: %v", err)
		}
	}
}

func testPulledWhileIdle(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "remove"})
	wantEnded(t, c, ErrRemoved)
	_ = c.Close()
	settle(t, l)
	c = connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "remove"})
	time.Sleep(600 * time.Millisecond) // pcscd has seen it
	wantEnded(t, c, ErrRemoved)
}

func testPutBack(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "remove"})
	wantEnded(t, c, ErrRemoved)
	settle(t, l)
	before := l.State(0).APDUs
	wantEnded(t, c, ErrRemoved)
	if after := l.State(0).APDUs; after != before {
		t.Errorf("the old connection sent %d APDUs to the new card", after-before)
	}
	_ = c.Close()
	connected(t, s, l.Readers[0], Shared)
}

func testSwapWithAPDU(t *testing.T, l *lab.Lab) {
	for _, pause := range []time.Duration{0, 200 * time.Millisecond} {
		settle(t, l)
		c := connected(t, NewService(), l.Readers[0], Exclusive)
		l.Control(0, map[string]any{"do": "swap"})
		time.Sleep(pause)
		before := l.State(0).APDUs
		wantEnded(t, c, ErrRemoved)
		time.Sleep(500 * time.Millisecond) // now the old handle would work on the new card
		wantEnded(t, c, ErrRemoved)
		if after := l.State(0).APDUs; after != before {
			t.Errorf("pause %v: the old connection sent %d APDUs to the new card", pause, after-before)
		}
		_ = c.Close()
	}
}

func testSwapWhileIdle(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "swap"})
	time.Sleep(600 * time.Millisecond)
	before := l.State(0).APDUs
	wantEnded(t, c, ErrRemoved)
	if after := l.State(0).APDUs; after != before {
		t.Errorf("the old connection sent %d APDUs to the new card", after-before)
	}
}

// testAnotherCount plays a service that lets an old handle work on a new card:
// after a pause the reader's count is compared before anything is sent.
func testAnotherCount(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Exclusive)
	before := l.State(0).APDUs
	c.events++
	c.used = c.used.Add(-time.Second)
	wantEnded(t, c, ErrRemoved)
	if after := l.State(0).APDUs; after != before {
		t.Errorf("%d APDUs went to another card", after-before)
	}
}

func testInsertionName(t *testing.T, l *lab.Lab) {
	s := NewService()
	first := connected(t, s, l.Readers[0], Shared)
	name := first.Insertion()
	_ = first.Close()
	again := connected(t, s, l.Readers[0], Exclusive)
	if again.Insertion() != name {
		t.Errorf("the same card: %s and %s", name, again.Insertion())
	}
	_ = again.Close()
	l.Control(0, map[string]any{"do": "swap"})
	time.Sleep(600 * time.Millisecond)
	settle(t, l)
	if other := connected(t, s, l.Readers[0], Shared); other.Insertion() == name {
		t.Error("another insertion has the same name")
	}
}

func testTruncated(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "truncate"})
	_, first := c.Transmit(t.Context(), challenge)
	_, second := c.Transmit(t.Context(), challenge)
	// Enough of the answer may have come to look whole; the next one tells.
	if !errors.Is(first, ErrRemoved) && !errors.Is(second, ErrRemoved) {
		t.Errorf("%v, then %v", first, second)
	}
}
