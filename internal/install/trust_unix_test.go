//go:build unix

package install

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Whatever is registered for everybody is looked at: the practice program too,
// and where links lead.
func TestEveryProgramThatEverybodyStartsIsLookedAt(t *testing.T) {
	root := os.Getuid() == 0 // else every file here is somebody's
	link := func(t *testing.T, p *place, to, at string) {
		t.Helper()
		p.mkdir(t, filepath.Dir(at))
		if err := os.Symlink(to, p.path(at)); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		plant func(t *testing.T, p *place)
		want  error
	}{
		"practice program": {func(t *testing.T, p *place) {
			p.program(t, "opt/h/hitofude")
			p.program(t, "opt/h/hitofude-practice")
		}, nil},
		"practice program of everybody": {func(t *testing.T, p *place) {
			p.program(t, "opt/h/hitofude")
			p.file(t, "opt/h/hitofude-practice", "", 0o777)
		}, ErrUntrusted},
		"practice program of somebody": {func(t *testing.T, p *place) {
			p.program(t, "opt/h/hitofude")
			if err := os.Chown(p.program(t, "opt/h/hitofude-practice"), 1000, 1000); err != nil && root {
				t.Fatal(err)
			}
		}, ErrUntrusted},
		"link to a good folder": {func(t *testing.T, p *place) {
			p.program(t, "usr/h/hitofude")
			link(t, p, "../../usr/h/hitofude", "opt/h/hitofude")
		}, nil},
		"practice program as a link to an open folder": {func(t *testing.T, p *place) {
			p.program(t, "opt/h/hitofude")
			p.program(t, "home/user/h/hitofude-practice")
			if err := os.Chmod(p.path("home/user"), 0o777); err != nil {
				t.Fatal(err)
			}
			link(t, p, p.path("home/user/h/hitofude-practice"), "opt/h/hitofude-practice")
		}, ErrUntrusted},
		"link over an open folder": {func(t *testing.T, p *place) {
			p.program(t, "usr/h/hitofude")
			link(t, p, p.path("usr/h/hitofude"), "open/link")
			if err := os.Chmod(p.path("open"), 0o777); err != nil {
				t.Fatal(err)
			}
			link(t, p, "../../open/link", "opt/h/hitofude")
		}, ErrUntrusted},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t, "linux")
			c.plant(t, p)
			_, err := p.Install(Wish{Browsers: []string{"chromium"}, Level: AllUsers, Program: p.path("opt/h/hitofude")})
			if !errors.Is(err, c.want) && (root || !errors.Is(err, ErrUntrusted)) {
				t.Error(err)
			}
		})
	}
}
