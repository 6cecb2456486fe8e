package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/trial"
	"github.com/hitofude/hitofude/manifests"
)

// noFD is the value of --pin-fd when it is not given.
const noFD = -1

// tool is one run of the program by a person. Results go to stdout, everything
// else to stderr, in whole sentences of the person's language.
type tool struct {
	parts  Parts
	env    []string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	aside  *logQueue // to stderr, for what is said while a card is lent
	lang   string

	json          bool
	reader        string
	wait          int // seconds
	pinFD         int
	acceptLastTry bool
	acceptTrial   bool
}

func (t *tool) say(key string, args ...any) string { return say(t.lang, key, args...) }

func (t *tool) note(key string, args ...any) {
	t.aside.flush(graceFlush) // what was said before comes first
	fmt.Fprintln(t.stderr, t.say(key, args...))
}

func (t *tool) line(key string, args ...any) { fmt.Fprintln(t.stdout, t.say(key, args...)) }

func (t *tool) printJSON(v any) error {
	e := json.NewEncoder(t.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("printing result: %w", err)
	}
	return nil
}

// show prints v as JSON or by text, as asked.
func (t *tool) show(v any, text func()) error {
	if t.json {
		return t.printJSON(v)
	}
	text()
	return nil
}

// fileError is trouble with a file of the person's own. Its text is for them.
type fileError struct{ err error }

func (e *fileError) Error() string { return e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// exitFile is the status for trouble with a file or the terminal (sysexits.h
// EX_NOINPUT).
const exitFile = 66

// report says what went wrong and what to do, and returns the exit status.
func (t *tool) report(err error) int {
	var said *verdict
	if errors.As(err, &said) {
		return said.status
	}
	var file *fileError
	if errors.As(err, &file) || errors.Is(err, errNoTerminal) {
		text := t.fileText(err)
		if t.json {
			_ = t.printJSON(map[string]any{"error": terminalError{"FILE", text}})
		}
		fmt.Fprintf(t.stderr, "hitofude: %s\n", text)
		return exitFile
	}
	e := codeOf(err)
	if t.json {
		_ = t.printJSON(map[string]any{"error": e})
	}
	cause, next := e.Text(t.lang)
	fmt.Fprintf(t.stderr, "hitofude: %s\n  %s\n", cause, next)
	for _, line := range t.details(e) {
		fmt.Fprintf(t.stderr, "  %s\n", line)
	}
	for _, name := range []string{"document", "reader", "step", "statusWord", "reason"} {
		value, ok := e.Params[name]
		if ok && (name != "reason" || e.Params["pin"] == nil) { // a PIN's reason has a sentence
			fmt.Fprintf(t.stderr, "  (%s: %v)\n", t.say("detail."+name), value)
		}
	}
	return e.Code.Number()
}

// fileText says what is wrong with a file in the person's language. The
// system's own words are English.
func (t *tool) fileText(err error) string {
	name := ""
	var path *fs.PathError
	if errors.As(err, &path) {
		name = path.Path
	}
	switch {
	case errors.Is(err, errNoTerminal):
		return t.say("usage.terminal")
	case name != "" && errors.Is(err, fs.ErrNotExist):
		return t.say("file.missing", name)
	case name != "" && errors.Is(err, fs.ErrPermission):
		return t.say("file.permission", name)
	case name != "" && errors.Is(err, syscall.EISDIR):
		return t.say("file.folder", name)
	}
	return err.Error()
}

// details are the sentences that help with this very error of a PIN.
func (t *tool) details(e *messaging.Error) (lines []string) {
	kind, _ := e.Params["pin"].(string)
	reason, _ := e.Params["reason"].(string)
	switch e.Code {
	case messaging.CodePINFormat:
		lines = append(lines, (&pin.FormError{Kind: pin.Kind(kind), Reason: reason}).Sentence(t.lang))
	case messaging.CodePINWeak:
		lines = append(lines, pin.WeakSentence(reason, t.lang))
	}
	if e.Params["lookalike"] == true {
		lines = append(lines, t.say("pin.lookalike"))
	}
	if other, ok := e.Params["confusedWith"].(string); ok {
		text := pin.Kind(other).Text(t.lang)
		lines = append(lines, t.say("pin.confused", text.Name, text.Use))
	}
	if e.Params["outcome"] == "unknown" {
		lines = append(lines, t.say("pin.outcome"))
	}
	return lines
}

// operator prepares an operation on the card. With --wait 0 an empty reader is
// an error at once; otherwise a person is asked for the card.
func (t *tool) operator(ctx context.Context) (*operator, error) {
	timeout := time.Duration(t.wait) * time.Second
	if t.wait <= 0 {
		timeout = 5 * time.Second // for a card that is there but held by somebody else
		if err := t.cardThere(ctx); err != nil {
			return nil, err
		}
	}
	quiet := slog.New(slog.DiscardHandler)
	settings, _ := readConfig() // one that cannot be read pins no more than is compiled in
	return &operator{
		pinned: settings.pinned(), gate: newGate(t.parts),
		desk: newDesk(t.parts.Readers, timeout, quiet), now: t.parts.Now,
		version: manifests.Known().Version, reader: t.reader, progress: t.progress,
	}, nil
}

func (t *tool) cardThere(ctx context.Context) error {
	readers, err := t.parts.Readers.Readers(ctx)
	switch {
	case err != nil:
		return err
	case len(readers) == 0:
		return pcsc.ErrNoReader
	case !slices.ContainsFunc(readers, func(r pcsc.Reader) bool { return r.State != pcsc.Empty }):
		return pcsc.ErrNoCard
	}
	return nil
}

// progress runs while a card may be unlocked, so it must not wait for a terminal
// that was stopped, or for a pipe that nobody empties.
func (t *tool) progress(stage string, done, total int) {
	switch {
	case stage == messaging.StageWaiting:
		fmt.Fprintln(t.aside, t.say("waiting"))
	case stage == messaging.StageSigning && total > 1:
		fmt.Fprintln(t.aside, t.say("signing", done+1, total))
	}
}

// askPIN gets the PIN for an operation: from --pin-fd, or from the person, who
// is told first which PIN it is, what it looks like, and what a wrong one
// would cost.
func (t *tool) askPIN(ctx context.Context, o *operator, step trial.Step, kind pin.Kind) (secret, error) {
	s := secret{kind: kind, acceptLastTry: t.acceptLastTry, acceptTrial: t.acceptTrial}
	var err error
	if t.pinFD != noFD {
		s.pin, err = t.readFD()
	} else {
		s.acceptLastTry, s.acceptTrial, err = t.explain(ctx, o, step, kind)
		if err == nil {
			s.pin, err = t.prompt(ctx, "pin.ask", kind)
		}
	}
	if err == nil {
		err = pin.Check(kind, s.pin)
	}
	if err != nil {
		s.pin.Clear()
	}
	return s, err
}

// explain tells which PIN will be asked for, and returns whether the person
// accepts that a wrong one locks it, and that this is a trial version.
func (t *tool) explain(ctx context.Context, o *operator, step trial.Step, kind pin.Kind) (acceptLastTry, acceptTrial bool, err error) {
	status, err := o.status(ctx)
	if err != nil {
		return false, false, err
	}
	i := slices.IndexFunc(status.Pins, func(p pinResult) bool { return p.Kind == kind })
	if status.Pins[i].Locked {
		return false, false, &pin.LockedError{Kind: kind}
	}
	if acceptTrial, err = t.agree(ctx, status.Trial.answer(step, kind), step, kind); err == nil {
		acceptLastTry, err = t.explainTries(ctx, status.Pins[i], kind)
	}
	return acceptLastTry, acceptTrial, err
}

func (t *tool) explainTries(ctx context.Context, tries pinResult, kind pin.Kind) (acceptLastTry bool, err error) {
	text := kind.Text(t.lang)
	t.note("pin.which", text.Name, text.Form)
	left, known := tries.TriesLeft.(int)
	if known {
		t.note("pin.tries", left)
	} else {
		t.note("pin.unknown")
	}
	if known && left > 1 || t.acceptLastTry {
		return t.acceptLastTry, nil
	}
	sure, err := t.parts.Terminal.Confirm(ctx, t.say("pin.lastsure"))
	if err == nil && !sure {
		err = &pin.LastTryError{Kind: kind, Tries: pin.Tries{Left: left, Known: known}}
	}
	return sure, err
}

func (t *tool) prompt(ctx context.Context, key string, kind pin.Kind) (*pin.PIN, error) {
	return t.parts.Terminal.ReadPIN(ctx, t.say(key, kind.Text(t.lang).Name))
}

// readFD reads one line from the descriptor of --pin-fd.
func (t *tool) readFD() (*pin.PIN, error) {
	var source io.Reader = t.stdin
	if t.pinFD != 0 {
		file := os.NewFile(uintptr(t.pinFD), "pin-fd")
		if file == nil {
			return nil, &fileError{fmt.Errorf("reading PIN: no descriptor %d", t.pinFD)}
		}
		source = file
	}
	line, err := readLine(source)
	if err != nil {
		return nil, &fileError{err}
	}
	return pin.New(line), nil
}
