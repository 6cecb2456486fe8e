//go:build linux

// Package sandbox runs a private pcscd with cards in software in its readers, in mount and network namespaces of its own: the
// machine's pcscd, its readers and its ports are neither used nor disturbed. Clients outside reach it by a socket in a folder.
//
// [Enter] starts the program again inside new namespaces, [Run] does the work there.
package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard"
	"github.com/hitofude/hitofude/internal/virtualcard/control"
	"github.com/hitofude/hitofude/internal/virtualcard/vpcd"
)

// lab is a running sandbox.
type lab struct {
	Config
	ready   Ready
	slots   []*virtualcard.Slot
	daemon  *daemon
	closers []io.Closer
	made    []string // to be removed at the end
}

// Run serves until ctx ends. It must be called inside namespaces made by [Enter]; outside is the network namespace Enter came from.
// When clients can come it prints [Ready] as one line of JSON. Of what it made, only traces and pcscd's log are left in the folder.
func Run(ctx context.Context, c Config, outside string, ready io.Writer) (err error) {
	if err := c.Check(); err != nil {
		return err
	}
	if err := insideOf(outside); err != nil {
		return err
	}
	l := &lab{Config: c}
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		err = errors.Join(err, l.close())
	}()
	defer cancel()
	if err := l.start(ctx); err != nil {
		return err
	}
	if err := json.NewEncoder(ready).Encode(l.ready); err != nil {
		return fmt.Errorf("saying that the lab is ready: %w", err)
	}
	<-ctx.Done()
	return nil
}

func (l *lab) start(ctx context.Context) error {
	if err := l.makeFolders(); err != nil {
		return err
	}
	for i, p := range l.Profiles {
		if err := l.addCard(ctx, i, p); err != nil {
			return err
		}
	}
	if err := l.listen(ctx); err != nil {
		return err
	}
	if err := isolate(l.Dir); err != nil {
		return err
	}
	l.daemon = &daemon{dir: l.Dir}
	for i, slot := range l.slots {
		go func() { _ = vpcd.Serve(ctx, address(i), slot) }() // returns when ctx ends
	}
	return l.startDaemon(ctx)
}

// address of vpcd's reader number i.
func address(i int) string { return net.JoinHostPort("127.0.0.1", fmt.Sprint(firstPort+i)) }

func (l *lab) addCard(ctx context.Context, i int, profile string) error {
	card, err := virtualcard.Find(profile)
	if err != nil {
		return err
	}
	trace := filepath.Join(l.Dir, fmt.Sprintf("card%d.trace", i))
	file, err := os.OpenFile(trace, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("opening trace: %w", err)
	}
	l.closers = append(l.closers, file)
	slot := virtualcard.NewSlot(card, virtualcard.NewTrace(file), l.Slow)
	path := filepath.Join(l.Dir, fmt.Sprintf("card%d.sock", i))
	listener, err := listenUnix(path)
	if err != nil {
		return err
	}
	go control.Serve(ctx, listener, slot)
	l.slots = append(l.slots, slot)
	l.ready.Control = append(l.ready.Control, path)
	l.ready.Trace = append(l.ready.Trace, trace)
	l.ready.Readers = append(l.ready.Readers, fmt.Sprintf("%s 00 %02d", readerName, i))
	return nil
}

func (l *lab) listen(ctx context.Context) error {
	l.ready.Socket = filepath.Join(l.Dir, socketName)
	l.ready.Lab = filepath.Join(l.Dir, "lab.sock")
	listener, err := listenUnix(l.ready.Lab)
	if err != nil {
		return err
	}
	go control.Lines(ctx, listener, func(line []byte) (any, error) { return l.handle(ctx, line) })
	return nil
}

func listenUnix(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("removing an old socket: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("opening control socket: %w", err)
	}
	return listener, nil
}

const startLimit = 10 * time.Second

// startDaemon starts pcscd and waits until it has powered every card that is inside.
func (l *lab) startDaemon(ctx context.Context) error {
	before := make([]int, len(l.slots))
	for i, slot := range l.slots {
		before[i] = slot.PowerOns()
	}
	if err := l.daemon.start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		up := reachable(l.ready.Socket)
		for i, slot := range l.slots {
			up = up && (!slot.Present() || slot.PowerOns() > before[i])
		}
		if up {
			return nil
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-l.daemon.ended():
			return fmt.Errorf("starting pcscd: it ended at once; see %s", l.daemon.log())
		case <-ctx.Done():
			return fmt.Errorf("starting pcscd: the cards were not found within %v; see %s", startLimit, l.daemon.log())
		}
	}
}

func reachable(socket string) bool {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

type labRequest struct {
	Do   string `json:"do"`
	What string `json:"what"`
}

func (l *lab) handle(ctx context.Context, line []byte) (any, error) {
	var r labRequest
	if err := control.Decode(line, &r); err != nil {
		return nil, err
	}
	if r.Do != "pcscd" {
		return nil, fmt.Errorf("unknown request %q", r.Do)
	}
	ok := map[string]bool{"ok": true}
	switch r.What {
	case "kill":
		return ok, l.daemon.kill()
	case "term":
		return ok, l.daemon.terminate()
	case "start":
		return ok, l.startDaemon(ctx)
	}
	return nil, fmt.Errorf("pcscd cannot %q", r.What)
}

func (l *lab) close() error {
	var err error
	if l.daemon != nil {
		err = l.daemon.stop()
	}
	for _, c := range l.closers {
		err = errors.Join(err, c.Close())
	}
	for _, path := range l.made {
		err = errors.Join(err, os.RemoveAll(path))
	}
	for _, path := range append(l.ready.Control, l.ready.Lab) {
		if e := os.Remove(path); path != "" && e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
