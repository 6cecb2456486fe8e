package pcsc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// stage is a Source whose readers change as a script says: each Wait takes the
// next scene.
type stage struct {
	scenes [][]Reader
	refuse map[string]error // Connect's error by reader
	gone   int              // so many calls of Readers find no service; -1: all
	closed []string
	opened []string
}

func (s *stage) Readers(context.Context) ([]Reader, error) {
	if s.gone != 0 {
		s.gone--
		return nil, fmt.Errorf("listing: %w", ErrUnavailable)
	}
	return slices.Clone(s.scenes[0]), nil
}

func (s *stage) Wait(ctx context.Context, _ []Reader) error {
	if len(s.scenes) == 1 {
		<-ctx.Done()
		return ctx.Err()
	}
	s.scenes = s.scenes[1:]
	return nil
}

func (s *stage) Connect(_ context.Context, reader string, _ Mode) (Conn, error) {
	s.opened = append(s.opened, reader)
	if err := s.refuse[reader]; err != nil {
		return nil, err
	}
	return &prop{stage: s, reader: reader}, nil
}

type prop struct {
	stage  *stage
	reader string
}

func (p *prop) Transmit(context.Context, []byte) ([]byte, error) { return []byte{0x90, 0x00}, nil }

func (p *prop) Close() error {
	p.stage.closed = append(p.stage.closed, p.reader)
	return nil
}

func readers(states ...string) []Reader {
	var all []Reader
	for i, state := range states {
		name, events := string(rune('A'+i)), uint32(1)
		state, count, counted := strings.Cut(state, "#")
		if counted {
			_, _ = fmt.Sscan(count, &events)
		}
		all = append(all, Reader{Name: name, State: state, Events: events})
	}
	return all
}

// accepting takes cards by reader name.
func accepting(names string) func(context.Context, Conn) (bool, error) {
	return func(_ context.Context, c Conn) (bool, error) {
		return strings.Contains(names, c.(*prop).reader), nil
	}
}

func TestFindSaysAtOnceWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		stage  *stage
		reader string
		want   error
	}{
		"no service":        {&stage{gone: -1}, "", ErrUnavailable},
		"no reader":         {&stage{scenes: [][]Reader{nil}}, "", ErrNoReader},
		"not that reader":   {&stage{scenes: [][]Reader{readers(Held)}}, "X", ErrNoReader},
		"wrong card":        {&stage{scenes: [][]Reader{readers(Held)}}, "", ErrWrongCard},
		"two wrong cards":   {&stage{scenes: [][]Reader{readers(Held, Held)}}, "", ErrWrongCard},
		"mute card":         {&stage{scenes: [][]Reader{readers(Mute)}}, "", ErrMute},
		"wrong in that one": {&stage{scenes: [][]Reader{readers(Held, Empty)}}, "A", ErrWrongCard},
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			conn, _, err := Find(t.Context(), c.stage, c.reader, Shared, func() { t.Errorf("%s: waited", name) }, accepting(""))
			if conn != nil || !errors.Is(err, c.want) || time.Since(began) != 0 {
				t.Errorf("%s: %v after %v", name, err, time.Since(began))
			}
			if !slices.Equal(c.stage.opened, c.stage.closed) {
				t.Errorf("%s: opened %v, closed %v", name, c.stage.opened, c.stage.closed)
			}
		})
	}
}

func TestFindTriesEveryReaderAndLeavesTheWrongOnesClosed(t *testing.T) {
	s := &stage{scenes: [][]Reader{readers(Held, Empty, Mute, Held)}}
	conn, name, err := Find(t.Context(), s, "", Exclusive, nil, accepting("D"))
	if err != nil || name != "D" || conn.(*prop).reader != "D" {
		t.Fatalf("%s %v", name, err)
	}
	if !slices.Equal(s.closed, []string{"A"}) {
		t.Errorf("closed %v", s.closed)
	}
}

func TestFindTriesADeclinedCardAgainOnlyWhenItChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{scenes: [][]Reader{readers(Held, Empty), readers(Held, Empty+"#2"), readers(Held+"#3", Empty+"#2")}}
		tries := 0
		_, name, err := Find(t.Context(), s, "", Shared, nil, func(context.Context, Conn) (bool, error) {
			tries++
			return tries == 2, nil
		})
		if err != nil || name != "A" || tries != 2 {
			t.Errorf("%s %v, %d tries", name, err, tries)
		}
	})
}

func TestFindWaitsForTheRightCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{scenes: [][]Reader{readers(Empty), readers(Empty + "#2"), readers(Held + "#3")}}
		waits := 0
		_, name, err := Find(t.Context(), s, "", Shared, func() { waits++ }, accepting("A"))
		if err != nil || name != "A" || waits != 1 {
			t.Errorf("%s %v, told %d times", name, err, waits)
		}
	})
}

func TestFindGivesAWrongCardThreeSecondsWhenAReaderIsEmpty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{scenes: [][]Reader{readers(Held, Empty)}}
		began := time.Now()
		_, _, err := Find(t.Context(), s, "", Shared, nil, accepting(""))
		if !errors.Is(err, ErrWrongCard) || time.Since(began) != wrongCardGrace {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := &stage{scenes: [][]Reader{readers(Held, Empty), readers(Held, Held+"#2")}}
		if _, name, err := Find(t.Context(), s, "", Shared, nil, accepting("B")); err != nil || name != "B" {
			t.Errorf("%s %v", name, err)
		}
	})
}

// counted is a stage that ends the search when it asks too often.
type counted struct {
	*stage
	lists int
}

func (c *counted) Readers(ctx context.Context) ([]Reader, error) {
	if c.lists++; c.lists > 10 {
		return nil, errors.New("asked for the readers again and again")
	}
	return c.stage.Readers(ctx)
}

func TestFindForgetsAWrongCardThatWentWithItsReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		s := &counted{stage: &stage{scenes: [][]Reader{readers(Held, Empty), readers(Held, Empty)[1:]}}}
		_, _, err := Find(ctx, s, "", Shared, nil, accepting("B"))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		// Back again it is tried again, whatever its count says.
		s := &stage{scenes: [][]Reader{readers(Held, Empty), readers(Held, Empty)[1:], readers(Held, Empty)}}
		tries := 0
		_, name, err := Find(t.Context(), s, "", Shared, nil, func(context.Context, Conn) (bool, error) {
			tries++
			return tries == 2, nil
		})
		if err != nil || name != "A" {
			t.Errorf("%s %v", name, err)
		}
	})
}

func TestFindEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, _, err := Find(ctx, &stage{scenes: [][]Reader{readers(Empty)}}, "", Shared, nil, accepting("A"))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}

func TestFindPrefersInUseAsTheReason(t *testing.T) {
	for _, states := range [][]string{{InUse}, {Held, InUse}, {InUse, Held}} {
		s := &stage{scenes: [][]Reader{readers(states...)}, refuse: map[string]error{}}
		for i, state := range states {
			if name := string(rune('A' + i)); state == InUse {
				s.refuse[name] = &InUseError{Reader: name}
			}
		}
		_, _, err := Find(t.Context(), s, "", Shared, nil, accepting(""))
		var inUse *InUseError
		if !errors.As(err, &inUse) {
			t.Errorf("%v: %v", states, err)
		}
		if len(states) == 2 && states[0] == InUse && s.opened[0] != "B" {
			t.Errorf("%v: asked for the busy reader first", states)
		}
	}
}

func TestFindLooksAgainAtACardThatLeft(t *testing.T) {
	for _, left := range []error{ErrRemoved, ErrNoCard, ErrMute} {
		synctest.Test(t, func(t *testing.T) {
			s := &stage{scenes: [][]Reader{readers(Held), readers(Empty + "#2"), readers(Held + "#3")}, refuse: map[string]error{"A": left}}
			began := time.Now()
			time.AfterFunc(time.Millisecond, func() { s.refuse = nil })
			_, _, err := Find(t.Context(), s, "", Shared, func() { time.Sleep(time.Second) }, accepting("A"))
			if err != nil {
				t.Errorf("%v: %v after %v", left, err, time.Since(began))
			}
		})
		synctest.Test(t, func(t *testing.T) {
			s := &stage{scenes: [][]Reader{readers(Held)}, refuse: map[string]error{"A": left}}
			began := time.Now()
			_, _, err := Find(t.Context(), s, "", Shared, nil, accepting("A"))
			if !errors.Is(err, left) || time.Since(began) > 5*time.Second {
				t.Errorf("%v for ever: %v after %v", left, err, time.Since(began))
			}
		})
	}
}

func TestFindPassesAcceptsErrorAndCloses(t *testing.T) {
	broken := errors.New("broken")
	s := &stage{scenes: [][]Reader{readers(Held)}}
	_, _, err := Find(t.Context(), s, "", Shared, nil, func(context.Context, Conn) (bool, error) { return true, broken })
	if !errors.Is(err, broken) || !slices.Equal(s.closed, []string{"A"}) {
		t.Errorf("%v, closed %v", err, s.closed)
	}
	func() {
		defer func() { _ = recover() }()
		_, _, _ = Find(t.Context(), s, "", Shared, nil, func(context.Context, Conn) (bool, error) { panic("test") })
	}()
	if !slices.Equal(s.closed, []string{"A", "A"}) {
		t.Errorf("after a panic: closed %v", s.closed)
	}
}

func TestFindOutlastsARestartOfTheService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stage{scenes: [][]Reader{readers(Empty), readers(Held + "#2")}}
		_, _, err := Find(t.Context(), s, "", Shared, func() { s.gone = 3 }, accepting("A"))
		if err != nil {
			t.Error(err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := &stage{scenes: [][]Reader{readers(Empty), readers(Held + "#2")}}
		began := time.Now()
		_, _, err := Find(t.Context(), s, "", Shared, func() { s.gone = -1 }, accepting("A"))
		if !errors.Is(err, ErrUnavailable) || time.Since(began) > 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
