// Package doctor looks at every link of the chain from browser to card, each
// alone and in order, and has one next step for each that is broken.
//
// It knows files, policies, processes and the words; it changes nothing, and it
// never speaks to a card: what the reader and the card say is handed to it.
package doctor

import (
	"context"

	"github.com/hitofude/hitofude/internal/install"
)

// State is how a link is.
type State string

// How a link can be. A note is worth knowing and stops nothing; skipped links lie
// behind a broken one.
const (
	OK      State = "ok"
	Bad     State = "bad"
	Note    State = "note"
	Skipped State = "skipped"
)

// The links, in the order in which they are looked at.
const (
	Config      = "config"
	Entry       = "entry"
	Browser     = "browser"
	Sandbox     = "sandbox"
	Manifest    = "manifest"
	Policy      = "policy"
	Start       = "start"
	Service     = "service"
	Reader      = "reader"
	Card        = "card"
	Application = "application"
	Counters    = "counters"
)

// Finding is what was seen of one link.
type Finding struct {
	Check string `json:"check"`
	State State  `json:"state"`
	// Code says what is the matter: one of findings.json or of the protocol's errors.
	Code string `json:"code,omitempty"`
	// Params are what its words name: browser (title) and name (as on the command
	// line), path, program, command and the like. No card data.
	Params map[string]any `json:"params,omitempty"`
}

// Doctor is one examination of one computer.
type Doctor struct {
	System   install.System
	Program  string // of this process
	Version  string
	Protocol int
	// Run starts the registered program as a browser does and returns its first
	// answer.
	Run func(ctx context.Context, program string, args ...string) Answer
	// Processes lists the names of what runs here; nil when nobody can tell.
	Processes func() []string
}

func finding(check string, state State, code string, pairs ...string) Finding {
	f := Finding{Check: check, State: state, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if f.Params == nil {
			f.Params = make(map[string]any)
		}
		f.Params[pairs[i]] = pairs[i+1]
	}
	return f
}

// First returns the first broken link, nil when there is none.
func First(all []Finding) *Finding {
	for i := range all {
		if all[i].State == Bad {
			return &all[i]
		}
	}
	return nil
}
