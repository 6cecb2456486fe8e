// Package control is the socket through which tests and the demo handle a card in software: one JSON object per line, answered by
// one JSON object per line, either {"ok":true}, the state, or {"error":"…"}.
//
//	{"do":"remove"} {"do":"insert"} {"do":"swap"}
//	{"do":"inject","at":3,"when":"before","what":"delay","ms":3000}
//	{"do":"clear-faults"}
//	{"do":"state"} {"do":"reset-counters"} {"do":"load","profile":"locked"}
//
// "at" counts APDUs from now, the next one is 1. "when" is "before" (the card never sees the APDU, the default) or "during" (it
// carries the command out, the answer suffers). "what" is remove, swap, delay (ms), garbage, empty, truncate or sw (sw, hex).
package control

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard"
)

// Request is one line to the socket.
type Request struct {
	Do      string `json:"do"`
	At      int    `json:"at,omitempty"`
	When    string `json:"when,omitempty"`
	What    string `json:"what,omitempty"`
	SW      string `json:"sw,omitempty"`
	MS      int    `json:"ms,omitempty"`
	Profile string `json:"profile,omitempty"`
}

// State is the answer to {"do":"state"}.
type State struct {
	APDUs      int            `json:"apdus"`
	BytesIn    int            `json:"bytesIn"`
	BytesOut   int            `json:"bytesOut"`
	Verifies   int            `json:"verifies"`
	Signatures int            `json:"signatures"`
	ModelledMs float64        `json:"modelledMs"`
	Present    bool           `json:"present"`
	Profile    string         `json:"profile"`
	Tries      map[string]int `json:"tries"`
	Unlocked   []string       `json:"unlocked"`
}

var done = map[string]bool{"ok": true}

// Serve answers on every connection to the listener until ctx ends, then closes the listener.
func Serve(ctx context.Context, listener net.Listener, slot *virtualcard.Slot) {
	Lines(ctx, listener, func(line []byte) (any, error) { return handle(slot, line) })
}

// Lines serves any handler of JSON lines in the same manner.
func Lines(ctx context.Context, listener net.Listener, handle func(line []byte) (any, error)) {
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() }) // Accept fails then, which is the purpose
	defer stop()
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go converse(ctx, conn, handle)
	}
}

func converse(ctx context.Context, conn net.Conn, handle func([]byte) (any, error)) {
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	defer conn.Close()
	in, out := bufio.NewScanner(conn), json.NewEncoder(conn)
	for in.Scan() {
		answer, err := handle(in.Bytes())
		if err != nil {
			answer = map[string]string{"error": err.Error()}
		}
		if out.Encode(answer) != nil {
			return
		}
	}
}

// Decode reads one line strictly: an unknown key is a mistake in a test.
func Decode(line []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("decoding request: %w", err)
	}
	return nil
}

func handle(slot *virtualcard.Slot, line []byte) (any, error) {
	var r Request
	if err := Decode(line, &r); err != nil {
		return nil, err
	}
	switch r.Do {
	case "remove":
		return moved(slot.Remove(), "there is no card to remove")
	case "insert":
		return moved(slot.Insert(), "the card is inside already")
	case "swap":
		return moved(slot.Swap(), "there is no card to swap")
	case "inject":
		return done, inject(slot, r)
	case "clear-faults":
		slot.ClearFaults()
		return done, nil
	case "state":
		return state(slot), nil
	case "reset-counters":
		slot.Card().ResetCounters()
		return done, nil
	case "load":
		return done, load(slot, r.Profile)
	}
	return nil, fmt.Errorf("unknown request %q", r.Do)
}

func moved(ok bool, otherwise string) (any, error) {
	if !ok {
		return nil, errors.New(otherwise)
	}
	return done, nil
}

func inject(slot *virtualcard.Slot, r Request) error {
	f := virtualcard.Fault{At: r.At, What: r.What, Delay: time.Duration(r.MS) * time.Millisecond}
	switch r.When {
	case "during":
		f.During = true
	case "before", "":
	default:
		return fmt.Errorf("injecting a fault: when is %q, not before or during", r.When)
	}
	if r.What == virtualcard.FaultStatus {
		sw, err := strconv.ParseUint(r.SW, 16, 16)
		if err != nil || len(r.SW) != 4 {
			return fmt.Errorf("injecting a status word: %q is not four hexadecimal digits", r.SW)
		}
		f.Status = uint16(sw)
	}
	return slot.Inject(f)
}

func load(slot *virtualcard.Slot, profile string) error {
	card, err := virtualcard.Find(profile)
	if err != nil {
		return err
	}
	slot.Exchange(card)
	return nil
}

func state(slot *virtualcard.Slot) State {
	card := slot.Card()
	n := card.Counters()
	return State{
		APDUs: n.APDUs, BytesIn: n.BytesIn, BytesOut: n.BytesOut, Verifies: n.Verifies, Signatures: n.Signatures,
		ModelledMs: float64(n.Modelled.Microseconds()) / 1000, Present: slot.Present(), Profile: card.Profile().Name,
		Tries: card.Tries(), Unlocked: card.Unlocked(),
	}
}
