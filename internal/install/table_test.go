package install

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/manifests"
)

var update = flag.Bool("update", false, "rewrite the golden file")

const placesGolden = "../../manifests/testdata/places.golden.txt"

// Every path and key of the table, as an administrator would look for it.
func TestPlacesEqualTheGoldenList(t *testing.T) {
	var b strings.Builder
	for _, r := range Table() {
		where := map[Base]string{Root: "/", Home: "~/", Config: "~/.config/", AppSupport: "~/Library/Application Support/",
			CurrentUser: `HKCU\`, AllOfMachine: `HKLM\`}[r.Base]
		line := fmt.Sprintf("%-8s %-18s %-8s %s%s", r.OS, r.Browser, r.Level, where, r.Dir)
		if r.Needs != "" {
			line += " (where there is /" + r.Needs + ")"
		}
		fmt.Fprintf(&b, "%s | %s | %s, %s\n", line, r.Proof, Sources()[r.Source].Title, Sources()[r.Source].Date)
	}
	if *update {
		if err := os.WriteFile(placesGolden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(placesGolden)
	if err != nil || string(want) != b.String() {
		t.Errorf("%v; the table is another one than %s: go test ./internal/install -update", err, placesGolden)
	}
}

func TestEveryRowIsWhole(t *testing.T) {
	date := regexp.MustCompile(`^20[0-9]{2}-[0-9]{2}(-[0-9]{2})?$`)
	used := map[string]bool{}
	seen := map[string]bool{}
	for _, r := range Table() {
		b, known := Lookup(r.Browser)
		source := Sources()[r.Source]
		used[r.Source] = true
		if !known || source.Title == "" || !date.MatchString(source.Date) || r.Proof != RunHere && r.Proof != TableOnly {
			t.Errorf("%+v: browser %v, source %+v", r, known, source)
		}
		if len(b.signs[r.OS]) == 0 {
			t.Errorf("%s on %s: nothing tells that it is there", r.Browser, r.OS)
		}
		key := fmt.Sprint(r.Browser, r.OS, r.Level, r.Base, r.Dir)
		if seen[key] || r.Base.registry() != (r.OS == "windows") || strings.HasPrefix(r.Dir, "/") {
			t.Errorf("%+v", r)
		}
		seen[key] = true
	}
	for name := range Sources() {
		if !used[name] {
			t.Errorf("source %s: no row rests on it", name)
		}
	}
	for _, b := range browsers() {
		if b.Family != manifests.Chromium && b.Family != manifests.Firefox || b.Title == "" {
			t.Errorf("%s: %q, family %q", b.Name, b.Title, b.Family)
		}
		if !slices.ContainsFunc(rows(), func(r Row) bool { return r.Browser == b.Name && r.Level == User }) {
			t.Errorf("%s has no place of a user", b.Name)
		}
	}
	if _, ok := Lookup("safari"); ok {
		t.Error("safari is in the table")
	}
}

// Chromium and Firefox are started by tests of this repository; no other row may say so.
func TestOnlyWhatIsRunHereSaysSo(t *testing.T) {
	for _, r := range Table() {
		can := r.OS == "linux" && r.Level != Flatpak && (r.Browser == "chromium" || r.Browser == "firefox") && r.Needs == ""
		if (r.Proof == RunHere) != can {
			t.Errorf("%+v", r)
		}
	}
}

func TestABrowserIsThereWhenItWasStartedOrItsProgramIs(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		p := newPlace(t, system)
		if here := p.Here(); len(here) > 0 {
			t.Errorf("%s: %v in an empty home", system, here)
		}
		for _, b := range p.Browsers() {
			for _, at := range b.signs[system] {
				p := newPlace(t, system)
				dir, err := p.resolve(at.base, at.path)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.MkdirAll(dir, 0o755); err != nil {
					t.Fatal(err)
				}
				if !slices.Contains(p.Here(), b.Name) {
					t.Errorf("%s on %s is not noticed at %s %s", b.Name, system, at.base, at.path)
				}
			}
		}
	}
}

func TestConfigFolderFollowsTheEnvironment(t *testing.T) {
	p := newPlace(t, "linux")
	chromium, _ := Lookup("chromium")
	if dirs := p.Dirs(chromium, User); !slices.Equal(dirs, []string{p.path("home/user/.config/chromium/NativeMessagingHosts")}) {
		t.Error(dirs)
	}
	p.env["XDG_CONFIG_HOME"] = p.path("elsewhere")
	if dirs := p.Dirs(chromium, User); !slices.Equal(dirs, []string{p.path("elsewhere/chromium/NativeMessagingHosts")}) {
		t.Error(dirs)
	}
	p.env["XDG_CONFIG_HOME"] = "relative" // the specification says to leave it out
	if dirs := p.Dirs(chromium, User); !strings.Contains(dirs[0], "/.config/") {
		t.Error(dirs)
	}
	delete(p.env, "HOME")
	if _, err := p.Install(Wish{Browsers: []string{"firefox"}, Program: "/x"}); err == nil {
		t.Error("installed without a home")
	}
}

// Fedora keeps 64-bit things apart; Debian must not get that folder made.
func TestAPlaceThatNeedsAnotherIsLeftOut(t *testing.T) {
	p := newPlace(t, "linux")
	firefox, _ := Lookup("firefox")
	if dirs := p.Dirs(firefox, AllUsers); len(dirs) != 1 {
		t.Error(dirs)
	}
	p.mkdir(t, "usr/lib64/mozilla")
	if dirs := p.Dirs(firefox, AllUsers); len(dirs) != 2 {
		t.Error(dirs)
	}
}
