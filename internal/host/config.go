package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/sign"
)

// config is hitofude/config.json under os.UserConfigDir. Keys that this
// version does not know are left alone; the host never writes the file.
type config struct {
	// AllowOrigins lists loopback http origins that may ask, for development.
	// An entry without a port stands for every port.
	AllowOrigins []string `json:"allowOrigins"`
	// PINEntry says where a PIN is typed: "window", the extension's own window;
	// "host", a window of the desktop that this program opens, so that the PIN
	// never enters the browser; "auto", the second where it can be had.
	PINEntry string `json:"pinEntry"`
	// PinentryProgram is the program that opens it, a path or a name; "" one of
	// the usual ones.
	PinentryProgram string `json:"pinentryProgram"`
	// PortalOrigins lists https origins, beside the compiled-in ones, that may use
	// the portal bridge: an administrator's choice.
	PortalOrigins []string `json:"portalOrigins"`
	// NumberOrigins lists https origins, beside the compiled-in go.jp and lg.jp, that
	// may ask for the 個人番号: an employer's or payer's, for what they have to do by law.
	NumberOrigins []string `json:"numberOrigins"`
	// SignCAs lists CAs, beside the compiled-in ones, whose signature certificates
	// may sign: SHA-256 of the CA certificate's DER in hexadecimal. For a CA that is
	// newer than this version, and for tests.
	SignCAs []string  `json:"signCAs"`
	Log     logConfig `json:"log"`
}

// Values of pinEntry.
const (
	entryWindow = "window"
	entryHost   = "host"
	entryAuto   = "auto"
)

type logConfig struct {
	File  string     `json:"file"`  // "" stderr; a bare name lies under os.UserCacheDir()/hitofude
	Level slog.Level `json:"level"` // "debug", "info", "warn", "error"
}

// pinned are the CAs whose signature certificates are used: the compiled-in ones,
// the configuration's, and more. Where loopback origins may ask, programs are
// tested: a CA that calls itself TEST is taken there too, and the results name it.
func (c config) pinned(more ...string) sign.PinnedSet {
	p, _ := sign.NewPinnedSet(slices.Concat(c.SignCAs, more)) // readConfig has refused what cannot be read
	if slices.ContainsFunc(c.AllowOrigins, messaging.IsLoopbackOrigin) {
		return p.WithTests()
	}
	return p
}

func configPath() (string, error) { return userFile("config.json") }

// userFile is where a file of this user lies, under os.UserConfigDir.
func userFile(name string) (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("finding configuration folder: %w", err)
	}
	return filepath.Join(dir, "hitofude", name), nil
}

// readConfig returns the defaults when there is no file. A broken file is
// reported and the defaults, which allow the least, stand.
func readConfig() (config, error) {
	defaults := config{PINEntry: entryWindow}
	path, err := configPath()
	if err != nil {
		return defaults, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return defaults, nil
	}
	if err != nil {
		return defaults, fmt.Errorf("reading configuration: %w", err)
	}
	c := defaults
	if err := json.Unmarshal(data, &c); err != nil {
		return defaults, fmt.Errorf("reading %s: %w", path, err)
	}
	if _, err := sign.NewPinnedSet(c.SignCAs); err != nil {
		return defaults, fmt.Errorf("reading %s: signCAs: %w", path, err)
	}
	if c.PINEntry != entryWindow && c.PINEntry != entryHost && c.PINEntry != entryAuto {
		return defaults, fmt.Errorf("reading %s: pinEntry must be window, host or auto", path)
	}
	return c, nil
}
