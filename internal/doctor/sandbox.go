package doctor

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/hitofude/hitofude/internal/install"
)

// cage is the sandbox that the only copy of a browser runs in.
type cage string

const (
	free    cage = ""
	snap    cage = "snap"
	flatpak cage = "flatpak"
)

// snaps are the browsers that Ubuntu and snapcraft have as strictly confined
// snaps (forum.snapcraft.io 26849).
var snaps = map[string]string{"firefox": "firefox", "chromium": "chromium"}

// cage tells whether b is here as a snap or flatpak and in no other way.
func (d Doctor) cage(b install.Browser) cage {
	programs := d.System.ProgramFiles(b)
	for _, path := range programs {
		if !isSnapWrapper(path) {
			return free
		}
	}
	name, has := snaps[b.Name]
	if has && (len(programs) > 0 || d.there("snap/bin/"+name) || d.there("var/lib/snapd/snap/bin/"+name)) {
		return snap
	}
	id := d.System.FlatpakID(b)
	home := d.System.Getenv("HOME")
	if id == "" || home == "" {
		return free
	}
	if d.there("var/lib/flatpak/app/"+id) || exists(filepath.Join(home, ".local/share/flatpak/app", id)) || exists(filepath.Join(home, ".var/app", id)) {
		return flatpak
	}
	return free
}

func (d Doctor) path(name string) string { return d.System.Root + "/" + name }

func (d Doctor) there(name string) bool { return exists(d.path(name)) }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// isSnapWrapper tells Ubuntu's script that starts the snap from a program.
func isSnapWrapper(path string) bool {
	if target, err := filepath.EvalSymlinks(path); err == nil && bytes.Contains([]byte(target), []byte("/snap/")) {
		return true
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, 4096)
	n, _ := file.Read(head)
	return bytes.HasPrefix(head[:n], []byte("#!")) && bytes.Contains(head[:n], []byte("/snap/bin/"))
}

// sandbox judges a browser in a cage. stop says that nothing behind it matters.
func (d Doctor) sandbox(p patient, with func(string, State, string, ...string) Finding) (f *Finding, stop bool) {
	said := func(state State, code string, more ...string) *Finding {
		f := with(Sandbox, state, code, more...)
		return &f
	}
	switch {
	case p.cage == snap && p.Name == "firefox":
		if d.snapAllowed() {
			return said(OK, ""), false
		}
		return said(Bad, "SNAP_ASK"), false
	case p.cage == snap:
		return said(Bad, "SNAP_CLOSED"), true
	case p.cage != flatpak:
		return nil, false
	}
	id := d.System.FlatpakID(p.Browser)
	found := d.System.CheckFlatpak(p.Browser)
	switch {
	case !found:
		return said(Bad, "FLATPAK_MISSING", "id", id), true
	case !d.flatpakOpen(id):
		return said(Bad, "FLATPAK_CLOSED", "id", id), true
	}
	return said(OK, "", "id", id), true
}

// snapAllowed looks into the permission store of the portal, where “flatpak
// permission-set” and the portal's own question write. It is a GVDB file; the
// strings stand in it as they are.
func (d Doctor) snapAllowed() bool {
	data, err := os.ReadFile(filepath.Join(d.System.Getenv("HOME"), ".local/share/flatpak/db/webextensions"))
	return err == nil && bytes.Contains(data, []byte("hitofude.host")) && bytes.Contains(data, []byte("snap.firefox")) && bytes.Contains(data, []byte("yes"))
}

// flatpakOpen reports an override that lets the sandbox start programs outside.
func (d Doctor) flatpakOpen(id string) bool {
	home := d.System.Getenv("HOME")
	for _, path := range []string{filepath.Join(home, ".local/share/flatpak/overrides", id), filepath.Join(home, ".local/share/flatpak/overrides/global"), d.path("var/lib/flatpak/overrides/" + id)} {
		data, err := os.ReadFile(path)
		if err == nil && bytes.Contains(data, []byte("org.freedesktop.Flatpak=talk")) {
			return true
		}
	}
	return false
}
