package pin

import "fmt"

// Tries is what the card says about a counter. Known with Left 0 is locked.
type Tries struct {
	Left  int
	Known bool // false when the card does not tell
}

func (t Tries) String() string {
	if !t.Known {
		return "unknown"
	}
	return fmt.Sprint(t.Left)
}

// LockedError says that the card takes no PIN of this kind any more. Only the
// municipal office (for two kinds also a kiosk) can help.
type LockedError struct{ Kind Kind }

func (e *LockedError) Error() string { return fmt.Sprintf("verifying %s PIN: locked", e.Kind) }

// LastTryError says that a wrong PIN now would lock the card, or that nobody
// can tell, and that the request did not carry a person's second confirmation.
// No VERIFY was sent.
type LastTryError struct {
	Kind  Kind
	Tries Tries
}

func (e *LastTryError) Error() string {
	return fmt.Sprintf("verifying %s PIN: tries left: %s; not confirmed", e.Kind, e.Tries)
}

// IncorrectError says that the card refused the PIN and counted one try.
// Tries with Left 0 means that this try locked it.
type IncorrectError struct {
	Kind  Kind
	Tries Tries
	// Before counts the wrong tries of this kind that the same process saw on
	// the same stay of the card before this one.
	Before int
	// Lookalike says that a signature PIN held O, 0, I or 1.
	Lookalike bool
}

// ConfusedWith returns the PIN that the person may be thinking of, from the
// second wrong try on; "" when there is nothing to say.
func (e *IncorrectError) ConfusedWith() Kind {
	if e.Before == 0 {
		return ""
	}
	return e.Kind.ConfusedWith()
}

func (e *IncorrectError) Error() string {
	return fmt.Sprintf("verifying %s PIN: incorrect, tries left: %s", e.Kind, e.Tries)
}

// RepeatedError says that the PIN is one that this card has just refused. It
// was not sent.
type RepeatedError struct {
	Kind  Kind
	Tries Tries
}

func (e *RepeatedError) Error() string {
	return fmt.Sprintf("verifying %s PIN: refused before, tries left: %s", e.Kind, e.Tries)
}

// Guard decides, before any VERIFY, whether one may be sent: nil, a
// *LockedError or a *LastTryError. acceptLastTry is set only by a person's
// explicit second confirmation.
func Guard(k Kind, t Tries, acceptLastTry bool) error {
	switch {
	case t.Known && t.Left <= 0:
		return &LockedError{Kind: k}
	case t.Known && t.Left > 1, acceptLastTry:
		return nil
	}
	return &LastTryError{Kind: k, Tries: t}
}
