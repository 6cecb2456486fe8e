package install

// linuxRows: Chromium's code reads USERDATADIR/NativeMessagingHosts, so these
// hold for the usual user data folder. A snap or flatpak browser sees none of
// them (level flatpak: the sandbox's own folders, where a wrapper is needed).
var linuxRows = []Row{
	{"chrome", "linux", User, Config, "google-chrome/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chrome-beta", "linux", User, Config, "google-chrome-beta/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chrome-dev", "linux", User, Config, "google-chrome-unstable/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chrome-for-testing", "linux", User, Config, "google-chrome-for-testing/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chromium", "linux", User, Config, "chromium/NativeMessagingHosts", "", "chrome", RunHere},
	{"edge", "linux", User, Config, "microsoft-edge/NativeMessagingHosts", "", "edge", TableOnly},
	{"edge-beta", "linux", User, Config, "microsoft-edge-beta/NativeMessagingHosts", "", "edge", TableOnly},
	{"edge-dev", "linux", User, Config, "microsoft-edge-dev/NativeMessagingHosts", "", "edge", TableOnly},
	{"brave", "linux", User, Config, "BraveSoftware/Brave-Browser/NativeMessagingHosts", "", "brave-linux", TableOnly},
	{"brave-beta", "linux", User, Config, "BraveSoftware/Brave-Browser-Beta/NativeMessagingHosts", "", "brave-linux", TableOnly},
	{"brave-nightly", "linux", User, Config, "BraveSoftware/Brave-Browser-Nightly/NativeMessagingHosts", "", "brave-linux", TableOnly},
	{"brave-origin", "linux", User, Config, "BraveSoftware/Brave-Origin/NativeMessagingHosts", "", "brave-linux", TableOnly},
	{"vivaldi", "linux", User, Config, "vivaldi/NativeMessagingHosts", "", "gopass", TableOnly},
	{"vivaldi-snapshot", "linux", User, Config, "vivaldi-snapshot/NativeMessagingHosts", "", "gopass", TableOnly},
	{"opera", "linux", User, Config, "opera/NativeMessagingHosts", "", "gopass", TableOnly},
	{"opera", "linux", User, Config, "google-chrome/NativeMessagingHosts", "", "gopass", TableOnly},
	{"firefox", "linux", User, Home, ".mozilla/native-messaging-hosts", "", "mdn", RunHere},
	{"librewolf", "linux", User, Home, ".librewolf/native-messaging-hosts", "", "librewolf", TableOnly},
	{"waterfox", "linux", User, Home, ".waterfox/native-messaging-hosts", "", "vdhcoapp", TableOnly},
	{"floorp", "linux", User, Home, ".floorp/native-messaging-hosts", "", "vdhcoapp", TableOnly},

	{"chrome", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "chrome", TableOnly},
	{"chrome-beta", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "chrome", TableOnly},
	{"chrome-dev", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "chrome", TableOnly},
	{"chrome-for-testing", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "chrome", TableOnly},
	{"chromium", "linux", AllUsers, Root, "etc/chromium/native-messaging-hosts", "", "chrome", RunHere},
	{"edge", "linux", AllUsers, Root, "etc/opt/edge/native-messaging-hosts", "", "edge", TableOnly},
	{"edge-beta", "linux", AllUsers, Root, "etc/opt/edge/native-messaging-hosts", "", "edge", TableOnly},
	{"edge-dev", "linux", AllUsers, Root, "etc/opt/edge/native-messaging-hosts", "", "edge", TableOnly},
	{"brave", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "gopass", TableOnly},
	{"brave-beta", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "gopass", TableOnly},
	{"brave-nightly", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "gopass", TableOnly},
	{"brave-origin", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "gopass", TableOnly},
	// The sources differ, so both are written.
	{"vivaldi", "linux", AllUsers, Root, "etc/opt/vivaldi/native-messaging-hosts", "", "gopass", TableOnly},
	{"vivaldi", "linux", AllUsers, Root, "etc/chromium/native-messaging-hosts", "", "browserpass", TableOnly},
	{"vivaldi-snapshot", "linux", AllUsers, Root, "etc/opt/vivaldi/native-messaging-hosts", "", "gopass", TableOnly},
	{"vivaldi-snapshot", "linux", AllUsers, Root, "etc/chromium/native-messaging-hosts", "", "browserpass", TableOnly},
	{"opera", "linux", AllUsers, Root, "etc/opt/chrome/native-messaging-hosts", "", "gopass", TableOnly},
	{"firefox", "linux", AllUsers, Root, "usr/lib/mozilla/native-messaging-hosts", "", "mdn", RunHere},
	{"firefox", "linux", AllUsers, Root, "usr/lib64/mozilla/native-messaging-hosts", "usr/lib64/mozilla", "firefox-lib", TableOnly},
	{"librewolf", "linux", AllUsers, Root, "usr/lib/librewolf/native-messaging-hosts", "", "librewolf-s", TableOnly},

	{"firefox", "linux", Flatpak, Home, ".var/app/org.mozilla.firefox/.mozilla/native-messaging-hosts", "", "flatpak-ff", TableOnly},
	{"chromium", "linux", Flatpak, Home, ".var/app/org.chromium.Chromium/config/chromium/NativeMessagingHosts", "", "flatpak-cr", TableOnly},
	{"chrome", "linux", Flatpak, Home, ".var/app/com.google.Chrome/config/google-chrome/NativeMessagingHosts", "", "flatpak-ch", TableOnly},
	{"brave", "linux", Flatpak, Home, ".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser/NativeMessagingHosts", "", "flatpak-br", TableOnly},
}
