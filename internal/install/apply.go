package install

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Install writes what Plan lists. What was installed before at the same level is
// written anew as well, so that it starts the program of w: that is how an
// installation heals after the program was moved. All of it is written or, after
// an error, nothing.
func (s System) Install(w Wish) ([]Change, error) {
	r, path, err := s.readRecord(w.Level)
	if err != nil {
		return nil, err
	}
	w.Extensions = union(r.Extensions, w.Extensions)
	items, err := s.plan(w)
	if err != nil {
		return nil, err
	}
	if items, err = s.withRecorded(items, r, w); err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, ErrNoBrowser
	}
	if err := s.trusted(w); err != nil {
		return nil, err
	}
	return s.apply(items, r, path, w)
}

// ErrNoBrowser says that there is nothing to install for.
var ErrNoBrowser = errors.New("no browser of the table is on this computer")

// withRecorded adds what the record has already and still stands: a manifest is
// made anew, and its browsers stay those who need it.
func (s System) withRecorded(items []item, r record, w Wish) ([]item, error) {
	for _, e := range r.Entries {
		stands, err := s.lookAt(e.Place)
		if err != nil || stands == nil || sum(stands.Content) != e.Sum {
			continue
		}
		it := e.item
		it.content, it.Program = "", ""
		if isKey(it.Place) {
			it.content = string(stands.Content)
		}
		level := w.Level
		if level != AllUsers {
			level = User
			if s.sandboxed(it.Place) {
				level = Flatpak
			}
		}
		one := []item{it}
		if err := s.fill(one, Wish{Level: level, Program: w.Program, Extensions: w.Extensions}); err != nil {
			return nil, err
		}
		items = add(items, one[0])
	}
	return items, nil
}

// sandboxed reports whether a place lies in a flatpak's own folder.
func (s System) sandboxed(place string) bool {
	return slices.ContainsFunc(rows(), func(row Row) bool {
		if row.Level != Flatpak || row.OS != s.OS {
			return false
		}
		dir, err := s.resolve(row.Base, row.Dir)
		return err == nil && len(place) > len(dir) && place[:len(dir)] == dir
	})
}

func (s System) apply(items []item, r record, path string, w Wish) (changed []Change, err error) {
	old := r
	old.Entries, old.Made = slices.Clone(r.Entries), slices.Clone(r.Made)
	r.Extensions = w.Extensions
	r.noteMade(missing(path))
	stood := make(map[string]*before, len(items))
	for _, it := range items {
		if stood[it.Place], err = s.notice(&r, it); err != nil {
			return nil, err
		}
	}
	defer func() {
		if err != nil {
			s.rollBack(stood, old, r, path)
		}
	}()
	mode := fs.FileMode(0o700)
	if w.Level == AllUsers {
		mode = 0o755
	}
	if err := s.makeFolders(path, mode); err != nil {
		return nil, err
	}
	if err := s.writeRecord(r, path); err != nil {
		return nil, err
	}
	for _, it := range items {
		if err := s.write(it, mode); err != nil {
			return nil, err
		}
	}
	return changes(items, Wrote), nil
}

// notice puts an item into the record with what stands at its place, and
// returns the latter.
func (s System) notice(r *record, it item) (*before, error) {
	stands, err := s.lookAt(it.Place)
	if err != nil {
		return nil, err
	}
	made, err := s.missing(it.Place)
	if err != nil {
		return nil, err
	}
	r.noteMade(made)
	e := entry{item: it, Sum: sum([]byte(it.content)), Before: stands}
	if known := r.find(it.Place); known != nil {
		e.Browsers = union(known.Browsers, it.Browsers)
		if stands == nil || sum(stands.Content) == known.Sum {
			e.Before = known.Before // what stands there now is ours
		}
		*known = e
		return stands, nil
	}
	if s.dead(it.Place, stands) {
		e.Before = nil
	}
	r.Entries = append(r.Entries, e)
	return stands, nil
}

func (s System) lookAt(place string) (*before, error) {
	if !isKey(place) {
		return lookAt(place)
	}
	value, ok, err := s.Registry.Value(place)
	if err != nil || !ok {
		return nil, err
	}
	return &before{Content: []byte(value)}, nil
}

func (s System) missing(place string) ([]string, error) {
	if !isKey(place) {
		return missing(place), nil
	}
	return missingKeys(s.Registry, place)
}

// programIn is what a manifest at a place starts: on Windows the path may count
// from its folder.
func (s System) programIn(m manifest, place string) string {
	if m.Path == "" || s.absolute(m.Path) {
		return m.Path
	}
	return filepath.Join(filepath.Dir(place), m.Path)
}

// dead reports whether a manifest of ours stood there whose program is gone from
// its folder: nobody wants that back. Where the folder is not there either, it
// may be on a disk that is not here just now.
func (s System) dead(place string, b *before) bool {
	if b == nil || isKey(place) {
		return false
	}
	m, ours := read(b.Content)
	if !ours {
		return false
	}
	path := s.programIn(m, place)
	_, err := os.Stat(path)
	folder, above := os.Stat(filepath.Dir(path))
	return m.Path != "" && errors.Is(err, fs.ErrNotExist) && above == nil && folder.IsDir()
}

func (s System) write(it item, folders fs.FileMode) error {
	if isKey(it.Place) {
		return s.Registry.SetValue(it.Place, it.content)
	}
	if err := s.makeFolders(it.Place, folders); err != nil {
		return err
	}
	return writeFile(it.Place, []byte(it.content), fs.FileMode(it.mode))
}

// makeFolders makes what is missing above path, in exactly this mode.
func (s System) makeFolders(path string, mode fs.FileMode) error {
	for _, dir := range missing(path) {
		if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("making folder: %w", err)
		}
	}
	return nil
}

// rollBack takes back an installation that failed half way.
func (s System) rollBack(stood map[string]*before, old, tried record, path string) {
	for place, b := range stood {
		_ = s.putBack(place, b)
	}
	_ = s.writeRecord(old, path)
	for _, made := range slices.Backward(tried.Made) {
		if !slices.Contains(old.Made, made) {
			_ = s.removeEmpty(made)
		}
	}
}

func (s System) putBack(place string, b *before) error {
	switch {
	case !isKey(place):
		return putBack(place, b)
	case b == nil:
		return s.Registry.DeleteValue(place)
	}
	return s.Registry.SetValue(place, string(b.Content))
}

// removeEmpty takes away a folder or key that holds nothing. A link or a file
// in place of the folder is somebody else's.
func (s System) removeEmpty(place string) error {
	if isKey(place) {
		return s.Registry.DeleteKey(place)
	}
	info, err := os.Lstat(place)
	if nothing(err) || err == nil && !info.IsDir() {
		return nil
	}
	entries, err := os.ReadDir(place)
	switch {
	case nothing(err):
		return nil
	case err != nil:
		return fmt.Errorf("looking into %s: %w", place, err)
	case len(entries) > 0:
		return ErrNotEmpty
	}
	return os.Remove(place)
}
