package card

import (
	"context"
	"errors"
	"fmt"

	"github.com/hitofude/hitofude/internal/pin"
)

// ChangePIN replaces the PIN of kind: 6 APDUs at most, the closing one
// included. Both PINs' forms are checked before the first. The resident register
// PIN is not changed here: it lies in two applications with a counter each, a
// card removed between them would be left with two different ones, and only the
// municipal office uses it. The 照合番号 are printed on the card.
//
// 9000 means that the card holds the new PIN with all its tries. When no
// answer came to the change itself the error is ErrOutcomeUnknown (and the
// Transmitter's).
func (c *Card) ChangePIN(ctx context.Context, kind pin.Kind, current, fresh *pin.PIN, acceptLastTry bool) error {
	if kind != pin.Signature && kind != pin.Authentication && kind != pin.InputSupport {
		return fmt.Errorf("changing PIN: %s is not changed by a program", kind)
	}
	for _, p := range []*pin.PIN{current, fresh} {
		if err := pin.Check(kind, p); err != nil {
			return err
		}
	}
	defer c.finish(ctx)
	return c.changeOne(ctx, references[kind][0], current, fresh, acceptLastTry)
}

func (c *Card) changeOne(ctx context.Context, r reference, current, fresh *pin.PIN, acceptLastTry bool) error {
	if err := c.Open(ctx, r.app); err != nil {
		return err
	}
	tries, used, err := c.queryLocked(ctx, r, formSelect)
	if err != nil {
		return err
	}
	if err := c.guard(r.kind, current, tries, acceptLastTry); err != nil {
		return err
	}
	if err := c.present(ctx, r, used, current); err != nil {
		return err
	}
	return c.replace(ctx, r, fresh)
}

// replace sends the new PIN for the selected and verified file: CHANGE
// REFERENCE DATA 00 24 01 80 (ISO 7816-4, new data only).
func (c *Card) replace(ctx context.Context, r reference, fresh *pin.PIN) error {
	apdu := command(0x00, 0x24, 0x01, 0x80, fresh.Bytes())
	defer clear(apdu)
	_, sw, err := c.exchange(ctx, r.step("changing"), apdu)
	switch {
	case errors.Is(err, ErrNotSent):
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", ErrOutcomeUnknown, err)
	case sw != swOK:
		return &StatusWordError{Step: r.step("changing"), SW: sw}
	}
	return nil
}
