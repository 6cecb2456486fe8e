package host

import (
	"errors"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
)

// outbox writes to the browser from one goroutine. Whoever owns the card or
// reads stdin must never stand in a Write that the browser does not take: the
// card would stay unlocked, and the end of stdin unseen.
type outbox struct {
	queue chan any      // messages, and barriers
	gone  chan struct{} // closed when a write failed or the queue was full
	lost  sync.Once
}

// barrier is closed when everything queued before it was written.
type barrier chan struct{}

// queueLength is far above what a window has under way: one operation and a
// few questions.
const queueLength = 1024

var errBrowserGone = errors.New("writing message: the browser does not read")

func newOutbox(w *messaging.Writer) *outbox {
	o := &outbox{queue: make(chan any, queueLength), gone: make(chan struct{})}
	go o.run(w)
	return o
}

func (o *outbox) run(w *messaging.Writer) {
	for message := range o.queue {
		if b, ok := message.(barrier); ok {
			close(b)
			continue
		}
		err := w.Write(message)
		var unfit *messaging.EncodeError
		if errors.As(err, &unfit) {
			err = w.Write(inPlaceOf(message)) // the browser is there, and waits
		}
		if err != nil {
			o.lose()
			return
		}
	}
}

// inPlaceOf makes the answer that goes out when message cannot.
func inPlaceOf(message any) messaging.Failure {
	id := ""
	if result, ok := message.(messaging.Result); ok {
		id = result.ID
	}
	return messaging.NewFailure(id, messaging.Error{Code: messaging.CodeInternal})
}

func (o *outbox) lose() { o.lost.Do(func() { close(o.gone) }) }

// send never waits. A browser that is a thousand messages behind is taken for
// gone.
func (o *outbox) send(message any) {
	select {
	case o.queue <- message:
	default:
		o.lose()
	}
}

// sendLarge waits until message is written, so that the pieces of a blob do
// not pile up in memory. Only for those who hold no card.
func (o *outbox) sendLarge(message any) error {
	written := make(barrier)
	for _, m := range []any{message, written} {
		select {
		case o.queue <- m:
		case <-o.gone:
			return errBrowserGone
		}
	}
	select {
	case <-written:
		return nil
	case <-o.gone:
		return errBrowserGone
	}
}

// flush waits until everything sent so far is written, but not longer than
// limit.
func (o *outbox) flush(limit time.Duration) {
	written := make(barrier)
	o.send(written)
	select {
	case <-written:
	case <-o.gone:
	case <-time.After(limit):
	}
}
