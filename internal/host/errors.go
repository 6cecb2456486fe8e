package host

import (
	"context"
	"errors"
	"fmt"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/number"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/pinentry"
	"github.com/hitofude/hitofude/internal/portal"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/trial"
)

// keyError says which key's certificate an error is about.
type keyError struct {
	key string
	err error
}

func (e *keyError) Error() string { return e.key + " certificate: " + e.err.Error() }
func (e *keyError) Unwrap() error { return e.err }

// plain is the part of the table where an error has one code and no facts.
// The first match wins.
var plain = []struct {
	err  error
	code messaging.Code
}{
	{errTimeout, messaging.CodeTimeout},
	{errCancelled, messaging.CodeCancelled},
	{pcsc.ErrHung, messaging.CodeCardError},
	{pcsc.ErrRemoved, messaging.CodeCardRemoved},
	{pcsc.ErrNoCard, messaging.CodeNoCard},
	{pcsc.ErrNoReader, messaging.CodeNoReader},
	{pcsc.ErrUnavailable, messaging.CodePCSCUnavailable},
	{pcsc.ErrWrongCard, messaging.CodeCardUnsupported},
	{card.ErrUnsupported, messaging.CodeCardUnsupported},
	{card.ErrCertificateMissing, messaging.CodeCertificateMissing},
	{card.ErrPINRequired, messaging.CodePINRequired},
	{sign.ErrExpired, messaging.CodeCertificateExpired},
	{sign.ErrNotYetValid, messaging.CodeCertificateNotYetValid},
	{sign.ErrSignatureMismatch, messaging.CodeCardError},
	{pinentry.ErrCancelled, messaging.CodeCancelled},
	{pinentry.ErrUnavailable, messaging.CodePINEntryUnavailable},
	{context.Canceled, messaging.CodeCancelled},
	{context.DeadlineExceeded, messaging.CodeTimeout},
}

// codeOf is the one table from what went wrong to what is said about it, in
// messages and in the terminal alike. What has no entry is INTERNAL: its text
// may hold anything and is not passed on.
func codeOf(err error) *messaging.Error {
	var ready *messaging.Error
	if errors.As(err, &ready) {
		return ready
	}
	e := pinCode(err)
	if e == nil {
		e = cardCode(err)
	}
	if e == nil {
		e = documentCode(err)
	}
	if e == nil {
		e = plainCode(err)
	}
	for name, value := range facts(err) {
		if e.Params == nil {
			e.Params = make(map[string]any)
		}
		e.Params[name] = value
	}
	return e
}

func plainCode(err error) *messaging.Error {
	for _, row := range plain {
		if errors.Is(err, row.err) {
			return &messaging.Error{Code: row.code}
		}
	}
	return &messaging.Error{Code: messaging.CodeInternal}
}

// pinCode says which PIN and how many tries are left: a number, or null when
// the card does not tell.
func pinCode(err error) *messaging.Error {
	var form *pin.FormError
	var incorrect *pin.IncorrectError
	var locked *pin.LockedError
	var last *pin.LastTryError
	var repeated *pin.RepeatedError
	switch {
	case errors.As(err, &form):
		e := withParams(messaging.CodePINFormat, "pin", string(form.Kind), "reason", form.Reason)
		if form.WrongBox() {
			e.Params["wants"] = string(form.Kind)
		}
		return e
	case errors.As(err, &incorrect) && incorrect.Tries.Known && incorrect.Tries.Left == 0:
		return withParams(messaging.CodePINLocked, "pin", string(incorrect.Kind), "triesLeft", 0)
	case errors.As(err, &incorrect):
		return incorrectCode(incorrect)
	case errors.As(err, &locked):
		return withParams(messaging.CodePINLocked, "pin", string(locked.Kind), "triesLeft", 0)
	case errors.As(err, &repeated):
		return withParams(messaging.CodePINRepeated, "pin", string(repeated.Kind), "triesLeft", triesLeft(repeated.Tries))
	case errors.Is(err, pinentry.ErrTimeout):
		return withParams(messaging.CodePINEntryUnavailable, "reason", "timeout")
	case errors.Is(err, errConfigUnread):
		return withParams(messaging.CodePINEntryUnavailable, "reason", "configuration")
	case errors.As(err, &last):
		return withParams(messaging.CodePINLastTry, "pin", string(last.Kind), "triesLeft", triesLeft(last.Tries))
	}
	return nil
}

// incorrectCode adds what may help the person to find out which PIN was typed:
// from the second wrong one on confusedWith (null: no other PIN looks like it).
func incorrectCode(e *pin.IncorrectError) *messaging.Error {
	said := withParams(messaging.CodePINIncorrect, "pin", string(e.Kind), "triesLeft", triesLeft(e.Tries))
	if e.Before > 0 {
		said.Params["confusedWith"] = nil
		if other := e.ConfusedWith(); other != "" {
			said.Params["confusedWith"] = string(other)
		}
	}
	if e.Lookalike {
		said.Params["lookalike"] = true
	}
	return said
}

// cardCode says at which step a card answered what nobody expected, and what.
func cardCode(err error) *messaging.Error {
	var status *card.StatusWordError
	var malformed *card.MalformedError
	var inUse *pcsc.InUseError
	switch {
	case errors.Is(err, card.ErrUnsupported):
		return nil // carries a status word too
	case errors.As(err, &inUse):
		return withParams(messaging.CodeCardInUse, "reader", inUse.Reader)
	case errors.As(err, &status):
		return withParams(messaging.CodeCardError, "step", status.Step, "statusWord", fmt.Sprintf("%04X", status.SW))
	case errors.As(err, &malformed):
		return withParams(messaging.CodeCardError, "step", malformed.Step)
	}
	return nil
}

func documentCode(err error) *messaging.Error {
	var document *sign.DocumentError
	var steps *trial.RefusedError
	var nonce *sign.NonceError
	var digest *portal.DigestError
	var issuer *sign.IssuerError
	var refused *number.RefusedError
	switch {
	case errors.As(err, &steps):
		return trialCode(steps)
	case errors.As(err, &refused):
		return withParams(messaging.CodeNumberRefused, "reason", string(refused.Reason))
	case errors.As(err, &issuer):
		return withParams(messaging.CodeIssuerUnknown, "fingerprint", issuer.Fingerprint)
	case errors.As(err, &digest):
		return withParams(messaging.CodeDigestRefused, "reason", digest.Reason)
	case errors.As(err, &document) && document.Kind != "":
		return withParams(messaging.CodeDocumentInvalid, "reason", document.Kind, "detail", document.Reason, "document", document.Name)
	case errors.As(err, &document):
		return withParams(messaging.CodeDocumentInvalid, "reason", document.Reason)
	case errors.As(err, &nonce):
		return withParams(messaging.CodeRequestInvalid, "field", "nonce", "reason", nonce.Reason)
	}
	return nil
}

// facts adds what holds beside the code: whose certificate it is about, and
// whether a PIN change may have happened all the same.
func facts(err error) map[string]any {
	found := make(map[string]any)
	var key *keyError
	if errors.As(err, &key) {
		found["key"] = key.key
		if errors.Is(err, card.ErrPINRequired) {
			found["pin"] = key.key // the PIN of a key has the key's name
		}
	}
	var which *digestError
	if errors.As(err, &which) {
		found["index"] = which.index
	}
	if errors.Is(err, card.ErrOutcomeUnknown) {
		found["outcome"] = "unknown"
	}
	return found
}

func withParams(code messaging.Code, pairs ...any) *messaging.Error {
	params := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		params[pairs[i].(string)] = pairs[i+1]
	}
	return &messaging.Error{Code: code, Params: params}
}

// triesLeft is a counter as messages carry it.
func triesLeft(t pin.Tries) any {
	if !t.Known {
		return nil
	}
	return t.Left
}
