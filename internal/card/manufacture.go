package card

import (
	"context"

	"github.com/hitofude/hitofude/internal/pin"
)

// Manufacture returns the 13 digits of the card's manufacture number: those
// after the first two of the 15-digit serial in record 1 of 共通カードAP/0001, as
// read in jpki/myna, src/unknown.rs: the value of the TLV first, then [2..15].
// It is free to read and the same for the life of the card. Two APDUs, none
// when a status told it before. Selecting the other application ends whatever a
// PIN had opened.
func (c *Card) Manufacture(ctx context.Context) (string, error) {
	if c.memory.manufacture != "" {
		return c.memory.manufacture, nil
	}
	const step = "reading manufacture number"
	if err := c.Open(ctx, Common); err != nil {
		return "", err
	}
	data, sw, err := c.readBinary(ctx, step, []byte{0x00, 0xB2, 0x01, efSerial<<3 | 0x04, 0x00})
	if err != nil || sw != swOK {
		return "", orStatus(step, sw, err)
	}
	if c.memory.manufacture = recordManufacture(data); c.memory.manufacture == "" {
		return "", &MalformedError{Step: step}
	}
	return c.memory.manufacture, nil
}

// recordManufacture returns the number in record 1, or "".
func recordManufacture(record []byte) string {
	value := simpleTLV(record, 0x01)
	if len(value) != 28 || !digits(value) {
		return ""
	}
	return string(value[2:15])
}

// AttributesAndManufacture is Attributes and Manufacture in one go, so that the
// card is closed once: 6 + ⌈L/256⌉ APDUs for a file of L bytes, two fewer when
// the number is known.
func (c *Card) AttributesAndManufacture(ctx context.Context, p *pin.PIN, acceptLastTry bool) (a *Attributes, manufacture string, err error) {
	defer c.finish(ctx)
	file, err := c.openPersonal(ctx, "reading attributes", efAttributes, p, pin.InputSupport, acceptLastTry)
	if err != nil {
		return nil, "", err
	}
	if a, err = parseAttributes(file); err != nil {
		return nil, "", err
	}
	manufacture, err = c.Manufacture(ctx)
	return a, manufacture, err
}
