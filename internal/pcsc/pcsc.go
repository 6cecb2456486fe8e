// Package pcsc finds smart card readers and carries APDUs to the card in
// them, through PC/SC (pcscd, winscard, PCSC.framework). It is the only
// importer of github.com/ebfe/scard, never sees an application identifier and
// reads nothing out of an APDU.
//
// No PC/SC context outlives one call or one connection, but for one that tells
// whether the service is still the same: after the service was restarted an old
// context answers "no service" for ever, and a context is blocked as long as
// one of its calls is. Every call that may block does so on
// a goroutine of its own with a limit, because PC/SC knows no timeouts.
package pcsc

import (
	"context"
	"errors"
	"fmt"
)

// Mode says how a card is held.
type Mode int

const (
	// Shared leaves the reader open to other programs but holds a transaction,
	// so that none of them gets a command in between. For what needs no PIN.
	Shared Mode = iota
	// Exclusive keeps other programs off the card. For everything after a
	// VERIFY, which would unlock the card for them too.
	Exclusive
)

// The states of a reader.
const (
	Empty = "empty"
	Held  = "card"
	Mute  = "mute"   // something that does not answer: upside down, not a smart card
	InUse = "in-use" // held exclusively by another program
)

// Reader is one reader as it is now.
type Reader struct {
	Name   string
	State  string // one of the constants above
	PinPad bool   // has keys of its own
	// Events counts what came and went, the service itself included. The same
	// state with another count is another card, the same card put in again, or
	// a service that was restarted and does not know which.
	Events uint32
}

// Source is where readers and cards come from. *Service is the real one.
type Source interface {
	// Readers lists the readers without waiting. No reader is no error.
	Readers(ctx context.Context) ([]Reader, error)
	// Connect opens the card in reader. While another program holds it,
	// Connect asks again for up to three seconds and then returns *InUseError.
	// The caller must Close the Conn.
	Connect(ctx context.Context, reader string, mode Mode) (Conn, error)
	// Wait returns nil when something differs from seen, or ctx's error.
	Wait(ctx context.Context, seen []Reader) error
}

// Conn is one card in one reader, powered up for us.
type Conn interface {
	// Transmit sends one command APDU and returns the answer, at least SW1
	// SW2, in a slice of its own. It does not keep or copy apdu. Nothing is
	// sent once ctx is over, but an APDU on its way is waited for: its answer
	// is the truth about the card. Any error ends the connection for good,
	// later calls return it again.
	Transmit(ctx context.Context, apdu []byte) ([]byte, error)
	// Close cuts the card's power and lets it go. Safe to call twice.
	Close() error
}

var (
	// ErrUnavailable says that the PC/SC service is not there or not for us.
	ErrUnavailable = errors.New("smart card service is not available")
	// ErrDenied says that it is there and refuses this person (polkit, SCARD_W_SECURITY_VIOLATION);
	// ErrUnavailable holds then too.
	ErrDenied = fmt.Errorf("%w: access denied", ErrUnavailable)
	// ErrNoReader says that no reader is attached, or not the one asked for.
	ErrNoReader = errors.New("no smart card reader")
	// ErrNoCard says that the reader is empty.
	ErrNoCard = errors.New("no card in the reader")
	// ErrRemoved says that the card left, also when another one or the same
	// one came in at once.
	ErrRemoved = errors.New("card was removed")
	// ErrHung says that a card or reader did not answer within the limit. The
	// call still hangs in the service; the process should end.
	ErrHung = errors.New("card does not answer")
	// ErrWrongCard says that there are cards, but none that was looked for.
	ErrWrongCard = errors.New("no suitable card")
	// ErrMute says that a card does not power up. It is an ErrWrongCard too.
	ErrMute = fmt.Errorf("card does not power up: %w", ErrWrongCard)
)

// InUseError says that another program holds the card, or took it from us.
type InUseError struct{ Reader string }

func (e *InUseError) Error() string {
	return fmt.Sprintf("card in reader %q is in use by another program", e.Reader)
}
