package install

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/hitofude/hitofude/manifests"
)

// Browser is one row of the table.
type Browser struct {
	Name   string // as on the command line
	Title  string
	Family manifests.Family
	places map[string]place // by GOOS
}

// place is where a browser keeps its things and where it looks for manifests.
type place struct {
	base func() (string, error)
	home string // under base: exists when the browser was ever started
	dir  string // under base
}

// browsers lists who reads what at the level of the user. Chromium's code reads
// USERDATADIR/NativeMessagingHosts, so these hold for the usual user data
// folder (Chromium docs, native messaging; MDN, native manifests).
var browsers = []Browser{
	{"chromium", "Chromium", manifests.Chromium, map[string]place{
		"linux": {os.UserConfigDir, "chromium", "chromium/NativeMessagingHosts"},
	}},
	{"chrome", "Google Chrome", manifests.Chromium, map[string]place{
		"linux": {os.UserConfigDir, "google-chrome", "google-chrome/NativeMessagingHosts"},
	}},
	// Firefox reads ~/.mozilla/native-messaging-hosts also when its profiles
	// lie under XDG_CONFIG_HOME (since 147).
	{"firefox", "Firefox", manifests.Firefox, map[string]place{
		"linux": {os.UserHomeDir, ".mozilla", ".mozilla/native-messaging-hosts"},
	}},
}

// Browsers returns the browsers that the table knows on goos.
func Browsers(goos string) []Browser {
	return slices.DeleteFunc(slices.Clone(browsers), func(b Browser) bool {
		_, ok := b.places[goos]
		return !ok
	})
}

// Lookup finds a browser by its name.
func Lookup(name string) (Browser, bool) {
	i := slices.IndexFunc(browsers, func(b Browser) bool { return b.Name == name })
	if i < 0 {
		return Browser{}, false
	}
	return browsers[i], true
}

// Names returns the names of the browsers on goos.
func Names(goos string) []string {
	var names []string
	for _, b := range Browsers(goos) {
		names = append(names, b.Name)
	}
	return names
}

// Dir returns the folder where the browser looks for manifests on goos.
func (b Browser) Dir(goos string) (string, error) { return b.under(goos, b.places[goos].dir) }

// Present reports whether the browser has ever been used by this person.
func (b Browser) Present(goos string) bool {
	home, err := b.under(goos, b.places[goos].home)
	if err != nil {
		return false
	}
	info, err := os.Stat(home)
	return err == nil && info.IsDir()
}

func (b Browser) under(goos, path string) (string, error) {
	base, err := b.places[goos].base()
	if err != nil {
		return "", err
	}
	return filepath.Join(base, filepath.FromSlash(path)), nil
}
