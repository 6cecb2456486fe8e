package pcsc

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
)

// A PIN typed on the keys of a reader reaches neither the browser nor this
// program. What stands here follows PC/SC part 10 and was tested against its
// bytes only: no reader with keys was at hand.

// ErrNoPad says that the reader has no keys that can verify a PIN, or that the
// PIN cannot be typed on them.
var ErrNoPad = errors.New("reader has no keys for this PIN")

// padTimeout is how long the reader waits for keys, in seconds; it is one byte.
const padTimeout = 60

// Fields of PIN_VERIFY_STRUCTURE (PC/SC part 10 section 2.6.2).
const (
	formatASCII       = 0x82 // bytes as units, PIN right after Lc, left justified, ASCII
	validateByKey     = 0x02 // ended by the OK key
	oneMessage        = 0x01
	messageEnterPIN   = 0x00
	languageJapanese  = 0x0411
	structureOverhead = 19
)

// VerifyStructure returns the PIN_VERIFY_STRUCTURE for a VERIFY of the file
// selected or named by p2 (80, or 80|SFI) with a PIN of digits that has exactly
// this length: 4 for the three four-digit PINs, 12 and 14 for the 照合番号. The
// signature PIN has letters, which a pad of digits cannot type: ErrNoPad.
//
// The APDU in it has zeros where the reader puts the PIN in. Its length is
// fixed, so that a PIN of another length is refused by the reader and costs no
// try. Numbers are little endian, as CCID has them.
func VerifyStructure(p2 byte, digits int) ([]byte, error) {
	if digits < 4 || digits > 15 { // the size of the PIN block is four bits
		return nil, fmt.Errorf("making PIN_VERIFY_STRUCTURE for %d digits: %w", digits, ErrNoPad)
	}
	s := make([]byte, 0, structureOverhead+5+digits)
	s = append(s, padTimeout, padTimeout, formatASCII, byte(digits), 0x00)    // bTimeOut, bTimeOut2, bmFormatString, bmPINBlockString, bmPINLengthFormat
	s = binary.LittleEndian.AppendUint16(s, uint16(digits)<<8|uint16(digits)) // wPINMaxExtraDigit: least, most
	s = append(s, validateByKey, oneMessage)                                  // bEntryValidationCondition, bNumberMessage
	s = binary.LittleEndian.AppendUint16(s, languageJapanese)                 // wLangId
	s = append(s, messageEnterPIN, 0, 0, 0)                                   // bMsgIndex, bTeoPrologue
	s = binary.LittleEndian.AppendUint32(s, uint32(5+digits))                 // ulDataLength
	s = append(s, 0x00, 0x20, 0x00, p2, byte(digits))                         // abData
	return append(s, make([]byte, digits)...), nil
}

// verifyDirect returns the control code of FEATURE_VERIFY_PIN_DIRECT, 0 when
// the reader has none.
func verifyDirect(list []byte) uint32 {
	for len(list) >= 6 && list[1] == 4 {
		if list[0] == featureVerifyDirect {
			return binary.BigEndian.Uint32(list[2:6])
		}
		list = list[6:]
	}
	return 0
}

// The answers of a reader in place of the card's (PC/SC part 10 section 2.5.3).
// 6400 could be the card's as well; whoever goes on reads the counter first.
const (
	padTimedOut  = 0x6400
	padCancelled = 0x6401
	padMismatch  = 0x6402 // two entries of a new PIN differ
	padLength    = 0x6403
)

// Errors of the reader itself: the card has not heard of the PIN.
var (
	ErrPadTimeout   = errors.New("nobody typed on the reader")
	ErrPadCancelled = errors.New("cancelled on the reader")
	ErrPadLength    = errors.New("the PIN typed on the reader has another length")
)

// padAnswer tells the reader's own answers from the card's.
func padAnswer(answer []byte) ([]byte, error) {
	if len(answer) < 2 {
		return nil, fmt.Errorf("verifying on the reader: answer of %d bytes: %w", len(answer), ErrRemoved)
	}
	if len(answer) == 2 {
		switch binary.BigEndian.Uint16(answer) {
		case padTimedOut:
			return nil, ErrPadTimeout
		case padCancelled:
			return nil, ErrPadCancelled
		case padMismatch, padLength:
			return nil, ErrPadLength
		}
	}
	return answer, nil
}

// PadVerifier is a Conn whose reader has keys. The caller reads the counter and
// asks its guard before, as for any VERIFY.
type PadVerifier interface {
	// VerifyOnPad lets the reader ask for a PIN of so many digits and sends it
	// in one VERIFY for p2. It returns the card's status word. Not tested on
	// hardware.
	VerifyOnPad(ctx context.Context, p2 byte, digits int) ([]byte, error)
}

// VerifyOnPad implements PadVerifier.
func (c *conn) VerifyOnPad(ctx context.Context, p2 byte, digits int) ([]byte, error) {
	structure, err := VerifyStructure(p2, digits)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if c.dead != nil {
		return nil, c.dead
	}
	list, err := c.card.Control(getFeatureRequest, nil)
	if err != nil {
		return nil, ErrNoPad
	}
	code := verifyDirect(list)
	if code == 0 {
		return nil, ErrNoPad
	}
	answer, err := c.card.Control(code, structure)
	if err != nil {
		return nil, c.end(meaning("verifying on the reader", c.reader, err))
	}
	return padAnswer(answer)
}
