package install

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// place is a made-up computer in a folder: its own /, home and registry.
type place struct {
	System
	dir string
	env map[string]string
}

// tempDir is in memory where that can be had: every manifest is flushed to disk.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "hitofude-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func newPlace(t *testing.T, system string) *place {
	t.Helper()
	dir := tempDir(t)
	p := &place{dir: dir, env: map[string]string{}}
	switch system {
	case "windows":
		p.env = map[string]string{"LOCALAPPDATA": dir + "/local", "APPDATA": dir + "/roaming", "ProgramFiles": dir + "/programs", "ProgramData": dir + "/data"}
	default:
		p.env["HOME"] = dir + "/home/user"
	}
	for _, folder := range p.env {
		p.mkdir(t, strings.TrimPrefix(folder, dir+"/"))
	}
	p.System = System{OS: system, Root: dir, Getenv: func(name string) string { return p.env[name] }}
	if system == "windows" {
		p.Registry = newMemory(`HKCU\Software`, `HKLM\Software`)
	}
	return p
}

func (p *place) path(name string) string { return filepath.Join(p.dir, name) }

func (p *place) mkdir(t *testing.T, name string) {
	t.Helper()
	if err := os.MkdirAll(p.path(name), 0o755); err != nil {
		t.Fatal(err)
	}
}

func (p *place) file(t *testing.T, name, content string, mode os.FileMode) string {
	t.Helper()
	p.mkdir(t, filepath.Dir(name))
	if err := os.WriteFile(p.path(name), []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(p.path(name), mode); err != nil {
		t.Fatal(err)
	}
	return p.path(name)
}

// program makes a host that only administrators could replace.
func (p *place) program(t *testing.T, name string) string {
	t.Helper()
	return p.file(t, name, "#!/bin/sh\n", 0o755)
}

// tree lists everything below the place: folders, files, links, their modes and
// what is in them.
func (p *place) tree(t *testing.T) []string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(p.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || path == p.dir {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content := ""
		switch {
		case info.Mode()&os.ModeSymlink != 0:
			content, err = os.Readlink(path)
		case info.Mode().IsRegular():
			var data []byte
			data, err = os.ReadFile(path)
			content = string(data)
		}
		lines = append(lines, fmt.Sprintf("%s %v %q", strings.TrimPrefix(path, p.dir), info.Mode(), content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := p.Registry.(*memory); ok {
		lines = append(lines, m.text()...)
	}
	slices.Sort(lines)
	return lines
}

// differ tells two trees apart in few words.
func differ(before, after []string) string {
	var b strings.Builder
	for _, line := range before {
		if !slices.Contains(after, line) {
			fmt.Fprintf(&b, "\n- %s", line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			fmt.Fprintf(&b, "\n+ %s", line)
		}
	}
	return b.String()
}

func wantTree(t *testing.T, what string, before, after []string) {
	t.Helper()
	if d := differ(before, after); d != "" {
		t.Fatalf("%s: the tree differs:%s", what, d)
	}
}

func (p *place) install(t *testing.T, w Wish) []Change {
	t.Helper()
	changes, err := p.Install(w)
	if err != nil {
		t.Fatalf("%+v: %v", w, err)
	}
	return changes
}

func (p *place) uninstall(t *testing.T, r Removal) []Change {
	t.Helper()
	changes, err := p.Uninstall(r)
	if err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	return changes
}

func places(changes []Change) []string {
	var list []string
	for _, c := range changes {
		list = append(list, string(c.Action)+" "+c.Place)
	}
	return list
}
