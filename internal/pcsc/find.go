package pcsc

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// What Find allows for.
const (
	wrongCardGrace = 3 * time.Second // for the right card to come to an empty reader
	restartGrace   = 2 * time.Second // for a service that is being restarted
	restartPause   = 200 * time.Millisecond
	flickerPause   = 500 * time.Millisecond // for the service to see that a card left
	flickerTries   = 5                      // of a card that leaves while it is tried
)

// Find waits for the card that is looked for and returns the connection to it
// and its reader's name. reader limits the search to one reader; "" means any.
//
// Every card is tried by accept, which sends what it needs to recognise it; a
// card that accept declines is closed and not tried again until it changes.
// onWait is called once, when there is nothing to try yet. The end of the wait
// is ctx's.
//
// Errors: ErrUnavailable and ErrNoReader at once; ErrWrongCard when every
// reader holds a card and each was declined, or three seconds after that when
// another reader is empty; *InUseError likewise; ErrRemoved when a card keeps
// leaving while it is tried; accept's error; ctx's.
func Find(ctx context.Context, src Source, reader string, mode Mode, onWait func(), accept func(context.Context, Conn) (bool, error)) (Conn, string, error) {
	s := search{src: src, reader: reader, mode: mode, accept: accept, declined: make(map[string]refusal)}
	for {
		all, err := s.readers(ctx)
		if err != nil {
			return nil, "", err
		}
		conn, name, err := s.try(ctx, s.mine(all))
		if conn != nil || err != nil {
			return conn, name, err
		}
		if err := s.giveUp(all); err != nil {
			return nil, "", err
		}
		if onWait != nil && !s.flickered {
			onWait()
			onWait = nil
		}
		if err := s.wait(ctx, all); err != nil {
			return nil, "", err
		}
	}
}

type search struct {
	src       Source
	reader    string
	mode      Mode
	accept    func(context.Context, Conn) (bool, error)
	declined  map[string]refusal // by reader name
	since     time.Time          // when the first of them was declined
	flickered bool               // a card left while it was tried just now
	flickers  int
	served    bool // the service has answered before
}

// refusal is what was in a reader when it was declined, and why.
type refusal struct {
	reader Reader
	why    error
}

func (s *search) mine(all []Reader) []Reader {
	return slices.DeleteFunc(slices.Clone(all), func(r Reader) bool { return s.reader != "" && r.Name != s.reader })
}

// readers lists the readers. A service that answered before and is gone now
// may be on its way back.
func (s *search) readers(ctx context.Context) ([]Reader, error) {
	for began := time.Now(); ; {
		all, err := s.src.Readers(ctx)
		switch {
		case err == nil:
			s.served = true
			if len(s.mine(all)) == 0 {
				return nil, fmt.Errorf("finding card: %w", ErrNoReader)
			}
			return all, nil
		case !errors.Is(err, ErrUnavailable), !s.served, time.Since(began) > restartGrace:
			return nil, err
		}
		if err := pause(ctx, restartPause); err != nil {
			return nil, fmt.Errorf("finding card: %w", err)
		}
	}
}

// try offers every card to accept. Readers held by others come last: asking
// for them takes time.
func (s *search) try(ctx context.Context, readers []Reader) (Conn, string, error) {
	s.flickered = false
	slices.SortStableFunc(readers, func(a, b Reader) int { return busy(a) - busy(b) })
	for _, r := range readers {
		was, known := s.declined[r.Name]
		if r.State == Empty || known && was.reader.Events == r.Events && was.reader.State == r.State {
			continue
		}
		conn, err := s.tryOne(ctx, r)
		if conn != nil || err != nil {
			return conn, r.Name, err
		}
	}
	return nil, "", nil
}

func busy(r Reader) int {
	if r.State == InUse {
		return 1
	}
	return 0
}

// tryOne returns the connection when accept takes the card, and an error only
// when the search is over.
func (s *search) tryOne(ctx context.Context, r Reader) (Conn, error) {
	if r.State == Mute {
		s.decline(r, fmt.Errorf("finding card: %w", ErrMute))
		return nil, nil
	}
	conn, err := s.src.Connect(ctx, r.Name, s.mode)
	if err != nil {
		return nil, s.sort(r, err)
	}
	ok, err := s.taken(ctx, conn)
	switch {
	case ok:
		return conn, nil
	case err != nil:
		return nil, s.sort(r, err)
	}
	s.decline(r, fmt.Errorf("finding card: %w", ErrWrongCard))
	return nil, nil
}

// taken asks accept, and closes the connection unless the answer is yes; also
// when accept panics.
func (s *search) taken(ctx context.Context, conn Conn) (ok bool, err error) {
	defer func() {
		if !ok {
			_ = conn.Close()
		}
	}()
	accepted, err := s.accept(ctx, conn)
	return accepted && err == nil, err
}

// sort decides whether an error on one card ends the search. A card that does
// not power up although the service does not call it mute was exchanged a
// moment ago, and the service has not seen that yet.
func (s *search) sort(r Reader, err error) error {
	var inUse *InUseError
	mute := errors.Is(err, ErrMute)
	left := errors.Is(err, ErrRemoved) || errors.Is(err, ErrNoCard) || mute
	if left {
		s.flickers++
	}
	switch {
	case left && s.flickers < flickerTries:
		s.flickered = true
		return nil
	case mute, errors.Is(err, ErrWrongCard), errors.As(err, &inUse):
		s.decline(r, err)
		return nil
	}
	return err
}

func (s *search) decline(r Reader, why error) {
	if len(s.declined) == 0 {
		s.since = time.Now()
	}
	s.declined[r.Name] = refusal{r, why}
}

// giveUp returns why waiting makes no sense, or nil. An empty reader may still
// get the right card, and a card that left while it was tried may come back.
// A card in use elsewhere is the better explanation than a wrong card. What was
// declined in a reader that is gone explains nothing any more.
func (s *search) giveUp(all []Reader) error {
	maps.DeleteFunc(s.declined, func(name string, _ refusal) bool {
		return !slices.ContainsFunc(all, func(r Reader) bool { return r.Name == name })
	})
	var why error
	waits := s.flickered
	for _, r := range s.mine(all) {
		var inUse *InUseError
		was, known := s.declined[r.Name]
		switch {
		case r.State == Empty:
			delete(s.declined, r.Name)
			waits = true
		case known && (why == nil || errors.As(was.why, &inUse)):
			why = was.why
		}
	}
	if why == nil || waits && time.Since(s.since) < wrongCardGrace {
		return nil
	}
	return why
}

// wait waits for a change, but not beyond the grace for a wrong card.
func (s *search) wait(ctx context.Context, all []Reader) error {
	limited, stop := context.WithCancel(ctx)
	defer stop()
	switch {
	case s.flickered:
		limited, stop = context.WithTimeout(ctx, flickerPause)
		defer stop()
	case len(s.declined) > 0:
		limited, stop = context.WithDeadline(ctx, s.since.Add(wrongCardGrace))
		defer stop()
	}
	err := s.src.Wait(limited, all)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("finding card: %w", ctx.Err())
	case limited.Err() != nil, errors.Is(err, ErrUnavailable):
		return nil
	}
	return err
}
