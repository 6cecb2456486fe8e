package install

import "slices"

// windowsRows: a value of the registry names the manifest. Chrome's code looks
// at the user's half first, in each at the 32-bit view and then the 64-bit one;
// one place is enough. Several browsers share Chrome's key.
func windowsRows() []Row {
	return slices.Concat(
		windows("chrome", `Google\Chrome`, "chrome"),
		windows("chrome-beta", `Google\Chrome`, "chrome"),
		windows("chrome-dev", `Google\Chrome`, "chrome"),
		windows("chrome-canary", `Google\Chrome`, "chrome"),
		windows("chrome-for-testing", `Google\Chrome`, "chrome"),
		windows("chromium", `Chromium`, "chrome"),
		windows("edge", `Microsoft\Edge`, "edge"),
		windows("edge-beta", `Microsoft\Edge`, "edge"),
		windows("edge-dev", `Microsoft\Edge`, "edge"),
		windows("edge-canary", `Microsoft\Edge`, "edge"),
		windows("brave", `Google\Chrome`, "gopass"),
		windows("vivaldi", `Google\Chrome`, "vivaldi-w"),
		windows("opera", `Google\Chrome`, "opera"),
		windows("opera", `Opera Software`, "opera"),
		windows("firefox", `Mozilla`, "mdn"),
		windows("librewolf", `Mozilla`, "librewolf-w"),
		windows("waterfox", `Mozilla`, "librewolf-w"),
	)
}

func windows(browser, maker, source string) []Row {
	key := `Software\` + maker + `\NativeMessagingHosts`
	return []Row{
		{browser, "windows", User, CurrentUser, key, "", source, TableOnly},
		{browser, "windows", AllUsers, AllOfMachine, key, "", source, TableOnly},
	}
}
