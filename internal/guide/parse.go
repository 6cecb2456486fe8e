package guide

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Parse reads the two files and refuses what would leave a person without a
// next step, or with a sentence that has no source: unknown and missing keys,
// a fact without source, date or one of the languages, a name used twice, a
// reference to nothing.
func Parse(facts, tree []byte) (*Guide, error) {
	g := new(Guide)
	if err := decode(tree, g); err != nil {
		return nil, fmt.Errorf("reading guide's tree: %w", err)
	}
	if err := decode(facts, &g.Facts); err != nil {
		return nil, fmt.Errorf("reading guide's facts: %w", err)
	}
	for _, check := range []func() error{g.checkFacts, g.checkNames, g.checkSteps, g.checkNodes} {
		if err := check(); err != nil {
			return nil, fmt.Errorf("reading guide: %w", err)
		}
	}
	return g, nil
}

func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if d.More() {
		return fmt.Errorf("something follows the end")
	}
	return nil
}

func (g *Guide) checkFacts() error {
	seen := map[string]bool{}
	for _, f := range g.Facts {
		switch {
		case f.ID == "" || seen[f.ID]:
			return fmt.Errorf("fact %q: no name of its own", f.ID)
		case !slices.ContainsFunc(g.Topics, func(t Named) bool { return t.ID == f.Topic }):
			return fmt.Errorf("fact %s: unknown topic %q", f.ID, f.Topic)
		}
		seen[f.ID] = true
		for _, kind := range f.Pins {
			if !kind.Known() {
				return fmt.Errorf("fact %s: unknown PIN %q", f.ID, string(kind))
			}
		}
		if err := f.check(); err != nil {
			return fmt.Errorf("fact %s: %w", f.ID, err)
		}
		if err := f.Source.check(); err != nil {
			return fmt.Errorf("fact %s: source: %w", f.ID, err)
		}
	}
	return nil
}

func (w Words) check() error {
	for _, text := range []string{w.JA, w.Yasashii, w.EN} {
		if text == "" || strings.TrimSpace(text) != text {
			return fmt.Errorf("text missing or with spaces at its ends: %q", text)
		}
	}
	return checkRuby(w.Yasashii)
}

// checkRuby holds that every { opens a word with a reading.
func checkRuby(text string) error {
	for rest := text; ; {
		before, after, found := strings.Cut(rest, "{")
		if strings.ContainsAny(before, "|}") {
			return fmt.Errorf("reading not opened: %q", text)
		}
		if !found {
			return nil
		}
		inside, left, closed := strings.Cut(after, "}")
		word, reading, pair := strings.Cut(inside, "|")
		if !closed || !pair || word == "" || reading == "" || strings.ContainsAny(reading, "{|") {
			return fmt.Errorf("reading not of the form {word|reading}: %q", text)
		}
		rest = left
	}
}

func (s Source) check() error {
	address, err := url.Parse(s.Where)
	switch {
	case s.Title == "":
		return fmt.Errorf("no title")
	case err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http":
		return fmt.Errorf("not a web address: %q", s.Where)
	}
	// A year, a year and month, or a day: so much of the date as the page shows.
	if n := len(s.Date); n == len("YYYY") || n == len("YYYY-MM") || n == len(time.DateOnly) {
		if _, err := time.Parse(time.DateOnly[:n], s.Date); err == nil {
			return nil
		}
	}
	return fmt.Errorf("not a date: %q", s.Date)
}

// checkNames holds that names are used once and texts are whole.
func (g *Guide) checkNames() error {
	groups := map[string][]Named{"topic": g.Topics, "state": g.States}
	for _, s := range g.Steps {
		groups["step"] = append(groups["step"], s.Named)
	}
	for _, q := range g.Questions {
		groups["question"] = append(groups["question"], q.Named,
			Named{ID: q.ID + " yes", Words: q.Yes}, Named{ID: q.ID + " no", Words: q.No})
	}
	for group, names := range groups {
		seen := map[string]bool{}
		for _, n := range names {
			if n.ID == "" || seen[n.ID] {
				return fmt.Errorf("%s %q: no name of its own", group, n.ID)
			}
			seen[n.ID] = true
			if err := n.check(); err != nil {
				return fmt.Errorf("%s %s: %w", group, n.ID, err)
			}
		}
	}
	for kind, name := range g.Pins {
		if !kind.Known() || name == "" || checkRuby(name) != nil {
			return fmt.Errorf("name of PIN %q: %q", string(kind), name)
		}
	}
	return nil
}

func (g *Guide) checkSteps() error {
	for _, s := range g.Steps {
		if !slices.Contains([]string{Home, Counter, Kiosk}, s.Place) {
			return fmt.Errorf("step %s: unknown place %q", s.ID, s.Place)
		}
		if err := g.checkReferences(s.Facts); err != nil {
			return fmt.Errorf("step %s: %w", s.ID, err)
		}
	}
	if err := g.Bring.Say.check(); err != nil {
		return fmt.Errorf("what to say: %w", err)
	}
	return g.checkReferences(slices.Concat(g.Bring.Facts, g.Bring.Proxy))
}

func (g *Guide) checkReferences(ids []string) error {
	for _, id := range ids {
		if _, found := g.Fact(id); !found {
			return fmt.Errorf("no fact %q", id)
		}
	}
	return nil
}

func (g *Guide) checkNodes() error {
	seen := map[string]bool{}
	for _, n := range g.Nodes {
		place := fmt.Sprintf("node %s %s", n.Pin, n.State)
		_, state := g.StateNamed(n.State)
		if seen[place] || !state || n.Pin != "" && !n.Pin.Known() {
			return fmt.Errorf("%s: twice, or no such PIN or state", place)
		}
		seen[place] = true
		if err := g.checkReferences(n.Facts); err != nil {
			return fmt.Errorf("%s: %w", place, err)
		}
		if err := g.checkEnd(n); err != nil {
			return fmt.Errorf("%s: %w", place, err)
		}
	}
	for _, c := range g.Codes {
		if _, found := g.StateNamed(c.State); !found {
			return fmt.Errorf("code %s: no state %q", c.Code, c.State)
		}
	}
	return nil
}

// checkEnd holds that a node has one step, or one for each of two answers.
func (g *Guide) checkEnd(n Node) error {
	ends := []string{n.Step}
	if n.Question != "" {
		if _, found := g.QuestionOf(n.Question); !found || n.Step != "" {
			return fmt.Errorf("question %q beside step %q", n.Question, n.Step)
		}
		ends = []string{n.Yes, n.No}
	} else if n.Yes != "" || n.No != "" {
		return fmt.Errorf("answers without a question")
	}
	for _, id := range ends {
		if _, found := g.StepOf(id); !found {
			return fmt.Errorf("no step %q", id)
		}
	}
	return nil
}
