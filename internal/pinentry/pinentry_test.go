package pinentry

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// This test program is a pinentry too, when fakeScript is set: it answers each
// command as the script says, and writes down what it was told.
const (
	fakeScript = "HITOFUDE_TEST_PINENTRY"
	fakeLog    = "HITOFUDE_TEST_PINENTRY_LOG"
)

func TestMain(m *testing.M) {
	if script, ok := os.LookupEnv(fakeScript); ok {
		fake(script, os.Stdin, os.Stdout)
		return
	}
	os.Exit(m.Run())
}

// fake speaks Assuan. The script has lines COMMAND=ANSWER, "|" standing for a
// line feed in an answer; "hang" never answers and "end" ends. What it does not
// name is OK.
func fake(script string, in io.Reader, out io.Writer) {
	answers := map[string]string{"": "OK Pleased to meet you"}
	for line := range strings.Lines(script) {
		name, answer, _ := strings.Cut(strings.TrimSpace(line), "=")
		answers[name] = answer
	}
	heard, err := os.OpenFile(os.Getenv(fakeLog), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	respond := func(name string) bool {
		answer, ok := answers[name]
		switch {
		case !ok:
			answer = "OK"
		case answer == "hang":
			time.Sleep(time.Minute)
		case answer == "end":
			return false
		}
		fmt.Fprintln(out, strings.ReplaceAll(answer, "|", "\n"))
		return true
	}
	if !respond("") {
		return
	}
	for lines := bufio.NewScanner(in); lines.Scan(); {
		fmt.Fprintln(heard, lines.Text())
		name, _, _ := strings.Cut(lines.Text(), " ")
		if !respond(name) || name == "BYE" {
			return
		}
	}
}

func entry(t *testing.T, script string) (Entry, func() string) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Entry{Program: self, Env: append(os.Environ(), fakeScript+"="+script, fakeLog+"="+log)}, func() string {
		heard, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		return string(heard)
	}
}

var prompt = Prompt{
	Title: "Hitofude", Description: "www.example.go.jp\n100%", Label: "暗証番号", Error: "x\r\ny", OK: "送る", Cancel: "やめる", Timeout: 90 * time.Second,
}

func TestTypedPinArrivesAndTheWindowSaysWhatItShould(t *testing.T) {
	for answer, want := range map[string]string{
		"D 1234|OK": "1234", "D TEST%25%0a1|OK": "TEST%\n1", "S PASSWORD_FROM_CACHE|D 12|D 34|OK done": "1234", "OK": "", "# comment||D 9|OK": "9",
	} {
		e, heard := entry(t, "GETPIN="+answer)
		typed, err := e.Ask(t.Context(), prompt)
		if err != nil || string(typed.Bytes()) != want {
			t.Errorf("%s: %d bytes, %v", answer, typed.Len(), err)
			continue
		}
		for _, line := range []string{
			"SETTITLE Hitofude", "SETDESC www.example.go.jp%0A100%25", "SETPROMPT 暗証番号", "SETERROR x%0D%0Ay", "SETOK 送る", "SETCANCEL やめる", "SETTIMEOUT 90", "GETPIN", "BYE",
		} {
			if !strings.Contains(heard(), line+"\n") {
				t.Errorf("not told: %s", line)
			}
		}
	}
}

func TestEveryEndWithoutAPinIsNamed(t *testing.T) {
	for script, want := range map[string]error{
		"GETPIN=ERR 83886179 Operation cancelled <Pinentry>": ErrCancelled,
		"GETPIN=ERR 83886194 Not confirmed":                  ErrCancelled,
		"GETPIN=ERR 83886278 Fully cancelled":                ErrCancelled,
		"GETPIN=ERR 83886142 Timeout":                        ErrTimeout,
		"GETPIN=ERR 83886340 No display":                     ErrUnavailable,
		"GETPIN=ERR":                                         ErrUnavailable,
		"GETPIN=end":                                         ErrUnavailable,
		"GETPIN=D 12%4|OK":                                   ErrUnavailable,
		"GETPIN=INQUIRE QUALITY 12":                          ErrUnavailable,
		"GETPIN=D " + strings.Repeat("1", 1200) + "|OK":      ErrUnavailable,
		"GETPIN=" + strings.Repeat("D 1111111111|", 120):     ErrUnavailable,
		"=end":                  ErrUnavailable,
		"=ERR 5 no":             ErrUnavailable,
		"SETDESC=ERR 5 unknown": ErrUnavailable,
	} {
		e, _ := entry(t, script)
		typed, err := e.Ask(t.Context(), prompt)
		if !errors.Is(err, want) || typed != nil {
			t.Errorf("%.40s: %v", script, err)
		}
		if err != nil && (strings.Contains(err.Error(), "12") || strings.Contains(err.Error(), "1111")) {
			t.Errorf("%.40s: the error quotes: %v", script, err)
		}
	}
	for _, program := range []string{"/nowhere/pinentry", "/dev/null"} {
		if _, err := (Entry{Program: program}).Ask(t.Context(), prompt); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: %v", program, err)
		}
	}
}

func TestOldProgramIsAskedAllTheSame(t *testing.T) {
	e, _ := entry(t, "SETTITLE=ERR 536871187 Unknown IPC command\nSETTIMEOUT=ERR 536871187 x\nGETPIN=D 1234|OK")
	if typed, err := e.Ask(t.Context(), prompt); err != nil || typed.Len() != 4 {
		t.Error(err)
	}
}

func TestEndOfTheRequestClosesTheWindow(t *testing.T) {
	gone := errors.New("the window was closed")
	ctx, cancel := context.WithCancelCause(t.Context())
	e, _ := entry(t, "GETPIN=hang")
	done := make(chan error, 1)
	go func() {
		_, err := e.Ask(ctx, prompt)
		done <- err
	}()
	time.Sleep(50 * time.Millisecond)
	cancel(gone)
	select {
	case err := <-done:
		if !errors.Is(err, gone) {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the program is still there")
	}
}

func TestBuffersAreClearedWhenNobodyGotThePin(t *testing.T) {
	in := strings.NewReader("OK\nOK\nOK\nOK\nOK\nOK\nOK\nOK\nD TEST123\nERR 99 x\n")
	c := &talk{in: in, out: io.Discard}
	_, err := c.ask(prompt)
	if !errors.Is(err, ErrCancelled) {
		t.Fatal(err)
	}
	for _, b := range [][]byte{c.line, c.data} {
		if strings.Trim(string(b[:cap(b)]), "\x00") != "" {
			t.Error("something is left in a buffer")
		}
	}
}

func TestDisplayAndProgramAreLookedFor(t *testing.T) {
	if HasDisplay([]string{"DISPLAY=", "HOME=/"}) || !HasDisplay([]string{"WAYLAND_DISPLAY=wayland-0"}) || !HasDisplay([]string{"DISPLAY=:0"}) {
		t.Error("the display is told wrongly")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := Find(self, nil); !ok || e.Program != self {
		t.Error("a given program was not taken")
	}
	t.Setenv("PATH", t.TempDir())
	if _, ok := Find("", nil); ok {
		t.Error("a program was found in an empty folder")
	}
	curses := filepath.Join(t.TempDir(), "pinentry-curses")
	if err := os.WriteFile(curses, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, program := range map[string]string{"pinentry": curses, "pinentry-qt": self} {
		if err := os.Symlink(program, filepath.Join(os.Getenv("PATH"), name)); err != nil {
			t.Fatal(err)
		}
	}
	if e, ok := Find("", nil); !ok || filepath.Base(e.Program) != "pinentry-qt" {
		t.Error("a usual name was not found")
	}
}
