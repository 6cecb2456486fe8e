package doctor

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"sync"
	"time"

	"github.com/hitofude/hitofude/internal/install"
)

// Answer is what a registered program says first.
type Answer struct {
	Type     string `json:"type"` // "hello", "error", "" when no frame came
	Version  string `json:"version"`
	Protocol int    `json:"protocol"`
	Stderr   string `json:"-"` // what it printed besides
	Failed   bool   `json:"-"` // it could not be started
	Late     bool   `json:"-"` // nothing came in time
}

// patience is how long a program may take for its first word; the extension
// waits as long.
const patience = 5 * time.Second

// maxAnswer is more than a hello needs.
const maxAnswer = 64 << 10

// Run starts a program as a browser does, reads one frame, and ends it.
func Run(ctx context.Context, program string, args ...string) Answer {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	cmd := exec.CommandContext(ctx, program, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &limited{to: &stderr, left: maxAnswer}
	cmd.WaitDelay = time.Second
	stdin, err1 := cmd.StdinPipe()
	stdout, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		return Answer{Failed: true, Stderr: err.Error()}
	}
	answer := firstFrame(stdout)
	late := ctx.Err() != nil
	_ = stdin.Close() // the end of its input is how a browser takes leave
	_, _ = io.Copy(io.Discard, stdout)
	_ = cmd.Wait()
	answer.Late, answer.Stderr = late && answer.Type == "", stderr.String()
	return answer
}

func firstFrame(r io.Reader) Answer {
	var size uint32
	var answer Answer
	if binary.Read(r, binary.NativeEndian, &size) != nil || size == 0 || size > maxAnswer {
		return answer
	}
	frame := make([]byte, size)
	if _, err := io.ReadFull(r, frame); err == nil {
		_ = json.Unmarshal(frame, &answer)
	}
	return answer
}

// limited keeps the beginning of what a program prints.
type limited struct {
	to   io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	keep := p[:min(len(p), l.left)]
	l.left -= len(keep)
	_, _ = l.to.Write(keep)
	return len(p), nil
}

// missingLibrary is what the loaders of glibc and musl print.
var missingLibrary = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:error while loading shared libraries: |Error loading shared library )([A-Za-z0-9._+-]+):`)
})

// start has the registered program say hello.
func (d Doctor) start(ctx context.Context, p patient, with func(string, State, string, ...string) Finding) Finding {
	program := p.found.Path
	said := func(state State, code string, more ...string) Finding {
		return with(Start, state, code, append([]string{"program", program}, more...)...)
	}
	answer := d.Run(ctx, program, callerArgs(p.Family, p.found.Place)...)
	if m := missingLibrary().FindStringSubmatch(answer.Stderr); m != nil && answer.Type == "" {
		return said(Bad, "LIBRARY_MISSING", "library", m[1], "command", d.libraryCommand())
	}
	switch {
	case answer.Failed:
		return said(Bad, "START_FAILED")
	case answer.Late:
		return said(Bad, "START_SILENT")
	case answer.Type == "error":
		return said(Bad, "START_REFUSES")
	case answer.Type != "hello" || answer.Version == "":
		return said(Bad, "START_GARBLED")
	case p.found.State != install.Other:
		return said(OK, "", "version", answer.Version)
	case answer.Protocol < d.Protocol || answer.Protocol == d.Protocol && older(answer.Version, d.Version):
		return said(Bad, "START_OLD", "version", answer.Version)
	case answer.Protocol > d.Protocol || older(d.Version, answer.Version):
		return said(Bad, "START_NEWER", "version", answer.Version)
	}
	return said(OK, "", "version", answer.Version)
}
