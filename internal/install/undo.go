package install

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hitofude/hitofude/manifests"
)

// Removal is what a person asks to be taken away: everything, or what the
// browsers named need, or what lies in one folder.
type Removal struct {
	Browsers []string
	Level    Level
	Dir      string
	Program  string // this program, whose leftovers go too
}

// PlanRemoval lists what Uninstall would do; it changes nothing.
func (s System) PlanRemoval(u Removal) ([]Change, error) { return s.remove(u, false) }

// Uninstall takes back what Install wrote and puts back what stood there: the
// files, the values, and the folders and keys that were made, when nothing of
// others is in them. A place that another browser needs stays, and so does one
// that somebody changed since.
func (s System) Uninstall(u Removal) ([]Change, error) { return s.remove(u, true) }

func (s System) remove(u Removal, really bool) ([]Change, error) {
	r, path, err := s.readRecord(u.Level)
	if err != nil {
		return nil, err
	}
	var list []Change
	var failed []error // what cannot be taken back stays in the record
	for _, e := range slices.Clone(r.Entries) {
		if !s.concerns(u, e) {
			continue
		}
		c, err := s.takeBack(&r, e, u, really)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		list = append(list, c)
	}
	if len(u.Browsers) == 0 && u.Dir == "" && u.Level != Flatpak {
		r.Extensions = nil
	}
	list, err = s.leftovers(list, r, u, really)
	return list, errors.Join(append(failed, err, s.settle(&r, path, really))...)
}

func (s System) concerns(u Removal, e entry) bool {
	if u.Level == Flatpak && !s.sandboxed(e.Place) {
		return false
	}
	if u.Dir != "" && filepath.Dir(e.Place) != filepath.Clean(u.Dir) {
		return false
	}
	return len(u.Browsers) == 0 || slices.ContainsFunc(e.Browsers, func(b string) bool { return slices.Contains(u.Browsers, b) })
}

// takeBack undoes one entry, or only crosses out the browsers that go.
func (s System) takeBack(r *record, e entry, u Removal, really bool) (Change, error) {
	c := Change{Place: e.Place, Browsers: e.Browsers, Action: Removed}
	stay := slices.DeleteFunc(slices.Clone(e.Browsers), func(b string) bool {
		return len(u.Browsers) == 0 || slices.Contains(u.Browsers, b)
	})
	if len(stay) > 0 {
		c.Action, c.Browsers = Kept, stay
		r.find(e.Place).Browsers = stay
		return c, nil
	}
	stands, err := s.lookAt(e.Place)
	if err != nil && !errors.Is(err, ErrNotFile) {
		return c, err
	}
	switch {
	case err != nil || stands != nil && (stands.Link != "" || sum(stands.Content) != e.Sum):
		c.Action = Kept // somebody else's now
	case stands == nil:
		// Somebody has taken it away; what stood there before is not ours to bring back.
	case e.Before != nil:
		c.Action = Restored
	}
	if really && c.Action != Kept && stands != nil {
		if err := s.putBack(e.Place, e.Before); err != nil {
			return c, err
		}
	}
	r.drop(e.Place)
	return c, nil
}

// settle removes the folders and keys that were made and are empty now, and
// keeps the record as long as something is installed.
func (s System) settle(r *record, path string, really bool) error {
	if !really {
		return nil
	}
	swept := s.sweep(r)
	err := s.writeRecord(*r, path)
	if len(r.Entries) == 0 {
		swept = s.sweep(r) // the record's own folder
	}
	return errors.Join(swept, err)
}

// sweep keeps what is not empty and what cannot be taken away.
func (s System) sweep(r *record) error {
	var left []string
	var failed []error
	for _, made := range slices.Backward(r.Made) {
		err := s.removeEmpty(made)
		if err == nil {
			continue
		}
		left = append([]string{made}, left...)
		if !errors.Is(err, ErrNotEmpty) {
			failed = append(failed, err)
		}
	}
	r.Made = left
	return errors.Join(failed...)
}

// leftovers are files of the manifest's name that no record knows. Those that
// start this program, or one that is gone, go: they are of an installation whose
// record was lost. The others are named and stay.
func (s System) leftovers(list []Change, r record, u Removal, really bool) ([]Change, error) {
	var failed []error
	for _, b := range s.Browsers() {
		if len(u.Browsers) > 0 && !slices.Contains(u.Browsers, b.Name) {
			continue
		}
		for _, place := range s.searched(b, u) {
			if r.find(place) != nil || slices.ContainsFunc(list, func(c Change) bool { return c.Place == place }) {
				continue
			}
			c := Change{Place: place, Browsers: []string{b.Name}}
			if _, err := os.Lstat(place); err != nil {
				continue
			}
			if c.Action = s.leftover(place, u); really && c.Action == Removed {
				if err := os.Remove(place); err != nil {
					failed = append(failed, err)
					continue
				}
			}
			list = append(list, c)
		}
	}
	return list, errors.Join(failed...)
}

// searched lists where manifests of b may lie.
func (s System) searched(b Browser, u Removal) []string {
	dirs := []string{u.Dir}
	if u.Dir == "" {
		dirs = slices.DeleteFunc(s.Dirs(b, u.Level), isKey)
	}
	var places []string
	for _, dir := range dirs {
		for _, host := range []string{manifests.Known().Host, manifests.Known().Practice} {
			places = append(places, filepath.Join(dir, host+".json"))
		}
	}
	return places
}

// leftover tells what becomes of a manifest that no record knows.
func (s System) leftover(place string, u Removal) Action {
	b, err := lookAt(place)
	if err != nil || b == nil || b.Link != "" {
		return Foreign
	}
	m, ours := read(b.Content)
	path := s.programIn(m, place)
	switch {
	case ours && u.Level == AllUsers && s.packaged(path):
		return Packaged
	case ours && (s.dead(place, b) || sameFile(path, programOf(m.Name, u.Program))):
		return Removed
	}
	return Foreign
}

// packaged reports whether the system's package brings the program, and with it
// the manifests for everybody; both go when it is removed.
func (s System) packaged(program string) bool {
	dir, err := s.resolve(Root, "usr/lib/hitofude")
	return err == nil && s.OS == "linux" && strings.HasPrefix(filepath.Clean(program), dir+string(filepath.Separator))
}
