package install

import (
	"sync"

	"github.com/hitofude/hitofude/manifests"
)

// browsers are all that the table has rows for. A sign under / is the program;
// the others appear when a person first starts the browser.
var browsers = sync.OnceValue(func() []Browser {
	return []Browser{
		chromiumKin("chrome", "Google Chrome", "google-chrome", "Google/Chrome", `Google/Chrome/User Data`,
			"usr/bin/google-chrome-stable", "opt/google/chrome/chrome", "Google/Chrome/Application/chrome.exe"),
		chromiumKin("chrome-beta", "Google Chrome Beta", "google-chrome-beta", "Google/Chrome Beta", "Google/Chrome Beta/User Data",
			"usr/bin/google-chrome-beta"),
		chromiumKin("chrome-dev", "Google Chrome Dev", "google-chrome-unstable", "Google/Chrome Dev", "Google/Chrome Dev/User Data",
			"usr/bin/google-chrome-unstable"),
		chromiumKin("chrome-canary", "Google Chrome Canary", "google-chrome-canary", "Google/Chrome Canary", "Google/Chrome SxS/User Data"),
		chromiumKin("chrome-for-testing", "Chrome for Testing", "google-chrome-for-testing", "Google/ChromeForTesting", "Google/Chrome for Testing/User Data"),
		chromiumKin("chromium", "Chromium", "chromium", "Chromium", "Chromium/User Data",
			"usr/bin/chromium", "usr/bin/chromium-browser", "Chromium/Application/chrome.exe"),
		chromiumKin("edge", "Microsoft Edge", "microsoft-edge", "Microsoft Edge", "Microsoft/Edge/User Data", "usr/bin/microsoft-edge-stable"),
		chromiumKin("edge-beta", "Microsoft Edge Beta", "microsoft-edge-beta", "Microsoft Edge Beta", "Microsoft/Edge Beta/User Data",
			"usr/bin/microsoft-edge-beta"),
		chromiumKin("edge-dev", "Microsoft Edge Dev", "microsoft-edge-dev", "Microsoft Edge Dev", "Microsoft/Edge Dev/User Data",
			"usr/bin/microsoft-edge-dev"),
		chromiumKin("edge-canary", "Microsoft Edge Canary", "", "Microsoft Edge Canary", "Microsoft/Edge SxS/User Data"),
		chromiumKin("brave", "Brave", "BraveSoftware/Brave-Browser", "BraveSoftware/Brave-Browser", "BraveSoftware/Brave-Browser/User Data",
			"usr/bin/brave-browser"),
		chromiumKin("brave-beta", "Brave Beta", "BraveSoftware/Brave-Browser-Beta", "", "", "usr/bin/brave-browser-beta"),
		chromiumKin("brave-nightly", "Brave Nightly", "BraveSoftware/Brave-Browser-Nightly", "", "", "usr/bin/brave-browser-nightly"),
		chromiumKin("brave-origin", "Brave Origin", "BraveSoftware/Brave-Origin", "", ""),
		chromiumKin("vivaldi", "Vivaldi", "vivaldi", "Vivaldi", "Vivaldi/User Data", "usr/bin/vivaldi-stable", "opt/vivaldi/vivaldi"),
		chromiumKin("vivaldi-snapshot", "Vivaldi Snapshot", "vivaldi-snapshot", "", "", "usr/bin/vivaldi-snapshot"),
		{"opera", "Opera", manifests.Chromium, map[string][]sign{
			"linux":   {{Config, "opera"}, {Root, "usr/bin/opera"}},
			"darwin":  {{AppSupport, "com.operasoftware.Opera"}, {Root, "Applications/Opera.app"}},
			"windows": {{RoamingData, "Opera Software/Opera Stable"}, {LocalData, "Programs/Opera"}},
		}},
		chromiumKin("arc", "Arc", "", "Arc", ""),
		{"firefox", "Firefox", manifests.Firefox, map[string][]sign{
			// Profiles lie under XDG_CONFIG_HOME since 147; the manifests stay in ~/.mozilla.
			"linux":   {{Home, ".mozilla"}, {Config, "mozilla"}, {Root, "usr/bin/firefox"}, {Root, "usr/bin/firefox-esr"}},
			"darwin":  {{AppSupport, "Firefox"}, {Root, "Applications/Firefox.app"}},
			"windows": {{RoamingData, "Mozilla/Firefox"}, {ProgramFiles, "Mozilla Firefox"}},
		}},
		{"librewolf", "LibreWolf", manifests.Firefox, map[string][]sign{
			"linux":   {{Home, ".librewolf"}, {Root, "usr/bin/librewolf"}},
			"darwin":  {{AppSupport, "LibreWolf"}, {Root, "Applications/LibreWolf.app"}},
			"windows": {{RoamingData, "librewolf"}, {ProgramFiles, "LibreWolf"}},
		}},
		{"waterfox", "Waterfox", manifests.Firefox, map[string][]sign{
			"linux":   {{Home, ".waterfox"}, {Root, "usr/bin/waterfox"}},
			"windows": {{RoamingData, "Waterfox"}, {ProgramFiles, "Waterfox"}},
		}},
		{"floorp", "Floorp", manifests.Firefox, map[string][]sign{
			"linux": {{Home, ".floorp"}, {Root, "usr/bin/floorp"}},
		}},
	}
})

// chromiumKin is a browser on Chromium's code: the folders of its users on
// Linux, macOS and Windows ("" where it is not known), and programs; one that
// ends in .exe lies under Program Files.
func chromiumKin(name, title, linux, mac, windows string, programs ...string) Browser {
	signs := make(map[string][]sign)
	if linux != "" {
		signs["linux"] = append(signs["linux"], sign{Config, linux})
	}
	if mac != "" {
		signs["darwin"] = append(signs["darwin"], sign{AppSupport, mac}, sign{Root, "Applications/" + title + ".app"})
	}
	if windows != "" {
		signs["windows"] = append(signs["windows"], sign{LocalData, windows})
	}
	for _, p := range programs {
		if len(p) > 4 && p[len(p)-4:] == ".exe" {
			signs["windows"] = append(signs["windows"], sign{ProgramFiles, p})
		} else {
			signs["linux"] = append(signs["linux"], sign{Root, p})
		}
	}
	return Browser{name, title, manifests.Chromium, signs}
}
