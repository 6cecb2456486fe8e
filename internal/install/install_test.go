package install

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/hitofude/hitofude/manifests"
)

// tree lists all files below dir with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func program(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hitofude")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTableHasTheFoldersThatBrowsersRead(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	want := map[string]string{
		"chromium": home + "/.config/chromium/NativeMessagingHosts",
		"chrome":   home + "/.config/google-chrome/NativeMessagingHosts",
		"firefox":  home + "/.mozilla/native-messaging-hosts",
	}
	if names := Names("linux"); len(names) != len(want) {
		t.Errorf("browsers %q", names)
	}
	for _, b := range Browsers("linux") {
		dir, err := b.Dir("linux")
		if err != nil || dir != want[b.Name] {
			t.Errorf("%s: %s, %v", b.Name, dir, err)
		}
		if b.Present("linux") {
			t.Errorf("%s is present in an empty home", b.Name)
		}
		if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
			t.Fatal(err)
		}
		if !b.Present("linux") {
			t.Errorf("%s is not present", b.Name)
		}
	}
	if _, ok := Lookup("safari"); ok {
		t.Error("safari is in the table")
	}
}

func TestUninstallLeavesWhatWasThereBefore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "NativeMessagingHosts")
	neighbour := filepath.Join(dir, "org.example.other.json")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(neighbour, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	f, err := Manifest(manifests.Chromium, dir, program(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(f); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, dir); len(got) != 2 || got[f.Path] != string(f.Content) {
		t.Errorf("after install: %v", got)
	}
	if removed, err := Remove(dir); !removed || err != nil {
		t.Errorf("%v, %v", removed, err)
	}
	if after := tree(t, dir); len(after) != 1 || after[neighbour] != before[neighbour] {
		t.Errorf("after uninstall: %v", after)
	}
	if removed, err := Remove(dir); removed || err != nil {
		t.Errorf("second uninstall: %v, %v", removed, err)
	}
}

func TestFileOfAnotherProgramIsNotRemoved(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, manifests.FileName())
	for _, content := range []string{`{"name":"other.host"}`, `not JSON`, ``} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if removed, err := Remove(dir); removed || !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v, %v", content, removed, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// A write that fails must not leave a manifest that browsers cannot read, nor
// litter beside it.
func TestFailedWriteChangesNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Fatal("needs a way to make a rename fail here")
	}
	dir := t.TempDir()
	target := filepath.Join(dir, manifests.FileName())
	if err := os.MkdirAll(filepath.Join(target, "full"), 0o755); err != nil { // a rename cannot replace it
		t.Fatal(err)
	}
	if err := Write(File{Path: target, Content: []byte("{}")}); err == nil {
		t.Fatal("no error")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestRelativeProgramIsRefused(t *testing.T) {
	if _, err := Manifest(manifests.Firefox, t.TempDir(), "bin/hitofude"); err == nil {
		t.Error("no error")
	}
}

func TestCheckTellsTheCausesApart(t *testing.T) {
	self, other := program(t), program(t)
	for _, family := range []manifests.Family{manifests.Chromium, manifests.Firefox} {
		dir := t.TempDir()
		check := func(want State) {
			t.Helper()
			if got, _ := Check(family, dir, self); got != want {
				t.Errorf("%s: %s, want %s", family, got, want)
			}
		}
		check(Missing)
		write := func(f File) {
			t.Helper()
			if err := Write(f); err != nil {
				t.Fatal(err)
			}
		}
		f, err := Manifest(family, dir, self)
		if err != nil {
			t.Fatal(err)
		}
		write(f)
		check(Ours)
		write(File{f.Path, []byte("{")})
		check(Broken)
		write(File{f.Path, []byte(`{"name":"hitofude.host","type":"stdio","path":"` + self + `"}`)})
		check(Broken) // no extension may start it
		gone, err := Manifest(family, dir, filepath.Join(dir, "gone"))
		if err != nil {
			t.Fatal(err)
		}
		write(gone)
		check(Broken)
		moved, err := Manifest(family, dir, other)
		if err != nil {
			t.Fatal(err)
		}
		write(moved)
		check(Other)
	}
}

func TestEveryBrowserHasAFamilyWithATemplate(t *testing.T) {
	for _, b := range Browsers("linux") {
		if !slices.Contains([]manifests.Family{manifests.Chromium, manifests.Firefox}, b.Family) {
			t.Errorf("%s: family %q", b.Name, b.Family)
		}
	}
}
