package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// upsetCard is a reader with a card in software that can be taken out in the
// middle of things.
type upsetCard struct {
	card   *virtualcard.Card
	stay   int
	apdus  int
	upset  upset
	since  int // APDUs since the request began
	cancel func()
}

func (u *upsetCard) Readers(context.Context) ([]pcsc.Reader, error) {
	return []pcsc.Reader{{Name: "R", State: pcsc.Held}}, nil
}

func (u *upsetCard) Wait(ctx context.Context, _ []pcsc.Reader) error {
	<-ctx.Done()
	return ctx.Err()
}

func (u *upsetCard) Connect(context.Context, string, pcsc.Mode) (pcsc.Conn, error) {
	u.card.PowerOn()
	return &upsetConn{u, fmt.Sprintf("R#%d", u.stay)}, nil
}

type upsetConn struct {
	*upsetCard
	stay string
}

func (c *upsetConn) Insertion() string { return c.stay }

func (c *upsetConn) Close() error { c.card.PowerOff(); return nil }

func (c *upsetConn) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	if c.stay != fmt.Sprintf("R#%d", c.upsetCard.stay) {
		return nil, pcsc.ErrRemoved
	}
	c.since++
	if c.since == c.upset.at {
		switch c.upset.what {
		case "cancel":
			c.cancel()
		case "remove":
			return nil, c.out()
		case "lose":
			c.apdus++
			c.card.Process(apdu)
			return nil, c.out()
		}
	}
	c.apdus++
	return c.card.Transmit(ctx, apdu)
}

func (c *upsetConn) out() error {
	c.card.PowerOff()
	c.upsetCard.stay++ // and in again at once
	return fmt.Errorf("transmitting: %w", pcsc.ErrRemoved)
}

// inThisProcess is two servers at one card.
type inThisProcess struct {
	reader *upsetCard
	hosts  [2]*server
}

func newInThisProcess(t *testing.T) *inThisProcess {
	t.Helper()
	profile, err := virtualcard.BuiltIn("holder")
	if err != nil {
		t.Fatal(err)
	}
	card, err := virtualcard.New(profile, recordedNow)
	if err != nil {
		t.Fatal(err)
	}
	at := &inThisProcess{reader: &upsetCard{card: card}}
	for i := range at.hosts {
		p := Parts{Readers: at.reader, Now: func() time.Time { return recordedNow }}
		at.hosts[i] = newServer(t.Context(), io.Discard, p, newOutbox(messaging.NewWriter(io.Discard)), office{})
	}
	return at
}

func (at *inThisProcess) state() cardState {
	c := at.reader.card.Counters()
	return cardState{at.reader.card.Tries(), at.reader.apdus, c.Verifies, at.reader.stay}
}

func (at *inThisProcess) ask(tb testing.TB, host int, request, params string, u upset) answer {
	tb.Helper()
	frame := fmt.Sprintf(`{"id":"x","type":%q,"origin":"hitofude:ui","topOrigin":"hitofude:ui","params":%s}`, request, params)
	r, err := messaging.Decode([]byte(frame))
	var result any
	if err == nil {
		ctx, cancel := context.WithCancelCause(tb.Context())
		defer cancel(nil)
		op := &operation{id: "x", cancel: cancel}
		at.reader.upset, at.reader.since, at.reader.cancel = u, 0, func() { op.wish() }
		result, err = at.hosts[host].handle(ctx, op, r)
	}
	if unlocked := at.reader.card.Unlocked(); len(unlocked) > 0 {
		tb.Fatalf("%s left %v unlocked", request, unlocked)
	}
	return answerOf(tb, result, err)
}

func answerOf(tb testing.TB, result any, err error) (a answer) {
	tb.Helper()
	if err == nil {
		data, err := json.Marshal(result)
		if err := errors.Join(err, json.Unmarshal(data, &a.result)); err != nil {
			tb.Fatal(err)
		}
		return a
	}
	e := codeOf(err)
	data, err := json.Marshal(e.Params)
	if err := errors.Join(err, json.Unmarshal(data, &a.params)); err != nil {
		tb.Fatal(err)
	}
	a.code = string(e.Code)
	if a.code == "INTERNAL" {
		tb.Fatalf("internal error after all")
	}
	return a
}

// TestNothingAPersonDoesWastesATry plays 500 sequences of right, wrong, malformed
// and confused PINs with cancels and removals, at two hosts in turn.
func TestNothingAPersonDoesWastesATry(t *testing.T) {
	t.Parallel()
	counts := map[string]int{}
	for seed := range uint64(500) {
		p := newPlayer(newInThisProcess(t), seed)
		for range 12 {
			p.step(t, []string{"cancel", "remove", "lose"})
		}
		add(counts, p.counts)
	}
	for _, name := range []string{"", "wrong", "locked", "PIN_FORMAT", "PIN_INCORRECT", "PIN_LAST_TRY", "PIN_LOCKED", "PIN_REPEATED", "CARD_REMOVED", "CANCELLED"} {
		if counts[name] < 20 {
			t.Errorf("%q came only %d times in %v", name, counts[name], counts)
		}
	}
}
