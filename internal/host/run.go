package host

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/internal/messaging"
)

// Run is the whole program. args[0] is the program's name. It returns the exit
// status: 0, or the number of the error that ended it.
func Run(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string, p Parts) int {
	caller := callerOf(args[1:], p.hostName(), install.Here(env).Extensions)
	if p.Practice && caller != person {
		stdout = markedWriter{stdout}
	}
	messages := messaging.NewWriter(stdout)
	var o office
	switch caller {
	case known:
		// Before all else: a window waits for it, and no card is touched yet.
		if o = ownOffice; !p.Practice {
			o = newOffice(env)
		}
		if err := messages.Write(newHello(o, p.Practice)); err != nil {
			return 0 // the browser is gone already
		}
	case stranger:
		_ = messages.Write(messaging.NewFailure("", messaging.Error{Code: messaging.CodeCallerRefused}))
		return messaging.CodeCallerRefused.Number()
	}
	// Without this a browser that went away would end the process by SIGPIPE
	// at the next answer, with the card unlocked.
	ignoreSIGPIPE()
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT)
	defer stop()
	if caller == person && p.Practice {
		fmt.Fprintln(stdout, say(language(env, args[1:]), "practice.about"))
		return 0
	}
	if caller == person {
		return runCommand(ctx, env, stdin, stdout, stderr, args[1:], p)
	}
	return serve(ctx, stdin, messages, stderr, p, o)
}

// ignoreSIGPIPE makes a write to a closed pipe an EPIPE error. Catching and
// dropping is not the same as signal.Ignore: programs we start must not
// inherit it.
func ignoreSIGPIPE() {
	dropped := make(chan os.Signal, 1)
	signal.Notify(dropped, syscall.SIGPIPE)
}
