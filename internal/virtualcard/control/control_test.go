package control

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/virtualcard"
)

// talk serves a slot with a holder's card and returns a function that sends one line and decodes the answer.
func talk(t *testing.T) (*virtualcard.Slot, func(line string) map[string]any) {
	t.Helper()
	card, err := virtualcard.Open("holder")
	if err != nil {
		t.Fatal(err)
	}
	slot := virtualcard.NewSlot(card, nil, false)
	listener, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go Serve(ctx, listener, slot)
	conn, err := net.Dial("unix", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	answers := bufio.NewScanner(conn)
	return slot, func(line string) map[string]any {
		t.Helper()
		if _, err := conn.Write([]byte(line + "\n")); err != nil {
			t.Fatal(err)
		}
		if !answers.Scan() {
			t.Fatalf("%s: no answer", line)
		}
		var answer map[string]any
		if err := json.Unmarshal(answers.Bytes(), &answer); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		return answer
	}
}

func apdu(t *testing.T, slot *virtualcard.Slot, command ...byte) []byte {
	t.Helper()
	out, err := slot.Transmit(t.Context(), command)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var selectJPKI = []byte{0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}

func TestCardGoesAndComes(t *testing.T) {
	slot, ask := talk(t)
	for _, v := range []struct {
		do      string
		ok      bool
		present bool
	}{
		{"insert", false, true}, {"remove", true, false}, {"remove", false, false}, {"swap", false, false}, {"insert", true, true}, {"swap", true, true},
	} {
		answer := ask(`{"do":"` + v.do + `"}`)
		if ok := answer["ok"] == true; ok != v.ok || slot.Present() != v.present {
			t.Errorf("%s: %v, present %v", v.do, answer, slot.Present())
		}
	}
}

func TestStateTellsCountersTriesAndWhatIsUnlocked(t *testing.T) {
	slot, ask := talk(t)
	apdu(t, slot, selectJPKI...)
	apdu(t, slot, append([]byte{0x00, 0x20, 0x00, 0x98, 0x04}, "2345"...)...)
	s := ask(`{"do":"state"}`)
	for key, want := range map[string]any{
		"apdus": 2.0, "bytesIn": 24.0, "bytesOut": 4.0, "verifies": 1.0, "signatures": 0.0, "modelledMs": 16.84, "present": true, "profile": "holder",
	} {
		if s[key] != want {
			t.Errorf("%s is %v, want %v", key, s[key], want)
		}
	}
	if tries := s["tries"].(map[string]any); tries["signature"] != 5.0 || tries["authentication"] != 3.0 || tries["resident-register"] != 3.0 {
		t.Errorf("tries %v", tries)
	}
	if unlocked := s["unlocked"].([]any); len(unlocked) != 1 || unlocked[0] != "authentication" {
		t.Errorf("unlocked %v", unlocked)
	}
	ask(`{"do":"reset-counters"}`)
	if s := ask(`{"do":"state"}`); s["apdus"] != 0.0 {
		t.Errorf("%v APDUs after the reset", s["apdus"])
	}
}

func TestInjectedFaultsArrive(t *testing.T) {
	slot, ask := talk(t)
	ask(`{"do":"inject","at":2,"when":"before","what":"sw","sw":"6F00"}`)
	apdu(t, slot, selectJPKI...)
	if out := apdu(t, slot, selectJPKI...); out[0] != 0x6F || len(out) != 2 {
		t.Errorf("% X", out)
	}
}

func TestDuringMeansThatTheCardCarriedItOut(t *testing.T) {
	for when, left := range map[string]float64{"before": 3, "during": 2} {
		slot, ask := talk(t)
		apdu(t, slot, selectJPKI...)
		ask(`{"do":"inject","at":1,"when":"` + when + `","what":"garbage"}`)
		apdu(t, slot, append([]byte{0x00, 0x20, 0x00, 0x98, 0x04}, "0000"...)...)
		if tries := ask(`{"do":"state"}`)["tries"].(map[string]any); tries["authentication"] != left {
			t.Errorf("%s: %v tries left, want %v", when, tries["authentication"], left)
		}
	}
}

func TestAnotherProfileIsAnotherCard(t *testing.T) {
	slot, ask := talk(t)
	ask(`{"do":"load","profile":"locked"}`)
	if slot.Card().Profile().Name != "locked" || !slot.Present() {
		t.Error("the card was not exchanged")
	}
	ask(`{"do":"load","profile":"../testdata/profiles/foreign.json"}`)
	if slot.Card().Profile().Name != "foreign" {
		t.Error("a profile in a file was not loaded")
	}
}

func TestMistakesAreAnsweredAndTheConversationGoesOn(t *testing.T) {
	_, ask := talk(t)
	for _, line := range []string{
		`nonsense`, `{}`, `{"do":"explode"}`, `{"do":"remove","now":true}`, `{"do":"load","profile":"nobody"}`,
		`{"do":"inject","what":"remove"}`, `{"do":"inject","at":1,"what":"melt"}`, `{"do":"inject","at":1,"when":"after","what":"remove"}`,
		`{"do":"inject","at":1,"what":"sw","sw":"90"}`, `{"do":"inject","at":1,"what":"sw","sw":"zzzz"}`, `{"do":"inject","at":1,"what":"delay"}`,
	} {
		if answer := ask(line); answer["error"] == nil || strings.Contains(answer["error"].(string), "\n") {
			t.Errorf("%s: %v", line, answer)
		}
	}
	if answer := ask(`{"do":"state"}`); answer["present"] != true {
		t.Errorf("%v", answer)
	}
}
