// Package vpcd puts a card in software behind vpcd, the virtual reader of vsmartcard that pcscd loads as a driver. The card
// dials the reader. (vpcd's other mode, in which the reader dials the card, makes pcscd of Debian 12 abort and is not used.)
//
// Frames have a length of two bytes, big-endian, then the body. A body of one byte from the reader is a control code: 0 power
// off, 1 power on, 2 reset, 4 ask for the ATR. Only the ATR and APDUs are answered.
package vpcd

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard"
)

// Address of vpcd's first reader in its default configuration; the second reader listens on the port after it.
const Address = "127.0.0.1:35963"

const (
	controlOff   = 0
	controlOn    = 1
	controlReset = 2
	controlATR   = 4

	redial = 20 * time.Millisecond
)

// Serve keeps the card of the slot connected to the reader at address until ctx ends: it dials again whenever the reader went away
// and whenever the card was put back. It returns nil when ctx ended.
func Serve(ctx context.Context, address string, slot *virtualcard.Slot) error {
	for {
		card, gone, err := slot.Await(ctx)
		if err != nil {
			return nil // only ctx ends the wait
		}
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			if !sleep(ctx, redial) {
				return nil
			}
			continue
		}
		tcp, ok := conn.(*net.TCPConn)
		if !ok {
			return fmt.Errorf("dialling %s: not TCP", address)
		}
		l := &link{conn: tcp, slot: slot, card: card, gone: gone}
		l.run(ctx)
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// link is one connection: one insertion of the card into one life of the reader.
type link struct {
	conn *net.TCPConn
	slot *virtualcard.Slot
	card *virtualcard.Card
	gone <-chan struct{}
}

var errCut = errors.New("answer cut off")

// run answers until the card leaves, the reader goes away or ctx ends. A card whose reader went away has no power.
func (l *link) run(ctx context.Context) {
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-l.gone:
		case <-ctx.Done():
		case <-done:
		}
		_ = l.conn.Close() // ends the read below; there is nobody to tell
	}()
	for {
		body, err := l.read()
		if err == nil {
			err = l.answer(body)
		}
		if errors.Is(err, errCut) {
			l.slot.Swap()
			return
		}
		if err != nil {
			l.card.PowerOff()
			return
		}
	}
}

// read reads one frame.
func (l *link) read() ([]byte, error) {
	var head [2]byte
	quickAck(l.conn)
	if _, err := io.ReadFull(l.conn, head[:]); err != nil {
		return nil, fmt.Errorf("reading frame: %w", err)
	}
	quickAck(l.conn)
	body := make([]byte, binary.BigEndian.Uint16(head[:]))
	if _, err := io.ReadFull(l.conn, body); err != nil {
		return nil, fmt.Errorf("reading frame: %w", err)
	}
	return body, nil
}

func (l *link) answer(body []byte) error {
	if len(body) != 1 {
		return l.exchange(body)
	}
	switch body[0] {
	case controlOff:
		l.slot.Power(false)
	case controlOn:
		l.slot.Power(true)
	case controlReset:
		l.slot.Reset()
	case controlATR:
		return l.write(l.card.ATR())
	}
	return nil
}

func (l *link) exchange(apdu []byte) error {
	if len(apdu) == 0 {
		return nil
	}
	reply := l.slot.Send(apdu, l.gone)
	switch {
	case reply.Data == nil:
		return io.ErrClosedPipe // the card left or has no power: there is no answer
	case reply.Cut:
		return l.writeHalf(reply.Data)
	}
	return l.write(reply.Data)
}

func (l *link) write(body []byte) error {
	frame := append(binary.BigEndian.AppendUint16(nil, uint16(len(body))), body...)
	if _, err := l.conn.Write(frame); err != nil {
		return fmt.Errorf("writing frame: %w", err)
	}
	return nil
}

func (l *link) writeHalf(body []byte) error {
	frame := append(binary.BigEndian.AppendUint16(nil, uint16(len(body))), body[:len(body)/2]...)
	if _, err := l.conn.Write(frame); err != nil {
		return fmt.Errorf("writing frame: %w", err)
	}
	return errCut
}
