// Command hitofude is the program between the browser extension and the My
// Number card. Started by a browser it serves native messages on stdin and
// stdout; started by a person it does the same operations from a terminal.
//
// The package is the only one that knows the process: arguments, environment,
// signals, the configuration file. Domain packages below it return their own
// errors; errors.go turns them into the codes of the protocol, for both uses.
package main

import (
	"context"
	"os"
	"time"

	"github.com/hitofude/hitofude/internal/pcsc"
)

// parts are what run cannot make itself. main passes the real ones, tests a
// scripted reader and a fixed clock; nothing else chooses between them.
type parts struct {
	Readers  pcsc.Source
	Now      func() time.Time
	Terminal terminal
	// Root stands for / where the doctor and the installation look; "" is the real one.
	Root string
	// CardTimeout is how long a request waits for a card; 0 means 120 s.
	CardTimeout time.Duration
	// SignCAs are the SHA-256 of CA certificates that are pinned beside the
	// compiled-in ones: of a program that brings cards of its own.
	SignCAs []string
}

func main() {
	os.Exit(run(context.Background(), os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args, parts{
		Readers:  pcsc.NewService(),
		Now:      time.Now,
		Terminal: controllingTerminal{},
	}))
}
