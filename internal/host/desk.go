package host

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/pin"
)

// cardTimeout is how long a request waits for a card to be put on a reader.
const cardTimeout = 120 * time.Second

var (
	errTimeout   = errors.New("waiting for card: no card in time")
	errCancelled = errors.New("cancelled by the extension")
)

// desk is where the card lies. It finds the card for one operation, lends it
// out, and takes it back locked, whatever happened in between. It also keeps
// what may be kept between operations on the same card.
type desk struct {
	source  pcsc.Source
	timeout time.Duration
	log     *slog.Logger

	mu        sync.Mutex // held while a card is in use
	memory    card.Memory
	insertion string      // the stay of a card that memory is about
	told      string      // the stay of the card whose tries a person was told last
	face      face        // of the card that memory is about
	metInUse  bool        // a card that is not for tests was met
	reader    string      // where the card of the last visit lay
	lent      atomic.Bool // a card is with its work, or on its way back

	types knownTypes
}

func newDesk(source pcsc.Source, timeout time.Duration, log *slog.Logger) *desk {
	if timeout == 0 {
		timeout = cardTimeout
	}
	return &desk{source: source, timeout: timeout, log: log}
}

// visit says what an operation needs and who hears of it.
type visit struct {
	reader string // "" the one of the last visit while it holds a card, else any
	app    card.Application
	secret *secret            // nil when no PIN is involved
	stage  func(stage string) // called when the stage changes
	// commit is called right before what cannot be taken back; an error stops it.
	commit func() error
}

// lend runs work with the card that has v.app selected. When work is over, by
// return or by panic, the card is locked and without power. It returns the
// name of the reader.
func (d *desk) lend(ctx context.Context, v visit, work func(context.Context, *card.Card) error) (reader string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	conn, c, reader, err := d.find(ctx, v)
	if err != nil {
		return "", err
	}
	d.lent.Store(true)
	defer d.lent.Store(false)
	defer refuseStop()()
	defer d.takeBack(c, conn)
	d.reader = reader
	d.withdraw(v.secret)
	err = work(ctx, c)
	if tells(err) {
		d.told = d.insertion
	}
	if err != nil && !answered(err) {
		d.memory.Reset() // the line broke: the next card may be another one
		d.insertion, d.face = "", face{}
		if d.told != "" {
			d.told = brokenStay // and a confirmation was about the one before
		}
	}
	return reader, err
}

// withdraw takes back what a person has confirmed about another card than the
// one that was found: that one has tries of its own. While nobody was told
// about any card there is nothing to mix up, and the request's word counts.
func (d *desk) withdraw(s *secret) {
	if s != nil && d.told != "" && d.told != d.insertion {
		s.acceptLastTry = false
	}
}

// brokenStay is no card's stay.
const brokenStay = "line broke"

// tells reports errors by which a person learns how many tries a card has left.
func tells(err error) bool {
	var last *pin.LastTryError
	var incorrect *pin.IncorrectError
	var repeated *pin.RepeatedError
	return errors.As(err, &last) || errors.As(err, &incorrect) || errors.As(err, &repeated)
}

// showed notes, during a visit, that its result tells the tries of the card.
func (d *desk) showed() { d.told = d.insertion }

// answered reports errors that the card itself gave, over a line that works.
func answered(err error) bool {
	for _, broken := range []error{pcsc.ErrRemoved, pcsc.ErrUnavailable, pcsc.ErrHung, pcsc.ErrNoReader, pcsc.ErrNoCard} {
		if errors.Is(err, broken) {
			return false
		}
	}
	return true
}

func (d *desk) find(ctx context.Context, v visit) (pcsc.Conn, *card.Card, string, error) {
	limited, stop := context.WithTimeoutCause(ctx, d.timeout, errTimeout)
	defer stop()
	var found *card.Card
	accept := func(ctx context.Context, conn pcsc.Conn) (bool, error) {
		d.settle(conn)
		c := card.New(&line{conn: conn, visit: v}, &d.memory)
		err := c.Open(ctx, v.app)
		if err == nil {
			found = c
			return true, nil
		}
		_ = c.Close(ctx) // whatever it is, another application may be selected on it
		if errors.Is(err, card.ErrUnsupported) {
			err = nil
		}
		return false, err
	}
	conn, reader, err := d.search(limited, v, accept)
	if err != nil && ctx.Err() == nil && errors.Is(context.Cause(limited), errTimeout) {
		err = errTimeout
	}
	return conn, found, reader, err
}

// search keeps to the reader of the last visit as long as that holds a card,
// so that a window which showed the state of one card does not use another.
func (d *desk) search(ctx context.Context, v visit, accept func(context.Context, pcsc.Conn) (bool, error)) (pcsc.Conn, string, error) {
	onWait := func() { v.stage(messaging.StageWaiting) }
	reader := v.reader
	if reader == "" && d.holdsCard(ctx, d.reader) {
		reader = d.reader
	}
	return pcsc.Find(ctx, d.source, reader, v.mode(), onWait, accept)
}

func (d *desk) holdsCard(ctx context.Context, reader string) bool {
	if reader == "" {
		return false
	}
	readers, err := d.source.Readers(ctx)
	return err == nil && slices.ContainsFunc(readers, func(r pcsc.Reader) bool { return r.Name == reader && r.State != pcsc.Empty })
}

// mode keeps other programs off a card that gets a PIN.
func (v visit) mode() pcsc.Mode {
	if v.secret != nil && v.secret.pin != nil {
		return pcsc.Exclusive
	}
	return pcsc.Shared
}

// settle forgets what is known about a card when conn is to another one, or to
// the same one put in again.
func (d *desk) settle(conn pcsc.Conn) {
	insertion := ""
	if named, ok := conn.(interface{ Insertion() string }); ok {
		insertion = named.Insertion()
	}
	if insertion == "" || insertion != d.insertion {
		d.memory.Reset()
		d.face = face{}
	}
	d.insertion = insertion
}

// takeBack leaves the card locked: first by selecting another application,
// then by cutting its power. Both are tried whatever came before, and nothing
// else happens until then.
func (d *desk) takeBack(c *card.Card, conn pcsc.Conn) {
	var locking error
	defer func() {
		cutting := conn.Close()
		d.warn("locking the card", locking)
		d.warn("cutting power of the card", cutting)
	}()
	locking = c.Close(context.Background())
}

func (d *desk) warn(step string, err error) {
	if err != nil {
		d.log.Warn(step, "code", codeOf(err).Code)
	}
}
