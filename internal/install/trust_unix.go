//go:build unix

package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrUntrusted says that a person without rights could replace a program that
// would be started for everybody.
var ErrUntrusted = errors.New("program can be replaced by others than the administrator")

// trusted refuses an installation for all users one of whose programs, or a
// folder above it, somebody else than root could replace: they would run code as
// everybody.
func (s System) trusted(w Wish) error {
	if w.Level != AllUsers {
		return nil
	}
	for _, host := range hostsBeside(w.Program) {
		named := programOf(host, w.Program)
		real, err := filepath.EvalSymlinks(named)
		if err != nil {
			return fmt.Errorf("looking at program: %w", err)
		}
		for _, path := range []string{named, real} {
			if err := s.guarded(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// guarded refuses a path that, or a folder above which, is not root's alone. A
// link on the way counts as what it leads to, with the folders above that.
func (s System) guarded(path string) error {
	for ; ; path = filepath.Dir(path) {
		info, err := os.Lstat(path)
		if err == nil && info.Mode()&fs.ModeSymlink != 0 {
			err = s.guardedLink(path)
			if errors.Is(err, ErrUntrusted) {
				return err
			}
			if err == nil {
				info, err = os.Stat(path)
			}
		}
		if err != nil {
			return fmt.Errorf("looking at program: %w", err)
		}
		owner, ok := info.Sys().(*syscall.Stat_t)
		if !ok || owner.Uid != 0 || info.Mode()&0o022 != 0 {
			return fmt.Errorf("installing for all users: %s: %w", path, ErrUntrusted)
		}
		if path == filepath.Dir(path) || s.Root != "" && path == s.Root {
			return nil
		}
	}
}

// guardedLink looks at the next step of a link. That links end somewhere is known.
func (s System) guardedLink(path string) error {
	target, err := os.Readlink(path)
	if err != nil {
		return err
	}
	if !filepath.IsAbs(target) {
		folder, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return err
		}
		target = filepath.Join(folder, target)
	}
	return s.guarded(target)
}
