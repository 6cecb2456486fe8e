// Package install puts the host's manifest where browsers look for it, takes
// it away again, and tells what is there.
//
// Where that is stands in one table: browser by system by level (rows of
// table.go and its neighbours). What was written, and what stood there before,
// is kept in a record, so that uninstall leaves the tree as it was: files, their
// modes, folders, keys of the Windows registry.
package install

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/hitofude/hitofude/manifests"
)

// Wish is what a person asks to be installed.
type Wish struct {
	Browsers []string // names of the table; none: those that are here
	Level    Level
	Dir      string // in place of the folder of the table; then exactly one browser
	Program  string // absolute path of the host
	// Extensions are ids beside those of ids.json that may start the host.
	Extensions []string
}

// Change is one thing that was, or would be, written or taken away.
type Change struct {
	Place    string   // path of a file, or key of the registry
	Browsers []string // who looks there, as named in the table
	Content  string   // of the file or the value; "" when it is taken away
	Action   Action
}

// Action says what happened to a place.
type Action string

// What can happen to a place.
const (
	Wrote    Action = "wrote"
	Removed  Action = "removed"
	Restored Action = "restored" // what stood there before is there again
	Kept     Action = "kept"     // another browser needs it, or somebody changed it since
	Foreign  Action = "foreign"  // it was never ours
	Packaged Action = "packaged" // it goes with the package of the system
)

// item is one file or registry value that makes the host known.
type item struct {
	Place    string           `json:"place"`
	Host     string           `json:"host"`             // whose manifest it is about: the host's, or the practice host's
	Family   manifests.Family `json:"family,omitempty"` // "" for what is not a manifest
	Browsers []string         `json:"browsers"`
	Program  string           `json:"program,omitempty"` // what the manifest starts

	content string
	mode    uint32
}

// Plan lists what Install would write for a wish, in the order of the table.
// It changes nothing.
func (s System) Plan(w Wish) ([]Change, error) {
	items, err := s.plan(w)
	return changes(items, Wrote), err
}

func changes(items []item, action Action) []Change {
	var list []Change
	for _, it := range items {
		list = append(list, Change{Place: it.Place, Browsers: it.Browsers, Content: it.content, Action: action})
	}
	return list
}

func (s System) plan(w Wish) ([]item, error) {
	if !s.absolute(w.Program) {
		return nil, fmt.Errorf("making manifest: %s is not an absolute path", w.Program)
	}
	if !s.protected(w.Level) {
		return nil, fmt.Errorf("making manifest: %w", ErrUnprotected)
	}
	names := w.Browsers
	if len(names) == 0 && w.Level != Flatpak {
		names = s.Here()
	}
	var items []item
	for _, name := range names {
		b, ok := Lookup(name)
		if !ok {
			return nil, fmt.Errorf("making manifest: %w: %s", ErrUnknown, name)
		}
		places, err := s.placesFor(b, w)
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			items = add(items, p)
		}
	}
	return items, s.fill(items, w)
}

// add puts it into items; a place that is there already gets one more browser
// that needs it.
func add(items []item, it item) []item {
	for i := range items {
		if items[i].Place == it.Place {
			items[i].Browsers = union(items[i].Browsers, it.Browsers)
			return items
		}
	}
	return append(items, it)
}

func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// placesFor lists the files and values that make the host known to b.
func (s System) placesFor(b Browser, w Wish) ([]item, error) {
	if w.Dir != "" {
		var items []item
		for _, host := range hostsBeside(w.Program) {
			items = append(items, item{Place: filepath.Join(w.Dir, host+".json"), Host: host, Family: b.Family, Browsers: []string{b.Name}})
		}
		return items, nil
	}
	rows := s.rows(b, w.Level)
	if len(rows) == 0 {
		return nil, fmt.Errorf("making manifest: %w: %s", ErrNoPlace, b.Name)
	}
	var items []item
	for _, r := range rows {
		for _, host := range hostsBeside(w.Program) {
			found, err := s.itemsOf(b, r, host)
			if err != nil {
				return nil, err
			}
			items = append(items, found...)
		}
	}
	return items, nil
}

// hostsBeside are the hosts that are registered together: the program's own, and
// the one for practice where its program lies in the same folder.
func hostsBeside(program string) []string {
	known := manifests.Known()
	if _, err := os.Stat(programOf(known.Practice, program)); err != nil {
		return []string{known.Host}
	}
	return []string{known.Host, known.Practice}
}

// programOf is the program that serves a host.
func programOf(host, program string) string {
	if host != manifests.Known().Practice {
		return program
	}
	name := "hitofude-practice"
	if filepath.Ext(program) == ".exe" {
		name += ".exe"
	}
	return filepath.Join(filepath.Dir(program), name)
}

// itemsOf turns a row into a manifest in its folder, or on Windows into a
// manifest of ours and the value that names it.
func (s System) itemsOf(b Browser, r Row, host string) ([]item, error) {
	who := []string{b.Name}
	if !r.Base.registry() {
		dir, err := s.resolve(r.Base, r.Dir)
		if err != nil {
			return nil, err
		}
		items := []item{{Place: filepath.Join(dir, host+".json"), Host: host, Family: b.Family, Browsers: who}}
		if r.Level == Flatpak {
			items = append(items, item{Place: filepath.Join(dir, wrapperFor(host)), Host: host, Browsers: who})
		}
		return items, nil
	}
	home, err := s.stateDir(r.Level)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(home, string(b.Family), host+".json")
	value := item{Place: string(r.Base) + `\` + r.Dir + `\` + host, Host: host, Browsers: who, content: file}
	return []item{{Place: file, Host: host, Family: b.Family, Browsers: who}, value}, nil
}

// fill writes the content of each item that w asks for.
func (s System) fill(items []item, w Wish) error {
	for i := range items {
		it := &items[i]
		program := programOf(it.Host, w.Program)
		switch {
		case it.Family != "":
			start := program
			if w.Level == Flatpak {
				start = filepath.Join(filepath.Dir(it.Place), wrapperFor(it.Host))
			}
			content, err := manifests.RenderHost(it.Host, it.Family, start, w.Extensions)
			if err != nil {
				return err
			}
			it.content, it.mode, it.Program = string(content), 0o644, program
		case filepath.Base(it.Place) == wrapperFor(it.Host):
			it.content, it.mode, it.Program = wrapper(program), 0o755, program
		}
	}
	return nil
}
