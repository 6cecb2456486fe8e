package install

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/hitofude/hitofude/manifests"
)

// Level says for whom a place counts.
type Level string

// The levels. Flatpak is a browser in a sandbox of one user.
const (
	User     Level = "user"
	AllUsers Level = "system"
	Flatpak  Level = "flatpak"
)

// Row says where one browser looks for manifests on one system at one level.
type Row struct {
	Browser string
	OS      string
	Level   Level
	Base    Base
	Dir     string // under Base; a key of the registry with backslashes
	Needs   string // a path under / without which the row does not count; "" none
	Source  string // key of Sources
	Proof   Proof
}

// Proof says whether a browser was ever seen to read the place.
type Proof string

// RunHere: a test of this repository lets the browser find the manifest there.
// TableOnly: it stands in the source and nobody here could try it.
const (
	RunHere   Proof = "run here"
	TableOnly Proof = "table only"
)

// Source is where a row was read, and the date of that text, or the day it was
// read where it has none.
type Source struct{ Title, Date string }

// Sources lists what the rows rest on.
var Sources = sync.OnceValue(func() map[string]Source {
	return map[string]Source{
		"chrome":      {"Chrome for Developers, Native messaging, “Native messaging host location” (undated)", "2026-11-24"},
		"mdn":         {"MDN, Native manifests, “Manifest location” (undated)", "2026-11-24"},
		"edge":        {"Microsoft Learn, Native messaging (Edge extensions)", "2024-01"},
		"brave":       {"keepassxreboot/keepassxc-browser#2956 and brave/brave-browser#5074: Brave reads Chrome's folder on some systems and its own on others", "2026-04-25"},
		"brave-linux": {"keepassxreboot/keepassxc-browser#1783: Brave's own folders on Linux", "2025-10-27"},
		"gopass":      {"gopasspw/gopass-jsonapi, table of manifest paths (undated)", "2026-11-24"},
		"browserpass": {"browserpass/browserpass-native, Makefile, hosts-vivaldi (undated)", "2026-11-24"},
		"opera":       {"keepassxreboot/keepassxc#2879: a user's report on Windows", "2025-01-07"},
		"vivaldi-w":   {"keepassxreboot/keepassxc-browser#48: Vivaldi reads Chrome's key on Windows", "2018-03-05"},
		"librewolf":   {"NixOS/nixpkgs#414205: since version 138 LibreWolf reads ~/.librewolf", "2025-06-05"},
		"librewolf-w": {"librewolf-portable#13: Mozilla's key on Windows (undated)", "2026-11-24"},
		"passff":      {"passff/passff-host#54: LibreWolf on macOS, untested there", "2021-11-03"},
		"librewolf-s": {"filips123/PWAsForFirefox#134: LibreWolf's folder for all users", "2022-02-18"},
		"vdhcoapp":    {"aclap-dev/vdhcoapp, config.toml, list of browsers", "2024-10-04"},
		"firefox-lib": {"Mozilla, bugs 1955255 and 2005167; MDN, Native manifests: lib64 on Fedora and its kin", "2026-11-24"},
		"flatpak-ff":  {"H. Sitter, “Firefox and KeePassXC Flatpaks”", "2023-04-07"},
		"flatpak-cr":  {"browserpass/browserpass-native#161 and keepassxreboot/keepassxc#8410", "2026-01-20"},
		"flatpak-ch":  {"keepassxreboot/keepassxc-browser#1267: the same way works with Chrome", "2022-07-18"},
		"flatpak-br":  {"keepassxreboot/keepassxc-browser#1631: Brave", "2022-06-30"},
	}
})

// Browser is one browser that people name.
type Browser struct {
	Name   string // as on the command line
	Title  string
	Family manifests.Family
	// signs are paths of which one is there when the browser is; by system.
	signs map[string][]sign
}

type sign struct {
	base Base
	path string
}

// Errors of a wish that cannot be met.
var (
	ErrUnknown = errors.New("unknown browser")
	ErrNoPlace = errors.New("browser has no place of this level on this system")
)

// rows is the whole table.
var rows = sync.OnceValue(func() []Row { return slices.Concat(linuxRows, macRows, windowsRows()) })

// Table returns a copy of all rows.
func Table() []Row { return slices.Clone(rows()) }

// rows returns the rows of b on this system that count here.
func (s System) rows(b Browser, level Level) []Row {
	return slices.DeleteFunc(Table(), func(r Row) bool {
		return r.Browser != b.Name || r.OS != s.OS || r.Level != level || r.Needs != "" && !s.exists(Root, r.Needs)
	})
}

// Browsers returns the browsers that the table knows on this system, in its order.
func (s System) Browsers() []Browser {
	return slices.DeleteFunc(slices.Clone(browsers()), func(b Browser) bool {
		return !slices.ContainsFunc(rows(), func(r Row) bool { return r.Browser == b.Name && r.OS == s.OS })
	})
}

// Lookup finds a browser by its name.
func Lookup(name string) (Browser, bool) {
	i := slices.IndexFunc(browsers(), func(b Browser) bool { return b.Name == name })
	if i < 0 {
		return Browser{}, false
	}
	return browsers()[i], true
}

// Names returns the names of the browsers on this system.
func (s System) Names() []string {
	var names []string
	for _, b := range s.Browsers() {
		names = append(names, b.Name)
	}
	return names
}

// Present reports whether the browser is on this computer: it was started once
// by this person, or its program is where its installer puts it.
func (s System) Present(b Browser) bool {
	return slices.ContainsFunc(b.signs[s.OS], func(at sign) bool { return s.exists(at.base, at.path) })
}

// Here returns the names of the browsers that are on this computer.
func (s System) Here() []string {
	var names []string
	for _, b := range s.Browsers() {
		if s.Present(b) {
			names = append(names, b.Name)
		}
	}
	return names
}

// Dirs returns the folders where b looks for manifests at a level; for Windows
// the keys.
func (s System) Dirs(b Browser, level Level) []string {
	var dirs []string
	for _, r := range s.rows(b, level) {
		if r.Base.registry() {
			dirs = append(dirs, string(r.Base)+`\`+r.Dir)
		} else if dir, err := s.resolve(r.Base, r.Dir); err == nil {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// Folders returns all folders of this system where manifests may lie, of every
// browser and level.
func (s System) Folders() []string {
	var dirs []string
	for _, level := range []Level{User, AllUsers} {
		if dir, err := s.stateDir(level); err == nil {
			dirs = append(dirs, dir)
		}
	}
	for _, r := range rows() {
		if r.OS != s.OS || r.Base.registry() {
			continue
		}
		if dir, err := s.resolve(r.Base, r.Dir); err == nil {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// FlatpakID returns the name of b among flatpaks; "" where no row knows it.
func (s System) FlatpakID(b Browser) string {
	for _, r := range s.rows(b, Flatpak) {
		if rest, ok := strings.CutPrefix(r.Dir, ".var/app/"); ok {
			id, _, _ := strings.Cut(rest, "/")
			return id
		}
	}
	return ""
}

// ProgramFiles returns the programs of b that are on this computer.
func (s System) ProgramFiles(b Browser) []string {
	var found []string
	for _, at := range b.signs[s.OS] {
		if (at.base == Root || at.base == ProgramFiles) && s.exists(at.base, at.path) {
			path, _ := s.resolve(at.base, at.path)
			found = append(found, path)
		}
	}
	return found
}

// CheckFlatpak reports whether b, as a flatpak, has a manifest and a wrapper
// that can be run.
func (s System) CheckFlatpak(b Browser) bool {
	for _, dir := range s.Dirs(b, Flatpak) {
		found := s.CheckFile(b.Family, filepath.Join(dir, manifests.FileName()), "")
		if found.State == Other || found.State == Ours {
			return true
		}
	}
	return false
}

// UserOnly reports that b finds the host at the level of the user and not at
// that of the computer.
func (s System) UserOnly(b Browser) bool {
	for _, place := range s.manifestsOf(b, AllUsers) {
		if s.CheckFile(b.Family, place, "").State != Missing {
			return false
		}
	}
	return true
}
