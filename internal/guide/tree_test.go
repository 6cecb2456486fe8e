package guide

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

// errorCodes are the codes of the messages, from the table that both halves read.
func errorCodes(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../messaging/errors.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct{ Errors []struct{ Code string } }
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, e := range table.Errors {
		codes = append(codes, e.Code)
	}
	return codes
}

// notAboutAPIN are PIN_ codes whose next step has nothing to do with any PIN:
// errors.json says it whole.
var notAboutAPIN = []string{"PIN_ENTRY_UNAVAILABLE"}

// notOfTheHolder are codes of certificates that no office mends: the computer's
// clock is wrong, or the program does not know the authority.
var notOfTheHolder = []string{"CERTIFICATE_NOT_YET_VALID", "CERTIFICATE_ISSUER_UNKNOWN"}

// ends lists the steps that a node can end with: one, or one for each answer.
func ends(n Node) []string {
	if n.Question != "" {
		return []string{n.Yes, n.No}
	}
	return []string{n.Step}
}

func TestEveryPINErrorOfEveryPINLeadsToOneNextStep(t *testing.T) {
	g, n := Load(), 0
	for _, code := range errorCodes(t) {
		if !strings.HasPrefix(code, "PIN_") || slices.Contains(notAboutAPIN, code) {
			continue
		}
		for _, kind := range pin.Kinds() {
			n++
			node, found := g.ForCode(code, kind)
			if !found {
				t.Errorf("%s of %s leads nowhere", code, kind)
				continue
			}
			for _, id := range ends(node) {
				if _, found := g.StepOf(id); !found {
					t.Errorf("%s of %s: no step %q", code, kind, id)
				}
			}
		}
	}
	if n < 7*6 {
		t.Errorf("only %d errors were followed", n)
	}
}

func TestCertificatesAndTheCardLeadToOneNextStep(t *testing.T) {
	g := Load()
	for _, code := range errorCodes(t) {
		switch {
		case strings.HasPrefix(code, "CERTIFICATE_") && !slices.Contains(notOfTheHolder, code):
			for _, kind := range []pin.Kind{pin.Signature, pin.Authentication} {
				if _, found := g.ForCode(code, kind); !found {
					t.Errorf("%s of %s leads nowhere", code, kind)
				}
			}
		case strings.HasPrefix(code, "CARD_EXPIR"):
			if _, found := g.ForCode(code, ""); !found {
				t.Errorf("%s leads nowhere", code)
			}
		}
	}
}

// The states in which only an office, or for two PINs a terminal, can help.
func TestLockedAndForgottenPINsLeadToTheRightPlace(t *testing.T) {
	for _, c := range []struct {
		kind    pin.Kind
		yes, no string
	}{
		{pin.Signature, Kiosk, Counter},
		{pin.Authentication, Kiosk, Counter},
		{pin.InputSupport, Home, Counter}, // the printed numbers fill a form without it
		{pin.ResidentRegister, Counter, Counter},
	} {
		for _, state := range []string{"locked", "forgotten"} {
			node, _ := Load().Node(c.kind, state)
			places := []string{}
			for _, id := range ends(node) {
				s, _ := Load().StepOf(id)
				places = append(places, s.Place)
			}
			if places[0] != c.yes || places[len(places)-1] != c.no {
				t.Errorf("%s %s leads to %v", c.kind, state, places)
			}
		}
	}
}

// A person with tries left must not be sent to an office, and one at the last
// try must be told to stop.
func TestWithTriesLeftNobodyIsSentAway(t *testing.T) {
	for _, kind := range pin.Kinds() {
		for _, state := range []string{"form", "tries", "last-try"} {
			node, _ := Load().Node(kind, state)
			if s, _ := Load().StepOf(node.Step); s.Place != Home {
				t.Errorf("%s %s leads to %q", kind, state, s.Place)
			}
		}
	}
}

// No step tells a person to try a PIN out.
func TestNoStepInvitesTrying(t *testing.T) {
	for where, text := range everyText(Load()) {
		for _, invitation := range []string{"ためして", "入れてみ", "試して", "try again", "Try "} {
			if strings.Contains(text, invitation) {
				t.Errorf("%s: %q", where, text)
			}
		}
	}
}

func TestEveryStepAndQuestionIsReached(t *testing.T) {
	reached := map[string]bool{}
	for _, n := range Load().Nodes {
		reached[n.Question] = true
		for _, id := range ends(n) {
			reached[id] = true
		}
	}
	for _, s := range Load().Steps {
		if !reached[s.ID] {
			t.Errorf("no node leads to step %s", s.ID)
		}
		if len(s.Facts) == 0 && s.ID != "printed" { // its nodes have them
			t.Errorf("step %s stands on nothing", s.ID)
		}
	}
	for _, q := range Load().Questions {
		if !reached[q.ID] {
			t.Errorf("no node asks %s", q.ID)
		}
	}
}

// The sheet can lie open at a counter: it asks for nothing about the person.
func TestTheSheetAsksForNoNameAndNoNumber(t *testing.T) {
	b := Load().Bring
	for _, id := range slices.Concat(b.Facts, b.Proxy) {
		f, _ := Load().Fact(id)
		for _, word := range []string{"個人番号", "氏名", "Individual Number"} {
			if strings.Contains(strings.ReplaceAll(f.JA+f.EN, "個人番号カード", ""), word) {
				t.Errorf("%s on the sheet names %s", id, word)
			}
		}
	}
}
