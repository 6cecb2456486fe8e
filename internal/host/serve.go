package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/manifests"
)

// Times of the end: work without a card gets graceIdle. A card that is lent may
// be unlocked, and gets graceLent: an APDU may be on its way, which nobody can
// call back, and the closing ones come after it. The rest is for the last
// answers.
const (
	graceIdle  = 900 * time.Millisecond
	graceLent  = 1400 * time.Millisecond
	graceFlush = 50 * time.Millisecond
)

var (
	errStdinEnd = errors.New("stdin ended")
	errSignal   = errors.New("signal")
	errPanic    = errors.New("panic")
	errHungCard = errors.New("card does not answer")
)

func newHello(o office, practice bool) messaging.Hello {
	can := capabilities(o)
	if practice {
		can = practised(can)
	}
	return messaging.Hello{
		Type: "hello", Protocol: messaging.Version, Version: manifests.Known().Version,
		Platform: platform(), Capabilities: can,
	}
}

func platform() string { return runtime.GOOS + "/" + runtime.GOARCH }

// capabilities are what requests may use beyond the protocol's first outline,
// and what this build can do.
func capabilities(o office) []string {
	all := []string{"fill", "sign", "authenticate", "pin.change", "blob", "reader", "accept-last-try", "sign.content", "sign.check", "portal", "number", "doctor", "trial"}
	for _, name := range sign.Profiles() {
		all = append(all, "profile:"+name)
	}
	if o.asker != nil {
		all = append(all, "pin-entry-host")
	}
	return all
}

// server is one conversation with one window: from hello to the end of stdin.
type server struct {
	parts   Parts
	log     *slog.Logger
	logged  *logQueue
	config  func() config
	asker   *asker // nil: PINs come with the requests
	out     *outbox
	desk    *desk
	gate    *gate // of the trial; nil where there is none
	blobs   *blobs
	version string

	context context.Context // ends when the conversation ends; never a request's own
	end     context.CancelCauseFunc
	work    sync.WaitGroup // everything that may touch a card

	mu       sync.Mutex
	origin   string // of the first message that had one
	inFlight map[string]bool
	current  *operation // nil when no card operation runs
	closing  bool       // no work begins any more

	blobsOut int // blobs sent so far; for the request that is current alone
}

// serve speaks to a browser, after hello, until stdin ends, the browser stops reading, or a
// signal comes. It returns when the card is locked, or after graceLent.
func serve(ctx context.Context, stdin io.Reader, messages *messaging.Writer, stderr io.Writer, p Parts, o office) int {
	s := newServer(ctx, stderr, p, newOutbox(messages), o)
	go s.guard(func() { s.end(s.read(stdin)) })
	return s.wait(ctx)
}

func newServer(ctx context.Context, stderr io.Writer, p Parts, out *outbox, o office) *server {
	log, logged := newLogger(o.config.Log, stderr)
	if o.configErr != nil {
		log.Warn("configuration is not used", "error", o.configErr)
	}
	s := &server{
		parts: p, log: log, logged: logged, config: func() config { return o.config }, asker: o.asker, out: out, version: manifests.Known().Version,
		desk: newDesk(p.Readers, p.CardTimeout, log), gate: newGate(p), blobs: newBlobs(p.Now), inFlight: make(map[string]bool),
	}
	// Not derived from ctx: a signal must reach the card's owner as a cause
	// that wait has noted, not as a bare cancellation.
	s.context, s.end = context.WithCancelCause(context.WithoutCancel(ctx))
	return s
}

// guard runs a goroutine of the server. A panic in any of them ends the
// conversation in the ordinary way, so that the card is locked first.
func (s *server) guard(run func()) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("panic", "kind", fmt.Sprintf("%T", p), "stack", stack())
			s.end(errPanic)
		}
	}()
	run()
}

// wait returns the exit status once the conversation is over.
func (s *server) wait(ctx context.Context) int {
	select {
	case <-s.context.Done():
	case <-s.out.gone:
		s.end(errBrowserGone)
	case <-ctx.Done():
		s.end(errSignal)
	}
	s.lock()
	s.out.flush(graceFlush)
	s.logged.flush(graceFlush)
	return s.exitStatus(context.Cause(s.context))
}

// lock waits until nobody uses the card any more.
func (s *server) lock() {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	locked := make(chan struct{})
	go func() {
		s.work.Wait()
		close(locked)
	}()
	start := time.Now()
	idle, lent := time.After(graceIdle), time.After(graceLent)
	for {
		select {
		case <-locked:
			return
		case <-idle:
			if !s.desk.lent.Load() {
				s.log.Error("work did not end", "ms", time.Since(start).Milliseconds())
				return
			}
		case <-lent:
			s.log.Error("card could not be locked at the end", "ms", time.Since(start).Milliseconds())
			return
		}
	}
}

func (s *server) exitStatus(cause error) int {
	var tooLarge *messaging.TooLargeError
	switch {
	case errors.Is(cause, errStdinEnd), errors.Is(cause, errBrowserGone):
		return 0
	case errors.As(cause, &tooLarge):
		return messaging.CodeFrameTooLarge.Number()
	case errors.Is(cause, io.ErrUnexpectedEOF):
		return messaging.CodeFrameMalformed.Number()
	case errors.Is(cause, errSignal):
		return messaging.CodeCancelled.Number()
	case errors.Is(cause, errHungCard):
		return messaging.CodeCardError.Number()
	}
	return messaging.CodeInternal.Number()
}

// read takes frames until there are no more. It is always reading, also while
// a card works: that is what makes cancel and the end of stdin be heard.
func (s *server) read(stdin io.Reader) error {
	frames := messaging.NewReader(stdin)
	for {
		frame, err := frames.Next()
		var tooLarge *messaging.TooLargeError
		switch {
		case errors.Is(err, messaging.ErrEmpty):
			s.fail("", &messaging.Error{Code: messaging.CodeFrameMalformed})
			continue
		case errors.As(err, &tooLarge):
			s.fail("", withParams(messaging.CodeFrameTooLarge, "limit", messaging.MaxFrame))
			return err
		case errors.Is(err, io.EOF):
			return errStdinEnd
		case err != nil:
			return err
		}
		size := len(frame)
		request, err := s.decode(frame)
		frames.Clear()
		s.log.Debug("request", "type", request.Type, "bytes", size)
		s.accept(request, err)
	}
}

// decode checks one frame; where the host asks for PINs, requests come without.
func (s *server) decode(frame []byte) (*messaging.Request, error) {
	if s.asker != nil {
		return messaging.DecodeWithoutPINs(frame)
	}
	return messaging.Decode(frame)
}

func (s *server) fail(id string, e *messaging.Error) {
	s.log.Info("error", "code", e.Code, "step", e.Params["step"], "statusWord", e.Params["statusWord"])
	s.out.send(messaging.NewFailure(id, *e))
}

// stack is where a panic came from: functions and lines. debug.Stack would
// print arguments as well.
func stack() string {
	var frames [16]uintptr
	calls := runtime.CallersFrames(frames[:runtime.Callers(3, frames[:])])
	text := ""
	for {
		call, more := calls.Next()
		text += fmt.Sprintf("%s:%d ", call.Function, call.Line)
		if !more {
			return text
		}
	}
}
