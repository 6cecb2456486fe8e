package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Architecture §4.7, and "main has no flag, variable or build tag that swaps
// the card".
func TestHostLinksNoNetworkClientAndNoCardInSoftware(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, forbidden := range []string{"net/http", "github.com/hitofude/hitofude/internal/virtualcard"} {
		if slices.Contains(strings.Fields(string(out)), forbidden) {
			t.Errorf("the host links %s", forbidden)
		}
	}
	if len(strings.Fields(string(out))) < 50 {
		t.Errorf("listed %q only", out)
	}
}
