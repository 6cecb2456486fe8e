package install

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"
)

// plantRecord puts a record there that somebody else made up.
func (p *place) plantRecord(t *testing.T, level Level, entries ...entry) {
	t.Helper()
	path, err := p.recordPath(level)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(record{Version: recordVersion, Entries: entries, Extensions: []string{mineID}})
	if err != nil {
		t.Fatal(err)
	}
	p.file(t, path[len(p.dir):], string(data), 0o644)
}

// A planted record must not have an administrator write anywhere.
func TestARecordNamesOnlyPlacesOfAnInstallation(t *testing.T) {
	for _, level := range []Level{User, AllUsers} {
		p := newPlace(t, "linux")
		victim := p.file(t, "etc/victim", "root", 0o600)
		ours := p.file(t, "etc/chromium/native-messaging-hosts/hitofude.host.json", "ours", 0o644)
		if level == User {
			ours = p.file(t, "home/user/.config/chromium"+manifestAt, "ours", 0o644)
		}
		evil := func(place, content string) entry {
			return entry{item: item{Place: place, Host: "hitofude.host", Browsers: []string{"chromium"}}, Sum: sum([]byte(content)),
				Before: &before{Content: []byte("before"), Mode: 1<<23 | 0o777}}
		}
		p.plantRecord(t, level, evil(victim, "root"), evil(ours, "ours"))
		changes := p.uninstall(t, Removal{Level: level})
		if !slices.Equal(places(changes), []string{"restored " + ours}) {
			t.Errorf("%s: %q", level, places(changes))
		}
		if data, err := os.ReadFile(victim); err != nil || string(data) != "root" {
			t.Errorf("%s: %v %q", level, err, data)
		}
		want := os.FileMode(0o777)
		if level == AllUsers {
			want = 0o755
		}
		if info, err := os.Stat(ours); err != nil || info.Mode() != want {
			t.Errorf("%s: %v %v", level, err, info.Mode())
		}
	}
}

// On Windows everybody may make the folder for all users.
func TestNothingIsInstalledForAllOnWindows(t *testing.T) {
	p := newPlace(t, "windows")
	w := Wish{Browsers: []string{"chrome"}, Level: AllUsers, Program: p.program(t, "programs/hitofude.exe")}
	tree := p.tree(t)
	if _, err := p.Install(w); !errors.Is(err, ErrUnprotected) {
		t.Error(err)
	}
	if _, err := p.Plan(w); !errors.Is(err, ErrUnprotected) {
		t.Error(err)
	}
	wantTree(t, "after both", tree, p.tree(t))
	const key = `HKLM\Software\Google\Chrome\NativeMessagingHosts\hitofude.host`
	if err := p.Registry.SetValue(key, "mine"); err != nil {
		t.Fatal(err)
	}
	e := entry{item: item{Place: key, Host: "hitofude.host", Browsers: []string{"chrome"}}, Sum: sum([]byte("mine")), Before: &before{Content: []byte("evil")}}
	p.plantRecord(t, AllUsers, e)
	if ids := p.System.Extensions(); len(ids) != 0 {
		t.Errorf("%q", ids)
	}
	p.uninstall(t, Removal{Level: AllUsers})
	if value, _, _ := p.Registry.Value(key); value != "" {
		t.Errorf("%q", value)
	}
}

// What a package brought goes with the package.
func TestManifestsOfThePackageStay(t *testing.T) {
	for _, gone := range []bool{false, true} {
		p := newPlace(t, "linux")
		program := p.program(t, "usr/lib/hitofude/hitofude")
		at := p.file(t, "etc/chromium/native-messaging-hosts/hitofude.host.json", `{"name":"hitofude.host","path":"`+program+`"}`, 0o644)
		if gone {
			if err := os.Remove(program); err != nil {
				t.Fatal(err)
			}
		}
		changes := p.uninstall(t, Removal{Level: AllUsers, Program: program})
		if !slices.Equal(places(changes), []string{"packaged " + at}) {
			t.Errorf("%q", places(changes))
		}
		if _, err := os.Stat(at); err != nil {
			t.Error(err)
		}
	}
}

// A program on a disk that is not here just now is not gone.
func TestAManifestIsDeadOnlyWhereItsFolderIs(t *testing.T) {
	p := newPlace(t, "windows")
	p.program(t, "local/x/hitofude.exe")
	at := p.path("local/x/hitofude.host.json")
	for path, want := range map[string]bool{
		p.path("stick/hitofude.exe"):   false,
		p.path("local/x/gone.exe"):     true,
		p.path("local/x/hitofude.exe"): false,
		"hitofude.exe":                 false,
		"gone.exe":                     true,
		"":                             false,
	} {
		if got := p.dead(at, &before{Content: []byte(`{"name":"hitofude.host","path":"` + path + `"}`)}); got != want {
			t.Errorf("%q: %v", path, got)
		}
	}
}
