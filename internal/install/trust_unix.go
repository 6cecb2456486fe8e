//go:build unix

package install

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ErrUntrusted says that a person without rights could replace a program that
// would be started for everybody.
var ErrUntrusted = errors.New("program can be replaced by others than the administrator")

// trusted refuses an installation for all users whose program, or a folder above
// it, somebody else than root could replace: they would run code as everybody.
func (s System) trusted(w Wish) error {
	if w.Level != AllUsers {
		return nil
	}
	for path := w.Program; ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
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
