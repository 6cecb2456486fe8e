package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// readerName is what windows show where a reader's name stands.
const readerName = "TEST 練習用のカードリーダー"

// reader is a pcsc.Source with one reader, and the card always in it. The card
// is made when somebody first wants it: hello must not wait for its keys.
type reader struct {
	card func() (*virtualcard.Card, error)
}

func newReader(now time.Time) *reader {
	return &reader{card: sync.OnceValues(func() (*virtualcard.Card, error) {
		// The person of this profile does not exist. The practice page shows its PINs.
		profile, err := virtualcard.BuiltIn("practice")
		if err != nil {
			return nil, err
		}
		return virtualcard.Fresh(profile, now)
	})}
}

// CAs returns the fingerprint of the CA that this card's signature certificate
// comes from. It exists in this process alone.
func (r *reader) CAs() []string {
	card, err := r.card()
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(card.CA(virtualcard.Signature))
	return []string{hex.EncodeToString(sum[:])}
}

// Readers implements pcsc.Source.
func (*reader) Readers(context.Context) ([]pcsc.Reader, error) {
	return []pcsc.Reader{{Name: readerName, State: pcsc.Held}}, nil
}

// Connect implements pcsc.Source.
func (r *reader) Connect(ctx context.Context, name string, _ pcsc.Mode) (pcsc.Conn, error) {
	if name != readerName {
		return nil, pcsc.ErrNoReader
	}
	card, err := r.card()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", pcsc.ErrUnavailable, err)
	}
	card.PowerOn()
	return held{card}, ctx.Err()
}

// Wait implements pcsc.Source: nothing ever changes here.
func (*reader) Wait(ctx context.Context, _ []pcsc.Reader) error {
	<-ctx.Done()
	return ctx.Err()
}

// held is the card in use.
type held struct{ *virtualcard.Card }

// Insertion tells the host that it is the same card on the same stay.
func (held) Insertion() string { return readerName }

// Close implements pcsc.Conn.
func (h held) Close() error {
	h.PowerOff()
	return nil
}
