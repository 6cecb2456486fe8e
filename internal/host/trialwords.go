package host

import (
	"context"
	"fmt"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/trial"
)

// answer is what a status said about a PIN for a step. A status without steps
// lets everything pass.
func (r *trialResult) answer(step trial.Step, kind pin.Kind) trialAnswer {
	switch {
	case r == nil:
		return trialAnswer{Answer: "yes"}
	case step == trial.Attributes && kind == pin.VerificationB:
		return r.VerificationB
	case step == trial.Attributes:
		return r.Attributes
	case step == trial.Sign:
		return r.Sign
	}
	return r.Rest
}

// agree tells a person what the trial has them do and not do now, and asks. It
// returns what they said; the host asks for it again before the PIN is sent.
func (t *tool) agree(ctx context.Context, a trialAnswer, step trial.Step, kind pin.Kind) (bool, error) {
	switch {
	case a.Answer == "no":
		return false, &messaging.Error{Code: messaging.CodeTrialRefused, Params: a.Params}
	case a.Answer == "yes" || t.acceptTrial:
		return t.acceptTrial, nil
	}
	t.note("trial.about")
	t.note("trial.now." + string(step))
	t.note("trial.way")
	sure, err := t.parts.Terminal.Confirm(ctx, t.say("trial.sure"))
	if err == nil && !sure {
		err = &trial.RefusedError{Reason: trial.NoConsent, Kind: kind}
	}
	return sure, err
}

// steps prints, below a status, which step of the trial comes next.
func (t *tool) steps(r *trialResult) {
	if r == nil {
		return
	}
	t.line("trial.about")
	next, a := trial.Attributes, r.Attributes
	if a.Answer == "yes" {
		next, a = trial.Sign, r.Sign
	}
	switch a.Answer {
	case "yes":
		t.line("trial.done")
	case "consent":
		t.line("trial.next." + string(next))
	default:
		cause, step := (&messaging.Error{Code: messaging.CodeTrialRefused, Params: a.Params}).Text(t.lang)
		fmt.Fprintf(t.stdout, "  %s\n  → %s\n", cause, step)
	}
}
