package doctor

import (
	"testing"

	"github.com/hitofude/hitofude/internal/install"
)

// A report goes to strangers: names that a person gave folders, and what tells
// one device from another, stay here.
func TestValuesOfAReportArePlain(t *testing.T) {
	linux := map[string]string{"HOME": "/home/u1", "USER": "u1"}
	windows := map[string]string{
		"USERPROFILE": `C:\Users\yamada`, "USERNAME": "ty", "LOCALAPPDATA": `C:\Users\yamada\AppData\Local`, "APPDATA": `C:\Users\yamada\AppData\Roaming`,
		"ProgramFiles": `C:\Program Files`, "ProgramData": `C:\ProgramData`,
	}
	for _, c := range []struct {
		system            string
		env               map[string]string
		name, value, want string
	}{
		{"linux", linux, "program", "/home/u1/山田太郎_確定申告/hitofude-1.0/hitofude", "…/hitofude"},
		{"linux", linux, "program", "/mnt/nas/yamada-hanako/hitofude", "…/hitofude"},
		{"linux", linux, "program", "/usr/lib/../../mnt/nas/yamada/hitofude", "…/hitofude"},
		{"linux", linux, "program", "/usrs/yamada/hitofude", "…/hitofude"},
		{"linux", linux, "program", "/usr/lib/hitofude/hitofude", "/usr/lib/hitofude/hitofude"},
		{"linux", linux, "program", "/opt/hitofude/hitofude", "/opt/hitofude/hitofude"},
		{"linux", linux, "path", "/home/u1/.config/chromium/NativeMessagingHosts/hitofude.host.json", "~/.config/chromium/NativeMessagingHosts/hitofude.host.json"},
		{"linux", linux, "path", "/etc/chromium/native-messaging-hosts/hitofude.host.json", "/etc/chromium/native-messaging-hosts/hitofude.host.json"},
		{"linux", linux, "path", "/home/u1/.config/hitofude/config.json", "~/.config/hitofude/config.json"},
		{"linux", linux, "path", "", ""},
		{"linux", map[string]string{"HOME": "/"}, "path", "/usr/lib/mozilla/native-messaging-hosts/x", "/usr/lib/mozilla/native-messaging-hosts/x"},
		{"windows", windows, "program", `C:\Users\yamada\Downloads\hitofude\hitofude.exe`, "…/hitofude.exe"},
		{"windows", windows, "program", `c:\program files\Hitofude\hitofude.exe`, `c:\program files\Hitofude\hitofude.exe`},
		{"windows", windows, "path", `c:\users\YAMADA\AppData\Local\hitofude\chromium\hitofude.host.json`, `~\AppData\Local\hitofude\chromium\hitofude.host.json`},
		{"windows", windows, "reason", `open C:\Users\yamada\x`, `open ~\x`},
		{"linux", linux, "reader", "SONY RC-S300_0123456 00 00", "SONY RC-S300 00 00"},
		{"linux", linux, "reader", "Reader SN12345678 00 00", "Reader 00 00"},
		{"linux", linux, "reader", "Reader 12-34-5 00 00", "Reader 00 00"},
		{"linux", linux, "reader", "ACS-ACR39U-(5D1234567)-00", "ACS-ACR39U--00"},
		{"linux", linux, "reader", "Identiv 1234-ab", "Identiv ab"},
		{"linux", linux, "reader", "山田太郎のiPhone 00 00", "00 00"},
		{"linux", linux, "reader", "ACS ACR39U ICC Reader (ABC) 00 00", "ACS ACR39U ICC Reader 00 00"},
		{"linux", linux, "browser", "anything", ""},
	} {
		d := Doctor{System: install.System{OS: c.system, Getenv: func(n string) string { return c.env[n] }}}
		if got := d.plain(c.name, c.value); got != c.want {
			t.Errorf("%s %s %q: %q", c.system, c.name, c.value, got)
		}
	}
}
