package install

import (
	"errors"
	"io/fs"
	"os"
)

// Stale reports whether this user's browsers would start a program that is
// gone, while program is here.
func (s System) Stale(program string) bool {
	r, _, err := s.readRecord(User)
	if err != nil {
		return false
	}
	for _, e := range r.Entries {
		if e.Program == "" || e.Program == program {
			continue
		}
		if _, err := os.Stat(e.Program); errors.Is(err, fs.ErrNotExist) {
			return true
		}
	}
	return false
}

// Heal writes what this user has installed anew, so that it starts program.
// Nothing is installed for browsers that had nothing before.
func (s System) Heal(program string) ([]Change, error) {
	r, path, err := s.readRecord(User)
	if err != nil {
		return nil, err
	}
	w := Wish{Level: User, Program: program, Extensions: r.Extensions}
	items, err := s.withRecorded(nil, r, w)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	return s.apply(items, r, path, w)
}
