//go:build linux

package sandbox

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

const (
	driversDir = "/usr/lib/pcsc/drivers" // compiled into pcscd
	driver     = "serial/libifdvpcd.so"
	readerName = "Virtual PCD"
	firstPort  = 35963

	stopLimit = 2 * time.Second
)

// vpcd is told to listen (/dev/null), not to dial: Debian's version makes pcscd abort when it dials.
const readerConfig = `FRIENDLYNAME "Virtual PCD"
DEVICENAME   /dev/null:35963
LIBPATH      /usr/lib/pcsc/drivers/serial/libifdvpcd.so
CHANNELID    0x8C7B
`

// makeFolders prepares what pcscd will see: DIR/run for its socket, DIR/conf, and DIR/drivers with vpcd alone.
func (l *lab) makeFolders() error {
	if !exists(l.Dir) {
		if err := os.MkdirAll(l.Dir, 0o700); err != nil {
			return fmt.Errorf("making the folder: %w", err)
		}
	}
	for _, name := range []string{"run", "conf", "drivers"} {
		path := filepath.Join(l.Dir, name)
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing an old folder: %w", err)
		}
		l.made = append(l.made, path)
	}
	for _, name := range []string{"run", "conf", "drivers/serial"} {
		if err := os.MkdirAll(filepath.Join(l.Dir, name), 0o755); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
	}
	if err := os.WriteFile(filepath.Join(l.Dir, "conf/vpcd"), []byte(readerConfig), 0o644); err != nil {
		return fmt.Errorf("writing the reader's configuration: %w", err)
	}
	return copyFile(filepath.Join(driversDir, driver), filepath.Join(l.Dir, "drivers", driver))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("opening vpcd (package vsmartcard-vpcd): %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return fmt.Errorf("copying vpcd: %w", err)
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(fmt.Errorf("copying vpcd: %w", err), out.Close())
	}
	return out.Close()
}

// daemon is the private pcscd. It is started, killed and started again on request.
type daemon struct {
	dir string

	mu      sync.Mutex
	process *os.Process
	over    chan struct{} // closed when the process has ended; nil before the first start
}

func (d *daemon) log() string { return filepath.Join(d.dir, "pcscd.log") }

func (d *daemon) ended() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.over
}

func (d *daemon) running() bool {
	if d.over == nil {
		return false
	}
	select {
	case <-d.over:
		return false
	default:
		return true
	}
}

func (d *daemon) start() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.running() {
		return errors.New("starting pcscd: it is running")
	}
	cmd, log, err := d.command()
	if err != nil {
		return err
	}
	started, over := make(chan error, 1), make(chan struct{})
	go func() {
		// The kernel ends pcscd when the thread that started it ends, so that thread is kept as long as pcscd lives.
		runtime.LockOSThread()
		defer close(over)
		defer log.Close()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("starting pcscd: %w", err)
	}
	d.process, d.over = cmd.Process, over
	return nil
}

// command never asks pcscd to log APDUs: those logs contain PINs.
func (d *daemon) command() (*exec.Cmd, *os.File, error) {
	program, err := findDaemon()
	if err != nil {
		return nil, nil, err
	}
	args := []string{"--foreground", "--config", filepath.Join(d.dir, "conf")}
	help, _ := exec.Command(program, "--help").CombinedOutput() // no output is an answer too: no such option
	if strings.Contains(string(help), "--disable-polkit") {
		args = append(args, "--disable-polkit")
	}
	log, err := os.OpenFile(d.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("opening pcscd's log: %w", err)
	}
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &unix.SysProcAttr{Pdeathsig: unix.SIGKILL}
	return cmd, log, nil
}

func findDaemon() (string, error) {
	for _, path := range []string{"/usr/sbin/pcscd", "/usr/local/sbin/pcscd"} {
		if exists(path) {
			return path, nil
		}
	}
	path, err := exec.LookPath("pcscd")
	if err != nil {
		return "", fmt.Errorf("finding pcscd (package pcscd): %w", err)
	}
	return path, nil
}

func (d *daemon) kill() error { return d.signal(unix.SIGKILL) }

func (d *daemon) terminate() error { return d.signal(unix.SIGTERM) }

// signal sends a signal and waits for the end.
func (d *daemon) signal(sig unix.Signal) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.running() {
		return errors.New("ending pcscd: it is not running")
	}
	if err := d.process.Signal(sig); err != nil {
		return fmt.Errorf("ending pcscd: %w", err)
	}
	select {
	case <-d.over:
		return nil
	case <-time.After(stopLimit):
		return fmt.Errorf("ending pcscd: it did not end within %v", stopLimit)
	}
}

// stop ends pcscd, by force when a reader hangs.
func (d *daemon) stop() error {
	d.mu.Lock()
	running := d.running()
	d.mu.Unlock()
	if !running || d.terminate() == nil {
		return nil
	}
	return d.kill()
}
