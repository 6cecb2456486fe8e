// Package trial decides what may be done with a card in use while nobody has
// reported that this program works with one.
//
// Everything was tried with a card in software. Until reports about real cards
// are on file (docs/REALCARDS.md, reports.json) a card that is not a test card
// is met in steps: first its status, which needs no PIN; then, when the person
// agrees and no try is missing, the four attributes; then, in another sitting, a
// signature; then the rest. A fault of ours then costs at most one PIN's tries,
// and shows itself before the next PIN is typed.
//
// The steps are those of this account on this computer and not of a card: what
// is kept tells no card and no person from another (see [State]).
package trial

import (
	"fmt"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
)

// Step is one part of the way from a new card to an ordinary one.
type Step string

// The steps, in their order.
const (
	Status     Step = "status"     // counters and certificates, no PIN
	Attributes Step = "attributes" // the four attributes
	Sign       Step = "sign"       // a signature
	Rest       Step = "rest"       // every other use of a PIN; never recorded
)

// sitting is how long a person counts as sitting at the same card: until then
// only the PIN that began it is sent.
const sitting = time.Hour

// Reason is why a PIN is not sent.
type Reason string

// The reasons; messaging/errors.json has texts for each.
const (
	NoStatus     Reason = "status"     // the status has not been read on this computer
	NoAttributes Reason = "attributes" // the four attributes come first
	NoSignature  Reason = "sign"       // a signature comes first
	SameSitting  Reason = "sitting"    // another PIN was typed within the hour
	MissingTries Reason = "tries"      // the PIN has lost a try, or the card does not tell
	NoConsent    Reason = "consent"    // the person has not agreed
	NoRecord     Reason = "record"     // what was done cannot be written down
)

// RefusedError says that a PIN was not sent, and why.
type RefusedError struct {
	Reason  Reason
	Kind    pin.Kind  // "" where it does not matter
	Tries   pin.Tries // with MissingTries
	Minutes int       // with SameSitting: how long still, rounded up
}

func (e *RefusedError) Error() string { return fmt.Sprintf("trial version: %s", e.Reason) }

// Question is what somebody wants to do with a card in use.
type Question struct {
	Step        Step
	Kind        pin.Kind
	Tries       pin.Tries
	Consent     bool // the person agreed to this step
	NoSignature bool // the card has no signature certificate, so Sign can never be done
	Now         time.Time
}

// Judge returns nil when the PIN may be sent, else a *RefusedError. What a
// person can only wait for comes before what they can do.
func (s State) Judge(q Question) error {
	if reason := s.missing(q); reason != "" {
		return &RefusedError{Reason: reason, Kind: q.Kind}
	}
	if s.Done(q.Step) {
		return nil
	}
	if left := s.sittingLeft(q); left > 0 {
		return &RefusedError{Reason: SameSitting, Kind: q.Kind, Minutes: int((left + time.Minute - 1) / time.Minute)}
	}
	switch {
	case q.Step == Rest:
		return nil
	case !q.Tries.Known || q.Tries.Left < q.Kind.MaxTries():
		return &RefusedError{Reason: MissingTries, Kind: q.Kind, Tries: q.Tries}
	case !q.Consent:
		return &RefusedError{Reason: NoConsent, Kind: q.Kind, Tries: q.Tries}
	}
	return nil
}

// missing names the step that has to come before.
func (s State) missing(q Question) Reason {
	switch {
	case !s.Done(Status):
		return NoStatus
	case q.Step != Attributes && !s.Done(Attributes):
		return NoAttributes
	case q.Step == Rest && !s.Done(Sign) && !q.NoSignature:
		return NoSignature
	}
	return ""
}

// sittingLeft is how long q still has to wait. The PIN that began the sitting
// need not, for the same step; a change of it does.
func (s State) sittingLeft(q Question) time.Duration {
	if s.Sitting == nil || s.Sitting.PIN == q.Kind && q.Step != Rest {
		return 0
	}
	return s.Sitting.At.Add(sitting).Sub(q.Now)
}
