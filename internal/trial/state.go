package trial

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
)

// State is what has been done on this computer, as it is kept: which steps
// succeeded, and which kind of PIN was typed last in a first step, and when.
// Nothing in it is about a card, a holder, a site or a reader.
type State struct {
	Version int    `json:"version"`
	Steps   []Step `json:"steps"`
	// Sitting is the last first step; nil when there was none.
	Sitting *Sitting `json:"sitting,omitempty"`
}

// Sitting is one stay of a person at a card.
type Sitting struct {
	PIN pin.Kind  `json:"pin"` // "unknown" where the file could not be read
	At  time.Time `json:"at"`
}

const (
	stateVersion = 1
	unknownPIN   = pin.Kind("unknown")
	maxState     = 4096 // bytes; ours has some 120
)

// order is what must have been done before each recorded step.
var order = []Step{Status, Attributes, Sign}

// Done reports that a step succeeded. Rest never does.
func (s State) Done(step Step) bool { return slices.Contains(s.Steps, step) }

// Load reads the file at path. What cannot be read counts for nothing done, and
// for a PIN typed when the file was last changed: the most careful there is. A
// time in the future counts for now.
func Load(path string, now time.Time) State {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return State{Version: stateVersion}
	case err != nil || !info.Mode().IsRegular() || info.Size() > maxState:
		return broken(now) // a pipe would keep whoever opens it
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return broken(now)
	}
	var s State
	if json.Unmarshal(data, &s) != nil || !s.sound() {
		return broken(info.ModTime()).heldTo(now)
	}
	return s.heldTo(now)
}

func broken(at time.Time) State {
	return State{Version: stateVersion, Sitting: &Sitting{PIN: unknownPIN, At: at}}
}

// heldTo puts a time that has not come yet back to now: a clock was wrong, and
// nobody shall wait for years.
func (s State) heldTo(now time.Time) State {
	if s.Sitting != nil && s.Sitting.At.After(now) {
		s.Sitting = &Sitting{s.Sitting.PIN, now}
	}
	return s
}

// sound reports that a state is one that this version writes: no step without
// those before it, no kind of PIN that there is not.
func (s State) sound() bool {
	if s.Version != stateVersion || len(s.Steps) > len(order) || !slices.Equal(s.Steps, order[:len(s.Steps)]) {
		return false
	}
	return s.Sitting == nil || s.Sitting.PIN == unknownPIN || slices.Contains(pin.Kinds(), s.Sitting.PIN)
}

// With returns the state after step succeeded. A step before its turn is not noted.
func (s State) With(step Step) State {
	if n := len(s.Steps); n < len(order) && order[n] == step {
		s.Steps = append(slices.Clone(s.Steps), step)
	}
	return s
}

// Begun returns the state right before a PIN of kind is sent for a first step.
func (s State) Begun(kind pin.Kind, now time.Time) State {
	s.Sitting = &Sitting{kind, now.UTC().Truncate(time.Second)}
	return s
}

// Save writes the file at path, for this user alone, whole or not at all.
func (s State) Save(path string) error {
	s.Version = stateVersion
	if s.Steps == nil {
		s.Steps = []Step{}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encoding trial state: %w", err)
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making folder: %w", err)
	}
	file, err := os.CreateTemp(dir, ".trial-*")
	if err != nil {
		return fmt.Errorf("making trial state: %w", err)
	}
	defer os.Remove(file.Name()) // gone already when all went well
	_, err = file.Write(append(data, '\n'))
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing trial state: %w", err)
	}
	return nil
}
