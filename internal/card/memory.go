package card

import "github.com/hitofude/hitofude/internal/pin"

// Memory is what may be kept between operations on the same card, as long as
// one window is open. It never holds a PIN or anything about the holder, only
// what pin.History keeps of refused PINs. It belongs to the goroutine that owns
// the card.
type Memory struct {
	history  pin.History
	presence presence
	ca       map[Key][]byte
	extended extended
	form     form
	maker    Maker
	// manufacture is the number that the portals tell cards apart by; "" when it
	// was not read.
	manufacture string
}

// presence is EF 0008 of the JPKI application.
type presence struct {
	known                     bool
	signature, authentication bool
}

func (p presence) lacks(k Key) bool {
	if k == AuthenticationKey {
		return p.known && !p.authentication
	}
	return p.known && !p.signature
}

// extended says whether READ BINARY with an extended Le works on this card in
// this reader.
type extended int

const (
	extendedUntried extended = iota
	extendedWorks
	extendedRefused // the card says 6700
	extendedBroken  // the first attempt broke the connection
)

// Reset forgets everything about the card. It must be called when the card
// left or may have been exchanged. What remains is that the reader broke down
// over an extended APDU: that is not the card's doing.
func (m *Memory) Reset() {
	m.history.Forget()
	broken := m.extended == extendedBroken
	*m = Memory{}
	if broken {
		m.extended = extendedBroken
	}
}

func (m *Memory) keepCA(k Key, der []byte) {
	if m.ca == nil {
		m.ca = make(map[Key][]byte, 2)
	}
	m.ca[k] = der
}
