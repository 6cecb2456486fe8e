package install

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// System is the computer as this package sees it. A test gives it a folder for
// the root of the file system, another environment, and a registry in memory.
type System struct {
	OS       string // as runtime.GOOS names it
	Root     string // stands for /; "" is the real one
	Getenv   func(name string) string
	Registry Registry // nil where there is none
}

// Here returns the computer this program runs on, with the environment env.
func Here(env []string) System {
	return System{OS: runtime.GOOS, Getenv: lookup(env), Registry: windowsRegistry()}
}

// lookup reads a variable from env; the last one counts.
func lookup(env []string) func(string) string {
	return func(name string) string {
		value := ""
		for _, pair := range env {
			if key, v, ok := strings.Cut(pair, "="); ok && (key == name || runtime.GOOS == "windows" && strings.EqualFold(key, name)) {
				value = v
			}
		}
		return value
	}
}

// Base is what a place of the table begins at.
type Base string

// Where places begin. The last two are halves of the Windows registry.
const (
	Root         Base = "/"
	Home         Base = "~"
	Config       Base = "config"  // XDG_CONFIG_HOME, else ~/.config
	AppSupport   Base = "support" // ~/Library/Application Support
	LocalData    Base = "local"   // %LOCALAPPDATA%
	RoamingData  Base = "roaming" // %APPDATA%
	ProgramFiles Base = "programs"
	ProgramData  Base = "data"
	CurrentUser  Base = "HKCU"
	AllOfMachine Base = "HKLM"
)

func (b Base) registry() bool { return b == CurrentUser || b == AllOfMachine }

// ErrNoFolder says that the environment does not tell where a folder is.
var ErrNoFolder = errors.New("folder is not known")

// noFolder names the variable that is missing.
type noFolder struct{ variable string }

func (e *noFolder) Error() string { return "finding folder: " + e.variable + " is not set" }
func (e *noFolder) Unwrap() error { return ErrNoFolder }

// resolve returns the folder of a place, which is written with slashes.
func (s System) resolve(base Base, path string) (string, error) {
	start, err := s.start(base)
	return filepath.Join(start, filepath.FromSlash(path)), err
}

func (s System) start(base Base) (string, error) {
	switch base {
	case Root:
		return s.Root + string(filepath.Separator), nil
	case Home:
		return s.need("HOME")
	case Config:
		if dir := s.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
			return dir, nil
		}
		home, err := s.need("HOME")
		return filepath.Join(home, ".config"), err
	case AppSupport:
		home, err := s.need("HOME")
		return filepath.Join(home, "Library", "Application Support"), err
	case LocalData:
		return s.need("LOCALAPPDATA")
	case RoamingData:
		return s.need("APPDATA")
	case ProgramFiles:
		return s.need("ProgramFiles")
	case ProgramData:
		return s.need("ProgramData")
	}
	return "", &noFolder{string(base)}
}

func (s System) need(variable string) (string, error) {
	if value := s.Getenv(variable); value != "" {
		return value, nil
	}
	return "", &noFolder{variable}
}

// stateDir is where the record of a level lies, and on Windows the manifests.
func (s System) stateDir(level Level) (string, error) {
	type place struct {
		base Base
		path string
	}
	all := level == AllUsers
	switch p := map[string][2]place{
		"windows": {{LocalData, "hitofude"}, {ProgramData, "hitofude"}},
		"darwin":  {{AppSupport, "hitofude"}, {Root, "Library/Application Support/hitofude"}},
	}[s.OS]; {
	case p[0].base != "" && all:
		return s.resolve(p[1].base, p[1].path)
	case p[0].base != "":
		return s.resolve(p[0].base, p[0].path)
	case all:
		return s.resolve(Root, "var/lib/hitofude")
	}
	return s.resolve(Config, "hitofude")
}

// absolute reports whether the system s takes path as absolute. Tests look at
// Windows from elsewhere.
func (s System) absolute(path string) bool {
	if s.OS == "windows" && runtime.GOOS != "windows" {
		return len(path) > 2 && path[1] == ':' && path[2] == '\\' || filepath.IsAbs(path)
	}
	return filepath.IsAbs(path)
}

func (s System) exists(base Base, path string) bool {
	full, err := s.resolve(base, path)
	if err != nil {
		return false
	}
	_, err = os.Stat(full)
	return err == nil
}
