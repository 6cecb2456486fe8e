package host

import (
	"context"
	"slices"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/trial"
)

// changeable are the PINs that a person can change with a program of their own.
func changeable() []pin.Kind {
	return []pin.Kind{pin.Signature, pin.Authentication, pin.InputSupport}
}

// changePIN asks for the present PIN and twice for the new one, and ends with
// what to do with it. The card's 9000 is the confirmation.
func (t *tool) changePIN(ctx context.Context, kind pin.Kind, acceptWeak bool) error {
	switch {
	case kind == pin.ResidentRegister:
		return &usageError{t.say("pin.counter", kind.Text(t.lang).Name)}
	case !slices.Contains(changeable(), kind):
		return &usageError{t.say("usage.pinKind", kind)}
	}
	o, err := t.operator(ctx)
	if err != nil {
		return err
	}
	current, err := t.askPIN(ctx, o, trial.Rest, kind)
	if err != nil {
		return err
	}
	fresh, err := t.askNewPIN(ctx, kind)
	if err == nil && !acceptWeak {
		acceptWeak, err = t.reconsider(ctx, kind, fresh)
	}
	if err != nil {
		current.pin.Clear()
		fresh.Clear()
		return err
	}
	result, err := o.changePIN(ctx, current, fresh, pin.Hints{}, acceptWeak)
	if err != nil {
		return err
	}
	return t.show(result, func() {
		t.line("pin.changed", kind.Text(t.lang).Name)
		t.line("pin.keep")
	})
}

// reconsider warns of a new PIN that is easy to guess, and returns whether the
// person wants it all the same. Without a person PIN_WEAK says it later.
func (t *tool) reconsider(ctx context.Context, kind pin.Kind, fresh *pin.PIN) (accepted bool, err error) {
	reason := pin.Weak(fresh, pin.Hints{})
	if reason == "" || t.pinFD != noFD {
		return false, nil
	}
	t.note("pin.weak", kind.Text(t.lang).Name, pin.WeakSentence(reason, t.lang))
	sure, err := t.parts.Terminal.Confirm(ctx, t.say("pin.weaksure"))
	if err == nil && !sure {
		err = &messaging.Error{Code: messaging.CodeCancelled}
	}
	return sure, err
}

// askNewPIN asks twice, because nobody sees what is typed and a slip would be
// the new PIN.
func (t *tool) askNewPIN(ctx context.Context, kind pin.Kind) (*pin.PIN, error) {
	if t.pinFD != noFD {
		fresh, err := t.readFD()
		if err != nil {
			return nil, err
		}
		return fresh, pin.Check(kind, fresh)
	}
	fresh, err := t.prompt(ctx, "pin.new", kind)
	if err != nil {
		return nil, err
	}
	if err := pin.Check(kind, fresh); err != nil {
		fresh.Clear()
		return nil, err
	}
	again, err := t.prompt(ctx, "pin.again", kind)
	defer again.Clear()
	if err == nil && !fresh.Equal(again) {
		t.note("pin.differ")
		err = &messaging.Error{Code: messaging.CodeCancelled}
	}
	if err != nil {
		fresh.Clear()
	}
	return fresh, err
}
