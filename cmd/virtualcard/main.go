//go:build linux

// Command virtualcard is a My Number card in software behind vpcd, the virtual reader of vsmartcard. It is a tool for tests and for
// the demo and is never packaged.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer stop()
	if err := command(os.Stdin, os.Stdout).ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "virtualcard:", err)
		os.Exit(1)
	}
}
