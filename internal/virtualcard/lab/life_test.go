//go:build linux

package lab

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/sandbox"
)

// raw is a lab started by hand, to see how it ends.
type raw struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stderr *strings.Builder
	ready  sandbox.Ready
	dir    string
}

func startRaw(t *testing.T, as *syscall.Credential) (*raw, error) {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "lab")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	r := &raw{dir: dir, stderr: &strings.Builder{}, cmd: exec.Command(program, "lab", "--dir", dir, "--profile", "holder")}
	r.cmd.Stderr = r.stderr
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if r.stdin, err = r.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.cmd.Process.Kill() }) // it has ended by then, unless the test failed
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		return r, r.cmd.Wait()
	}
	if err := json.Unmarshal(line, &r.ready); err != nil {
		t.Fatal(err)
	}
	return r, nil
}

// children are the processes whose command line names the folder, except the lab itself.
func (r *raw) children(t *testing.T) []string {
	t.Helper()
	entries, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		line, err := os.ReadFile(e)
		if err == nil && strings.Contains(string(line), r.dir) && !strings.HasPrefix(e, fmt.Sprintf("/proc/%d/", r.cmd.Process.Pid)) {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

func (r *raw) wait(t *testing.T) error {
	t.Helper()
	timer := time.AfterFunc(10*time.Second, func() { _ = r.cmd.Process.Kill() })
	defer timer.Stop()
	return r.cmd.Wait()
}

func (r *raw) left(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestLabEndsWithItsInputOrASignalAndLeavesNothing(t *testing.T) {
	t.Parallel()
	for how, end := range map[string]func(r *raw) error{
		"end of input": func(r *raw) error { return r.stdin.Close() },
		"SIGTERM":      func(r *raw) error { return r.cmd.Process.Signal(syscall.SIGTERM) },
		"SIGINT":       func(r *raw) error { return r.cmd.Process.Signal(syscall.SIGINT) },
	} {
		machine := runFolder()
		r, err := startRaw(t, nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, r.stderr)
		}
		if len(r.children(t)) != 1 {
			t.Fatalf("%s: pcscd is expected alone, found %q", how, r.children(t))
		}
		if err := end(r); err != nil {
			t.Fatal(err)
		}
		if err := r.wait(t); err != nil {
			t.Errorf("%s: %v\n%s", how, err, r.stderr)
		}
		if c := r.children(t); len(c) != 0 {
			t.Errorf("%s left %q", how, c)
		}
		if left := r.left(t); !slices.Equal(left, []string{"card0.trace", "pcscd.log"}) {
			t.Errorf("%s left %q", how, left)
		}
		if now := runFolder(); now != machine {
			t.Errorf("%s: the machine's /run/pcscd was %s and is %s", how, machine, now)
		}
	}
}

// runFolder describes the machine's own /run/pcscd.
func runFolder() string {
	entries, err := os.ReadDir("/run/pcscd")
	if err != nil {
		return "missing"
	}
	return fmt.Sprint(entries)
}

func TestKilledLabTakesItsDaemonWithIt(t *testing.T) {
	t.Parallel()
	r, err := startRaw(t, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, r.stderr)
	}
	if err := r.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = r.wait(t) // killed
	for range 100 {
		if len(r.children(t)) == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%q lives on", r.children(t))
}

// TestPlainUserGetsALabOrTheReason: root starts it as nobody; anybody else is a plain user already.
func TestPlainUserGetsALabOrTheReason(t *testing.T) {
	t.Parallel()
	var as *syscall.Credential
	if os.Getuid() == 0 {
		as = &syscall.Credential{Uid: 65534, Gid: 65534}
	}
	r, err := startRaw(t, as)
	if err != nil {
		if said := r.stderr.String(); !strings.Contains(said, "no namespaces can be made here") || !(strings.Contains(said, "sysctl") || strings.Contains(said, "--cap-add")) {
			t.Errorf("it ended without naming the setting: %v\n%s", err, said)
		}
		return
	}
	cmd := exec.Command("opensc-tool", "--name")
	cmd.Env = append(os.Environ(), "PCSCLITE_CSOCK_NAME="+r.ready.Socket)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "jpki") {
		t.Errorf("opensc-tool as the same user: %v\n%s", err, out)
	}
	if err := r.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.wait(t); err != nil {
		t.Errorf("%v\n%s", err, r.stderr)
	}
}

func TestLabsDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	a, b := Start(t, Options{Profiles: []string{"holder"}}), Start(t, Options{Profiles: []string{"locked"}})
	a.must("opensc-tool", "--name")
	if a.State(0).APDUs == 0 || b.State(0).APDUs != 0 {
		t.Errorf("%d and %d APDUs", a.State(0).APDUs, b.State(0).APDUs)
	}
}

func TestHangingReaderDoesNotKeepTheLab(t *testing.T) {
	t.Parallel()
	r, err := startRaw(t, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, r.stderr)
	}
	l := &Lab{t: t, ready: r.ready, Socket: r.ready.Socket, Readers: r.ready.Readers}
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "empty"})
	client := exec.Command("opensc-tool", "--name")
	client.Env = l.Env()
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if err := r.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.wait(t); err != nil {
		t.Errorf("%v\n%s", err, r.stderr)
	}
	_ = client.Process.Kill() // it may have ended by itself
	_ = client.Wait()
}

func TestMistakesOnTheCommandLineEndBeforeAnythingStarts(t *testing.T) {
	t.Parallel()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for what, args := range map[string][]string{
		"no folder":       {"lab", "--profile", "holder"},
		"no profile":      {"lab", "--dir", dir + "/a"},
		"three cards":     {"lab", "--dir", dir + "/a", "--profile", "holder", "--profile", "holder", "--profile", "holder"},
		"unknown profile": {"lab", "--dir", dir + "/a", "--profile", "nobody"},
		"missing file":    {"lab", "--dir", dir + "/a", "--profile", dir + "/nobody.json"},
		"latency":         {"lab", "--dir", dir + "/a", "--profile", "holder", "--latency", "fast"},
		"long path":       {"lab", "--dir", dir + "/" + strings.Repeat("x", 110), "--profile", "holder"},
		"outside":         {"lab", "--dir", dir + "/a", "--profile", "holder", "--inside", ownNamespace(t)},
		"card profile":    {"--vpcd", "127.0.0.1:1"},
		"card latency":    {"--profile", "holder", "--latency", "fast"},
		"argument":        {"lab", "holder"},
	} {
		out, err := exec.Command(program, args...).CombinedOutput()
		if err == nil || err.(*exec.ExitError).ExitCode() != 1 || !strings.HasPrefix(string(out), "virtualcard: ") {
			t.Errorf("%s: %v\n%s", what, err, out)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("%v was made", entries)
	}
}

func ownNamespace(t *testing.T) string {
	t.Helper()
	name, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	return name
}
