// Package guide holds what is said to a person about the card's PINs: facts,
// each with the source and date it was taken from, in Japanese, plain Japanese
// (やさしい日本語) and English, and a tree that leads from a PIN and its state to
// the one next step. The extension's build copies the same two files, so the
// page and the terminal cannot disagree.
//
// It decides nothing about a card: it is told a PIN and a state.
package guide

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/hitofude/hitofude/internal/pin"
)

// The languages of the guide.
const (
	Japanese = "ja"
	Plain    = "yasashii" // やさしい日本語, with readings
	English  = "en"
)

// Words are one text in the three languages. In Yasashii a word with its
// reading stands as {漢字|かんじ}.
type Words struct {
	JA       string `json:"ja"`
	Yasashii string `json:"yasashii"`
	EN       string `json:"en"`
}

// In returns the text in a language; readings stand in brackets behind the
// word, 漢字（かんじ）, for places that cannot show them above it.
func (w Words) In(language string) string {
	switch language {
	case English:
		return w.EN
	case Plain:
		return Bracketed(w.Yasashii)
	}
	return w.JA
}

var brackets = strings.NewReplacer("{", "", "|", "（", "}", "）")

// Bracketed turns {漢字|かんじ} into 漢字（かんじ）.
func Bracketed(ruby string) string { return brackets.Replace(ruby) }

// Source is where a fact was taken from.
type Source struct {
	Title string `json:"title"` // who says it, and where
	Where string `json:"where"` // its address
	Date  string `json:"date"`  // of the page: 2026, 2026-11 or 2026-11-24
	// Undated: the page shows no date, Date is the day it was read.
	Undated bool `json:"undated,omitempty"`
}

// Fact is one thing that a source says, about the PINs in Pins or, without
// them, about the card or all PINs.
type Fact struct {
	ID    string     `json:"id"`
	Topic string     `json:"topic"` // a topic's id
	Pins  []pin.Kind `json:"pins,omitempty"`
	Words
	Source Source `json:"source"`
}

// Named is a text with a name that never changes: a topic, a state.
type Named struct {
	ID string `json:"id"`
	Words
}

// The places where a step is done.
const (
	Home    = "home"    // no way to go
	Counter = "counter" // the municipal office
	Kiosk   = "kiosk"   // a convenience store's terminal
)

// Step is something to do, with the facts that it stands on.
type Step struct {
	Named
	Place string   `json:"place"`
	Facts []string `json:"facts"` // their ids
}

// Question is asked where the card cannot know the answer.
type Question struct {
	Named
	Yes Words `json:"yes"`
	No  Words `json:"no"`
}

// Node is the end of the tree for a PIN in a state: a step, or a question with
// a step for each answer.
type Node struct {
	Pin      pin.Kind `json:"pin,omitempty"` // "" when it is about the card
	State    string   `json:"state"`
	Step     string   `json:"step,omitempty"`
	Question string   `json:"question,omitempty"`
	Yes      string   `json:"yes,omitempty"` // steps
	No       string   `json:"no,omitempty"`
	Facts    []string `json:"facts,omitempty"` // of this PIN, before the step's own
}

// Code says which state a code of the messages means.
type Code struct {
	Code  string `json:"code"`
	State string `json:"state"`
}

// Bring is the page to print: what to take to the office. Nothing on it is
// about the person.
type Bring struct {
	Say   Words    `json:"say"` // to show at the counter
	Facts []string `json:"facts"`
	Proxy []string `json:"proxy"` // when somebody else goes
}

// Guide is everything. It is read only.
type Guide struct {
	Facts     []Fact              `json:"-"`
	Topics    []Named             `json:"topics"`
	Pins      map[pin.Kind]string `json:"pins"` // short names with readings
	States    []Named             `json:"states"`
	Steps     []Step              `json:"steps"`
	Questions []Question          `json:"questions"`
	Nodes     []Node              `json:"nodes"`
	Codes     []Code              `json:"codes"`
	Bring     Bring               `json:"bring"`
}

//go:embed facts.json
var factsFile []byte

//go:embed tree.json
var treeFile []byte

// Load returns the guide. It is read when first asked for; a broken file is a
// broken program and panics (a test reads it).
var Load = sync.OnceValue(func() *Guide {
	g, err := Parse(factsFile, treeFile)
	if err != nil {
		panic(err)
	}
	return g
})

// Fact returns the fact of an id.
func (g *Guide) Fact(id string) (Fact, bool) {
	i := slices.IndexFunc(g.Facts, func(f Fact) bool { return f.ID == id })
	if i < 0 {
		return Fact{}, false
	}
	return g.Facts[i], true
}

// About lists the facts of a topic that are about kind; "" means any.
func (g *Guide) About(topic string, kind pin.Kind) []Fact {
	var found []Fact
	for _, f := range g.Facts {
		if f.Topic == topic && (kind == "" || len(f.Pins) == 0 || slices.Contains(f.Pins, kind)) {
			found = append(found, f)
		}
	}
	return found
}

// Node returns the end of the tree for a PIN ("" for the card) in a state.
func (g *Guide) Node(kind pin.Kind, state string) (Node, bool) {
	i := slices.IndexFunc(g.Nodes, func(n Node) bool { return n.Pin == kind && n.State == state })
	if i < 0 {
		return Node{}, false
	}
	return g.Nodes[i], true
}

// ForCode returns the node that an error, advice or warning about kind leads
// to.
func (g *Guide) ForCode(code string, kind pin.Kind) (Node, bool) {
	i := slices.IndexFunc(g.Codes, func(c Code) bool { return c.Code == code })
	if i < 0 {
		return Node{}, false
	}
	return g.Node(kind, g.Codes[i].State)
}

// StepOf returns the step of an id.
func (g *Guide) StepOf(id string) (Step, bool) {
	i := slices.IndexFunc(g.Steps, func(s Step) bool { return s.ID == id })
	if i < 0 {
		return Step{}, false
	}
	return g.Steps[i], true
}

// QuestionOf returns the question of an id.
func (g *Guide) QuestionOf(id string) (Question, bool) {
	i := slices.IndexFunc(g.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return g.Questions[i], true
}

// StateNamed returns the state of an id.
func (g *Guide) StateNamed(id string) (Named, bool) {
	i := slices.IndexFunc(g.States, func(s Named) bool { return s.ID == id })
	if i < 0 {
		return Named{}, false
	}
	return g.States[i], true
}
