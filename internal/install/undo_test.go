package install

import (
	"os"
	"slices"
	"testing"
)

const mineID = "abcdefghijklmnopabcdefghijklmnop"

// A folder that a person has replaced by a link is theirs.
func TestALinkInPlaceOfAFolderStays(t *testing.T) {
	p := newPlace(t, "linux")
	p.install(t, Wish{Browsers: []string{"chromium"}, Level: User, Program: p.program(t, "opt/hitofude")})
	made := p.path("home/user/.config/chromium")
	p.mkdir(t, "other")
	if err := os.RemoveAll(made); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(p.path("other"), made); err != nil {
		t.Fatal(err)
	}
	p.uninstall(t, Removal{Level: User})
	for _, path := range []string{made, p.path("other")} {
		if _, err := os.Lstat(path); err != nil {
			t.Error(err)
		}
	}
}

// One odd place must not keep the rest, and least of all the ids.
func TestUninstallGoesOnPastAnOddPlace(t *testing.T) {
	wish := func(p *place) Wish {
		return Wish{Browsers: []string{"chromium", "vivaldi"}, Level: User, Program: p.program(t, "opt/hitofude"), Extensions: []string{mineID}}
	}
	t.Run("file in place of a folder", func(t *testing.T) {
		p := newPlace(t, "linux")
		p.install(t, wish(p))
		if err := os.RemoveAll(p.path("home/user/.config/chromium")); err != nil {
			t.Fatal(err)
		}
		odd := p.file(t, "home/user/.config/chromium", "", 0o644)
		p.uninstall(t, Removal{Level: User})
		if _, err := os.Stat(odd); err != nil || len(p.System.Extensions()) != 0 {
			t.Errorf("%v %q", err, p.System.Extensions())
		}
	})
	t.Run("folder that cannot be looked into", func(t *testing.T) {
		p := newPlace(t, "linux")
		p.install(t, wish(p))
		odd := "home/user/.config/chromium"
		if err := os.RemoveAll(p.path(odd)); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(p.path(odd), p.path(odd)); err != nil { // a link to itself
			t.Fatal(err)
		}
		changes, err := p.Uninstall(Removal{Level: User})
		if err == nil || !slices.Equal(places(changes), []string{"removed " + p.path("home/user/.config/vivaldi"+manifestAt)}) {
			t.Errorf("%v %q", err, places(changes))
		}
		if len(p.System.Extensions()) != 0 {
			t.Errorf("%q", p.System.Extensions())
		}
		if err := os.Remove(p.path(odd)); err != nil {
			t.Fatal(err)
		}
		p.uninstall(t, Removal{Level: User})
		if _, err := os.Stat(p.path("home/user/.config/hitofude")); !os.IsNotExist(err) {
			t.Error("the record is left")
		}
	})
}
