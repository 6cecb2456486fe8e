//go:build linux

package host

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// built is the shipped program, built from this tree once per test run.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "hitofude")
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "hitofude")
	out, err := exec.Command("go", "build", "-trimpath", "-o", program, "../../cmd/host").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the host: %w\n%s", err, out)
	}
	return program, nil
})

// removeBuilt is for TestMain: no test may remove what others still use.
func removeBuilt() {
	if program, err := built(); err == nil {
		_ = os.RemoveAll(filepath.Dir(program))
	}
}

// TestBuiltProgramThroughPcscd follows the conversations of testdata/live with
// the program that ships, a real pcscd and a card in software. Each names its
// card in the line "# profile: NAME".
func TestBuiltProgramThroughPcscd(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/live/*.txtar")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d conversations, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			l := lab.Start(t, lab.Options{Profiles: []string{profileOf(archive)}})
			h := startTalk(t, l, builtProgram(t))
			if err := h.follow(string(section(archive, "conversation").Data)); err != nil {
				t.Errorf("%v\n%s", err, h.log.String())
			}
		})
	}
}

func builtProgram(t *testing.T) string {
	t.Helper()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// startTalk prepares a conversation of program over the lab; it starts with
// the first step.
func startTalk(t *testing.T, l *lab.Lab, program string) *talk {
	t.Helper()
	dir := t.TempDir()
	h := &talk{program: program, dir: dir, args: []string{testChromium}, origin: "https://www.example.go.jp"}
	h.topOrigin = h.origin
	if err := configureForTests(dir); err != nil {
		t.Fatal(err)
	}
	h.env = append(l.Env(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	h.control = func(card int, request string) error { return controlCard(t, l, card, request) }
	t.Cleanup(func() {
		if h.cmd != nil {
			h.stop()
		}
	})
	return h
}

func controlCard(t *testing.T, l *lab.Lab, card int, request string) error {
	t.Helper()
	var parsed map[string]any
	if err := json.Unmarshal([]byte(request), &parsed); err != nil {
		return err
	}
	l.Control(card, parsed)
	return nil
}

// step does lines of a conversation and fails the test when one fails.
func (t *talk) must(tb testing.TB, lines ...string) {
	tb.Helper()
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		if err := t.step(word, rest); err != nil {
			tb.Fatalf("%s: %v\n%s\nstderr: %s", line, err, t.log.String(), t.stderr())
		}
	}
}

// until waits for what a test cannot be told.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(talkPatience); !holds(); {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

// ended reports whether the process is gone. It may stay a zombie until Wait,
// so its state is read, not its existence.
func ended(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if errors.Is(err, os.ErrNotExist) {
		return true
	}
	_, after, found := bytes.Cut(stat, []byte(") "))
	return found && (after[0] == 'Z' || after[0] == 'X')
}
