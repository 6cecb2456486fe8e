package card

import (
	"context"
	"errors"
	"fmt"

	"github.com/hitofude/hitofude/internal/pin"
)

// ChangePIN replaces the PIN of kind: 6 APDUs at most, the closing one
// included, for the PINs of the JPKI and input support applications. Both
// PINs' forms are checked before the first. The resident register PIN lies in
// two applications; both counters are read before either VERIFY.
//
// 9000 means that the card holds the new PIN with all its tries. When no
// answer came to the change itself the error is ErrOutcomeUnknown (and the
// Transmitter's); when one of two places was changed and the other was not, or
// may not have been, it is a *PartialChangeError. The 照合番号 cannot be changed.
func (c *Card) ChangePIN(ctx context.Context, kind pin.Kind, current, fresh *pin.PIN, acceptLastTry bool) error {
	if kind == pin.VerificationA || kind == pin.VerificationB {
		return fmt.Errorf("changing PIN: %s is printed on the card", kind)
	}
	for _, p := range []*pin.PIN{current, fresh} {
		if err := pin.Check(kind, p); err != nil {
			return err
		}
	}
	defer c.finish(ctx)
	if kind == pin.ResidentRegister {
		return c.changeResident(ctx, current, fresh, acceptLastTry)
	}
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
	if err := pin.Guard(r.kind, tries, acceptLastTry); err != nil {
		return err
	}
	if err := c.present(ctx, r, used, current); err != nil {
		return err
	}
	return c.replace(ctx, r, fresh)
}

// replace sends the new PIN for the selected and verified file: CHANGE
// REFERENCE DATA 00 24 01 80 (ISO 7816-4, new data only), or JICSAP's CHANGE
// KEY 80 32 00 80 in the resident register and common applications.
func (c *Card) replace(ctx context.Context, r reference, fresh *pin.PIN) error {
	apdu := command(0x00, 0x24, 0x01, 0x80, fresh.Bytes())
	if r.kind == pin.ResidentRegister {
		apdu[0], apdu[1], apdu[2] = 0x80, 0x32, 0x00
	}
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

// changeResident changes both files. Leaving an application ends its
// verification, so each is verified and changed in one visit; the counters of
// both are read first so that the second VERIFY is not a surprise.
func (c *Card) changeResident(ctx context.Context, current, fresh *pin.PIN, acceptLastTry bool) error {
	places := references[pin.ResidentRegister]
	for _, r := range places {
		if err := c.Open(ctx, r.app); err != nil {
			return err
		}
		tries, _, err := c.queryLocked(ctx, r, formSelect)
		if err != nil {
			return err
		}
		if err := pin.Guard(r.kind, tries, acceptLastTry); err != nil {
			return err
		}
	}
	if err := c.changeOne(ctx, places[0], current, fresh, acceptLastTry); err != nil {
		return err
	}
	err := c.changeOne(ctx, places[1], current, fresh, acceptLastTry)
	if err == nil {
		return nil
	}
	return &PartialChangeError{Changed: places[0].app, Unchanged: places[1].app, Err: err}
}
