package host

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// maxLog bounds one log file; there are two, host.log and host.log.1.
const maxLog = 1 << 20

// newLogger writes to stderr, or to the file that the configuration names, by
// way of the queue. At every level a line holds types, sizes, codes and status
// words only: no parameters, no answers, no names of documents.
func newLogger(c logConfig, stderr io.Writer) (*slog.Logger, *logQueue) {
	target := stderr
	var err error
	if c.File != "" {
		var file *logFile
		if file, err = openLog(c.File); err == nil {
			target = file
		}
	}
	queue := newLogQueue(target)
	log := slog.New(slog.NewTextHandler(queue, &slog.HandlerOptions{Level: c.Level}))
	if err != nil {
		log.Warn("log file cannot be opened", "error", err)
	}
	return log, queue
}

// logQueue writes lines from one goroutine. Those who log read stdin or hold a
// card, and must not stand in a Write to a stderr that nobody empties; a line
// that finds the queue full is dropped.
type logQueue struct {
	lines   chan []byte // nil: a flush
	flushed chan struct{}
	dropped atomic.Int64
}

// logLines is far above what one operation logs.
const logLines = 256

func newLogQueue(w io.Writer) *logQueue {
	q := &logQueue{lines: make(chan []byte, logLines), flushed: make(chan struct{}, 1)}
	go q.run(w)
	return q
}

func (q *logQueue) run(w io.Writer) {
	for line := range q.lines {
		if line == nil {
			q.flushed <- struct{}{}
			continue
		}
		_, _ = w.Write(line)
		if n := q.dropped.Swap(0); n > 0 {
			_, _ = fmt.Fprintf(w, "level=WARN msg=\"lines dropped\" lines=%d\n", n)
		}
	}
}

// Write never waits.
func (q *logQueue) Write(line []byte) (int, error) {
	select {
	case q.lines <- bytes.Clone(line):
	default:
		q.dropped.Add(1)
	}
	return len(line), nil
}

// flush waits until what was logged is written, but not longer than limit.
func (q *logQueue) flush(limit time.Duration) {
	late := time.After(limit)
	select {
	case q.lines <- nil:
	case <-late:
		return
	}
	select {
	case <-q.flushed:
	case <-late:
	}
}

// logFile keeps a log below maxLog by moving it aside.
type logFile struct {
	mu   sync.Mutex
	path string
	file *os.File
	size int64
}

func openLog(name string) (*logFile, error) {
	if !filepath.IsAbs(name) {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("finding cache folder: %w", err)
		}
		name = filepath.Join(cache, "hitofude", name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("making log folder: %w", err)
	}
	l := &logFile{path: name}
	return l, l.open()
}

func (l *logFile) open() error {
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("opening log: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("opening log: %w", err)
	}
	l.file, l.size = file, info.Size()
	return nil
}

func (l *logFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size+int64(len(p)) > maxLog {
		if err := l.turn(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(p)
	l.size += int64(n)
	return n, err
}

// turn makes the present file the old one. Several processes may log to it; if
// another one has turned it meanwhile, a few lines land in the old file.
func (l *logFile) turn() error {
	_ = l.file.Close()
	if err := os.Rename(l.path, l.path+".1"); err != nil {
		return fmt.Errorf("turning log: %w", err)
	}
	return l.open()
}
