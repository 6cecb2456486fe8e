package host

import (
	"context"

	"github.com/hitofude/hitofude/internal/autofill"
	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/number"
)

// checkNumber refuses to read the 個人番号 unless the site's body may ask for it,
// for a purpose of the law and a box that asks for it. It runs before anything of
// the request reaches a card.
func (s *server) checkNumber(r *messaging.Request) error {
	switch p := r.Params.(type) {
	case *messaging.NumberParams:
		kind, err := s.mayAskNumber(r.Origin, p.Label)
		if err != nil {
			return err
		}
		return number.CheckPurpose(p.Purpose, kind)
	case *messaging.NumberCheckParams:
		_, err := s.mayAskNumber(r.Origin, p.Label)
		return err
	}
	return nil
}

// mayAskNumber tells whose site it is. Only number.check may come without a label:
// then the site alone decides.
func (s *server) mayAskNumber(origin, label string) (number.Kind, error) {
	kind, err := number.KindOf(origin, s.config().NumberOrigins)
	if err == nil && label != "" {
		err = number.CheckLabel(label)
	}
	return kind, err
}

// numberCheckResult is what a window may offer: the purposes of this kind of body.
type numberCheckResult struct {
	Kind     number.Kind `json:"kind"`
	Purposes []string    `json:"purposes"` // ids of internal/number/purposes.json
}

// numberCheck answers number.check, which checkNumber let pass.
func (s *server) numberCheck(origin string) numberCheckResult {
	kind, _ := number.KindOf(origin, s.config().NumberOrigins)
	result := numberCheckResult{Kind: kind}
	for _, p := range number.PurposesOf(kind) {
		result.Purposes = append(result.Purposes, p.ID)
	}
	return result
}

// number reads the 個人番号. A number with a wrong check digit is a fault of the
// card or of the reading, and is not handed out.
func (o *operator) number(ctx context.Context, s secret) (*messaging.NumberResult, error) {
	defer s.pin.Clear()
	var digits []byte
	_, err := o.lend(ctx, card.InputSupport, &s, func(ctx context.Context, c *card.Card) (err error) {
		o.desk.recognised(card.MyNumber) // no other one has the card-face application
		digits, err = c.Number(ctx, s.pin, s.kind, s.acceptLastTry)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !autofill.CheckNumber(digits) {
		clear(digits)
		return nil, &card.MalformedError{Step: "checking number"}
	}
	return &messaging.NumberResult{Digits: digits}, nil
}
