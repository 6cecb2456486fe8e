package card

import (
	"context"
	"errors"

	"github.com/hitofude/hitofude/internal/pin"
)

// form is how a PIN file is named in a command. The query, which costs no try,
// finds out which form the card takes; VERIFY then goes out in that form only.
type form int

const (
	formShort  form = iota // 00 20 00 80|SFI
	formSelect             // SELECT EF, then 00 20 00 80
	formLe                 // as formSelect, the query with an Le byte: 00 20 00 80 00
)

// reference is one PIN file.
type reference struct {
	kind pin.Kind
	app  Application
	ef   byte
}

// references lists the PIN files of each kind. The resident register PIN is
// two files with a counter each; people know one PIN.
var references = map[pin.Kind][]reference{
	pin.Signature:      {{pin.Signature, JPKI, 0x1B}},
	pin.Authentication: {{pin.Authentication, JPKI, 0x18}},
	pin.InputSupport:   {{pin.InputSupport, InputSupport, 0x11}},
	pin.ResidentRegister: {
		{pin.ResidentRegister, ResidentRegister, 0x1C},
		{pin.ResidentRegister, Common, 0x1C},
	},
	pin.VerificationA: {{pin.VerificationA, InputSupport, 0x14}},
	pin.VerificationB: {{pin.VerificationB, InputSupport, 0x15}},
}

func (r reference) step(verb string) string { return verb + " " + string(r.kind) + " PIN" }

// verify reads the counter and, where the guard allows, presents p. It is the
// only way to VERIFY: nothing lies between the query and it. The application
// must be selected.
func (c *Card) verify(ctx context.Context, r reference, p *pin.PIN, acceptLastTry bool) error {
	tries, used, err := c.queryLocked(ctx, r, c.memory.form)
	if err != nil {
		return err
	}
	if err := c.guard(r.kind, p, tries, acceptLastTry); err != nil {
		return err
	}
	return c.present(ctx, r, used, p)
}

// guard asks whoever has a say, with the tries that were just read.
func (c *Card) guard(kind pin.Kind, p *pin.PIN, tries pin.Tries, acceptLastTry bool) error {
	if locked := tries.Known && tries.Left == 0; c.Allow != nil && !locked {
		if err := c.Allow(kind, tries); err != nil {
			return err
		}
	}
	return c.told(c.memory.history.Guard(kind, p, tries, acceptLastTry))
}

// present sends VERIFY, once. After a transport error nobody knows whether the
// card counted a try, so nothing is sent again here or anywhere above.
func (c *Card) present(ctx context.Context, r reference, f form, p *pin.PIN) error {
	apdu := command(0x00, 0x20, 0x00, r.p2(f), p.Bytes())
	defer clear(apdu)
	_, sw, err := c.exchange(ctx, r.step("verifying"), apdu)
	if err != nil {
		return err
	}
	err = verifyResult(r, sw)
	var incorrect *pin.IncorrectError
	switch {
	case err == nil:
		c.memory.history.Accepted(r.kind)
	case errors.As(err, &incorrect):
		incorrect.Lookalike = pin.Lookalike(r.kind, p)
		incorrect.Before = c.memory.history.Refused(r.kind, p, incorrect.Tries)
	}
	return c.told(err)
}

// told notes the tries that an error is about: whoever hears of it is told them.
func (c *Card) told(err error) error {
	var last *pin.LastTryError
	var incorrect *pin.IncorrectError
	var repeated *pin.RepeatedError
	switch {
	case errors.As(err, &last):
		c.memory.history.Told(last.Kind, last.Tries)
	case errors.As(err, &incorrect):
		c.memory.history.Told(incorrect.Kind, incorrect.Tries)
	case errors.As(err, &repeated):
		c.memory.history.Told(repeated.Kind, repeated.Tries)
	}
	return err
}

// Tries reads the counter of one PIN, so that a person can be told before being
// asked for it: SELECT, the query and the closing SELECT. It tries nothing. Its
// errors are those of an operation with the PIN as far as they can be known
// without it: pin.LockedError, pin.LastTryError.
func (c *Card) Tries(ctx context.Context, kind pin.Kind, acceptLastTry bool) (pin.Tries, error) {
	defer c.finish(ctx)
	r := references[kind][0]
	if err := c.Open(ctx, r.app); err != nil {
		return pin.Tries{}, err
	}
	tries, _, err := c.queryLocked(ctx, r, c.memory.form)
	if err == nil {
		err = c.guard(kind, nil, tries, acceptLastTry)
	}
	if err == nil {
		c.memory.history.Told(kind, tries)
	}
	return tries, err
}

// p2 is 80|SFI, or 80 for the file selected before.
func (r reference) p2(f form) byte {
	if f == formShort {
		return 0x80 | r.ef
	}
	return 0x80
}

// verifyResult names what a status word means as the answer to VERIFY: nil for
// 9000 only.
func verifyResult(r reference, sw uint16) error {
	switch {
	case sw == swOK:
		return nil
	case sw>>4 == 0x63C:
		return &pin.IncorrectError{Kind: r.kind, Tries: pin.Tries{Left: int(sw & 0xF), Known: true}}
	case sw == 0x6300:
		return &pin.IncorrectError{Kind: r.kind}
	case sw == swBlocked, sw == swLocked:
		return &pin.LockedError{Kind: r.kind}
	}
	return &StatusWordError{Step: r.step("verifying"), SW: sw}
}

// queryLocked reads the counter while the PIN is not verified. A card that
// answers 9000 was left unlocked by another program and says nothing about
// tries: leaving the application ends that, and the second answer counts. When
// that is 9000 too the tries stay unknown.
func (c *Card) queryLocked(ctx context.Context, r reference, start form) (pin.Tries, form, error) {
	tries, used, unlocked, err := c.query(ctx, r, start)
	if err != nil || !unlocked {
		return tries, used, err
	}
	if err := c.selectISD(ctx); err != nil {
		var declined *StatusWordError
		if !errors.As(err, &declined) {
			return pin.Tries{}, used, err
		}
		// No ISD: any other application ends the security status as well.
		if err := c.selectApplication(ctx, c.elsewhere()); err != nil && !errors.Is(err, ErrUnsupported) {
			return pin.Tries{}, used, err
		}
	}
	if err := c.selectApplication(ctx, r.app); err != nil {
		return pin.Tries{}, used, err
	}
	tries, used, _, err = c.query(ctx, r, used)
	return tries, used, err
}

// query sends an empty VERIFY, which costs no try, in the first form that the
// card takes. unlocked means 9000. The form is remembered when the card
// refused the short one; that a caller began elsewhere says nothing about it.
//
// The forms for the current file select r's before the first of them. They are
// not sent to anything else: the counter that answers would be another PIN's.
func (c *Card) query(ctx context.Context, r reference, start form) (tries pin.Tries, used form, unlocked bool, err error) {
	current := false // r is the current file
	for used = start; ; used++ {
		if used != formShort && !current {
			if sw, err := c.selectEF(ctx, r.step("selecting"), r.ef); err != nil || sw != swOK {
				return pin.Tries{}, used, false, orStatus(r.step("selecting"), sw, err)
			}
			current = true
		}
		sw, err := c.queryForm(ctx, r, used)
		if err != nil {
			return pin.Tries{}, used, false, err
		}
		tries, class := classifyQuery(used, sw)
		switch {
		case class == queryRefused && used < formLe:
			continue
		case class == queryRefused || class == queryFailed:
			return pin.Tries{}, used, false, &StatusWordError{Step: r.step("querying"), SW: sw}
		}
		if start == formShort && used != formShort {
			c.memory.form = formSelect
		}
		return tries, used, class == queryUnlocked, nil
	}
}

func (c *Card) queryForm(ctx context.Context, r reference, f form) (uint16, error) {
	apdu := command(0x00, 0x20, 0x00, r.p2(f), nil)
	if f == formLe {
		apdu = withLe(apdu, 0)
	}
	_, sw, err := c.exchange(ctx, r.step("querying"), apdu)
	return sw, err
}

// queryClass sorts the answers to a query.
type queryClass int

const (
	queryCounted  queryClass = iota // tries are known, locked included
	queryUnknown                    // the card does not tell
	queryUnlocked                   // 9000: verified already
	queryRefused                    // not this form, or no such PIN
	queryFailed                     // anything else
)

// classifyQuery names what a status word means as the answer to an empty
// VERIFY in form f. 6300 is JICSAP's word for a key without a counter. A card
// may also decline the short form by words about rights and conditions; for
// the current file those are about the PIN itself.
func classifyQuery(f form, sw uint16) (pin.Tries, queryClass) {
	switch {
	case sw>>4 == 0x63C:
		return pin.Tries{Left: int(sw & 0xF), Known: true}, queryCounted
	case sw == swBlocked, sw == swLocked:
		return pin.Tries{Known: true}, queryCounted
	case sw == 0x6300:
		return pin.Tries{}, queryUnknown
	case sw == swOK:
		return pin.Tries{}, queryUnlocked
	case refusesForm(sw), f == formShort && (sw == swNotVerified || sw == swConditions):
		return pin.Tries{}, queryRefused
	}
	return pin.Tries{}, queryFailed
}

// refusesForm reports status words by which a card declines how something was
// asked, or says that the thing asked for does not exist.
func refusesForm(sw uint16) bool {
	switch sw {
	case swWrongLength, swWrongFile, swNoCurrentEF, 0x6A80, 0x6A81, swNotFound, swWrongParameter,
		0x6A87, swNoKey, swPastEnd, swNoInstruction, swNoClass:
		return true
	}
	return false
}
