package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/hitofude/hitofude/internal/messaging"
)

// run is the whole program. args[0] is the program's name. It returns the exit
// status: 0, or the number of the error that ended it.
func run(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string, p parts) int {
	// Without this a browser that went away would end the process by SIGPIPE
	// at the next answer, with the card unlocked.
	ignoreSIGPIPE()
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer stop()
	switch caller := callerOf(args[1:]); caller {
	case person:
		return runCommand(ctx, env, stdin, stdout, stderr, args[1:], p)
	case stranger:
		_ = messaging.NewWriter(stdout).Write(messaging.NewFailure("", messaging.Error{Code: messaging.CodeCallerRefused}))
		return messaging.CodeCallerRefused.Number()
	default:
		return serve(ctx, stdin, stdout, stderr, p)
	}
}

// ignoreSIGPIPE makes a write to a closed pipe an EPIPE error. Catching and
// dropping is not the same as signal.Ignore: programs we start must not
// inherit it.
func ignoreSIGPIPE() {
	dropped := make(chan os.Signal, 1)
	signal.Notify(dropped, syscall.SIGPIPE)
}
