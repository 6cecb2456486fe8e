//go:build linux

package pcsc

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

func testWaitSees(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"remove", "insert", "swap"} {
		if what == "swap" {
			// pcscd powers a new card up and down again within two polls, and
			// does not notice through vpcd when it is swapped meanwhile.
			time.Sleep(time.Second)
		}
		time.AfterFunc(50*time.Millisecond, func() { l.Control(0, map[string]any{"do": what}) })
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		began := time.Now()
		err := s.Wait(ctx, seen)
		cancel()
		if err != nil || time.Since(began) > time.Second {
			t.Errorf("%s: %v after %v", what, err, time.Since(began))
		}
		now, err := s.Readers(t.Context())
		if err != nil || !differ(now, seen) {
			t.Errorf("%s: %+v, before %+v, %v", what, now, seen, err)
		}
		seen = now
		if what == "swap" {
			settle(t, l)
		}
	}
	if err := s.Wait(t.Context(), nil); err != nil {
		t.Errorf("readers where none were seen: %v", err)
	}
}

func testWaitCancelled(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{0, time.Millisecond, 100 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		began := time.Now()
		err := s.Wait(ctx, seen)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > after+2*time.Second {
			t.Errorf("%v: %v after %v", after, err, time.Since(began))
		}
	}
}

func testReadersDuringWait(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error, 1)
	go func() { waited <- s.Wait(ctx, seen) }()
	time.Sleep(50 * time.Millisecond)
	for range 20 {
		began := time.Now()
		if now, err := s.Readers(t.Context()); err != nil || len(now) != 2 || time.Since(began) > 300*time.Millisecond {
			t.Errorf("%+v %v after %v", now, err, time.Since(began))
		}
	}
	select {
	case err := <-waited:
		t.Errorf("the wait ended: %v", err)
	default:
	}
	cancel()
	if err := <-waited; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// testStress would show the use after free of ebfe/scard: a reader that is
// there reported as unknown after a garbage collection.
func testStress(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for ctx.Err() == nil {
				if err := s.Wait(ctx, seen); !errors.Is(err, context.DeadlineExceeded) {
					t.Error("waiting:", err)
				}
			}
		})
		all.Go(func() {
			for ctx.Err() == nil {
				if now, err := s.Readers(t.Context()); err != nil || differ(now, seen) {
					t.Errorf("listing: %+v %v", now, err)
				}
				runtime.GC()
			}
		})
	}
	all.Wait()
}

func testFindAccepts(t *testing.T, l *lab.Lab) {
	var tried []string
	c, name, err := Find(t.Context(), NewService(), "", Exclusive, func() { t.Error("waited") }, func(_ context.Context, c Conn) (bool, error) {
		tried = append(tried, c.(*conn).reader)
		return len(tried) == 2, nil
	})
	if err != nil || name != l.Readers[1] || !slices.Equal(tried, l.Readers) {
		t.Fatalf("%s %v %v", name, tried, err)
	}
	defer c.Close()
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error(err)
	}
}

func testFindDeclines(t *testing.T, l *lab.Lab) {
	before, tries := powerOffs(t, l), 0
	began := time.Now()
	_, _, err := Find(t.Context(), NewService(), "", Shared, nil, func(_ context.Context, c Conn) (bool, error) {
		tries++
		_, err := c.Transmit(t.Context(), challenge)
		return false, err
	})
	if !errors.Is(err, ErrWrongCard) || tries != 2 || time.Since(began) > 2*time.Second {
		t.Errorf("%v, %d tries, %v", err, tries, time.Since(began))
	}
	within(t, time.Second, "power off", func() bool { return powerOffs(t, l) > before })
}

func testFindWaits(t *testing.T, l *lab.Lab) {
	l.Control(0, map[string]any{"do": "remove"})
	l.Control(1, map[string]any{"do": "remove"})
	time.Sleep(600 * time.Millisecond)
	waits := 0
	onWait := func() {
		waits++
		time.AfterFunc(100*time.Millisecond, func() { l.Control(0, map[string]any{"do": "insert"}) })
	}
	began := time.Now()
	c, name, err := Find(t.Context(), NewService(), "", Exclusive, onWait, func(context.Context, Conn) (bool, error) { return true, nil })
	if err != nil || name != l.Readers[0] || waits != 1 || time.Since(began) > 2*time.Second {
		t.Fatalf("%s %v, waited %d times, %v", name, err, waits, time.Since(began))
	}
	_ = c.Close()
}

func testFindAfterSwap(t *testing.T, l *lab.Lab) {
	for _, pause := range []time.Duration{0, 50 * time.Millisecond, 200 * time.Millisecond, 350 * time.Millisecond} {
		for _, mode := range []Mode{Exclusive, Shared} {
			time.Sleep(time.Second) // see testWaitSees
			s := NewService()
			_ = connected(t, s, l.Readers[0], mode).Close()
			time.Sleep(pause)
			l.Control(0, map[string]any{"do": "swap"})
			began := time.Now()
			accepted := 0
			c, _, err := Find(t.Context(), s, l.Readers[0], mode, nil, func(ctx context.Context, c Conn) (bool, error) {
				_, err := c.Transmit(ctx, challenge)
				accepted++
				return err == nil, err
			})
			if err != nil || time.Since(began) > 2*time.Second {
				t.Errorf("pause %v, mode %v: %v after %v, %d tries", pause, mode, err, time.Since(began), accepted)
				continue
			}
			_ = c.Close()
		}
	}
}
