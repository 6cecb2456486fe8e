package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/term"

	"github.com/hitofude/hitofude/internal/pin"
)

// terminal is the person at the keyboard.
type terminal interface {
	// ReadPIN shows prompt and reads a line without showing it.
	ReadPIN(ctx context.Context, prompt string) (*pin.PIN, error)
	// Confirm shows prompt and reads a line; only yes or はい is a yes.
	Confirm(ctx context.Context, prompt string) (bool, error)
}

// errNoTerminal says that there is nobody to ask.
var errNoTerminal = errors.New("opening terminal: there is none; give the PIN with --pin-fd")

// maxLine is more than any PIN; the rest of a longer line is dropped.
const maxLine = 64

// controllingTerminal is the terminal of the process, also when stdin and
// stdout are files.
type controllingTerminal struct{}

func (controllingTerminal) open() (in, out *os.File, err error) {
	input, output := "/dev/tty", "/dev/tty"
	if runtime.GOOS == "windows" {
		input, output = "CONIN$", "CONOUT$"
	}
	if in, err = os.OpenFile(input, os.O_RDWR, 0); err != nil {
		return nil, nil, errNoTerminal
	}
	if out, err = os.OpenFile(output, os.O_WRONLY, 0); err != nil {
		_ = in.Close()
		return nil, nil, errNoTerminal
	}
	return in, out, nil
}

// ReadPIN reads in raw mode, a byte at a time into one buffer that the PIN then
// owns: the line readers of the libraries grow and leave copies behind.
func (t controllingTerminal) ReadPIN(ctx context.Context, prompt string) (*pin.PIN, error) {
	in, out, err := t.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close(); _ = out.Close() }()
	fmt.Fprint(out, prompt)
	state, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return nil, fmt.Errorf("hiding input: %w", err)
	}
	defer fmt.Fprint(out, "\r\n")
	defer func() { _ = term.Restore(int(in.Fd()), state) }()
	return waitFor(ctx, func() (*pin.PIN, error) { return readSecret(in) })
}

// Confirm implements terminal.
func (t controllingTerminal) Confirm(ctx context.Context, prompt string) (bool, error) {
	in, out, err := t.open()
	if err != nil {
		return false, err
	}
	defer func() { _ = in.Close(); _ = out.Close() }()
	fmt.Fprint(out, prompt)
	return waitFor(ctx, func() (bool, error) {
		line, err := readLine(in)
		answer := strings.ToLower(strings.TrimSpace(string(line)))
		return answer == "yes" || answer == "はい", err
	})
}

// waitFor runs a read that nothing can interrupt, and stops waiting for it
// when ctx ends. The process ends soon after.
func waitFor[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := read()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// The keys that mean something in raw mode.
const (
	keyInterrupt = 0x03
	keyEnd       = 0x04
	keyBackspace = 0x08
	keyClear     = 0x15
	keyDelete    = 0x7F
)

// readSecret reads keys until Enter.
func readSecret(r io.Reader) (*pin.PIN, error) {
	line := make([]byte, 0, maxLine)
	var key [1]byte
	for {
		_, err := io.ReadFull(r, key[:])
		switch c := key[0]; {
		case err != nil, c == keyInterrupt, c == keyEnd:
			clear(line[:cap(line)])
			return nil, errCancelled
		case c == '\r' || c == '\n':
			key[0] = 0
			return pin.New(line), nil
		case c == keyBackspace || c == keyDelete:
			line = line[:max(0, len(line)-1)]
		case c == keyClear:
			line = line[:0]
		case len(line) < cap(line):
			line = append(line, c)
		}
	}
}

// readLine reads up to a newline, a byte at a time: what follows is for
// somebody else. It ends well at the end of the input.
func readLine(r io.Reader) ([]byte, error) {
	line := make([]byte, 0, maxLine)
	var b [1]byte
	for {
		_, err := io.ReadFull(r, b[:])
		switch {
		case errors.Is(err, io.EOF), err == nil && b[0] == '\n':
			b[0] = 0
			return line, nil
		case err != nil:
			clear(line[:cap(line)])
			return nil, fmt.Errorf("reading line: %w", err)
		case b[0] != '\r' && len(line) < cap(line):
			line = append(line, b[0])
		}
	}
}
