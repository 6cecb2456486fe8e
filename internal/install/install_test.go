package install

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/manifests"
)

const manifestAt = "/NativeMessagingHosts/hitofude.host.json"

func TestOnlyBrowsersThatAreThereGetAManifest(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	if _, err := p.Install(Wish{Level: User, Program: program}); !errors.Is(err, ErrNoBrowser) {
		t.Fatalf("no browser: %v", err)
	}
	p.mkdir(t, "home/user/.config/vivaldi")
	p.mkdir(t, "home/user/.mozilla")
	before := p.tree(t)
	changes := p.install(t, Wish{Level: User, Program: program})
	want := []string{"wrote " + p.path("home/user/.config/vivaldi"+manifestAt), "wrote " + p.path("home/user/.mozilla/native-messaging-hosts/hitofude.host.json")}
	if !slices.Equal(places(changes), want) {
		t.Errorf("%q", places(changes))
	}
	p.uninstall(t, Removal{Level: User})
	wantTree(t, "after uninstall", before, p.tree(t))
}

func TestPlanChangesNothing(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	before := p.tree(t)
	changes, err := p.Plan(Wish{Browsers: []string{"opera", "firefox"}, Level: User, Program: program})
	if err != nil || len(changes) != 3 || !strings.Contains(changes[0].Content, program) {
		t.Errorf("%+v %v", changes, err)
	}
	if list, err := p.PlanRemoval(Removal{Level: User}); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
	wantTree(t, "after a plan", before, p.tree(t))
	p.install(t, Wish{Browsers: []string{"opera"}, Level: User, Program: program})
	before = p.tree(t)
	if list, err := p.PlanRemoval(Removal{Level: User}); err != nil || len(list) != 2 {
		t.Errorf("%+v %v", list, err)
	}
	wantTree(t, "after a planned removal", before, p.tree(t))
}

// Opera reads Chrome's folder too: taking Opera away must leave Chrome's entry.
func TestSharedPlaceStaysAsLongAsSomebodyNeedsIt(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	before := p.tree(t)
	chrome := p.path("home/user/.config/google-chrome" + manifestAt)
	p.install(t, Wish{Browsers: []string{"chrome"}, Level: User, Program: program})
	p.install(t, Wish{Browsers: []string{"opera"}, Level: User, Program: program})
	gone := places(p.uninstall(t, Removal{Browsers: []string{"opera"}, Level: User}))
	if !slices.Contains(gone, "kept "+chrome) {
		t.Errorf("%q", gone)
	}
	if _, err := os.Stat(chrome); err != nil {
		t.Error("Chrome lost its entry")
	}
	p.uninstall(t, Removal{Browsers: []string{"chrome"}, Level: User})
	wantTree(t, "after both", before, p.tree(t))
}

func TestUninstallPutsBackWhatStoodThere(t *testing.T) {
	for name, plant := range map[string]func(*place, string){
		"a file of another program":  func(p *place, at string) { p.file(t, at, `{"name":"hitofude.host","path":1}`, 0o640) },
		"a file that is no manifest": func(p *place, at string) { p.file(t, at, "not JSON", 0o600) },
		"an empty file":              func(p *place, at string) { p.file(t, at, "", 0o444) },
		"the manifest of another copy": func(p *place, at string) {
			other := p.program(t, "usr/other")
			p.file(t, at, `{"name":"hitofude.host","type":"stdio","path":"`+other+`"}`, 0o644)
		},
		"a symbolic link": func(p *place, at string) {
			p.file(t, "home/user/dotfiles/host.json", "{}", 0o644)
			p.mkdir(t, filepath.Dir(at))
			if err := os.Symlink("../../../dotfiles/host.json", p.path(at)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t, "linux")
			program := p.program(t, "opt/hitofude")
			plant(p, "home/user/.config/chromium"+manifestAt)
			before := p.tree(t)
			w := Wish{Browsers: []string{"chromium"}, Level: User, Program: program}
			p.install(t, w)
			p.install(t, w) // what is ours must not be taken for what stood there
			chromium, _ := Lookup("chromium")
			if found := p.Check(chromium, program); found.State != Ours {
				t.Errorf("%+v", found)
			}
			changes := p.uninstall(t, Removal{Level: User})
			if len(changes) != 1 || changes[0].Action != Restored {
				t.Errorf("%+v", changes)
			}
			wantTree(t, "after uninstall", before, p.tree(t))
		})
	}
}

// A manifest whose program is gone helps nobody: it does not come back.
func TestADeadManifestIsNotPutBack(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	at := p.file(t, "home/user/.config/chromium"+manifestAt, `{"name":"hitofude.host","type":"stdio","path":"`+p.path("opt/gone")+`"}`, 0o644)
	p.install(t, Wish{Browsers: []string{"chromium"}, Level: User, Program: program})
	p.uninstall(t, Removal{Level: User})
	if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestWhatSomebodyChangedSinceStays(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	p.install(t, Wish{Browsers: []string{"chromium", "brave"}, Level: User, Program: program})
	changed := p.file(t, "home/user/.config/chromium"+manifestAt, `{"changed":"by hand"}`, 0o644)
	if err := os.Remove(p.path("home/user/.config/BraveSoftware/Brave-Browser" + manifestAt)); err != nil {
		t.Fatal(err)
	}
	neighbour := p.file(t, "home/user/.config/BraveSoftware/neighbour", "x", 0o600)
	p.uninstall(t, Removal{Level: User})
	for _, path := range []string{changed, neighbour} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(p.path("home/user/.config/BraveSoftware/Brave-Browser")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an empty folder of ours is left")
	}
	if _, err := os.Stat(p.path("home/user/.config/hitofude")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the record is left")
	}
}

// Nothing of other programs goes, and leftovers of this one do, when the record is lost.
func TestWithoutARecordOnlyOurOwnGoes(t *testing.T) {
	p := newPlace(t, "linux")
	program, other := p.program(t, "opt/hitofude"), p.program(t, "usr/hitofude")
	p.file(t, "home/user/.config/chromium"+manifestAt, `{"name":"hitofude.host","path":"`+other+`"}`, 0o644)
	p.file(t, "home/user/.config/vivaldi"+manifestAt, `{"name":"another.host","path":"`+program+`"}`, 0o644)
	before := p.tree(t)
	p.install(t, Wish{Browsers: []string{"firefox"}, Level: User, Program: program})
	if err := os.Remove(p.path("home/user/.config/hitofude/install.json")); err != nil {
		t.Fatal(err)
	}
	gone := places(p.uninstall(t, Removal{Level: User, Program: program}))
	if !slices.Equal(gone, []string{"foreign " + p.path("home/user/.config/chromium"+manifestAt), "foreign " + p.path("home/user/.config/vivaldi"+manifestAt),
		"removed " + p.path("home/user/.mozilla/native-messaging-hosts/hitofude.host.json")}) {
		t.Errorf("%q", gone)
	}
	if d := differ(before, p.tree(t)); strings.Contains(d, "\n- ") {
		t.Errorf("something of others is gone: %s", d)
	}
}

func TestInstallHealsAfterTheProgramMoved(t *testing.T) {
	p := newPlace(t, "linux")
	old, fresh := p.program(t, "opt/1/hitofude"), p.program(t, "opt/2/hitofude")
	before := p.tree(t)
	custom := p.path("profile")
	p.install(t, Wish{Browsers: []string{"chromium"}, Level: User, Program: old})
	p.install(t, Wish{Browsers: []string{"firefox"}, Level: User, Dir: custom, Program: old})
	p.install(t, Wish{Browsers: []string{"chrome"}, Level: Flatpak, Program: old})
	if stale := p.Stale(fresh); stale {
		t.Error("stale while the old program is there")
	}
	if err := os.Remove(old); err != nil {
		t.Fatal(err)
	}
	if !p.Stale(fresh) {
		t.Error("the move was not noticed")
	}
	changes, err := p.Heal(fresh)
	if err != nil || len(changes) != 4 || p.Stale(fresh) {
		t.Errorf("%+v %v", changes, err)
	}
	for _, c := range changes {
		content, err := os.ReadFile(c.Place)
		names := fresh
		if strings.Contains(c.Place, ".var/app") && strings.HasSuffix(c.Place, ".json") {
			names = filepath.Join(filepath.Dir(c.Place), "hitofude.host.sh")
		}
		if err != nil || !strings.Contains(string(content), names) || strings.Contains(string(content), old) {
			t.Errorf("%s: %v %s", c.Place, err, content)
		}
	}
	p.uninstall(t, Removal{Level: User})
	p.program(t, "opt/1/hitofude")
	wantTree(t, "after all", before, p.tree(t))
}

// An error half way leaves nothing behind: neither manifests nor a record.
func TestAFailedInstallationChangesNothing(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	p.file(t, "home/user/.config/chromium"+manifestAt, "before", 0o640)
	p.mkdir(t, "home/user/.mozilla/native-messaging-hosts/hitofude.host.json/full") // a rename cannot replace it
	before := p.tree(t)
	w := Wish{Browsers: []string{"chromium", "vivaldi", "firefox"}, Level: User, Program: program}
	if _, err := p.Install(w); !errors.Is(err, ErrNotFile) {
		t.Fatal(err)
	}
	wantTree(t, "after an error before", before, p.tree(t))

	// In the middle: the folder of a browser is a file.
	p = newPlace(t, "linux")
	program = p.program(t, "opt/hitofude")
	p.file(t, "home/user/.mozilla", "a file", 0o644)
	p.install(t, Wish{Browsers: []string{"vivaldi"}, Level: User, Program: program})
	before = p.tree(t)
	if _, err := p.Install(w); err == nil {
		t.Fatal("no error")
	}
	wantTree(t, "after an error in the middle", before, p.tree(t))
}

func TestABrokenRecordStopsEverything(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	p.file(t, "home/user/.config/hitofude/install.json", "{", 0o644)
	before := p.tree(t)
	if _, err := p.Install(Wish{Browsers: []string{"firefox"}, Level: User, Program: program}); !errors.Is(err, ErrRecord) {
		t.Error(err)
	}
	if _, err := p.Uninstall(Removal{Level: User}); !errors.Is(err, ErrRecord) {
		t.Error(err)
	}
	wantTree(t, "after both", before, p.tree(t))
}

// What starts for everybody must not be replaceable by one of them.
func TestAProgramThatOthersCanReplaceIsNotInstalledForAll(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	before := p.tree(t)
	w := Wish{Browsers: []string{"chromium", "firefox"}, Level: AllUsers, Program: program}
	if os.Getuid() == 0 {
		changes := p.install(t, w)
		if !slices.Equal(places(changes), []string{"wrote " + p.path("etc/chromium/native-messaging-hosts/hitofude.host.json"),
			"wrote " + p.path("usr/lib/mozilla/native-messaging-hosts/hitofude.host.json")}) {
			t.Errorf("%q", places(changes))
		}
		p.uninstall(t, Removal{Level: AllUsers})
		wantTree(t, "after uninstall", before, p.tree(t))
	}
	for _, open := range []string{program, filepath.Dir(program)} {
		if err := os.Chmod(open, 0o777); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Install(w); !errors.Is(err, ErrUntrusted) {
			t.Errorf("%s: %v", open, err)
		}
		if err := os.Chmod(open, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMoreExtensionsStandInTheManifestOfTheirFamily(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/hitofude")
	more := []string{"abcdefghijklmnopabcdefghijklmnop", "mine@example.invalid", "abcdefghijklmnopabcdefghijklmnop"}
	p.install(t, Wish{Browsers: []string{"chromium", "firefox"}, Level: User, Program: program, Extensions: more})
	for path, want := range map[string][]string{
		"home/user/.config/chromium" + manifestAt:                      {"chrome-extension://kmlcbhdkjefhglbcgnijekbobnecehok/", "chrome-extension://abcdefghijklmnopabcdefghijklmnop/"},
		"home/user/.mozilla/native-messaging-hosts/hitofude.host.json": {"host@hitofude.invalid", "mine@example.invalid"},
	} {
		var m manifest
		data, err := os.ReadFile(p.path(path))
		if err == nil {
			err = json.Unmarshal(data, &m)
		}
		if got := slices.Concat(m.Origins, m.Extensions); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v %q", path, err, got)
		}
	}
	if !slices.Contains(p.System.Extensions(), "mine@example.invalid") {
		t.Errorf("%q", p.System.Extensions())
	}
	p.uninstall(t, Removal{Level: User})
	if len(p.System.Extensions()) != 0 {
		t.Error("ids are left after uninstall")
	}
}

func TestFlatpakBrowserGetsAWrapperThatLeavesTheSandbox(t *testing.T) {
	p := newPlace(t, "linux")
	program := p.program(t, "opt/it's here/hitofude")
	before := p.tree(t)
	changes := p.install(t, Wish{Browsers: []string{"firefox"}, Level: Flatpak, Program: program})
	if len(changes) != 2 || changes[0].Content == "" {
		t.Fatalf("%+v", changes)
	}
	wrapper := changes[1]
	info, err := os.Stat(wrapper.Place)
	if err != nil || info.Mode().Perm() != 0o755 || !strings.Contains(wrapper.Content, `exec flatpak-spawn --host '`+p.path(`opt/it'\''s here/hitofude`)+`' "$@"`) {
		t.Errorf("%v %s", err, wrapper.Content)
	}
	if !strings.Contains(changes[0].Content, wrapper.Place) {
		t.Errorf("%s", changes[0].Content)
	}
	p.uninstall(t, Removal{Level: Flatpak})
	wantTree(t, "after uninstall", before, p.tree(t))
}

func TestRelativeProgramAndUnknownBrowserAreRefused(t *testing.T) {
	p := newPlace(t, "linux")
	if _, err := p.Install(Wish{Browsers: []string{"firefox"}, Level: User, Program: "bin/hitofude"}); err == nil {
		t.Error("relative")
	}
	if _, err := p.Plan(Wish{Browsers: []string{"safari"}, Level: User, Program: "/x"}); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
	if _, err := p.Plan(Wish{Browsers: []string{"floorp"}, Level: AllUsers, Program: "/x"}); !errors.Is(err, ErrNoPlace) {
		t.Error(err)
	}
}

func TestCheckTellsTheCausesApart(t *testing.T) {
	p := newPlace(t, "linux")
	self, other := p.program(t, "opt/hitofude"), p.program(t, "opt/other")
	p.file(t, "opt/plain", "", 0o644)
	good := `"name":"hitofude.host","description":"d","type":"stdio"`
	for _, b := range []string{"chromium", "firefox"} {
		browser, _ := Lookup(b)
		list := `"allowed_origins":["chrome-extension://kmlcbhdkjefhglbcgnijekbobnecehok/"]`
		if browser.Family == manifests.Firefox {
			list = `"allowed_extensions":["host@hitofude.invalid"]`
		}
		at := strings.TrimPrefix(p.Dirs(browser, User)[0], p.dir) + "/hitofude.host.json"
		if found := p.Check(browser, self); found.State != Missing || found.Place != p.path(at) {
			t.Errorf("%+v", found)
		}
		for _, c := range []struct {
			content string
			want    State
		}{
			{"{", NotJSON},
			{`{"name":"another.host","description":"d","type":"stdio","path":"` + self + `",` + list + `}`, Misnamed},
			{`{"name":"hitofude.host","description":"d","path":"` + self + `",` + list + `}`, Misnamed},
			{`{"name":"hitofude.host","type":"stdio","path":"` + self + `",` + list + `}`, Misnamed},
			{`{` + good + `,"path":"bin/hitofude",` + list + `}`, Relative},
			{`{` + good + `,"path":"/gone/hitofude",` + list + `}`, ProgramGone},
			{`{` + good + `,"path":"` + p.path("opt") + `",` + list + `}`, ProgramGone},
			{`{` + good + `,"path":"` + p.path("opt/plain") + `",` + list + `}`, NotExecutable},
			{`{` + good + `,"path":"` + self + `"}`, Uninvited},
			{`{` + good + `,"path":"` + self + `","allowed_origins":["chrome-extension://abcdefghijklmnopabcdefghijklmnop/"]}`, Uninvited},
			{`{` + good + `,"path":"` + other + `",` + list + `}`, Other},
			{`{` + good + `,"path":"` + self + `",` + list + `}`, Ours},
		} {
			p.file(t, at, c.content, 0o644)
			if found := p.Check(browser, self); found.State != c.want {
				t.Errorf("%s: %s is %s", b, c.content, found.State)
			}
		}
	}
}

// The card in software for practice has a host of its own, registered and taken
// away together with the program beside which it lies.
func TestThePracticeHostGoesWithItsProgram(t *testing.T) {
	for _, system := range []string{"linux", "windows"} {
		p := newPlace(t, system)
		name := map[string]string{"windows": ".exe"}[system]
		program, practice := p.program(t, "opt/hitofude"+name), p.program(t, "opt/hitofude-practice"+name)
		before := p.tree(t)
		changes := p.install(t, Wish{Browsers: []string{"chrome", "firefox"}, Level: User, Program: program})
		seen := 0
		for _, c := range changes {
			if strings.Contains(c.Place, "hitofude.practice") && !isKey(c.Place) {
				seen++
				if !strings.Contains(c.Content, practice) || !strings.Contains(c.Content, `"name": "hitofude.practice"`) {
					t.Errorf("%s: %s", c.Place, c.Content)
				}
			}
		}
		if seen != 2 {
			t.Errorf("%s: %q", system, places(changes))
		}
		p.uninstall(t, Removal{Level: User})
		wantTree(t, "after uninstall", before, p.tree(t))
	}
}
