// Command hitofude-practice speaks the messages of the host over a card in
// software, for people who want to try a form without a reader or before their
// own card is in it. Browsers start it under a name of its own. It serves the
// extension's own windows alone, never a page, and marks every message.
//
// Its keys are made in memory when it starts and are gone when it ends, and with
// them everything that was tried: a PIN that was locked in practice is new again.
package main

import (
	"context"
	"os"
	"time"

	"github.com/hitofude/hitofude/internal/host"
)

func main() {
	os.Exit(host.Run(context.Background(), os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args, practice()))
}

// practice are the parts of this program.
func practice() host.Parts {
	reader := newReader(time.Now())
	return host.Parts{Readers: reader, Now: time.Now, Practice: true, SignCAs: reader.CAs}
}
