//go:build linux

package host

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/hitofude/hitofude/internal/messaging"
)

// pty is a terminal with a person who waits for a question before typing.
type pty struct {
	master *os.File
	mu     sync.Mutex
	shown  strings.Builder
}

func openPTY(t *testing.T) (*pty, *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := &pty{master: master}
	go func() {
		buffer := make([]byte, 1024)
		for {
			n, err := master.Read(buffer)
			if err != nil {
				return
			}
			p.mu.Lock()
			p.shown.Write(buffer[:n])
			p.mu.Unlock()
		}
	}()
	return p, slave
}

func (p *pty) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.String()
}

// startOnTerminal runs hitofude with a terminal of its own and the card of a
// script.
func startOnTerminal(t *testing.T, card string, args ...string) (*exec.Cmd, *pty, *os.File) {
	t.Helper()
	program, err := exec.LookPath("hitofude")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "card")
	if err := os.WriteFile(path, []byte(card), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := configureForTests(filepath.Join(dir, ".config")); err != nil {
		t.Fatal(err)
	}
	p, slave := openPTY(t)
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"HOME=" + dir, "LANG=ja_JP.UTF-8", cardFile + "=" + path}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, p, slave
}

func recordedCard(t *testing.T, name string) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/recorded/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	return string(section(archive, "card").Data)
}

// echoes reports whether the terminal shows what is typed.
func echoes(t *testing.T, tty *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

func TestPinIsNotShownOnTheTerminal(t *testing.T) {
	card := recordedCard(t, "status_holder") + strings.SplitAfterN(recordedCard(t, "attributes_holder"), "reader R1 card\n", 2)[1]
	cmd, p, tty := startOnTerminal(t, card, "fill")
	until(t, "the PIN is asked for", func() bool { return strings.Contains(p.text(), "暗証番号: ") })
	for _, told := range []string{"券面事項入力補助用暗証番号（数字4けた）を使います", "あと3回まちがえると、ロックされます"} {
		if !strings.Contains(p.text(), told) {
			t.Errorf("asked for before saying %q", told)
		}
	}
	until(t, "the terminal hides what is typed", func() bool { return !echoes(t, tty) })
	if _, err := p.master.WriteString("12\x7f299\b\b34\r"); err != nil { // corrected while typing: 1234
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, p.text())
	}
	until(t, "the name is shown", func() bool { return strings.Contains(p.text(), "見本　花子") })
	after := p.text()[strings.Index(p.text(), "暗証番号: "):]
	if strings.ContainsAny(strings.Split(after, "氏名")[0], "0123456789*") {
		t.Errorf("something of the PIN is shown: %q", after)
	}
	if !echoes(t, tty) {
		t.Error("the terminal still hides what is typed")
	}
}

// Ctrl-C and a signal leave the terminal as it was and send no PIN.
func TestTerminalIsLeftAsItWas(t *testing.T) {
	for name, stop := range map[string]func(*exec.Cmd, *pty) error{
		"Ctrl-C":  func(_ *exec.Cmd, p *pty) error { _, err := p.master.WriteString("12\x03"); return err },
		"Ctrl-D":  func(_ *exec.Cmd, p *pty) error { _, err := p.master.WriteString("\x04"); return err },
		"SIGTERM": func(c *exec.Cmd, _ *pty) error { return c.Process.Signal(syscall.SIGTERM) },
	} {
		t.Run(name, func(t *testing.T) {
			cmd, p, tty := startOnTerminal(t, recordedCard(t, "status_holder"), "fill")
			until(t, "the terminal hides what is typed", func() bool {
				return strings.Contains(p.text(), "暗証番号: ") && !echoes(t, tty)
			})
			begun := time.Now()
			if err := stop(cmd, p); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if status := cmd.ProcessState.ExitCode(); status != 9 || time.Since(begun) > time.Second {
				t.Errorf("status %d after %v\n%s", status, time.Since(begun), p.text())
			}
			if !echoes(t, tty) {
				t.Error("the terminal still hides what is typed")
			}
		})
	}
}

// The card may be exchanged while the person thinks: their yes was for the
// other one.
func TestAYesIsForTheCardThatWasShown(t *testing.T) {
	card := recordedCard(t, "status_last_try") + `reader R1 empty
reader R1 card
connect R1 exclusive
> 00A4040C0AD3921000310001010408
< 9000
> 00200091
< 63C1
> 00A4040C07A0000001510000
< 9000
unpower
`
	cmd, p, tty := startOnTerminal(t, card, "fill")
	until(t, "a second word is asked for", func() bool { return strings.Contains(p.text(), "番号に自信があるときだけ") })
	if _, err := p.master.WriteString("はい\n"); err != nil {
		t.Fatal(err)
	}
	until(t, "the PIN is asked for", func() bool { return strings.Contains(p.text(), "暗証番号: ") && !echoes(t, tty) })
	if _, err := p.master.WriteString("1234\r"); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != messaging.CodePINLastTry.Number() {
		t.Errorf("status %d\n%s", status, p.text())
	}
}

func TestAYesIsAWord(t *testing.T) {
	card := recordedCard(t, "status_last_try") + strings.Replace(strings.SplitAfterN(recordedCard(t, "attributes_holder"), "reader R1 card\n", 2)[1], "63C3", "63C1", 1)
	cmd, p, tty := startOnTerminal(t, card, "fill")
	until(t, "a second word is asked for", func() bool { return strings.Contains(p.text(), "番号に自信があるときだけ") })
	if _, err := p.master.WriteString("はい\n"); err != nil {
		t.Fatal(err)
	}
	until(t, "the PIN is asked for", func() bool { return strings.Contains(p.text(), "暗証番号: ") && !echoes(t, tty) })
	if _, err := p.master.WriteString("1234\r"); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, p.text())
	}
}
