// Package install puts the host's manifest where browsers look for it, takes
// it away again, and tells what is there.
//
// Where that is stands in one table, browser by system. Everything happens at
// the level of the user: nothing needs an administrator, and nothing is
// written outside the folders of the table or the one that was asked for.
package install

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hitofude/hitofude/manifests"
)

// File is one manifest: where it goes and what it holds.
type File struct {
	Path    string
	Content []byte
}

// Manifest returns the file that makes program known to browsers of family
// that look in dir. program must be absolute: browsers take no other.
func Manifest(family manifests.Family, dir, program string) (File, error) {
	if !filepath.IsAbs(program) {
		return File{}, fmt.Errorf("making manifest: %s is not an absolute path", program)
	}
	content, err := manifests.Render(family, program)
	return File{Path: filepath.Join(dir, manifests.FileName()), Content: content}, err
}

// Write puts f in place in one step: a browser that starts meanwhile sees the
// old manifest or the new one, never half of it.
func Write(f File) (err error) {
	dir := filepath.Dir(f.Path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making folder for manifest: %w", err)
	}
	temporary, err := os.CreateTemp(dir, ".hitofude-*")
	if err != nil {
		return fmt.Errorf("writing manifest: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name())
		}
	}()
	_, err = temporary.Write(f.Content)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), f.Path)
	}
	if err != nil {
		return fmt.Errorf("writing manifest: %w", err)
	}
	return nil
}

// ErrForeign says that a file of our name is not a manifest of ours.
var ErrForeign = errors.New("file belongs to another program")

// Remove deletes the manifest in dir. It reports whether there was one, and
// leaves a file that is not ours alone (ErrForeign). Folders stay: other
// programs keep their manifests there too.
func Remove(dir string) (removed bool, err error) {
	path := filepath.Join(dir, manifests.FileName())
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading manifest: %w", err)
	}
	if m, err := parse(data); err != nil || m.Name != manifests.Known().Host {
		return false, fmt.Errorf("removing %s: %w", path, ErrForeign)
	}
	if err := os.Remove(path); err != nil {
		return false, fmt.Errorf("removing manifest: %w", err)
	}
	return true, nil
}

// State is what a browser would find.
type State string

const (
	Missing State = "missing" // no manifest
	Broken  State = "broken"  // not one that a browser accepts, or its program cannot run
	Other   State = "other"   // of another copy of the program
	Ours    State = "ours"
)

// Check tells what a browser finds in dir, and the path of the program that it
// would start. Firefox gives the same message for every cause, so the causes
// are told apart here.
func Check(family manifests.Family, dir, program string) (State, string) {
	data, err := os.ReadFile(filepath.Join(dir, manifests.FileName()))
	if errors.Is(err, fs.ErrNotExist) {
		return Missing, ""
	}
	m, parseErr := parse(data)
	if err != nil || parseErr != nil || m.Name != manifests.Known().Host || m.Type != "stdio" || !m.allows(family) {
		return Broken, m.Path
	}
	info, err := os.Stat(m.Path)
	if err != nil || info.IsDir() || info.Mode()&0o111 == 0 || !filepath.IsAbs(m.Path) {
		return Broken, m.Path
	}
	if self, err := os.Stat(program); err != nil || !os.SameFile(info, self) {
		return Other, m.Path
	}
	return Ours, m.Path
}

type manifest struct {
	Name       string   `json:"name"`
	Path       string   `json:"path"`
	Type       string   `json:"type"`
	Origins    []string `json:"allowed_origins"`
	Extensions []string `json:"allowed_extensions"`
}

func parse(data []byte) (m manifest, err error) {
	err = json.Unmarshal(data, &m)
	return m, err
}

// allows reports whether every extension of ours may start the host.
func (m manifest) allows(family manifests.Family) bool {
	listed, wanted := m.Extensions, manifests.Known().Firefox.IDs
	if family == manifests.Chromium {
		listed, wanted = m.Origins, nil
		for _, id := range manifests.Known().Chromium.IDs {
			wanted = append(wanted, "chrome-extension://"+id+"/")
		}
	}
	have := make(map[string]bool)
	for _, id := range listed {
		have[id] = true
	}
	for _, id := range wanted {
		if !have[id] {
			return false
		}
	}
	return true
}
