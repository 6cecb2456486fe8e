package card

import "slices"

// Status words the code looks at (ISO 7816-4 table 5; JICSAP names in
// comments where the card differs).
const (
	swOK             = 0x9000
	swEndOfFile      = 0x6282 // data given, the file ended before Le
	swWrongLength    = 0x6700
	swWrongFile      = 0x6981
	swNotVerified    = 0x6982
	swBlocked        = 0x6983 // ISO's word for a locked PIN
	swLocked         = 0x6984 // this card's: 参照されたIEFが閉塞している
	swConditions     = 0x6985
	swNoCurrentEF    = 0x6986
	swNotFound       = 0x6A82
	swWrongParameter = 0x6A86
	swNoKey          = 0x6A88
	swPastEnd        = 0x6B00
	swNoInstruction  = 0x6D00
	swNoClass        = 0x6E00
	swInternal       = 0x6F00
)

// command builds a short APDU without Le: header, then Lc and data unless
// data is empty. The slice has exactly the room it needs, so clearing it
// clears every byte ever written.
func command(cla, ins, p1, p2 byte, data []byte) []byte {
	apdu := make([]byte, 0, 5+len(data))
	apdu = append(apdu, cla, ins, p1, p2)
	if len(data) == 0 {
		return apdu
	}
	apdu = append(apdu, byte(len(data)))
	return append(apdu, data...)
}

// withLe returns apdu and one Le byte; 0 asks for up to 256 bytes.
func withLe(apdu []byte, le byte) []byte { return append(slices.Clip(apdu), le) }

// split parts an answer into data and status word; false when it is too short
// to hold one.
func split(answer []byte) (data []byte, sw uint16, ok bool) {
	n := len(answer) - 2
	if n < 0 {
		return nil, 0, false
	}
	return answer[:n], uint16(answer[n])<<8 | uint16(answer[n+1]), true
}

// foreign reports status words by which a card of another kind declines the
// very first SELECT. Internal errors are not among them: those are a fault of
// a card, not a different card.
func foreign(sw uint16) bool {
	switch sw >> 8 {
	case 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6D, 0x6E:
		return true
	}
	return false
}
