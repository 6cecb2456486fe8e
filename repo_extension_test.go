package hitofude_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What the extension may ask of a browser; a person reads this list when installing.
func TestExtensionAsksForNoMoreThanItNeeds(t *testing.T) {
	var manifest map[string]json.RawMessage
	if err := json.Unmarshal([]byte(read(t, "extension/manifest.base.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	var permissions []string
	if err := json.Unmarshal(manifest["permissions"], &permissions); err != nil {
		t.Fatal(err)
	}
	slices.Sort(permissions)
	if want := []string{"activeTab", "nativeMessaging", "scripting", "storage"}; !slices.Equal(permissions, want) {
		t.Errorf("permissions are %v", permissions)
	}
	// Each of these would let a page start something or let us see pages nobody pointed at.
	for _, key := range []string{"host_permissions", "optional_host_permissions", "content_scripts", "externally_connectable", "web_accessible_resources"} {
		if _, has := manifest[key]; has {
			t.Errorf("the manifest has %s", key)
		}
	}
	if policy := string(manifest["content_security_policy"]); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy of our pages is %s", policy)
	}
}

// The extension reaches nothing but the page it was called to and its host, and builds no code or markup from text.
func TestExtensionSourceReachesNothingElse(t *testing.T) {
	forbidden := map[string]*regexp.Regexp{
		"network":             regexp.MustCompile(`\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection`),
		"code from text":      regexp.MustCompile(`\beval\(|new Function\(|setTimeout\("`),
		"markup from text":    regexp.MustCompile(`\.(innerHTML|outerHTML)\b|insertAdjacentHTML|document\.write`),
		"storage of the page": regexp.MustCompile(`\b(localStorage|sessionStorage|indexedDB)\b`),
		"messages of pages":   regexp.MustCompile(`onMessageExternal|onConnectExternal|window\.postMessage|addEventListener\("message"`),
		"loose printing":      regexp.MustCompile(`console\.(log|info|debug|dir|trace)\(`),
	}
	files := 0
	eachText(t, func(path, content string) {
		if !strings.HasPrefix(path, "extension/src/") || filepath.Ext(path) != ".ts" {
			return
		}
		files++
		for what, pattern := range forbidden {
			// A document that a page offers for signing is fetched in that page, from its own origin alone.
			if m := pattern.FindString(content); m != "" && (what != "network" || path != "extension/src/token/fetch.ts") {
				t.Errorf("%s: %s: %s", path, what, m)
			}
		}
	})
	if files < 10 {
		t.Errorf("only %d files were looked at", files)
	}
}

// An install that runs scripts or takes a range of versions is another program each time.
func TestNodePackagesAreExact(t *testing.T) {
	exact := regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
	for _, path := range tracked(t) {
		if filepath.Base(path) != "package.json" {
			continue
		}
		var p struct{ Dependencies, DevDependencies, Scripts map[string]string }
		if err := json.Unmarshal([]byte(read(t, path)), &p); err != nil {
			t.Fatal(err)
		}
		for _, list := range []map[string]string{p.Dependencies, p.DevDependencies} {
			for name, version := range list {
				if !exact.MatchString(version) {
					t.Errorf("%s: %s is %q", path, name, version)
				}
			}
		}
		for _, hook := range []string{"preinstall", "install", "postinstall", "prepare"} {
			if p.Scripts[hook] != "" {
				t.Errorf("%s runs something when it is installed", path)
			}
		}
		if path == "extension/package.json" && (len(p.Dependencies) > 1 || p.Dependencies["@noble/hashes"] == "") {
			t.Errorf("what ships has the dependencies %v", p.Dependencies)
		}
	}
}
