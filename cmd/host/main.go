// Command hitofude is the program between the browser extension and the My
// Number card. Started by a browser it serves native messages; started by a
// person it does the same operations from a terminal.
package main

import (
	"context"
	"os"

	"github.com/hitofude/hitofude/internal/host"
)

func main() {
	os.Exit(host.Run(context.Background(), os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args, host.Real()))
}
