package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/manifests"
)

// writeManifests writes, under dir, what browsers of every user read on Linux.
// Folders that exist only on some systems (usr/lib64) are left to `hitofude
// install --system` there.
func writeManifests(dir, program, practice string) error {
	for _, row := range install.Table() {
		if row.OS != "linux" || row.Level != install.AllUsers || row.Needs != "" {
			continue
		}
		browser, found := install.Lookup(row.Browser)
		if !found {
			return fmt.Errorf("no browser %q", row.Browser)
		}
		for host, path := range map[string]string{manifests.Known().Host: program, manifests.Known().Practice: practice} {
			if err := writeManifest(filepath.Join(dir, row.Dir), host, browser.Family, path); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeManifest(dir, host string, family manifests.Family, path string) error {
	data, err := manifests.RenderHost(host, family, path, nil)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("writing manifest: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, host+".json"), data, 0o644); err != nil {
		return fmt.Errorf("writing manifest: %w", err)
	}
	return nil
}
