package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/manifests"
)

type installOptions struct {
	browsers []string
	dir      string
	print    bool
}

// target is one folder to write to or to clean.
type target struct {
	Browser string `json:"browser"`
	Dir     string `json:"dir"`
	family  manifests.Family
}

// targets returns the folders that o means: the one given, those of the
// browsers named, else of the browsers that are here, else of all.
func (t *tool) targets(o installOptions) ([]target, error) {
	if o.dir != "" && len(o.browsers) != 1 {
		return nil, &usageError{t.say("usage.dir")}
	}
	var chosen []install.Browser
	for _, name := range o.browsers {
		b, ok := install.Lookup(name)
		if !ok {
			return nil, &usageError{t.say("usage.browser", name)}
		}
		chosen = append(chosen, b)
	}
	if len(chosen) == 0 {
		chosen = present()
	}
	var found []target
	for _, b := range chosen {
		var err error
		dir := o.dir
		if dir == "" {
			dir, err = b.Dir(goos)
		} else {
			dir, err = filepath.Abs(dir)
		}
		if err != nil {
			return nil, &fileError{err}
		}
		found = append(found, target{b.Name, dir, b.Family})
	}
	return found, nil
}

func present() []install.Browser {
	all := install.Browsers(goos)
	var here []install.Browser
	for _, b := range all {
		if b.Present(goos) {
			here = append(here, b)
		}
	}
	if len(here) == 0 {
		return all
	}
	return here
}

// program is the path that browsers start: this one's.
func program() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", &fileError{fmt.Errorf("finding this program: %w", err)}
	}
	return path, nil
}

type installResult struct {
	Browser string `json:"browser"`
	Path    string `json:"path"`
	Content string `json:"content,omitempty"` // with --print
	Removed bool   `json:"removed,omitempty"`
}

func (t *tool) install(o installOptions) error {
	targets, err := t.targets(o)
	if err != nil {
		return err
	}
	self, err := program()
	if err != nil {
		return err
	}
	results := []installResult{}
	for _, to := range targets {
		file, err := install.Manifest(to.family, to.Dir, self)
		if err == nil && !o.print {
			err = install.Write(file)
		}
		if err != nil {
			return &fileError{err}
		}
		r := installResult{Browser: to.Browser, Path: file.Path}
		if o.print {
			r.Content = string(file.Content)
		}
		results = append(results, r)
	}
	return t.show(results, func() {
		for _, r := range results {
			if o.print {
				fmt.Fprintf(t.stdout, "%s:\n%s\n", r.Path, r.Content)
			} else {
				t.line("install.wrote", r.Path)
			}
		}
		if !o.print {
			t.line("install.next")
		}
	})
}

func (t *tool) uninstall(o installOptions) error {
	if len(o.browsers) == 0 && o.dir == "" {
		o.browsers = install.Names(goos) // also of browsers that are gone
	}
	targets, err := t.targets(o)
	if err != nil {
		return err
	}
	results := []installResult{}
	for _, from := range targets {
		path := filepath.Join(from.Dir, manifests.FileName())
		var removed bool
		var err error
		if !o.print {
			removed, err = install.Remove(from.Dir)
		}
		switch {
		case errors.Is(err, install.ErrForeign):
			t.note("install.foreign", path)
			continue
		case err != nil:
			return &fileError{err}
		case removed || o.print && exists(path):
			results = append(results, installResult{Browser: from.Browser, Path: path, Removed: removed})
		}
	}
	return t.show(results, func() {
		for _, r := range results {
			if r.Removed {
				t.line("install.removed", r.Path)
			} else {
				fmt.Fprintln(t.stdout, r.Path)
			}
		}
		if len(results) == 0 {
			t.line("install.none")
		}
	})
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
