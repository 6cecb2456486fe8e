//go:build linux

package host

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// throughPcscd is two of the program that ships, a real pcscd and a card in
// software behind it.
type throughPcscd struct {
	tb    testing.TB
	lab   *lab.Lab
	hosts [2]*talk
	stay  int
	asked int
}

func (at *throughPcscd) state() cardState {
	s := at.lab.State(0)
	return cardState{s.Tries, s.APDUs, s.Verifies, at.stay}
}

func (at *throughPcscd) ask(tb testing.TB, host int, request, params string, u upset) answer {
	tb.Helper()
	at.asked++
	id := fmt.Sprintf("q%d", at.asked)
	if u.at > 0 {
		when := map[string]string{"remove": "before", "lose": "during"}[u.what]
		at.lab.Control(0, map[string]any{"do": "inject", "at": u.at, "when": when, "what": "swap"})
	}
	h := at.hosts[host]
	if err := h.request(id + " " + request + " " + params); err != nil {
		tb.Fatal(err)
	}
	got := at.answer(tb, h, id)
	if u.at > 0 {
		at.stay++ // perhaps; the rules hold for less knowledge too
		// A fault that was not reached must not strike a later request, and a
		// card needs a second until pcscd sees the next change.
		at.lab.Control(0, map[string]any{"do": "clear-faults"})
		time.Sleep(1200 * time.Millisecond)
	}
	return got
}

func (at *throughPcscd) answer(tb testing.TB, h *talk, id string) answer {
	tb.Helper()
	for {
		frame, err := h.receive()
		if err != nil {
			tb.Fatal(err)
		}
		var m struct {
			ID, Type string
			Result   map[string]any
			Error    struct {
				Code   string
				Params map[string]any
			}
		}
		if err := json.Unmarshal(frame, &m); err != nil {
			tb.Fatal(err)
		}
		if m.ID == id && m.Type != "progress" {
			return answer{m.Error.Code, m.Error.Params, m.Result}
		}
	}
}

// TestNothingAPersonDoesWastesATryThroughPcscd is the short form of the 500
// sequences, with everything real but the card: 20 of them, at four cards.
func TestNothingAPersonDoesWastesATryThroughPcscd(t *testing.T) {
	t.Parallel()
	for first := range uint64(4) {
		t.Run(fmt.Sprintf("card %d", first+1), func(t *testing.T) {
			t.Parallel()
			l := lab.Start(t, lab.Options{Profiles: []string{"holder"}})
			counts := map[string]int{}
			for i := range uint64(5) {
				add(counts, playThroughPcscd(t, l, 1000+first*5+i))
			}
			if counts["wrong"] == 0 || counts[""] == 0 || counts["PIN_FORMAT"] == 0 {
				t.Errorf("too little happened: %v", counts)
			}
		})
	}
}

func playThroughPcscd(t *testing.T, l *lab.Lab, seed uint64) map[string]int {
	t.Helper()
	at := &throughPcscd{tb: t, lab: l}
	l.Control(0, map[string]any{"do": "load", "profile": "holder"}) // a fresh card
	time.Sleep(1200 * time.Millisecond)
	for i := range at.hosts {
		at.hosts[i] = startTalk(t, l, builtProgram(t))
		at.hosts[i].origin, at.hosts[i].topOrigin = "hitofude:ui", "hitofude:ui"
		at.hosts[i].must(t, "< hello")
	}
	p := newPlayer(at, seed)
	for range 8 {
		p.step(t, []string{"remove", "lose"})
	}
	for _, h := range at.hosts {
		h.must(t, "close", "exit 0")
	}
	return p.counts
}
