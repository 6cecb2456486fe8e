package host

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hitofude/hitofude/internal/guide"
	"github.com/hitofude/hitofude/internal/pin"
)

// guideCommand is `pin guide`: what the guide's page says, in a terminal. It
// uses no card and no network.
func guideCommand(t *tool) *cobra.Command {
	var kind, state string
	c := &cobra.Command{Use: "guide", Short: guideSay(t.lang, "short"), Long: guideSay(t.lang, "long", list(kindNames())), Args: cobra.NoArgs}
	c.Flags().StringVar(&kind, "pin", "", guideSay(t.lang, "flag.pin"))
	c.Flags().StringVar(&state, "state", "", guideSay(t.lang, "flag.state", list(stateNames())))
	c.RunE = action(func(context.Context, []string) error {
		language := t.lang
		if c.Flag("lang").Value.String() == guide.Plain {
			language = guide.Plain
		}
		return t.guide(pin.Kind(kind), state, language)
	})
	return c
}

func kindNames() []string {
	var names []string
	for _, k := range pin.Kinds() {
		names = append(names, string(k))
	}
	return names
}

func stateNames() []string {
	var names []string
	for _, s := range guide.Load().States {
		names = append(names, s.ID)
	}
	return names
}

// guide prints the way on for one PIN in one state, or for all of its states,
// or all there is.
func (t *tool) guide(kind pin.Kind, state, language string) error {
	g := guide.Load()
	if kind != "" && !kind.Known() {
		return &usageError{t.say("usage.pinKind", kind)}
	}
	if state != "" {
		if _, found := g.Node(kind, state); !found {
			return &usageError{guideSay(language, "no-node", state)}
		}
	}
	if t.json {
		return t.printJSON(guideJSON(g, kind, state, language))
	}
	p := &guidePrinter{tool: t, g: g, language: language}
	p.heading(guideSay(language, "title"))
	p.write(0, guideSay(language, "unofficial"))
	switch {
	case state != "":
		p.node(kind, state)
	case kind != "":
		p.pin(kind)
		p.topics(kind)
	default:
		for _, k := range pin.Kinds() {
			p.pin(k)
		}
		p.pin("")
		p.topics("")
	}
	return nil
}

// guidePrinter writes the guide as indented lines.
type guidePrinter struct {
	tool     *tool
	g        *guide.Guide
	language string
}

func (p *guidePrinter) heading(text string) { fmt.Fprintf(p.tool.stdout, "\n■ %s\n", text) }

func (p *guidePrinter) write(indent int, text string) {
	fmt.Fprintf(p.tool.stdout, "%s%s\n", strings.Repeat("  ", indent), text)
}

// tell is in the language of the guide.
func (p *guidePrinter) tell(key string, args ...any) string {
	return guideSay(p.language, key, args...)
}

// pin prints a PIN's names and what to do in each state; "" is the card itself.
func (p *guidePrinter) pin(kind pin.Kind) {
	if kind == "" {
		p.heading(p.tell("card"))
	} else {
		p.heading(p.name(kind))
		p.write(0, p.tell("also", strings.Join(kind.AlsoCalled(), "、")))
	}
	for _, n := range p.g.Nodes {
		if n.Pin == kind {
			p.next(n)
		}
	}
}

// name is the official name, in plain Japanese with the reading of its short form.
func (p *guidePrinter) name(kind pin.Kind) string {
	name := kind.Text(p.language).Name
	if p.language == guide.Plain {
		return name + "（" + guide.Bracketed(p.g.Pins[kind]) + "）"
	}
	return name
}

// next prints a state and its step in one or three lines.
func (p *guidePrinter) next(n guide.Node) {
	state, _ := p.g.StateNamed(n.State)
	if n.Question == "" {
		p.write(1, p.tell("arrow", state.In(p.language), p.step(n.Step)))
		return
	}
	q, _ := p.g.QuestionOf(n.Question)
	p.write(1, p.tell("arrow", state.In(p.language), q.In(p.language)))
	p.write(2, p.tell("arrow", q.Yes.In(p.language), p.step(n.Yes)))
	p.write(2, p.tell("arrow", q.No.In(p.language), p.step(n.No)))
}

func (p *guidePrinter) step(id string) string {
	s, _ := p.g.StepOf(id)
	return s.In(p.language)
}

// node prints one end of the tree with everything it stands on.
func (p *guidePrinter) node(kind pin.Kind, state string) {
	n, _ := p.g.Node(kind, state)
	s, _ := p.g.StateNamed(state)
	about := p.tell("card")
	if kind != "" {
		about = p.name(kind)
	}
	p.heading(p.tell("where", about, s.In(p.language)))
	p.facts(n.Facts)
	p.write(0, "")
	p.write(0, p.tell("next"))
	p.next(n)
	for _, id := range []string{n.Step, n.Yes, n.No} {
		if s, found := p.g.StepOf(id); found {
			p.heading(s.In(p.language))
			p.facts(s.Facts)
		}
	}
}

func (p *guidePrinter) topics(kind pin.Kind) {
	for _, topic := range p.g.Topics {
		facts := p.g.About(topic.ID, kind)
		if len(facts) == 0 {
			continue
		}
		p.heading(topic.In(p.language))
		for _, f := range facts {
			p.fact(f)
		}
	}
}

func (p *guidePrinter) facts(ids []string) {
	for _, id := range ids {
		f, _ := p.g.Fact(id)
		p.fact(f)
	}
}

func (p *guidePrinter) fact(f guide.Fact) {
	p.write(1, "・"+f.In(p.language))
	key := "source"
	if f.Source.Undated {
		key = "source.undated"
	}
	p.write(2, p.tell(key, f.Source.Title, f.Source.Date))
}
