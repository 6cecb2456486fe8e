package install

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/hitofude/hitofude/manifests"
)

// record is what was installed at one level. It is written before anything
// else, so that an installation which was cut off can be taken back.
type record struct {
	Version    int      `json:"version"`
	Entries    []entry  `json:"entries"`
	Made       []string `json:"made"` // folders and keys that were not there before, outermost first
	Extensions []string `json:"extensions,omitempty"`
}

// entry is one place with what is needed to take it back.
type entry struct {
	item
	Sum    string  `json:"sum"` // SHA-256 of what was written, in hex
	Before *before `json:"before,omitempty"`
}

// before is what stood at a place.
type before struct {
	Content []byte `json:"content,omitempty"` // of a file, or a value's text
	Mode    uint32 `json:"mode,omitempty"`
	Link    string `json:"link,omitempty"` // the target, where it was a symbolic link
}

const (
	recordName    = "install.json"
	recordVersion = 1
)

// ErrRecord says that the record cannot be read: nothing is changed then, as
// nobody would know how to take it back.
var ErrRecord = errors.New("install record cannot be read")

func (s System) recordPath(level Level) (string, error) {
	if level == Flatpak {
		level = User
	}
	dir, err := s.stateDir(level)
	return filepath.Join(dir, recordName), err
}

// readRecord returns an empty record where there is none.
func (s System) readRecord(level Level) (record, string, error) {
	r := record{Version: recordVersion}
	path, err := s.recordPath(level)
	if err != nil {
		return r, path, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, path, nil
	}
	if err != nil {
		return r, path, fmt.Errorf("reading install record: %w", err)
	}
	if json.Unmarshal(data, &r) != nil || r.Version != recordVersion {
		return r, path, fmt.Errorf("reading %s: %w", path, ErrRecord)
	}
	s.distrust(&r, level)
	return r, path, nil
}

// distrust drops from a record what no installation writes there: somebody who
// could plant one must not have an administrator write to other places, or
// leave a file behind that everybody may write.
func (s System) distrust(r *record, level Level) {
	r.Entries = slices.DeleteFunc(r.Entries, func(e entry) bool { return !s.yields(level, e.Place) })
	for _, e := range r.Entries {
		if e.Before == nil {
			continue
		}
		e.Before.Mode &= 0o777
		if level == AllUsers {
			e.Before.Mode &^= 0o022
		}
	}
	if !s.protected(level) {
		r.Extensions = nil
		for i := range r.Entries {
			r.Entries[i].Before = nil
		}
	}
}

// yields reports whether an installation of this level writes to a place: a row
// of the table, the state folder's manifests, or --dir, which is for one person.
func (s System) yields(level Level, place string) bool {
	known := manifests.Known()
	for _, host := range []string{known.Host, known.Practice} {
		if level != AllUsers && !isKey(place) && s.absolute(place) && filepath.Base(place) == host+".json" {
			return true
		}
		for _, row := range rows() {
			if row.OS != s.OS || (row.Level == AllUsers) != (level == AllUsers) {
				continue
			}
			b, _ := Lookup(row.Browser)
			items, err := s.itemsOf(b, row, host)
			if err == nil && slices.ContainsFunc(items, func(it item) bool { return it.Place == place }) {
				return true
			}
		}
	}
	return false
}

// protected reports whether only those may write the record and the manifests of
// a level for whom it counts, or administrators. Under ProgramData on Windows
// everybody may make a folder, and whoever made it keeps it.
func (s System) protected(level Level) bool { return level != AllUsers || s.OS != "windows" }

// ErrUnprotected says that the folder for all users is not safe from one of them.
var ErrUnprotected = errors.New("folder for all users is not protected on this system")

// writeRecord puts the record in place; an empty one leaves no file.
func (s System) writeRecord(r record, path string) error {
	if len(r.Entries) == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing install record: %w", err)
		}
		return nil
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("writing install record: %w", err)
	}
	return writeFile(path, append(data, '\n'), 0o644)
}

func (r *record) find(place string) *entry {
	i := slices.IndexFunc(r.Entries, func(e entry) bool { return e.Place == place })
	if i < 0 {
		return nil
	}
	return &r.Entries[i]
}

func (r *record) drop(place string) {
	r.Entries = slices.DeleteFunc(r.Entries, func(e entry) bool { return e.Place == place })
}

// made notes folders that are about to be made.
func (r *record) noteMade(paths []string) { r.Made = union(r.Made, paths) }

func sum(content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}

// Extensions returns the ids beside those of ids.json that an installation of
// this user, or of the whole computer, lets start the host. It is asked for when a
// stranger calls, so errors are a no.
func (s System) Extensions() []string {
	var ids []string
	for _, level := range []Level{User, AllUsers} {
		if r, _, err := s.readRecord(level); err == nil {
			ids = append(ids, r.Extensions...)
		}
	}
	return ids
}
