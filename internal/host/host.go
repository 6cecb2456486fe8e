// Package host is the program between the browser extension and the My
// Number card. Started by a browser it serves native messages on stdin and
// stdout; started by a person it does the same operations from a terminal.
//
// The package is the only one that knows the process: arguments, environment,
// signals, the configuration file. Domain packages below it return their own
// errors; errors.go turns them into the codes of the protocol, for both uses.
package host

import (
	"time"

	"github.com/hitofude/hitofude/internal/pcsc"
)

// Parts are what [Run] cannot make itself. cmd/host passes the real ones,
// cmd/practice a card in software, tests a scripted reader and a fixed clock;
// nothing else chooses between them.
type Parts struct {
	Readers  pcsc.Source
	Now      func() time.Time
	Terminal terminal
	// Root stands for / where the doctor and the installation look; "" is the real one.
	Root string
	// CardTimeout is how long a request waits for a card; 0 means 120 s.
	CardTimeout time.Duration
	// SignCAs, where there is one, is asked when a request begins for the SHA-256
	// of CA certificates that are pinned beside the compiled-in ones: of a program
	// that brings cards of its own.
	SignCAs func() []string
	// Trial: a card in use is met in steps while no reports about real cards are on
	// file (internal/trial).
	Trial bool
	// Practice: the card is in software. Every message says so, pages are
	// refused, and the configuration is not read.
	Practice bool
}

// Real are the parts of the program that people install.
func Real() Parts {
	return Parts{Readers: pcsc.NewService(), Now: time.Now, Terminal: controllingTerminal{}, Trial: true}
}
