package install

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"github.com/hitofude/hitofude/manifests"
)

// State is what a browser would find.
type State string

// What a browser can find, worst first. Firefox gives the same message for every
// cause, so the causes are told apart here.
const (
	Missing       State = "missing"        // no manifest
	Unreadable    State = "unreadable"     // it may not be read
	NotJSON       State = "not-json"       // it is not JSON
	Misnamed      State = "misnamed"       // name, type or description is not what browsers take
	Relative      State = "relative"       // the path is not absolute
	ProgramGone   State = "program-gone"   // there is no file at the path
	NotExecutable State = "not-executable" // it may not be run
	Uninvited     State = "uninvited"      // our extension is not listed
	Other         State = "other"          // of another copy of the program
	Ours          State = "ours"
)

// Found is what a browser finds.
type Found struct {
	State State
	Place string // the manifest; for Missing where it should be
	Path  string // the program it names
}

// Check tells what b finds on this system, in the order in which browsers look:
// the user's places, then those of the computer.
func (s System) Check(b Browser, program string) Found {
	first := Found{State: Missing}
	for _, level := range []Level{User, AllUsers} {
		for _, place := range s.manifestsOf(b, level) {
			found := s.CheckFile(b.Family, place, program)
			if found.State != Missing {
				return found
			}
			if first.Place == "" {
				first = found
			}
		}
	}
	return first
}

// manifestsOf lists the files that b would read at a level. On Windows the
// registry says which they are.
func (s System) manifestsOf(b Browser, level Level) []string {
	var files []string
	for _, dir := range s.Dirs(b, level) {
		if !isKey(dir) {
			files = append(files, filepath.Join(dir, manifests.FileName()))
			continue
		}
		if value, ok, err := s.Registry.Value(dir + `\` + manifests.Known().Host); err == nil && ok {
			files = append(files, value)
		}
	}
	return files
}

// CheckFile looks at one manifest, link by link.
func (s System) CheckFile(family manifests.Family, place, program string) Found {
	found := Found{State: Missing, Place: place}
	data, err := os.ReadFile(place)
	switch {
	case os.IsNotExist(err):
		return found
	case err != nil:
		found.State = Unreadable
		return found
	}
	var m manifest
	if json.Unmarshal(data, &m) != nil {
		found.State = NotJSON
		return found
	}
	found.Path = m.Path
	found.State = s.judge(family, m, filepath.Dir(place), program)
	return found
}

func (s System) judge(family manifests.Family, m manifest, dir, program string) State {
	if m.Name != manifests.Known().Host || m.Type != "stdio" || m.Description == "" {
		return Misnamed
	}
	path := m.Path
	if !s.absolute(path) {
		if s.OS != "windows" || path == "" {
			return Relative
		}
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil || info.IsDir():
		return ProgramGone
	case s.OS != "windows" && info.Mode()&0o111 == 0:
		return NotExecutable
	case !m.allows(family):
		return Uninvited
	case !sameFile(path, program):
		return Other
	}
	return Ours
}

func sameFile(a, b string) bool {
	one, err1 := os.Stat(a)
	two, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(one, two)
}

type manifest struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Path        string   `json:"path"`
	Type        string   `json:"type"`
	Origins     []string `json:"allowed_origins"`
	Extensions  []string `json:"allowed_extensions"`
}

// read returns a manifest and whether it is one of ours.
func read(data []byte) (m manifest, ours bool) {
	err := json.Unmarshal(data, &m)
	return m, err == nil && (m.Name == manifests.Known().Host || m.Name == manifests.Known().Practice)
}

// allows reports whether every extension of ours may start the host.
func (m manifest) allows(family manifests.Family) bool {
	listed := m.Extensions
	if family == manifests.Chromium {
		listed = m.Origins
	}
	for _, caller := range manifests.Callers(family, nil) {
		if !slices.Contains(listed, caller) {
			return false
		}
	}
	return true
}
