package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// Two trees with the same content and other times, modes and orders of making
// must come out as the same bytes.
func TestArchivesDependOnNothingButNamesAndContent(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1790000000")
	for _, kind := range []string{"zip", "tar"} {
		var made [][]byte
		for _, order := range [][]string{{"b.txt", "a/c.txt", "run"}, {"run", "a/c.txt", "b.txt"}} {
			dir := t.TempDir()
			for _, name := range order {
				mode := os.FileMode(0o600)
				if name == "run" {
					mode = 0o755
				}
				write(t, filepath.Join(dir, name), "content of "+name, mode)
			}
			old := time.Unix(int64(len(made))*1e8, 0)
			if err := os.Chtimes(filepath.Join(dir, "b.txt"), old, old); err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(t.TempDir(), "out")
			if err := run([]string{kind, out, ".=" + dir}); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			made = append(made, data)
		}
		if !bytes.Equal(made[0], made[1]) {
			t.Errorf("%s: two builds differ", kind)
		}
		checkContent(t, kind, made[0])
	}
}

func checkContent(t *testing.T, kind string, data []byte) {
	t.Helper()
	names := map[string]bool{}
	if kind == "zip" {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			names[f.Name] = f.Mode()&0o100 != 0
		}
	} else {
		g, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for r := tar.NewReader(g); ; {
			h, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			names[h.Name] = h.Mode&0o100 != 0
		}
	}
	if len(names) != 3 || !names["run"] || names["a/c.txt"] {
		t.Errorf("%s holds %v", kind, names)
	}
}

func TestManifestsNameTheInstalledPrograms(t *testing.T) {
	dir := t.TempDir()
	if err := run([]string{"manifests", dir, "/usr/lib/hitofude/hitofude", "/usr/lib/hitofude/hitofude-practice"}); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"etc/chromium/native-messaging-hosts/hitofude.host.json":        "/usr/lib/hitofude/hitofude",
		"etc/opt/chrome/native-messaging-hosts/hitofude.practice.json":  "/usr/lib/hitofude/hitofude-practice",
		"usr/lib/mozilla/native-messaging-hosts/hitofude.host.json":     "/usr/lib/hitofude/hitofude",
		"usr/lib/mozilla/native-messaging-hosts/hitofude.practice.json": "/usr/lib/hitofude/hitofude-practice",
	} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Error(err)
			continue
		}
		var m struct {
			Name, Path        string
			AllowedOrigins    []string `json:"allowed_origins"`
			AllowedExtensions []string `json:"allowed_extensions"`
		}
		if err := json.Unmarshal(data, &m); err != nil || m.Path != want || m.Name+".json" != filepath.Base(file) {
			t.Errorf("%s: %s, %v", file, data, err)
		}
		if firefox := strings.Contains(file, "mozilla"); firefox != (len(m.AllowedExtensions) == 1) || firefox == (len(m.AllowedOrigins) == 1) {
			t.Errorf("%s: callers %v %v", file, m.AllowedOrigins, m.AllowedExtensions)
		}
	}
}

func TestWrongUseChangesNothing(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "")
	dir := t.TempDir()
	for _, args := range [][]string{nil, {"zip"}, {"rar", "a", "b=c"}, {"zip", dir + "/x", "=" + dir}, {"manifests", dir, "/a"}} {
		if err := run(args); err == nil {
			t.Errorf("%v: taken", args)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
}
