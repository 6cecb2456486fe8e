//go:build linux

package lab

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// build makes bin/virtualcard of the tree this file lies in, once per test program. Test programs run side by side, so a lock keeps
// them from writing the file at the same time; the go command leaves an up-to-date file alone.
var build = sync.OnceValues(func() (program string, err error) {
	_, here, _, ok := runtime.Caller(0)
	if !ok {
		return "", errors.New("building virtualcard: the source folder is unknown")
	}
	root := filepath.Join(filepath.Dir(here), "..", "..", "..")
	bin := filepath.Join(root, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return "", fmt.Errorf("building virtualcard: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(bin, ".virtualcard.lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return "", fmt.Errorf("building virtualcard: %w", err)
	}
	defer lock.Close()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return "", fmt.Errorf("building virtualcard: %w", err)
	}
	program = filepath.Join(bin, "virtualcard")
	cmd := exec.Command("go", "build", "-o", program, "./cmd/virtualcard")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building virtualcard: %w\n%s", err, out)
	}
	return program, nil
})
