package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// maxLog bounds one log file; there are two, host.log and host.log.1.
const maxLog = 1 << 20

// newLogger writes to stderr, or to the file that the configuration names. At
// every level a line holds types, sizes, codes and status words only: no
// parameters, no answers, no names of documents.
func newLogger(c logConfig, stderr io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.Level}
	if c.File == "" {
		return slog.New(slog.NewTextHandler(stderr, options))
	}
	file, err := openLog(c.File)
	if err != nil {
		logger := slog.New(slog.NewTextHandler(stderr, options))
		logger.Warn("log file cannot be opened", "error", err)
		return logger
	}
	return slog.New(slog.NewTextHandler(file, options))
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
