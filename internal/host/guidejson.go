package host

import (
	"slices"

	"github.com/hitofude/hitofude/internal/guide"
	"github.com/hitofude/hitofude/internal/pin"
)

// What --json prints: the same, as data.
type (
	guideResult struct {
		Language string          `json:"language"`
		Pin      *pin.Kind       `json:"pin"`
		Next     []guideNextJSON `json:"next"`
		Facts    []guideFactJSON `json:"facts"`
	}
	guideNextJSON struct {
		Pin      *pin.Kind       `json:"pin"` // null: the card itself
		State    string          `json:"state"`
		Question string          `json:"question,omitempty"`
		Steps    []guideStepJSON `json:"steps"`
	}
	guideStepJSON struct {
		ID     string `json:"id"`
		Answer string `json:"answer,omitempty"`
		Place  string `json:"place"`
		Text   string `json:"text"`
	}
	guideFactJSON struct {
		ID     string       `json:"id"`
		Topic  string       `json:"topic"`
		Pins   []pin.Kind   `json:"pins,omitempty"`
		Text   string       `json:"text"`
		Source guide.Source `json:"source"`
	}
)

func guideJSON(g *guide.Guide, kind pin.Kind, state, language string) guideResult {
	r := guideResult{Language: language, Pin: kindOrNull(kind)}
	var wanted []string
	for _, n := range g.Nodes {
		if kind != "" && n.Pin != kind || state != "" && (n.Pin != kind || n.State != state) {
			continue
		}
		r.Next = append(r.Next, nextJSON(g, n, language))
		wanted = append(wanted, n.Facts...)
		for _, id := range []string{n.Step, n.Yes, n.No} {
			s, _ := g.StepOf(id)
			wanted = append(wanted, s.Facts...)
		}
	}
	for _, f := range g.Facts {
		about := state == "" && (kind == "" || len(f.Pins) == 0 || slices.Contains(f.Pins, kind))
		if about || slices.Contains(wanted, f.ID) {
			r.Facts = append(r.Facts, guideFactJSON{f.ID, f.Topic, f.Pins, f.In(language), f.Source})
		}
	}
	return r
}

func nextJSON(g *guide.Guide, n guide.Node, language string) guideNextJSON {
	next := guideNextJSON{Pin: kindOrNull(n.Pin), State: n.State}
	if q, asked := g.QuestionOf(n.Question); asked {
		next.Question = q.In(language)
	}
	for _, end := range []struct{ id, answer string }{{n.Step, ""}, {n.Yes, "yes"}, {n.No, "no"}} {
		if s, found := g.StepOf(end.id); found {
			next.Steps = append(next.Steps, guideStepJSON{s.ID, end.answer, s.Place, s.In(language)})
		}
	}
	return next
}

func kindOrNull(kind pin.Kind) *pin.Kind {
	if kind == "" {
		return nil
	}
	return &kind
}
