//go:build linux

// Package lab gives a test a private pcscd with cards in software in it. It runs bin/virtualcard lab, built from the tree under
// test, and takes everything down with the test.
package lab

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/control"
	"github.com/hitofude/hitofude/internal/virtualcard/sandbox"
)

// Options say what to start.
type Options struct {
	Profiles []string // one card each, at most two: built-in names or files
	Slow     bool     // the cards take the modelled time
}

// Lab is a running private pcscd.
type Lab struct {
	Socket  string   // for PCSCLITE_CSOCK_NAME
	Readers []string // names, in the order of the profiles
	Dir     string

	t     testing.TB
	ready sandbox.Ready
	cmd   *exec.Cmd
	stdin io.Closer
	said  *strings.Builder // standard error
}

const (
	readyLimit = 30 * time.Second
	endLimit   = 8 * time.Second
)

// Start starts a lab and fails the test when it cannot, with the reason. The lab ends with the test.
func Start(t testing.TB, o Options) *Lab {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "lab") // t.TempDir is too long for the path of a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // a leftover in the temporary folder is no failure
	l := &Lab{t: t, Dir: dir, said: &strings.Builder{}}
	if err := l.start(program, o); err != nil {
		t.Fatalf("starting the lab: %v\n%s", err, l.said)
	}
	t.Cleanup(l.stop)
	return l
}

func (l *Lab) start(program string, o Options) error {
	args := []string{"lab", "--dir", l.Dir}
	for _, p := range o.Profiles {
		args = append(args, "--profile", p)
	}
	if o.Slow {
		args = append(args, "--latency", "real")
	}
	l.cmd = exec.Command(program, args...)
	l.cmd.Stderr = l.said
	stdin, err := l.cmd.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := l.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	l.stdin = stdin
	if err := l.cmd.Start(); err != nil {
		return err
	}
	timer := time.AfterFunc(readyLimit, func() { _ = l.cmd.Process.Kill() }) // ends the read below
	defer timer.Stop()
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		_ = l.cmd.Wait() // its reason is on standard error
		return fmt.Errorf("it never became ready: %w", err)
	}
	if err := json.Unmarshal(line, &l.ready); err != nil {
		return err
	}
	l.Socket, l.Readers = l.ready.Socket, l.ready.Readers
	return nil
}

func (l *Lab) stop() {
	_ = l.stdin.Close() // the end of its input ends it
	timer := time.AfterFunc(endLimit, func() { _ = l.cmd.Process.Kill() })
	defer timer.Stop()
	if err := l.cmd.Wait(); err != nil {
		l.t.Errorf("ending the lab: %v\n%s", err, l.said)
	}
}

// Env is the environment for a program that is to use this lab's pcscd.
func (l *Lab) Env() []string {
	return append(os.Environ(), "PCSCLITE_CSOCK_NAME="+l.Socket)
}

// Control sends one request to the control socket of card i (see package control) and returns the answer. An error fails the test.
func (l *Lab) Control(i int, request map[string]any) map[string]any {
	l.t.Helper()
	var answer map[string]any
	l.ask(l.ready.Control[i], request, &answer)
	if problem, failed := answer["error"]; failed {
		l.t.Fatalf("card %d, %v: %v", i, request, problem)
	}
	return answer
}

// State reads the counters and the PIN state of card i.
func (l *Lab) State(i int) control.State {
	l.t.Helper()
	var s control.State
	l.ask(l.ready.Control[i], map[string]any{"do": "state"}, &s)
	return s
}

// Daemon does "kill", "term" or "start" to pcscd. After "start" clients can come again.
func (l *Lab) Daemon(what string) {
	l.t.Helper()
	var answer map[string]any
	l.ask(l.ready.Lab, map[string]any{"do": "pcscd", "what": what}, &answer)
	if problem, failed := answer["error"]; failed {
		l.t.Fatalf("pcscd %s: %v", what, problem)
	}
}

// APDUs gives the trace of card i so far, without events, one "> command < answer" each.
func (l *Lab) APDUs(i int) []string {
	l.t.Helper()
	data, err := os.ReadFile(l.ready.Trace[i])
	if err != nil {
		l.t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, ">") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

func (l *Lab) ask(socket string, request map[string]any, into any) {
	l.t.Helper()
	conn, err := net.Dial("unix", socket)
	if err != nil {
		l.t.Fatal(err)
	}
	defer conn.Close()
	if err := json.NewEncoder(conn).Encode(request); err != nil {
		l.t.Fatal(err)
	}
	if err := json.NewDecoder(conn).Decode(into); err != nil {
		l.t.Fatal(err)
	}
}
