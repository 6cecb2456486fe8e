// Package card speaks to the applications of a My Number card: the counters
// of its PINs, the four attributes, the certificates, signatures and PIN
// changes.
//
// It works over any Transmitter and never sees a reader, a frame or a request.
// The card's own specification is not public; comments cite what open
// implementations and measurements agree on, and JICSAP IC card specification
// 1.1 / JIS X 6306 / ISO 7816-4 where they apply.
//
// Three manners hold everywhere. A PIN's form is checked before the first
// APDU. The counter is read right before VERIFY, and VERIFY goes out once: no
// second form, no repetition, whatever the answer. Every operation that does
// not hand out a Signer ends by selecting another application, because the
// card keeps a PIN's success over disconnect and warm reset.
package card

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
)

// Transmitter sends one command APDU and returns the card's answer, data
// followed by SW1 SW2. The caller clears apdu after Transmit returned, so an
// implementation must not keep it. An error that wraps ErrNotSent says that
// the card never saw the command; after any other error nobody knows.
type Transmitter interface {
	Transmit(ctx context.Context, apdu []byte) ([]byte, error)
}

// Card is one card behind one connection. It belongs to one goroutine.
type Card struct {
	// Trust, where it is set, judges the CA certificate of a key (DER) before the
	// PIN of that key is sent, wherever the card's CA certificate is at hand: on a
	// card not seen before, and after Authority. Its error ends the operation.
	Trust func(key Key, ca []byte) error
	// FetchCA has the CA certificate read before the PIN also on a card that is
	// known, if it is not at hand: one APDU more.
	FetchCA bool
	// Unknown, where it is set, is shown the certificate of a key (DER) behind its
	// PIN while no CA certificate is at hand. True has that read: one APDU more.
	Unknown func(key Key, certificate []byte) bool
	// Allow, where it is set, is asked right before a PIN of kind would be sent,
	// with the tries that the card has just told. Its error ends the operation. A
	// locked PIN is not asked about.
	Allow func(kind pin.Kind, tries pin.Tries) error
	// SeekMaker has a status look at a CA certificate where the card has no
	// authentication certificate to tell for what it was made.
	SeekMaker bool

	transmitter Transmitter
	memory      *Memory

	selected     Application // what the last successful SELECT chose
	attempted    Application // what the last SELECT asked for; without an answer it may be selected too
	justSelected bool        // no APDU was sent since
	answered     bool        // some SELECT was answered; the 6F00 of a cold card is over
	needsClosing bool        // an application is, or may be, selected
	signer       *Signer     // the one that may sign now
}

// New returns the card behind t. m carries over what is worth remembering
// between operations on the same card; nil starts empty.
func New(t Transmitter, m *Memory) *Card {
	if m == nil {
		m = new(Memory)
	}
	return &Card{transmitter: t, memory: m}
}

// closeTimeout bounds the closing APDUs: the caller's context may be over
// already, and the host promises to end within a second.
const closeTimeout = time.Second

// Close leaves the card locked: it selects the ISD, or another application
// (共通カードAP as a rule) when the card knows no ISD. It sends nothing when nothing was selected, so it is
// safe to call twice. It works after ctx ended, within one second of its own.
// An error means that the card may still be unlocked; cutting the power
// (pcsc.Conn.Close) is what remains.
func (c *Card) Close(ctx context.Context) error {
	c.signer = nil
	if !c.needsClosing {
		return nil
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer stop()
	if err := c.selectISD(ctx); err != nil {
		if other := c.selectApplication(ctx, c.elsewhere()); other != nil {
			return fmt.Errorf("locking card: %w", errors.Join(err, other))
		}
	}
	c.needsClosing, c.justSelected = false, false
	c.selected, c.attempted = none, none
	return nil
}

// elsewhere names an application that is certainly not the current one.
// Selecting the current one again may leave it unlocked.
func (c *Card) elsewhere() Application {
	for _, app := range []Application{Common, JPKI} {
		if app != c.selected && app != c.attempted {
			return app
		}
	}
	return InputSupport
}

// finish is Close for the end of an operation. A failure is not reported
// there: the operation's result stands, needsClosing stays set, and the
// caller's own Close tries again and tells.
func (c *Card) finish(ctx context.Context) { _ = c.Close(ctx) }

// exchange sends one APDU and splits the answer. It sends nothing once ctx is
// over. step says what was going on, verb first, for errors.
func (c *Card) exchange(ctx context.Context, step string, apdu []byte) ([]byte, uint16, error) {
	if err := ended(ctx); err != nil {
		return nil, 0, fmt.Errorf("%s: %w: %w", step, ErrNotSent, err)
	}
	c.justSelected = false
	answer, err := c.transmitter.Transmit(ctx, apdu)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", step, err)
	}
	data, sw, ok := split(answer)
	if !ok {
		return nil, 0, &StatusWordError{Step: step}
	}
	return data, sw, nil
}

// ended returns nil, or why ctx is over: context.Canceled or
// context.DeadlineExceeded, and the cause where the caller gave one.
func ended(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); !errors.Is(err, cause) {
		return fmt.Errorf("%w: %w", err, cause)
	}
	return err
}
