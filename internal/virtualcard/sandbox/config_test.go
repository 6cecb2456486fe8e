//go:build linux

package sandbox

import (
	"strings"
	"testing"
)

func TestConfigurationIsCheckedBeforeAnythingIsMade(t *testing.T) {
	good := Config{Dir: "/tmp/lab", Profiles: []string{"holder", "locked"}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for what, bad := range map[string]Config{
		"no folder":       {Profiles: []string{"holder"}},
		"relative folder": {Dir: "lab", Profiles: []string{"holder"}},
		"no card":         {Dir: "/tmp/lab"},
		"three cards":     {Dir: "/tmp/lab", Profiles: []string{"holder", "holder", "holder"}},
		"unknown profile": {Dir: "/tmp/lab", Profiles: []string{"nobody"}},
		"long path":       {Dir: "/tmp/" + strings.Repeat("x", maxSocketPath), Profiles: []string{"holder"}},
	} {
		if bad.Check() == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

func TestFoldersWithinFolders(t *testing.T) {
	for path, want := range map[string]bool{"/run": true, "/run/user/1000": true, "/running": false, "/tmp/run": false, "/": false, "/run/..x": true} {
		if within(path, "/run") != want {
			t.Errorf("%s: %v", path, !want)
		}
	}
}

func TestTheSettingIsNamed(t *testing.T) {
	if s := setting(); !strings.Contains(s, "sysctl") && !strings.Contains(s, "--cap-add SYS_ADMIN") {
		t.Errorf("%q names no setting", s)
	}
}

func TestNothingIsMountedOutsideNamespacesOfItsOwn(t *testing.T) {
	if insideOf("") == nil {
		t.Error("no word about the namespace outside was accepted")
	}
	if insideOf("net:[0]") != nil {
		t.Error("another namespace was refused")
	}
}
