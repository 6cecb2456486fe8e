//go:build linux

package sandbox

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/hitofude/hitofude/internal/virtualcard"
)

// maxCards is the number of readers that vpcd makes; it is compiled in.
const maxCards = 2

// Config says what to run.
type Config struct {
	Dir      string   // folder for sockets, traces and pcscd's log; made when missing
	Profiles []string // one card each, at most two; a file or a built-in name
	Slow     bool     // the cards take the modelled time
}

// Ready is the one line printed when clients can come.
type Ready struct {
	Socket  string   `json:"socket"`  // for PCSCLITE_CSOCK_NAME
	Control []string `json:"control"` // per card, see package control
	Lab     string   `json:"lab"`     // {"do":"pcscd","what":"kill|term|start"}
	Trace   []string `json:"trace"`   // per card
	Readers []string `json:"readers"` // the names pcscd gives
}

// Check finds mistakes in the configuration before namespaces are made.
func (c Config) Check() error {
	switch {
	case c.Dir == "":
		return errors.New("starting the lab: no --dir given")
	case len(c.Profiles) == 0 || len(c.Profiles) > maxCards:
		return fmt.Errorf("starting the lab: one or %d --profile are possible, not %d", maxCards, len(c.Profiles))
	}
	for _, p := range c.Profiles {
		if _, err := virtualcard.Find(p); err != nil {
			return err
		}
	}
	return c.checkDir()
}

// maxSocketPath is what sun_path holds (unix(7)).
const maxSocketPath = 107

func (c Config) checkDir() error {
	socket := filepath.Join(c.Dir, socketName)
	switch {
	case !filepath.IsAbs(c.Dir):
		return fmt.Errorf("starting the lab: %s is not absolute", c.Dir)
	case len(socket) > maxSocketPath:
		return fmt.Errorf("starting the lab: %s is longer than a socket's path may be (%d bytes); choose a shorter --dir", socket, maxSocketPath)
	case !exists(runDir) && within(c.Dir, "/run"):
		return fmt.Errorf("starting the lab: --dir must not lie under /run while %s does not exist", runDir)
	}
	return nil
}

const (
	runDir     = "/run/pcscd" // compiled into pcscd
	socketName = "run/pcscd.comm"
)
