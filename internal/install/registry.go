package install

import (
	"errors"
	"fmt"
	"strings"
)

// Registry is what this package needs of the Windows registry. A key is written
// HKCU\… or HKLM\…; only its default value matters, and only as text.
type Registry interface {
	// Value returns the default value of key; false when there is no key or no value.
	Value(key string) (string, bool, error)
	// Exists reports whether there is such a key.
	Exists(key string) (bool, error)
	// SetValue sets the default value and makes the keys above where they are missing.
	SetValue(key, value string) error
	// DeleteValue takes the default value away; the key stays.
	DeleteValue(key string) error
	// DeleteKey takes the key away when nothing is in it; else ErrNotEmpty.
	DeleteKey(key string) error
	// Values returns all values of a key as text, by name: policies are lists
	// of them. An absent key has none.
	Values(key string) (map[string]string, error)
}

// ErrNotEmpty says that a key or folder holds something and stays.
var ErrNotEmpty = errors.New("not empty")

// isKey tells a key of the registry from a path.
func isKey(place string) bool {
	return strings.HasPrefix(place, string(CurrentUser)+`\`) || strings.HasPrefix(place, string(AllOfMachine)+`\`)
}

// missingKeys lists the keys that have to be made for key, outermost first,
// itself included.
func missingKeys(r Registry, key string) ([]string, error) {
	var list []string
	for rest := key; strings.Contains(rest, `\`); rest = rest[:strings.LastIndex(rest, `\`)] {
		there, err := r.Exists(rest)
		if err != nil {
			return nil, fmt.Errorf("looking at %s: %w", rest, err)
		}
		if there {
			break
		}
		list = append([]string{rest}, list...)
	}
	return list, nil
}
