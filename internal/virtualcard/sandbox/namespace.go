//go:build linux

package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

const networkNamespace = "/proc/self/ns/net"

// Enter replaces the process by the same program with other arguments, inside mount and network namespaces of its own: as root
// directly, otherwise within a user namespace. arguments gets the name of the network namespace outside, for [Run]. Enter returns only
// when it failed, and says which setting would help.
func Enter(arguments func(outside string) []string) error {
	outside, err := os.Readlink(networkNamespace)
	if err != nil {
		return fmt.Errorf("finding the network namespace: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the program: %w", err)
	}
	unshare, err := exec.LookPath("unshare")
	if err != nil {
		return fmt.Errorf("finding unshare (package util-linux): %w", err)
	}
	var reasons []string
	for _, way := range [][]string{{"-m", "-n"}, {"-U", "-r", "-m", "-n"}} {
		out, err := exec.Command(unshare, append(way, "true")...).CombinedOutput()
		if err != nil {
			reasons = append(reasons, strings.TrimSpace(string(out)))
			continue
		}
		args := append(append([]string{"unshare"}, way...), "--", self)
		return unix.Exec(unshare, append(args, arguments(outside)...), os.Environ())
	}
	return fmt.Errorf("making a private pcscd: no namespaces can be made here (%s); %s", strings.Join(reasons, "; "), setting())
}

// setting names the one setting that keeps namespaces away.
func setting() string {
	for _, s := range []struct{ file, blocking, advice string }{
		{"/proc/sys/kernel/unprivileged_userns_clone", "0", "set kernel.unprivileged_userns_clone=1 with sysctl"},
		{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "set kernel.apparmor_restrict_unprivileged_userns=0 with sysctl"},
		{"/proc/sys/user/max_user_namespaces", "0", "set user.max_user_namespaces=10000 with sysctl"},
	} {
		value, err := os.ReadFile(s.file)
		if err == nil && strings.TrimSpace(string(value)) == s.blocking {
			return s.advice
		}
	}
	return "in a container, start it with --cap-add SYS_ADMIN (Docker: also --security-opt seccomp=unconfined)"
}

// insideOf refuses to mount anything where Enter was not used.
func insideOf(outside string) error {
	now, err := os.Readlink(networkNamespace)
	if err != nil {
		return fmt.Errorf("finding the network namespace: %w", err)
	}
	if outside == "" || now == outside {
		return errors.New("starting the lab: not inside namespaces of its own")
	}
	return nil
}

// isolate gives pcscd its own /run/pcscd, which is DIR/run outside, its own drivers (vpcd alone, so that no reader of the machine is
// opened) and a loopback interface.
func isolate(dir string) error {
	if err := bindRun(filepath.Join(dir, "run")); err != nil {
		return err
	}
	if err := bind(filepath.Join(dir, "drivers"), driversDir); err != nil {
		return err
	}
	return loopbackUp()
}

func bindRun(source string) error {
	if !exists(runDir) {
		if err := unix.Mount("tmpfs", "/run", "tmpfs", 0, "mode=755"); err != nil {
			return fmt.Errorf("mounting a private /run: %w", err)
		}
		if err := os.Mkdir(runDir, 0o755); err != nil {
			return fmt.Errorf("making a private %s: %w", runDir, err)
		}
	}
	return bind(source, runDir)
}

func bind(source, target string) error {
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("mounting %s on %s: %w", source, target, err)
	}
	return nil
}

func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("starting the loopback interface: %w", err)
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return fmt.Errorf("starting the loopback interface: %w", err)
	}
	lo.SetUint16(unix.IFF_UP)
	if err := unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo); err != nil {
		return fmt.Errorf("starting the loopback interface: %w", err)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func within(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}
