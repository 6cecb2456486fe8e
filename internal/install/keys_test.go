package install

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

const chromeKey = `HKCU\Software\Google\Chrome\NativeMessagingHosts\hitofude.host`

func TestKeysNameAManifestThatStartsTheProgram(t *testing.T) {
	p := newPlace(t, "windows")
	program := p.program(t, "programs/Hitofude/hitofude.exe")
	before := p.tree(t)
	p.install(t, Wish{Browsers: []string{"chrome", "edge", "opera", "firefox"}, Level: User, Program: program})
	for key, family := range map[string]string{
		chromeKey: "chromium",
		`HKCU\Software\Microsoft\Edge\NativeMessagingHosts\hitofude.host`: "chromium",
		`HKCU\Software\Opera Software\NativeMessagingHosts\hitofude.host`: "chromium",
		`HKCU\Software\Mozilla\NativeMessagingHosts\hitofude.host`:        "firefox",
	} {
		value, ok, err := p.Registry.Value(key)
		if !ok || err != nil || !strings.HasSuffix(value, family+"/hitofude.host.json") {
			t.Errorf("%s: %q %v %v", key, value, ok, err)
			continue
		}
		var m manifest
		data, err := os.ReadFile(value)
		if err == nil {
			err = json.Unmarshal(data, &m)
		}
		if err != nil || m.Path != program {
			t.Errorf("%s: %v %+v", key, err, m)
		}
	}
	for _, name := range []string{"chrome", "edge", "opera", "firefox"} {
		b, _ := Lookup(name)
		if found := p.Check(b, program); found.State != Ours {
			t.Errorf("%s: %+v", name, found)
		}
	}
	p.uninstall(t, Removal{Level: User})
	wantTree(t, "after uninstall", before, p.tree(t))
}

// Brave and Vivaldi read Chrome's key: it stays until the last of them goes.
func TestSharedKeyIsCounted(t *testing.T) {
	p := newPlace(t, "windows")
	program := p.program(t, "programs/hitofude.exe")
	if err := p.Registry.SetValue(chromeKey, `C:\older.json`); err != nil {
		t.Fatal(err)
	}
	before := p.tree(t)
	p.install(t, Wish{Browsers: []string{"brave"}, Level: User, Program: program})
	p.install(t, Wish{Browsers: []string{"vivaldi"}, Level: User, Program: program})
	changes := p.uninstall(t, Removal{Browsers: []string{"brave"}, Level: User})
	for _, c := range changes {
		if c.Action != Kept || !slices.Equal(c.Browsers, []string{"vivaldi"}) {
			t.Errorf("%+v", c)
		}
	}
	changes = p.uninstall(t, Removal{Browsers: []string{"vivaldi"}, Level: User})
	if !slices.Contains(places(changes), "restored "+chromeKey) {
		t.Errorf("%q", places(changes))
	}
	wantTree(t, "after both", before, p.tree(t))
}

// A value that another program has written since is not ours any more.
func TestAChangedValueStays(t *testing.T) {
	p := newPlace(t, "windows")
	p.install(t, Wish{Browsers: []string{"chrome"}, Level: User, Program: p.program(t, "programs/hitofude.exe")})
	if err := p.Registry.SetValue(chromeKey, `C:\newer.json`); err != nil {
		t.Fatal(err)
	}
	p.uninstall(t, Removal{Level: User})
	if value, _, _ := p.Registry.Value(chromeKey); value != `C:\newer.json` {
		t.Errorf("%q", value)
	}
}
