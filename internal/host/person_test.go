package host

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

// table is where a person plays with one card and two hosts: in this process or
// through pcscd. An answer is an error code with its params, or a result.
type table interface {
	ask(tb testing.TB, host int, request, params string, u upset) answer
	state() cardState
}

type answer struct {
	code   string
	params map[string]any
	result map[string]any
}

type cardState struct {
	tries           map[string]int
	apdus, verifies int
	stay            int // how often it was put in
}

// upset is what goes wrong at the APDU with this number; 0 is nothing.
type upset struct {
	at   int
	what string // cancel, remove (before the card sees it), lose (after it did)
}

// player is a person who remembers PINs badly, and the rules that hold whatever
// this person does:
//
//   - a counter falls only for the PIN that was asked for, only when what was
//     typed has its form, and by one;
//   - one request is one VERIFY at most, none for what this host has seen refused;
//   - no PIN is locked unless the person confirmed, having been told of that one
//     last try by this host;
//   - what has the wrong form costs no APDU.
type player struct {
	table
	random *rand.Rand
	holds  map[pin.Kind]string // what the card has
	hosts  [2]memoryOfHost
	stuck  pin.Kind // the PIN this person wants most
	story  []string
	counts map[string]int // of what happened, to see that it did
}

// memoryOfHost is what the rules allow a host to know, on this stay of the card.
type memoryOfHost struct {
	told    map[string]int  // tries a person was told
	ever    bool            // anything was told, on any stay
	refused map[string]bool // kind and PIN
	left    map[string]int  // kind → tries at the last refusal
}

func (m *memoryOfHost) forget() {
	m.told, m.refused, m.left = map[string]int{}, map[string]bool{}, map[string]int{}
}

// risen forgets what was refused when the counter shows that somebody used or
// changed the PIN since.
func (m *memoryOfHost) risen(kind pin.Kind, now int) {
	if left, some := m.left[string(kind)]; some && now > left {
		maps.DeleteFunc(m.refused, func(key string, _ bool) bool { return strings.HasPrefix(key, string(kind)+" ") })
		delete(m.left, string(kind))
	}
}

func newPlayer(t table, seed uint64) *player {
	p := &player{
		table: t, random: rand.New(rand.NewPCG(seed, 0x4869746F)), counts: map[string]int{},
		holds: map[pin.Kind]string{
			pin.Signature: "TEST123", pin.Authentication: "2345", pin.InputSupport: "1234", pin.VerificationB: "60051520351234",
		},
	}
	p.stuck = []pin.Kind{pin.Authentication, pin.InputSupport, pin.Signature}[seed%3]
	p.hosts[0].forget()
	p.hosts[1].forget()
	return p
}

// typed is what this person types for a PIN of kind: right, another one's, one
// of a few wrong ones, or nothing that could be right.
func (p *player) typed(kind pin.Kind) string {
	wrong := map[pin.Kind][]string{
		pin.Signature: {"WRONG111", "WRONGO00", "TEST124"}, pin.VerificationB: {"60051520354321", "85051520351234"},
	}[kind]
	if wrong == nil {
		wrong = []string{"9999", "9998", "9997", "3456"}
	}
	others := []string{p.holds[pin.Authentication], p.holds[pin.InputSupport], p.holds[pin.Signature]}
	malformed := []string{"", "12", "test123", "１２３４", "12A4", "1234567890123456789", "WRONGWRONG", "0000 "}
	switch n := p.random.IntN(10); {
	case n < 3:
		return p.holds[kind]
	case n < 6:
		return wrong[p.random.IntN(len(wrong))]
	case n < 8:
		return others[p.random.IntN(len(others))]
	}
	return malformed[p.random.IntN(len(malformed))]
}

// step asks one thing of one host and holds the outcome against the rules.
func (p *player) step(tb testing.TB, upsets []string) {
	tb.Helper()
	host := p.random.IntN(2)
	kinds := []pin.Kind{pin.Signature, pin.Authentication, pin.InputSupport, pin.VerificationB}
	kind := kinds[p.random.IntN(len(kinds))]
	if p.random.IntN(3) > 0 {
		kind = p.stuck
	}
	typed, accept := p.typed(kind), p.random.IntN(3) == 0
	var u upset
	if p.random.IntN(4) == 0 {
		u = upset{at: 1 + p.random.IntN(7), what: upsets[p.random.IntN(len(upsets))]}
	}
	request, params, fresh := p.request(kind, typed, accept)
	before := p.state()
	got := p.ask(tb, host, request, params, u)
	after := p.state()
	p.story = append(p.story, fmt.Sprintf("host %d: %s %s accept=%v %v → %s %v, tries %v", host, request, kind, accept, u, got.code, got.params, after.tries))
	p.judge(tb, host, kind, typed, accept && request != "card.status", request != "card.status", before, after)
	p.learn(host, kind, typed, fresh, got, before, after, u)
}

// request makes a request that needs the PIN of kind; now and then one that
// needs none.
func (p *player) request(kind pin.Kind, typed string, accept bool) (request, params, fresh string) {
	last := ""
	if accept {
		last = `,"acceptLastTry":true`
	}
	if p.random.IntN(6) == 0 {
		return "card.status", "{}", ""
	}
	if kind != pin.VerificationB && p.random.IntN(4) == 0 {
		fresh = map[pin.Kind]string{pin.Signature: "NEUES42X", pin.Authentication: "7402", pin.InputSupport: "8046"}[kind]
		return "pin.change", fmt.Sprintf(`{"kind":%q,"current":%q,"new":%q%s}`, kind, typed, fresh, last), fresh
	}
	switch kind {
	case pin.Signature:
		return "sign", fmt.Sprintf(`{"profile":"cms-detached","documents":[{"name":"a","content":"MQ=="}],"pin":%q%s}`, typed, last), ""
	case pin.Authentication:
		return "authenticate", fmt.Sprintf(`{"nonce":%q,"pin":%q%s}`, "NVs1lZMmZ1gkcIDYH0Te3uqhg7cXhQkr1PYlqHPz1Ew=", typed, last), ""
	case pin.VerificationB:
		return "card.attributes", fmt.Sprintf(`{"verificationB":%q%s}`, typed, last), ""
	}
	return "card.attributes", fmt.Sprintf(`{"pin":%q%s}`, typed, last), ""
}

// judge holds what the card says against the rules.
func (p *player) judge(tb testing.TB, host int, kind pin.Kind, typed string, accept, submitted bool, before, after cardState) {
	tb.Helper()
	fail := func(format string, args ...any) {
		tb.Helper()
		tb.Fatalf("%s\n%s", fmt.Sprintf(format, args...), strings.Join(p.story, "\n"))
	}
	wellFormed := submitted && pin.Check(kind, pin.New([]byte(typed))) == nil
	verifies := after.verifies - before.verifies
	if verifies > 1 || verifies == 1 && !wellFormed {
		fail("%d VERIFY", verifies)
	}
	if submitted && !wellFormed && after.apdus != before.apdus {
		fail("a form that cannot be right cost %d APDUs", after.apdus-before.apdus)
	}
	m := p.hosts[host]
	m.risen(kind, before.tries[string(kind)])
	stayed := after.stay == before.stay // a card that left in between is forgotten
	if submitted && stayed && verifies > 0 && m.refused[string(kind)+" "+typed] {
		fail("a refused PIN was sent again")
	}
	for name, was := range before.tries {
		drop := was - after.tries[name]
		switch {
		case drop > 0 && (name != string(kind) || drop > 1 || !wellFormed):
			fail("%s fell from %d to %d", name, was, after.tries[name])
		case drop > 0:
			p.counts["wrong"]++
		}
		if drop > 0 && after.tries[name] == 0 {
			p.counts["locked"]++
			if !accept || m.ever && m.told[name] != 1 {
				fail("%s was locked: confirmed %v, told %v", name, accept, m.told)
			}
		}
	}
}

// learn keeps what the answer told, and what the card holds now.
func (p *player) learn(host int, kind pin.Kind, typed, fresh string, got answer, before, after cardState, u upset) {
	m := &p.hosts[host]
	p.counts[got.code]++
	moved := after.stay != before.stay
	if moved {
		p.hosts[0].forget()
		p.hosts[1].forget()
	}
	if left, ok := got.params["triesLeft"].(float64); ok && got.code != "PIN_LOCKED" {
		m.told[string(kind)], m.ever = int(left), true
	}
	if got.code == "PIN_INCORRECT" && !moved { // else nobody can say on which stay it was
		m.refused[string(kind)+" "+typed], m.left[string(kind)] = true, after.tries[string(kind)]
	}
	if pins, ok := got.result["pins"].([]any); ok {
		m.ever = true
		for _, row := range pins {
			row := row.(map[string]any)
			if left, ok := row["triesLeft"].(float64); ok {
				m.told[row["kind"].(string)] = int(left)
			}
		}
	}
	if fresh != "" && got.code == "" {
		p.holds[kind] = fresh
	}
	if fresh != "" && got.params["outcome"] == "unknown" && u.what == "lose" {
		p.holds[kind] = fresh // the card had it; the answer was lost
	}
}

func add(to, from map[string]int) {
	for name, n := range maps.All(from) {
		to[name] += n
	}
}
