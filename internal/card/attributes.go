package card

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/hitofude/hitofude/internal/pin"
)

// Attributes are the 基本4情報, exactly as the card holds them. A field the
// card does not carry is empty.
type Attributes struct {
	Name    string // family name U+3000 given name, or a single name
	Address string // full-width digits and hyphens
	Birth   string // YYYYMMDD
	Sex     string // "1" male, "2" female, "9" not applicable
}

const (
	efNumber     = 0x01 // 0408/0001, FF10
	efAttributes = 0x02 // 0408/0002, FF20
)

// Attributes reads the four attributes after VERIFY of kind, which is
// pin.InputSupport or pin.VerificationB: 4+⌈L/256⌉ APDUs for a file of L
// bytes, the closing one included. Errors: pin.FormError before any APDU,
// pin.LockedError and pin.LastTryError before VERIFY, pin.IncorrectError,
// ErrUnsupported, StatusWordError, MalformedError, and the Transmitter's.
func (c *Card) Attributes(ctx context.Context, p *pin.PIN, kind pin.Kind, acceptLastTry bool) (*Attributes, error) {
	if kind != pin.InputSupport && kind != pin.VerificationB {
		return nil, fmt.Errorf("reading attributes: %s PIN does not open them", kind)
	}
	file, err := c.readPersonal(ctx, "reading attributes", efAttributes, p, kind, acceptLastTry)
	if err != nil {
		return nil, err
	}
	return parseAttributes(file)
}

// Number reads the 個人番号, 12 digits, after VERIFY of kind, which is
// pin.InputSupport or pin.VerificationA. The caller clears the result.
func (c *Card) Number(ctx context.Context, p *pin.PIN, kind pin.Kind, acceptLastTry bool) ([]byte, error) {
	if kind != pin.InputSupport && kind != pin.VerificationA {
		return nil, fmt.Errorf("reading number: %s PIN does not open it", kind)
	}
	const step = "reading number"
	file, err := c.readPersonal(ctx, step, efNumber, p, kind, acceptLastTry)
	if err != nil {
		return nil, err
	}
	defer clear(file)
	number, err := find(file, 0xFF10)
	if err != nil || len(number) != 12 || !digits(number) {
		return nil, &MalformedError{Step: step}
	}
	return move(nil, number), nil
}

func (c *Card) readPersonal(ctx context.Context, step string, ef byte, p *pin.PIN, kind pin.Kind, acceptLastTry bool) ([]byte, error) {
	defer c.finish(ctx)
	return c.openPersonal(ctx, step, ef, p, kind, acceptLastTry)
}

// openPersonal is readPersonal without the end.
func (c *Card) openPersonal(ctx context.Context, step string, ef byte, p *pin.PIN, kind pin.Kind, acceptLastTry bool) ([]byte, error) {
	if err := pin.Check(kind, p); err != nil {
		return nil, err
	}
	if err := c.Open(ctx, InputSupport); err != nil {
		return nil, err
	}
	if err := c.verify(ctx, references[kind][0], p, acceptLastTry); err != nil {
		return nil, err
	}
	return c.readFile(ctx, step, ef, false)
}

// parseAttributes reads FF20 { DF21 offsets, DF22 name, DF23 address, DF24
// birth, DF25 sex }. The offsets are a hint that differs between cards, order
// and number of the objects are not promised, and newer cards may carry more
// of them, so each is looked up by its tag.
func parseAttributes(file []byte) (*Attributes, error) {
	malformed := &MalformedError{Step: "reading attributes"}
	body, err := find(file, 0xFF20)
	if err != nil || body == nil {
		return nil, malformed
	}
	var a Attributes
	for tag, field := range map[uint32]*string{0xDF22: &a.Name, 0xDF23: &a.Address, 0xDF24: &a.Birth, 0xDF25: &a.Sex} {
		value, err := find(body, tag)
		if err != nil || !utf8.Valid(value) {
			return nil, malformed
		}
		*field = string(value)
	}
	if a == (Attributes{}) {
		return nil, malformed
	}
	return &a, nil
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
