// Package pinentry asks a person for a PIN in a window of the desktop, through
// a pinentry program (GnuPG's, spoken to in the Assuan protocol). The PIN then
// never enters the browser.
//
// Assuan is spoken here and not through a library: github.com/twpayne/go-pinentry
// v4.0.0 returns the PIN as a string, keeps copies of the line in a bufio.Reader
// and quotes lines it does not expect in its errors. Here the PIN goes from the
// pipe into one buffer, is unescaped in place, and is cleared with it.
package pinentry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
)

var (
	// ErrUnavailable says that there is no pinentry program, that it has no
	// display, or that it does not speak as it should. Nobody was asked.
	ErrUnavailable = errors.New("asking for PIN: no pinentry")
	// ErrCancelled says that the person closed the window or pressed cancel.
	ErrCancelled = errors.New("asking for PIN: cancelled")
	// ErrTimeout says that nobody answered in time.
	ErrTimeout = errors.New("asking for PIN: nobody answered")
)

// Prompt is what the window says. Line feeds are allowed in Description and
// Error.
type Prompt struct {
	Title       string
	Description string // site, which PIN, tries, what a wrong one does
	Label       string // beside the box
	Error       string // why it asks again; "" the first time
	OK, Cancel  string // the buttons
	Timeout     time.Duration
}

// Entry is one pinentry program.
type Entry struct {
	Program string   // a path
	Env     []string // of the program: display, language
}

// names of the program in the order of preference; the first is a link that
// distributions set to the desktop's own.
var names = []string{"pinentry", "pinentry-gnome3", "pinentry-qt", "pinentry-gtk-2", "pinentry-mac", "pinentry-fltk"}

// Find returns the entry for program, a path or a name; "" means one of the
// usual names that opens a window. False when there is none.
func Find(program string, env []string) (Entry, bool) {
	if program != "" {
		path, err := exec.LookPath(program)
		return Entry{Program: path, Env: env}, err == nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil && !needsTerminal(path) {
			return Entry{Program: path, Env: env}, true
		}
	}
	return Entry{}, false
}

// needsTerminal reports a link to a program that draws on a terminal; one that
// a browser started has none.
func needsTerminal(path string) bool {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return true
	}
	base := filepath.Base(real)
	return strings.Contains(base, "curses") || strings.Contains(base, "tty")
}

// HasDisplay reports whether env names a place where a window can be shown.
// Only Linux and its like say so in the environment.
func HasDisplay(env []string) bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		if (name == "DISPLAY" || name == "WAYLAND_DISPLAY") && value != "" {
			return true
		}
	}
	return false
}

// Ask shows the window and returns what was typed, of whatever form. It starts
// the program anew each time and ends it before it returns, also when ctx is
// over. Errors: ErrUnavailable, ErrCancelled, ErrTimeout, or ctx's; none quotes
// what the program said.
func (e Entry) Ask(ctx context.Context, p Prompt) (*pin.PIN, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	program := exec.CommandContext(ctx, e.Program)
	program.Env = e.Env
	program.WaitDelay = time.Second
	commands, err := program.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	// A pipe of our own: StdoutPipe is closed by Wait, which may race with the
	// last line.
	answers, theirs, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer func() { _ = answers.Close() }()
	program.Stdout = theirs
	err = program.Start()
	_ = theirs.Close()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer func() { stop(); _ = program.Wait() }()
	release := context.AfterFunc(ctx, func() { _ = answers.Close() })
	defer release()
	typed, err := (&talk{in: answers, out: commands}).ask(p)
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return typed, err
}

// talk is one Assuan conversation (The Assuan protocol, GnuPG; lines of at most
// 1000 bytes).
type talk struct {
	in   io.Reader
	out  io.Writer
	line []byte // of the program's; holds the PIN for a moment
	data []byte // the PIN so far
}

const maxLine = 1000

func (t *talk) ask(p Prompt) (typed *pin.PIN, err error) {
	t.line, t.data = make([]byte, 0, maxLine), make([]byte, 0, maxLine)
	defer func() {
		clear(t.line[:cap(t.line)])
		if err != nil {
			clear(t.data[:cap(t.data)])
		}
	}()
	if err := t.answer(); err != nil { // the greeting
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	for _, c := range p.commands() {
		// An old program may not know a command; what matters is asked for again.
		if err := t.send(c.line); err != nil && (c.needed || !errors.Is(err, errRefused)) {
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	if err := t.send("GETPIN"); err != nil {
		return nil, outcome(err)
	}
	typed, t.data = pin.New(t.data), nil
	_ = t.send("BYE")
	return typed, nil
}

type command struct {
	line   string
	needed bool // without it the person would not know what is asked
}

func (p Prompt) commands() []command {
	list := []command{
		{"SETTITLE " + escape(p.Title), false}, {"SETDESC " + escape(p.Description), true},
		{"SETPROMPT " + escape(p.Label), true}, {"SETOK " + escape(p.OK), false}, {"SETCANCEL " + escape(p.Cancel), false},
	}
	if p.Error != "" {
		list = append(list, command{"SETERROR " + escape(p.Error), false})
	}
	if p.Timeout > 0 {
		list = append(list, command{"SETTIMEOUT " + strconv.Itoa(int(p.Timeout/time.Second)), false})
	}
	return list
}

// escape keeps a text on one line. Texts come from here and from origins, which
// hold no line feeds; one more in a text must not become a command.
func escape(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func (t *talk) send(line string) error {
	if len(line) > maxLine-1 {
		return fmt.Errorf("line of %d bytes", len(line))
	}
	if _, err := io.WriteString(t.out, line+"\n"); err != nil {
		return err
	}
	return t.answer()
}

// errRefused is an ERR of the program.
var errRefused = errors.New("pinentry refused")

// refusal is an ERR line: libgpg-error's number, without its words.
type refusal struct{ code int }

func (r *refusal) Error() string { return fmt.Sprintf("pinentry answered with error %d", r.code) }
func (r *refusal) Unwrap() error { return errRefused }

// Codes of libgpg-error; the source is in the bits above.
const (
	codeTimeout       = 62
	codeCancelled     = 99
	codeNotConfirmed  = 114
	codeFullyCanceled = 198
)

func outcome(err error) error {
	var said *refusal
	if errors.As(err, &said) {
		switch said.code & 0xFFFF {
		case codeCancelled, codeNotConfirmed, codeFullyCanceled:
			return ErrCancelled
		case codeTimeout:
			return ErrTimeout
		}
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

var errProtocol = errors.New("unexpected line")

// answer reads lines up to OK or ERR and collects data lines. Quality is
// inquired only after SETQUALITYBAR, which is never sent.
func (t *talk) answer() error {
	for {
		if err := t.readLine(); err != nil {
			return err
		}
		word, rest, _ := cut(t.line)
		switch word {
		case "OK":
			return nil
		case "ERR":
			n, _ := strconv.Atoi(firstWord(rest))
			return &refusal{n}
		case "D":
			if err := t.take(rest); err != nil {
				return err
			}
		case "S", "", "#":
		default:
			if len(word) > 0 && word[0] == '#' {
				continue
			}
			return errProtocol
		}
	}
}

// cut parts a line at the first space. The word is one that the protocol knows
// or at most a few bytes, never the data of a D line.
func cut(line []byte) (word string, rest []byte, found bool) {
	for i, c := range line {
		if c == ' ' {
			return string(line[:i]), line[i+1:], true
		}
	}
	return string(line[:min(len(line), 3)]), nil, false
}

func firstWord(b []byte) string {
	word, _, found := cut(b)
	if !found {
		return string(b)
	}
	return word
}

// take unescapes a data line (%XX) behind what came before.
func (t *talk) take(escaped []byte) error {
	for i := 0; i < len(escaped); i++ {
		c := escaped[i]
		if c == '%' {
			high, ok1 := nibble(escaped, i+1)
			low, ok2 := nibble(escaped, i+2)
			if !ok1 || !ok2 {
				return errProtocol
			}
			c, i = high<<4|low, i+2
		}
		if len(t.data) == cap(t.data) { // growing would leave a copy behind
			return errProtocol
		}
		t.data = append(t.data, c)
	}
	return nil
}

func nibble(b []byte, i int) (byte, bool) {
	if i >= len(b) {
		return 0, false
	}
	switch c := b[i]; {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}

// readLine reads a byte at a time into the one buffer: a reader with a buffer of
// its own would keep what passed through it.
func (t *talk) readLine() error {
	clear(t.line[:cap(t.line)])
	t.line = t.line[:0]
	for len(t.line) < cap(t.line) {
		next := t.line[len(t.line) : len(t.line)+1]
		if _, err := io.ReadFull(t.in, next); err != nil {
			return fmt.Errorf("reading answer: %w", err)
		}
		if next[0] == '\n' {
			return nil
		}
		t.line = t.line[:len(t.line)+1]
	}
	return errProtocol
}
