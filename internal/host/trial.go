package host

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/trial"
)

// gate keeps a card in use to the steps of the trial. It is the host that holds
// them, since a mistake spends tries; the windows explain and ask. A nil gate
// lets everything pass.
type gate struct {
	path func() (string, error)
	now  func() time.Time
}

// newGate returns the gate where one is wanted: nil once the trial is over, in
// the practice program, and in tests of other things.
func newGate(p Parts) *gate {
	if !p.Trial || trial.Known().Over {
		return nil
	}
	return &gate{path: func() (string, error) { return userFile("trial.json") }, now: p.Now}
}

// softwareReader is how the readers of vsmartcard-vpcd are called.
const softwareReader = "Virtual PCD "

// softwareOnly reports that the card in hand is one in software. The reader's name
// alone does not say so: vpcd also passes on a real card, from another reader or a
// telephone. It counts where the configuration lets programs be tested.
func (o *operator) softwareOnly() bool {
	return o.pinned.TakesTests() && strings.HasPrefix(o.desk.reader, softwareReader)
}

// inUse reports whether the card in hand is one for use. What its certificates
// say decides. A card that shows none is taken for one in use, unless there is
// only software: then nobody can lose anything with it.
func (o *operator) inUse(maker card.Maker) bool {
	if maker == card.MakerUnknown {
		return !o.softwareOnly()
	}
	return maker == card.MakerOther
}

// unseen reports that c may be a card in use that nobody has looked at on this
// stay. In software that is worth a command only when a card in use has been met
// there: a test card costs what it always did.
func (o *operator) unseen(c *card.Card) bool {
	return c.Maker() == card.MakerUnknown && (o.desk.metInUse || !o.softwareOnly())
}

// steps makes work ask the gate before a PIN goes to a card in use, and note what
// went well. Without begin nothing is noted: the PIN is still to be asked for.
func (o *operator) steps(s *secret, begin bool, work func(context.Context, *card.Card) error) func(context.Context, *card.Card) error {
	if o.gate == nil || s == nil {
		return work
	}
	return func(ctx context.Context, c *card.Card) error {
		if o.unseen(c) {
			if _, err := c.FindMaker(ctx); err != nil {
				return err
			}
		}
		passed := false
		c.Allow = func(kind pin.Kind, tries pin.Tries) error {
			if !o.inUse(c.Maker()) {
				return nil
			}
			o.desk.metInUse = true
			err := o.gate.pass(trial.Question{
				Step: s.stepOf(), Kind: kind, Tries: tries, Consent: s.acceptTrial,
				NoSignature: c.Lacks(card.SignatureKey), Now: o.gate.now(),
			}, begin)
			passed = err == nil
			return err
		}
		err := work(ctx, c)
		if err == nil && passed && begin {
			o.gate.note(s.stepOf())
		}
		return err
	}
}

// stepOf is which step of the trial a PIN is for.
func (s *secret) stepOf() trial.Step {
	if s.step == "" {
		return trial.Rest
	}
	return s.step
}

// pass judges, and writes down that a PIN is about to be sent for a first step
// before it is: whatever happens then, the next process knows.
func (g *gate) pass(q trial.Question, begin bool) error {
	path, err := g.path()
	if err != nil {
		return &trial.RefusedError{Reason: trial.NoRecord, Kind: q.Kind}
	}
	state := trial.Load(path, q.Now)
	if err := state.Judge(q); err != nil {
		return err
	}
	if !begin || state.Done(q.Step) || q.Step == trial.Rest {
		return nil
	}
	if state.Begun(q.Kind, q.Now).Save(path) != nil {
		return &trial.RefusedError{Reason: trial.NoRecord, Kind: q.Kind}
	}
	return nil
}

// note writes down that a step went well. When that fails the step is met again.
func (g *gate) note(step trial.Step) {
	if path, err := g.path(); err == nil {
		_ = trial.Load(path, g.now()).With(step).Save(path)
	}
}

// trialResult is what a status tells of the steps that lie before a card in use:
// for each kind of operation whether its PIN would be sent now.
type trialResult struct {
	Attributes    trialAnswer `json:"attributes"`
	VerificationB trialAnswer `json:"verificationB"` // the same with the number from the card's face
	Sign          trialAnswer `json:"sign"`
	Rest          trialAnswer `json:"rest"`
}

// trialAnswer is "yes", "consent" (when the person agrees) or "no"; then Params
// are those of TRIAL_REFUSED.
type trialAnswer struct {
	Answer string         `json:"answer"`
	Params map[string]any `json:"params,omitempty"`
}

// looked notes that the status of a card in use was read, and returns what is
// said of the steps; nil where there are none.
func (o *operator) looked(maker card.Maker, s *card.Status) *trialResult {
	if o.gate == nil || !o.inUse(maker) {
		return nil
	}
	o.desk.metInUse = true
	path, err := o.gate.path()
	now := o.gate.now()
	state := trial.Load(path, now).With(trial.Status)
	if err != nil || state.Save(path) != nil {
		no := trialAnswer{"no", trialParams(&trial.RefusedError{Reason: trial.NoRecord})}
		return &trialResult{no, no, no, no}
	}
	answer := func(step trial.Step, kind pin.Kind) trialAnswer {
		q := trial.Question{Step: step, Kind: kind, NoSignature: !s.HasSignature, Now: now}
		for _, p := range s.Pins {
			if p.Kind == kind && !p.Locked {
				q.Tries = p.Tries
			}
			if p.Kind == kind && p.Locked { // has a word of its own
				q.Tries = pin.Tries{Left: p.MaxTries, Known: true}
			}
		}
		return newTrialAnswer(state.Judge(q))
	}
	return &trialResult{
		answer(trial.Attributes, pin.InputSupport), answer(trial.Attributes, pin.VerificationB), answer(trial.Sign, pin.Signature), answer(trial.Rest, ""),
	}
}

func newTrialAnswer(err error) trialAnswer {
	var refused *trial.RefusedError
	switch {
	case !errors.As(err, &refused):
		return trialAnswer{Answer: "yes"}
	case refused.Reason == trial.NoConsent:
		return trialAnswer{Answer: "consent"}
	}
	return trialAnswer{"no", trialParams(refused)}
}

// trialParams are the parameters of TRIAL_REFUSED.
func trialParams(e *trial.RefusedError) map[string]any {
	params := map[string]any{"reason": string(e.Reason)}
	if e.Kind != "" {
		params["pin"] = string(e.Kind)
	}
	switch e.Reason {
	case trial.MissingTries:
		params["triesLeft"] = triesLeft(e.Tries)
	case trial.SameSitting:
		params["minutes"] = e.Minutes
	}
	return params
}

func trialCode(e *trial.RefusedError) *messaging.Error {
	return &messaging.Error{Code: messaging.CodeTrialRefused, Params: trialParams(e)}
}
