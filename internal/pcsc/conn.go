package pcsc

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ebfe/scard"
)

// conn is a connected card. One goroutine uses it.
type conn struct {
	context *scard.Context
	card    *scard.Card
	reader  string
	limits  limits
	events  uint32 // the reader's count when the card was connected
	life    lifeNumber
	used    time.Time // when the card last answered
	dead    error     // why nothing is sent any more
	closing sync.Once
	closed  error
}

const noticeEvery = 20 * time.Millisecond

var errClosed = errors.New("connection is closed")

// Transmit implements Conn.
//
// What remains of an APDU: this package and ebfe/scard hand the caller's own
// slice to the C library, which writes it to the service's socket without a
// copy of its own; then the service's memory holds it, which is another
// process. The answer passes through a buffer of ebfe/scard's that is cleared
// here.
func (c *conn) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if c.dead != nil {
		return nil, c.dead
	}
	if len(apdu) < 4 { // an empty one panics in ebfe/scard
		return nil, fmt.Errorf("transmitting: command of %d bytes", len(apdu))
	}
	if time.Since(c.used) > c.limits.idle {
		if err := c.sameCard(); err != nil {
			return nil, c.end(err)
		}
	}
	answer, err := c.send(apdu)
	c.used = time.Now()
	switch {
	case err != nil:
		return nil, c.end(err)
	case len(answer) < 2:
		// A card that leaves in mid-command gives "success" with nothing, or
		// with the part that had arrived.
		return nil, c.end(fmt.Errorf("transmitting: answer of %d bytes: %w", len(answer), ErrRemoved))
	}
	return answer, nil
}

func (c *conn) end(err error) error {
	c.dead = err
	return err
}

// send runs SCardTransmit under the watchdog.
func (c *conn) send(apdu []byte) ([]byte, error) {
	type outcome struct {
		answer []byte
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		buffer, err := c.card.Transmit(apdu)
		done <- outcome{takeOut(buffer), err}
	}()
	watchdog := time.NewTimer(c.limits.transmit)
	defer watchdog.Stop()
	select {
	case o := <-done:
		return o.answer, meaning("transmitting", c.reader, o.err)
	case <-watchdog.C:
		return nil, fmt.Errorf("transmitting: no answer in %v: %w", c.limits.transmit, ErrHung)
	}
}

// takeOut moves an answer out of the big buffer of ebfe/scard, one byte at a
// time. A block copy leaves what it copied in the processor's vector registers,
// and the next signal of Go's scheduler writes those to memory nobody clears.
func takeOut(buffer []byte) []byte {
	answer := make([]byte, len(buffer))
	//lint:ignore S1001 see above
	for i := range buffer {
		answer[i] = buffer[i]
	}
	clear(buffer)
	return answer
}

// flags reads the state of the reader. The connection's own context serves,
// as no other call of it runs now.
func (c *conn) flags() (scard.StateFlag, error) {
	state := []scard.ReaderState{{Reader: c.reader}}
	err := readStatus(c.context, state)
	if err != nil && !errors.Is(err, scard.ErrTimeout) {
		return 0, meaning("reading reader state", c.reader, err)
	}
	if state[0].EventState&(scard.StateUnknown|scard.StateUnavailable) != 0 {
		return 0, fmt.Errorf("reading reader state: %w", ErrNoReader)
	}
	return state[0].EventState, nil
}

// sameCard makes sure that the card is the one that was connected. A handle
// may silently work on a new card that came in while nobody looked.
func (c *conn) sameCard() error {
	flags, err := c.flags()
	if err != nil {
		return err
	}
	if flags&scard.StatePresent == 0 || events(flags) != c.events {
		return fmt.Errorf("checking card: %w", ErrRemoved)
	}
	return nil
}

// Insertion names this stay of this card in this reader: what was remembered
// about a card holds as long as the name is the same. The number in it is the
// Events of the Reader.
func (c *conn) Insertion() string { return fmt.Sprintf("%s#%d", c.reader, c.life.count(c.events)) }

// Close implements Conn. It returns nil when the card has left: a card without
// power is locked.
func (c *conn) Close() error {
	c.closing.Do(func() {
		if errors.Is(c.dead, ErrRemoved) {
			c.awaitNotice()
		}
		hung := errors.Is(c.dead, ErrHung)
		c.dead = errClosed
		done := make(chan error, 1)
		go func() { done <- c.release(scard.UnpowerCard) }()
		if hung {
			// Disconnect waits behind the APDU that hangs.
			c.closed = fmt.Errorf("disconnecting: %w", ErrHung)
			return
		}
		select {
		case err := <-done:
			if !errors.Is(err, ErrRemoved) && !errors.Is(err, ErrNoCard) {
				c.closed = err
			}
		case <-time.After(c.limits.closing):
			c.closed = fmt.Errorf("disconnecting: %w", ErrHung)
		}
	})
	return c.closed
}

// awaitNotice waits until the service has seen for itself that the card left,
// which it looks for every 400 ms. Cutting the power of a card that is gone
// makes pcscd (1.9 at least) note an empty reader behind the back of its own
// poll; a card that is back before the poll would then stay unseen until it is
// taken out once more.
func (c *conn) awaitNotice() {
	for end := time.Now().Add(c.limits.notice); time.Now().Before(end); time.Sleep(noticeEvery) {
		if c.sameCard() != nil {
			return
		}
	}
}

// release gives card and context back. A transaction ends with Disconnect.
func (c *conn) release(how scard.Disposition) error {
	var err error
	if c.card != nil {
		err = meaning("disconnecting", c.reader, c.card.Disconnect(how))
	}
	_ = c.context.Release()
	return err
}
