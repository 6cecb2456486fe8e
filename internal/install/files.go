package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// writeFile puts a file in place in one step: a browser that starts meanwhile
// sees the old one or the new one, never half of it. Its folder must be there.
func writeFile(path string, content []byte, mode fs.FileMode) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".hitofude-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name())
		}
	}()
	_, err = temporary.Write(content)
	err = errors.Join(err, temporary.Chmod(mode), temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// missing lists the folders that have to be made for path, outermost first.
func missing(path string) []string {
	var list []string
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return list
		}
		list = append([]string{dir}, list...)
	}
}

// nothing reports that there is nothing at a path, also where a folder above it
// is a file.
func nothing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// lookAt returns what stands at path now, nil for nothing.
func lookAt(path string) (*before, error) {
	info, err := os.Lstat(path)
	switch {
	case nothing(err), errors.Is(err, fs.ErrInvalid):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("looking at %s: %w", path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		return &before{Link: target}, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("looking at %s: %w", path, ErrNotFile)
	}
	content, err := os.ReadFile(path)
	return &before{Content: content, Mode: uint32(info.Mode().Perm())}, err
}

// ErrNotFile says that something else than a file has the manifest's name.
var ErrNotFile = errors.New("not a file")

// putBack restores what stood at path.
func putBack(path string, b *before) error {
	if b == nil {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing %s: %w", path, err)
		}
		return nil
	}
	if b.Link == "" {
		return writeFile(path, b.Content, fs.FileMode(b.Mode))
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", path, err)
	}
	return os.Symlink(b.Link, path)
}

// wrapperFor names the program that a flatpak browser can start: it asks the
// sandbox's portal to start ours outside.
func wrapperFor(host string) string { return host + ".sh" }

func wrapper(program string) string {
	quoted := "'" + strings.ReplaceAll(program, "'", `'\''`) + "'"
	return "#!/bin/sh\n# Written by “hitofude install --flatpak”: starts the host outside of the browser's sandbox.\n" +
		"exec flatpak-spawn --host " + quoted + " \"$@\"\n"
}
