package card

import (
	"errors"
	"fmt"
)

var (
	// ErrUnsupported says that the card does not have the application asked
	// for: not a My Number card, or a phone that carries certificates only.
	ErrUnsupported = errors.New("card does not have the application")
	// ErrCertificateMissing says that the card carries no certificate of the
	// kind asked for (under 15, 顔認証マイナンバーカード, lapsed). Nothing was
	// verified.
	ErrCertificateMissing = errors.New("card has no such certificate")
	// ErrPINRequired says that the card wants a PIN and none was given.
	ErrPINRequired = errors.New("PIN is required")
	// ErrOutcomeUnknown says that a command that changes the card was sent and
	// no answer came: it may or may not have been carried out.
	ErrOutcomeUnknown = errors.New("outcome unknown")
	// ErrNotSent says that a command was not sent at all: the context was over,
	// or the Transmitter held it back.
	ErrNotSent = errors.New("nothing was sent")
	// ErrSignerClosed says that Sign was called after Close, or after another
	// operation on the same card.
	ErrSignerClosed = errors.New("card is locked again")
)

// StatusWordError says that the card answered a step with a status word that
// has no better name. SW 0 means that the answer was too short to hold one.
// It never carries data.
type StatusWordError struct {
	Step string // what was going on, verb first
	SW   uint16
}

func (e *StatusWordError) Error() string {
	return fmt.Sprintf("%s: status word %04X", e.Step, e.SW)
}

// MalformedError says that the card answered 9000 with data that cannot be
// what was asked for. It never carries the data.
type MalformedError struct{ Step string }

func (e *MalformedError) Error() string { return e.Step + ": data not understood" }
