//go:build unix

package host

import (
	"os/signal"
	"syscall"
)

// refuseStop makes the signals of a terminal that would stop the process
// (Ctrl-Z, and reading or writing in the background) do nothing, until resume:
// a stopped process leaves its card unlocked for as long as it likes. Nothing
// can refuse SIGSTOP. They are ignored and not caught, because a write in the
// background would be begun again and again; no program that could inherit
// that is started meanwhile.
func refuseStop() (resume func()) {
	signal.Ignore(syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU)
	return func() { signal.Reset(syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU) }
}
