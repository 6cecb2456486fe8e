package card

import (
	"context"
	"errors"
)

const (
	chunk   = 256    // what one short READ BINARY gives (Le 00)
	maxFile = 0x7FFF // greatest offset of READ BINARY (P1 bit 8 clear)
)

// reader collects one transparent file from its beginning.
type reader struct {
	card *Card
	step string
	ef   byte
	data []byte
	done bool // the file has no more
}

// readFile reads file ef of the current application up to the end of its
// first data object and trims what lies behind. extendedLe asks for the whole
// file in one APDU where card and reader can do that. An empty file, or
// one of nothing but filler, is returned as nil.
func (c *Card) readFile(ctx context.Context, step string, ef byte, extendedLe bool) ([]byte, error) {
	r := &reader{card: c, step: step, ef: ef}
	if extendedLe && c.memory.extended < extendedRefused {
		if err := r.readExtended(ctx); err != nil {
			return nil, err
		}
	}
	for {
		total, err := outerLength(r.data)
		switch {
		case (len(r.data) > 0 || r.done) && len(skipFiller(r.data)) == 0:
			return nil, nil
		case err == nil && total <= len(r.data):
			return r.data[:total:total], nil
		case err == errBadBER, r.done:
			return nil, &MalformedError{Step: step}
		}
		if err := r.readChunk(ctx); err != nil {
			return nil, err
		}
	}
}

// readHead reads the first chunk of file ef, however long the file is.
func (c *Card) readHead(ctx context.Context, step string, ef byte, le byte) ([]byte, error) {
	data, sw, err := c.readBinary(ctx, step, withLe([]byte{0x00, 0xB0, 0x80 | ef, 0x00}, le))
	if err != nil {
		return nil, err
	}
	if sw != swOK && sw != swEndOfFile {
		return nil, &StatusWordError{Step: step, SW: sw}
	}
	return data, nil
}

// readExtended asks for everything at once: 00 B0 80|SFI 00 with Le 000000.
// A reader without extended APDUs fails in the transport, which ends the
// connection; so that is what the memory says until the first attempt was
// answered, and the person's second attempt goes without.
func (r *reader) readExtended(ctx context.Context) error {
	c := r.card
	before := c.memory.extended
	if before == extendedUntried {
		c.memory.extended = extendedBroken
	}
	data, sw, err := c.exchange(ctx, r.step, []byte{0x00, 0xB0, 0x80 | r.ef, 0x00, 0x00, 0x00, 0x00})
	parts := err == nil && sw>>8 == 0x61
	if parts {
		data, sw, err = c.rest(ctx, r.step, data, sw)
	}
	switch {
	case errors.Is(err, ErrNotSent):
		c.memory.extended = before
		return err
	case err != nil:
		return err
	case sw == swOK || sw == swEndOfFile:
		c.memory.extended = extendedWorks
		r.data = data
		return nil
	case parts || sw == swWrongLength || sw>>8 == 0x6C || refusesForm(sw) && sw != swNotFound:
		c.memory.extended = extendedRefused
		return nil
	}
	// The card understood the length and declines for another reason.
	c.memory.extended = before
	return &StatusWordError{Step: r.step, SW: sw}
}

// readChunk appends the next part of the file. The first one goes by short EF
// identifier, which also makes the file current for the ones that follow.
// Fewer bytes than asked, none at all, or 6B00 mean the end of the file.
func (r *reader) readChunk(ctx context.Context) error {
	offset := len(r.data)
	if offset > maxFile {
		r.done = true
		return nil
	}
	apdu := []byte{0x00, 0xB0, byte(offset >> 8), byte(offset), 0x00}
	if offset == 0 {
		apdu[2], apdu[3] = 0x80|r.ef, 0x00
	}
	data, sw, err := r.card.readBinary(ctx, r.step, apdu)
	if err == nil && offset == 0 && refusesForm(sw) && sw != swNotFound {
		if data, sw, err = r.selectAndRead(ctx); err == nil && sw != swOK {
			return &StatusWordError{Step: r.step, SW: sw}
		}
	}
	switch {
	case err != nil:
		return err
	case sw == swOK || sw == swEndOfFile:
		r.done = len(data) < chunk
		r.data = move(r.data, data)
	case sw == swPastEnd && offset > 0:
		r.done = true
	default:
		return &StatusWordError{Step: r.step, SW: sw}
	}
	return nil
}

// selectAndRead reads the first part of the file without a short identifier.
func (r *reader) selectAndRead(ctx context.Context) ([]byte, uint16, error) {
	sw, err := r.card.selectEF(ctx, r.step, r.ef)
	if err != nil || sw != swOK {
		return nil, sw, err
	}
	return r.card.readBinary(ctx, r.step, []byte{0x00, 0xB0, 0x00, 0x00, 0x00})
}

// readBinary sends a READ BINARY or READ RECORD that ends in Le, following
// 6Cxx (repeat with that Le) and 61xx (GET RESPONSE) once each, ISO 7816-4
// section 5.3.4. Only reads are followed up: repeating them changes nothing.
func (c *Card) readBinary(ctx context.Context, step string, apdu []byte) ([]byte, uint16, error) {
	data, sw, err := c.exchange(ctx, step, apdu)
	if err == nil && sw>>8 == 0x6C {
		apdu[len(apdu)-1] = byte(sw)
		data, sw, err = c.exchange(ctx, step, apdu)
	}
	if err == nil && sw>>8 == 0x61 {
		return c.rest(ctx, step, data, sw)
	}
	return data, sw, err
}

// rest follows 61xx, the answer's remaining length, by one GET RESPONSE (ISO
// 7816-4 section 7.6.1). It repeats nothing: the command has been carried out.
func (c *Card) rest(ctx context.Context, step string, data []byte, sw uint16) ([]byte, uint16, error) {
	more, sw, err := c.exchange(ctx, step, []byte{0x00, 0xC0, 0x00, 0x00, byte(sw)})
	return move(data, more), sw, err
}

// move appends data to a file and clears it where it stood: what a file says of
// a person stands in one place. It goes byte by byte, also where the file grows,
// because a block copy leaves what it copied in the processor's vector
// registers, which a signal of Go's scheduler writes to memory nobody clears.
func move(file, data []byte) []byte {
	if need := len(file) + len(data); need > cap(file) {
		grown := make([]byte, 0, max(need, 2*cap(file)))
		//lint:ignore S1011 see above
		for _, b := range file {
			grown = append(grown, b)
		}
		clear(file)
		file = grown
	}
	//lint:ignore S1011 see above
	for _, b := range data {
		file = append(file, b)
	}
	clear(data)
	return file
}
