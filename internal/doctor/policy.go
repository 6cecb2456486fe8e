package doctor

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/hitofude/hitofude/manifests"
)

// chromiumPolicies are where each browser reads its policies: files of these
// folders on Linux, keys below Software\Policies on Windows (Chrome Enterprise,
// “Set Chrome policies on Linux”; Microsoft Edge, browser policies).
var chromiumPolicies = map[string]struct{ linux, windows string }{
	"chrome": {"etc/opt/chrome/policies/managed", `Google\Chrome`}, "chrome-beta": {"etc/opt/chrome/policies/managed", `Google\Chrome`},
	"chrome-dev": {"etc/opt/chrome/policies/managed", `Google\Chrome`}, "chrome-canary": {"etc/opt/chrome/policies/managed", `Google\Chrome`},
	"chromium": {"etc/chromium/policies/managed", `Chromium`},
	"edge":     {"etc/opt/edge/policies/managed", `Microsoft\Edge`}, "edge-beta": {"etc/opt/edge/policies/managed", `Microsoft\Edge`},
	"edge-dev": {"etc/opt/edge/policies/managed", `Microsoft\Edge`}, "edge-canary": {"etc/opt/edge/policies/managed", `Microsoft\Edge`},
}

// firefoxPolicies are the files that Firefox reads (Mozilla, policies.json).
var firefoxPolicies = map[string][]string{
	"firefox": {"etc/firefox/policies/policies.json", "usr/lib/firefox/distribution/policies.json", "usr/lib64/firefox/distribution/policies.json",
		"usr/lib/firefox-esr/distribution/policies.json", "usr/share/firefox-esr/distribution/policies.json"},
	"librewolf": {"usr/share/librewolf/distribution/policies.json", "usr/lib/librewolf/distribution/policies.json"},
}

// rules are the policies that can stop us, and where each was read.
type rules struct {
	blocked, allowed           []string // names of native hosts
	noUserHosts                bool
	noExtensions, yesExtension []string // ids
	settings                   map[string]setting
	from                       map[string]string
}

// setting is one entry of ExtensionSettings, for an id or for *.
type setting struct {
	Mode        string   `json:"installation_mode"`
	Blocked     []string `json:"blocked_permissions"`
	MinimumWant string   `json:"minimum_version_required"`
}

// document is a policy file of Chromium's family.
type document struct {
	Block    *[]string           `json:"NativeMessagingBlocklist"`
	Allow    *[]string           `json:"NativeMessagingAllowlist"`
	User     *bool               `json:"NativeMessagingUserLevelHosts"`
	NoExt    *[]string           `json:"ExtensionInstallBlocklist"`
	YesExt   *[]string           `json:"ExtensionInstallAllowlist"`
	Settings *map[string]setting `json:"ExtensionSettings"`
}

func (d Doctor) policies(p patient, with func(string, State, string, ...string) Finding) []Finding {
	var r rules
	switch {
	case d.System.OS == "darwin":
		return []Finding{with(Policy, Note, "POLICY_ELSEWHERE")}
	case p.Family == manifests.Firefox:
		r = d.firefoxRules(p.Name)
	default:
		r = d.chromiumRules(p.Name)
	}
	if f := d.judge(r, p, with); f != nil {
		return []Finding{*f}
	}
	return []Finding{with(Policy, OK, "")}
}

// judge finds the first rule that stops us; nil for none.
func (d Doctor) judge(r rules, p patient, with func(string, State, string, ...string) Finding) *Finding {
	host, id := manifests.Known().Host, extensionID(p.Family)
	own, named := r.settings[id]
	all := r.settings["*"]
	mode := own.Mode
	if !named || mode == "" {
		mode = all.Mode
	}
	refused := slices.Contains(r.noExtensions, id) || slices.Contains(r.noExtensions, "*") && !slices.Contains(r.yesExtension, id)
	permissions := own.Blocked
	if !named {
		permissions = all.Blocked
	}
	said := func(code, policy string, more ...string) *Finding {
		f := with(Policy, Bad, code, append([]string{"path", r.from[policy], "id", id}, more...)...)
		return &f
	}
	switch {
	case (slices.Contains(r.blocked, host) || slices.Contains(r.blocked, "*")) && !slices.Contains(r.allowed, host):
		return said("POLICY_BLOCKED", "block")
	case r.noUserHosts && d.System.UserOnly(p.Browser):
		return said("POLICY_USER_LEVEL", "user")
	case mode == "blocked" || mode == "removed":
		return said("POLICY_EXTENSION", "settings")
	case refused && !(named && own.Mode != ""):
		return said("POLICY_EXTENSION", "extensions")
	case slices.Contains(permissions, "nativeMessaging"):
		return said("POLICY_PERMISSION", "settings")
	case named && own.MinimumWant != "" && older(d.Version, own.MinimumWant):
		return said("POLICY_VERSION", "settings", "wanted", own.MinimumWant)
	}
	return nil
}

// older compares versions of numbers and dots.
func older(have, want string) bool {
	a, b := strings.Split(have, "."), strings.Split(want, ".")
	for i := range max(len(a), len(b)) {
		var x, y int
		if i < len(a) {
			x, _ = strconv.Atoi(a[i])
		}
		if i < len(b) {
			y, _ = strconv.Atoi(b[i])
		}
		if x != y {
			return x < y
		}
	}
	return false
}

func (d Doctor) chromiumRules(browser string) rules {
	r := rules{from: make(map[string]string)}
	at, known := chromiumPolicies[browser]
	if !known {
		return r
	}
	if d.System.OS == "windows" {
		for _, half := range []string{"HKCU", "HKLM"} { // the computer's policies win
			r.readKey(d.System.Registry, half+`\Software\Policies\`+at.windows)
		}
		return r
	}
	files, _ := filepath.Glob(d.path(at.linux) + "/*.json")
	slices.Sort(files) // a later file replaces what an earlier one says
	for _, file := range files {
		data, err := os.ReadFile(file)
		var doc document
		if err == nil && json.Unmarshal(data, &doc) == nil { // the browser leaves a broken one out, too
			r.take(doc, file)
		}
	}
	return r
}

func (r *rules) take(doc document, from string) {
	for _, list := range []struct {
		policy string
		have   *[]string
		to     *[]string
	}{{"block", doc.Block, &r.blocked}, {"allow", doc.Allow, &r.allowed}, {"extensions", doc.NoExt, &r.noExtensions}, {"yes", doc.YesExt, &r.yesExtension}} {
		if list.have != nil {
			*list.to, r.from[list.policy] = *list.have, from
		}
	}
	if doc.User != nil {
		r.noUserHosts, r.from["user"] = !*doc.User, from
	}
	if doc.Settings != nil {
		r.settings, r.from["settings"] = *doc.Settings, from
	}
}

// valuer is what reading policies needs of the registry.
type valuer interface {
	Values(key string) (map[string]string, error)
}

// readKey reads the policies of one key: lists are values of a key of their own,
// ExtensionSettings is JSON in a value or one key for each id.
func (r *rules) readKey(registry valuer, key string) {
	list := func(name string) *[]string {
		values, err := registry.Values(key + `\` + name)
		if err != nil || len(values) == 0 {
			return nil
		}
		var all []string
		for _, v := range values {
			all = append(all, v)
		}
		return &all
	}
	doc := document{Block: list("NativeMessagingBlocklist"), Allow: list("NativeMessagingAllowlist"),
		NoExt: list("ExtensionInstallBlocklist"), YesExt: list("ExtensionInstallAllowlist")}
	values, _ := registry.Values(key)
	if text, ok := values["NativeMessagingUserLevelHosts"]; ok {
		allowed := text != "0"
		doc.User = &allowed
	}
	settings := make(map[string]setting)
	if text := values["ExtensionSettings"]; text != "" {
		_ = json.Unmarshal([]byte(text), &settings)
	}
	for _, id := range []string{"*", manifests.Known().Chromium.IDs[0]} {
		if own, _ := registry.Values(key + `\ExtensionSettings\` + id); len(own) > 0 {
			s := setting{Mode: own["installation_mode"], MinimumWant: own["minimum_version_required"]}
			_ = json.Unmarshal([]byte(own["blocked_permissions"]), &s.Blocked)
			settings[id] = s
		}
	}
	if len(settings) > 0 {
		doc.Settings = &settings
	}
	r.take(doc, key)
}

func (d Doctor) firefoxRules(browser string) rules {
	r := rules{from: make(map[string]string)}
	var file struct {
		Policies struct {
			Settings map[string]setting `json:"ExtensionSettings"`
		} `json:"policies"`
	}
	if d.System.OS == "windows" {
		for _, half := range []string{"HKCU", "HKLM"} {
			key := half + `\Software\Policies\Mozilla\Firefox`
			values, _ := d.System.Registry.Values(key)
			if text := values["ExtensionSettings"]; text != "" && json.Unmarshal([]byte(text), &file.Policies.Settings) == nil {
				r.settings, r.from["settings"] = file.Policies.Settings, key
			}
		}
		return r
	}
	for _, name := range firefoxPolicies[browser] {
		data, err := os.ReadFile(d.path(name))
		file.Policies.Settings = nil
		if err == nil && json.Unmarshal(data, &file) == nil && file.Policies.Settings != nil {
			r.settings, r.from["settings"] = file.Policies.Settings, d.path(name)
			break // the first of them counts
		}
	}
	return r
}
