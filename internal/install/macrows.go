package install

// macRows: nobody of this project has a Mac; every row is from its source alone.
var macRows = []Row{
	{"chrome", "darwin", User, AppSupport, "Google/Chrome/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chrome-beta", "darwin", User, AppSupport, "Google/Chrome Beta/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chrome-dev", "darwin", User, AppSupport, "Google/Chrome Dev/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chrome-canary", "darwin", User, AppSupport, "Google/Chrome Canary/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chrome-for-testing", "darwin", User, AppSupport, "Google/ChromeForTesting/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chromium", "darwin", User, AppSupport, "Chromium/NativeMessagingHosts", "", "chrome", TableOnly},
	{"edge", "darwin", User, AppSupport, "Microsoft Edge/NativeMessagingHosts", "", "edge", TableOnly},
	{"edge-beta", "darwin", User, AppSupport, "Microsoft Edge Beta/NativeMessagingHosts", "", "edge", TableOnly},
	{"edge-dev", "darwin", User, AppSupport, "Microsoft Edge Dev/NativeMessagingHosts", "", "edge", TableOnly},
	{"edge-canary", "darwin", User, AppSupport, "Microsoft Edge Canary/NativeMessagingHosts", "", "edge", TableOnly},
	{"brave", "darwin", User, AppSupport, "BraveSoftware/Brave-Browser/NativeMessagingHosts", "", "brave", TableOnly},
	{"brave", "darwin", User, AppSupport, "Google/Chrome/NativeMessagingHosts", "", "brave", TableOnly},
	{"vivaldi", "darwin", User, AppSupport, "Vivaldi/NativeMessagingHosts", "", "gopass", TableOnly},
	// The sources differ, so both are written.
	{"opera", "darwin", User, AppSupport, "com.operasoftware.Opera/NativeMessagingHosts", "", "gopass", TableOnly},
	{"opera", "darwin", User, AppSupport, "Opera/NativeMessagingHosts", "", "vdhcoapp", TableOnly},
	{"arc", "darwin", User, AppSupport, "Arc/User Data/NativeMessagingHosts", "", "vdhcoapp", TableOnly},
	{"firefox", "darwin", User, AppSupport, "Mozilla/NativeMessagingHosts", "", "mdn", TableOnly},
	{"librewolf", "darwin", User, AppSupport, "LibreWolf/NativeMessagingHosts", "", "passff", TableOnly},

	{"chrome", "darwin", AllUsers, Root, "Library/Google/Chrome/NativeMessagingHosts", "", "chrome", TableOnly},
	{"chromium", "darwin", AllUsers, Root, "Library/Application Support/Chromium/NativeMessagingHosts", "", "chrome", TableOnly},
	{"edge", "darwin", AllUsers, Root, "Library/Microsoft/Edge/NativeMessagingHosts", "", "edge", TableOnly},
	{"brave", "darwin", AllUsers, Root, "Library/Google/Chrome/NativeMessagingHosts", "", "brave", TableOnly},
	{"vivaldi", "darwin", AllUsers, Root, "Library/Google/Chrome/NativeMessagingHosts", "", "gopass", TableOnly},
	{"opera", "darwin", AllUsers, Root, "Library/Google/Chrome/NativeMessagingHosts", "", "gopass", TableOnly},
	{"firefox", "darwin", AllUsers, Root, "Library/Application Support/Mozilla/NativeMessagingHosts", "", "mdn", TableOnly},
	{"librewolf", "darwin", AllUsers, Root, "Library/Application Support/LibreWolf/NativeMessagingHosts", "", "passff", TableOnly},
}
