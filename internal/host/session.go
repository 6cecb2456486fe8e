package host

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
)

// accept answers one request, or starts what will. The order is fixed: form
// and PINs (err), origin, busy, card. It runs on the reader's goroutine and
// does not wait for anything.
func (s *server) accept(r *messaging.Request, err error) {
	if !s.claim(r.ID) {
		r.Clear()
		s.fail("", withParams(messaging.CodeRequestInvalid, "reason", "id is in flight"))
		return
	}
	hand := s.blobs.claim
	if r.Type == messaging.TypeSignCheck {
		hand = s.blobs.lend
	}
	blobs := hand(r.Blobs)
	if err == nil {
		err = s.checkOrigin(r)
	}
	if err == nil {
		err = s.checkPractice(r)
	}
	if err == nil {
		err = s.checkPortal(r)
	}
	if err == nil {
		err = s.checkNumber(r)
	}
	if err != nil {
		r.Clear()
		s.release(r, blobs)
		s.answer(r.ID, nil, err)
		return
	}
	switch p := r.Params.(type) {
	case *messaging.PingParams:
		s.answer(r.ID, struct{}{}, checkVersion(p))
	case *messaging.CancelParams:
		s.answer(r.ID, cancelResult{s.cancel(p.ID)}, nil)
	case *messaging.BlobParams:
		next, err := s.blobs.take(p)
		s.answer(r.ID, blobResult{next}, err)
	case *messaging.PortalCheckParams:
		result, err := checkDigests(p)
		s.answer(r.ID, result, err)
	case *messaging.PortalIdentityParams:
		result, err := s.identity(p.Reset)
		s.answer(r.ID, result, err)
	case *messaging.ReadersParams:
		s.startReaders(r.ID)
	case *messaging.NumberCheckParams:
		s.answer(r.ID, s.numberCheck(r.Origin), nil)
	default:
		s.start(r, blobs)
	}
}

// checkOrigin lets a request pass whose page may ask. The first origin is the
// only one that this process ever serves.
func (s *server) checkOrigin(r *messaging.Request) error {
	if r.WithoutOrigin() {
		return nil
	}
	refused := &messaging.Error{Code: messaging.CodeOriginRefused}
	if messaging.CheckOrigin(r.Origin, s.config().AllowOrigins) != nil || r.Origin != r.TopOrigin {
		return refused
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.origin == "" {
		s.origin = r.Origin
	}
	if s.origin != r.Origin {
		return refused
	}
	return nil
}

// claim makes an id known as in flight; false when it is already. Nothing that
// comes later may be answered under it: the extension would take that for the
// answer to the first one.
func (s *server) claim(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	free := !s.inFlight[id]
	s.inFlight[id] = true
	return free
}

// answer ends a request. The id is free again before the extension can know.
func (s *server) answer(id string, result any, err error) {
	s.mu.Lock()
	delete(s.inFlight, id)
	s.mu.Unlock()
	if err != nil {
		s.fail(id, codeOf(err))
		return
	}
	s.out.send(messaging.NewResult(id, result))
}

// checkVersion names the half that is old.
func checkVersion(p *messaging.PingParams) error {
	old := "host"
	switch {
	case *p.Protocol == messaging.Version:
		return nil
	case *p.Protocol < messaging.Version:
		old = "extension"
	}
	return withParams(messaging.CodeProtocolVersion, "old", old, "host", messaging.Version, "extension", *p.Protocol)
}

// startReaders answers beside whatever the card does; asking PC/SC may take
// longer than the next frame.
func (s *server) startReaders(id string) {
	s.mu.Lock()
	open := s.beginWork()
	s.mu.Unlock()
	if !open {
		return
	}
	go s.guard(func() {
		defer s.work.Done()
		result, err := s.readers()
		s.answer(id, result, err)
	})
}

// release lets go of the blobs of a request. A check gives them back, whatever
// became of it: the signature is still to come.
func (s *server) release(r *messaging.Request, blobs map[string]*blob) {
	if r.Type == messaging.TypeSignCheck {
		s.blobs.restore(blobs)
		return
	}
	dropAll(blobs)
}

// beginWork counts something that may touch a card, unless the conversation is
// over. s.mu is held.
func (s *server) beginWork() bool {
	if !s.closing {
		s.work.Add(1)
	}
	return !s.closing
}

func (s *server) readers() (readersResult, error) {
	readers, err := s.parts.Readers.Readers(s.context)
	if err != nil {
		return readersResult{}, err
	}
	return newReadersResult(readers, s.desk.identify(s.context, readers)), nil
}

// operation is the one request that uses the card.
type operation struct {
	id     string
	cancel context.CancelCauseFunc
	blobs  map[string]*blob // those that the request names

	mu        sync.Mutex
	committed bool // what it does cannot be taken back any more
	cancelled bool
}

// wish asks the operation to end. It comes too late once it is committed: the
// request then ends with its true result.
func (o *operation) wish() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.committed {
		return false
	}
	o.cancelled = true
	o.cancel(errCancelled)
	return true
}

// commit is the point of no return. Whichever of wish and commit comes first
// holds.
func (o *operation) commit() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cancelled {
		return errCancelled
	}
	o.committed = true
	return nil
}

func (s *server) cancel(id string) bool {
	s.mu.Lock()
	current := s.current
	s.mu.Unlock()
	return current != nil && current.id == id && current.wish()
}

// start gives the card to r, or refuses at once: a PIN that waits for its turn
// would lie in memory.
func (s *server) start(r *messaging.Request, blobs map[string]*blob) {
	ctx, cancel := context.WithCancelCause(s.context)
	op := &operation{id: r.ID, cancel: cancel, blobs: blobs}
	s.mu.Lock()
	free := s.current == nil && s.beginWork()
	if free {
		s.current = op
	}
	s.mu.Unlock()
	if !free {
		cancel(nil)
		r.Clear()
		s.release(r, blobs)
		s.answer(r.ID, nil, &messaging.Error{Code: messaging.CodeBusy})
		return
	}
	go s.guard(func() {
		defer cancel(nil)
		s.operate(ctx, op, r)
	})
}

// operate runs on the goroutine that owns the card. The card is locked before
// the answer goes out.
func (s *server) operate(ctx context.Context, op *operation, r *messaging.Request) {
	defer s.work.Done() // after the answer: the end waits for that too
	begun := time.Now()
	result, err := s.perform(ctx, op, r)
	r.Clear()
	s.log.Info("operation", "type", r.Type, "ms", time.Since(begun).Milliseconds(), "ok", err == nil)
	if r.Type == messaging.TypeSignCheck {
		s.release(r, op.blobs) // before the answer: what comes next may name them
	} else {
		defer dropAll(op.blobs) // after it: its files may be parts of them
	}
	s.finish(r.ID, result, err)
	if errors.Is(err, pcsc.ErrHung) {
		s.end(errHungCard) // the call still hangs in the service; a new process has a chance
	}
}

// finish answers the one request that uses the card. The next one may begin
// when the blobs of the result are out and before the result is: the pieces of
// two results never mix, and whoever has an answer finds the card free.
func (s *server) finish(id string, result any, err error) {
	if err == nil {
		result, err = s.spill(id, result)
	}
	s.mu.Lock()
	s.current = nil
	s.mu.Unlock()
	s.answer(id, result, err)
}

// perform turns a panic into an error after the card was locked by the defers
// on its way.
func (s *server) perform(ctx context.Context, op *operation, r *messaging.Request) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic", "kind", fmt.Sprintf("%T", p), "stack", stack())
			result, err = nil, errPanic
		}
	}()
	return s.handle(ctx, op, r)
}
