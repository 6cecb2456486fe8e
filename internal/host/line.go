package host

import (
	"context"
	"fmt"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
)

// line is the card's Transmitter during one visit. It looks at the instruction
// byte of each command, for two things that nobody else can know: which stage
// to show, and when a request cannot be taken back any more.
type line struct {
	conn  pcsc.Conn
	visit visit
	stage string
}

// Instructions of ISO 7816-4 and JICSAP 1.1 that matter here.
const (
	insVerify          = 0x20
	insChangeReference = 0x24
	insReadBinary      = 0xB0
	insReadRecord      = 0xB2
)

// Transmit sends nothing once ctx is over, and lets what was sent come to its
// end: the answer is the truth about the card.
func (l *line) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", card.ErrNotSent, err)
	}
	if err := l.announce(apdu); err != nil {
		return nil, fmt.Errorf("%w: %w", card.ErrNotSent, err)
	}
	return l.conn.Transmit(ctx, apdu)
}

func (l *line) announce(apdu []byte) error {
	switch apdu[1] {
	case insVerify:
		if len(apdu) > 5 { // without data it only asks for the counter
			l.enter(messaging.StageVerifying)
		}
	case insReadBinary, insReadRecord:
		l.enter(messaging.StageReading)
	case insChangeReference:
		if l.visit.commit != nil {
			return l.visit.commit()
		}
	}
	return nil
}

func (l *line) enter(stage string) {
	if l.stage == stage || l.visit.stage == nil {
		return
	}
	l.stage = stage
	l.visit.stage(stage)
}
