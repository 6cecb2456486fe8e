//go:build linux

// long: one table of everything that goes wrong, with the computer it is planted on.

package host

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/doctor"
	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// sick is a computer in a folder on which one thing is wrong: its own /, its own
// home, the program under test registered with Chromium and Firefox, a card in
// software. All is well until a fault is planted.
type sick struct {
	t        *testing.T
	dir      string
	program  string
	card     string // profile of the card in software; "" for a script
	script   string
	browsers []string
	more     []string // environment
}

const (
	chromiumManifest = "home/.config/chromium/NativeMessagingHosts/hitofude.host.json"
	firefoxManifest  = "home/.mozilla/native-messaging-hosts/hitofude.host.json"
	configFile       = "home/.config/hitofude/config.json"
)

func newSick(t *testing.T) *sick {
	t.Helper()
	program, err := exec.LookPath("hitofude")
	if err != nil {
		t.Fatal(err)
	}
	s := &sick{t: t, dir: t.TempDir(), program: program, card: "holder"}
	s.file("root/etc/os-release", "ID=debian\n", 0o644)
	s.file("root/usr/sbin/pcscd", "", 0o755)
	s.file("root/run/systemd/system/.there", "", 0o644)
	s.file("root/usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist", "", 0o644)
	for _, browser := range []string{"chromium", "firefox"} {
		s.file("root/usr/bin/"+browser, "", 0o755)
	}
	system := install.Here([]string{"HOME=" + s.path("home")})
	system.Root = s.path("root")
	if _, err := system.Install(install.Wish{Level: install.User, Program: program}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *sick) path(name string) string { return filepath.Join(s.dir, name) }

func (s *sick) file(name, content string, mode os.FileMode) string {
	s.t.Helper()
	path := s.path(name)
	err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), mode), os.Chmod(path, mode))
	if err != nil {
		s.t.Fatal(err)
	}
	return path
}

func (s *sick) remove(name string) {
	s.t.Helper()
	if err := os.RemoveAll(s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

// change replaces a text in a file that is there.
func (s *sick) change(name, from, to string) {
	s.t.Helper()
	data, err := os.ReadFile(s.path(name))
	if err != nil || !bytes.Contains(data, []byte(from)) {
		s.t.Fatalf("%s has no %q: %v", name, from, err)
	}
	s.file(name, strings.Replace(string(data), from, to, 1), 0o644)
}

// register has Chromium start a program of this content.
func (s *sick) register(content string, mode os.FileMode) string {
	s.t.Helper()
	path := s.file("opt/registered", content, mode)
	s.change(chromiumManifest, s.program, path)
	return path
}

func (s *sick) run(args ...string) (stdout string, status int) {
	s.t.Helper()
	cmd := exec.Command(s.program, args...)
	cmd.Env = append([]string{"HOME=" + s.path("home"), "LANG=ja_JP.UTF-8", "PATH=/usr/bin:/bin", rootDir + "=" + s.path("root"),
		cardFile + "=" + s.path("card")}, s.more...)
	if s.script != "" {
		s.file("card", s.script, 0o600)
	} else if s.card != "" {
		cmd.Env = append(cmd.Env, recordTo+"=virtual:"+s.card)
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatalf("%v: %v", args, err)
	}
	return out.String() + errs.String(), cmd.ProcessState.ExitCode()
}

// examine returns what doctor finds, in the words of lang, and how it ended.
func (s *sick) examine(lang string) ([]examined, int) {
	s.t.Helper()
	args := []string{"doctor", "--json", "--lang", lang}
	for _, b := range s.browsers {
		args = append(args, "--browser", b)
	}
	out, status := s.run(args...)
	var all []examined
	if err := json.NewDecoder(strings.NewReader(out)).Decode(&all); err != nil {
		s.t.Fatalf("%v: %s", err, out)
	}
	return all, status
}

func firstBad(all []examined) *examined {
	for i := range all {
		if all[i].State == doctor.Bad {
			return &all[i]
		}
	}
	return nil
}

func TestDoctorFindsNothingWhenAllIsWell(t *testing.T) {
	s := newSick(t)
	for _, lang := range []string{"ja", "en"} {
		all, status := s.examine(lang)
		for _, f := range all {
			if status != 0 || f.State != doctor.OK || f.Next != "" {
				t.Errorf("%+v", f)
			}
		}
	}
	if out, status := s.run("doctor"); status != 0 || !strings.Contains(out, "問題は見つかりませんでした。") {
		t.Errorf("%d %s", status, out)
	}
}

// fault is one thing that goes wrong, and what doctor has to say of it first.
type fault struct {
	name  string
	plant func(*sick)
	code  string
	next  string // a part of the next step, in both languages
}

const policyOf = "root/etc/chromium/policies/managed/test.json"

func faults() []fault {
	const id = "kmlcbhdkjefhglbcgnijekbobnecehok"
	policy := func(text string) func(*sick) { return func(s *sick) { s.file(policyOf, text, 0o644) } }
	scripted := func(script string) func(*sick) { return func(s *sick) { s.script = script } }
	card := func(profile string) func(*sick) { return func(s *sick) { s.card = profile } }
	noReader := func(more func(*sick)) func(*sick) {
		return func(s *sick) { s.script = "now 2026-11-24T06:00:00Z\n"; more(s) }
	}
	usb := func(s *sick) { s.file("root/sys/bus/usb/devices/1-1:1.0/bInterfaceClass", "0b\n", 0o644) }
	return []fault{
		{"the configuration is not JSON", func(s *sick) { s.file(configFile, "{", 0o600) }, "CONFIG_BROKEN", ""},
		{"the configuration has a wrong value", func(s *sick) { s.file(configFile, `{"pinEntry":"browser"}`, 0o600) }, "CONFIG_VALUE", "README"},
		{"the configuration has a value of another kind", func(s *sick) { s.file(configFile, `{"allowOrigins":"x"}`, 0o600) }, "CONFIG_VALUE", "README"},
		{"no program opens the PIN window", func(s *sick) { s.file(configFile, `{"pinEntry":"host","pinentryProgram":"/none"}`, 0o600) }, "PIN_ENTRY_UNAVAILABLE", "pinentry"},

		{"no browser at all", func(s *sick) {
			s.run("uninstall")
			s.remove("root/usr/bin")
			s.remove("home/.mozilla")
			s.remove("home/.config/chromium")
		}, "BROWSER_NONE", "hitofude install"},
		{"never installed", func(s *sick) { s.run("uninstall") }, "MANIFEST_MISSING", "hitofude install --browser chromium"},
		{"a browser that was never started is not registered", func(s *sick) {
			s.run("uninstall")
			s.remove("home/.config/chromium")
			s.remove("root/usr/bin/firefox")
			s.remove("home/.mozilla")
		}, "MANIFEST_MISSING", "hitofude install --browser chromium"},
		{"this browser is not registered", func(s *sick) { s.run("uninstall", "--browser", "firefox"); s.browsers = []string{"firefox"} }, "MANIFEST_MISSING", "hitofude install --browser firefox"},
		{"the manifest is a folder", func(s *sick) { s.remove(firefoxManifest); s.file(firefoxManifest+"/x", "", 0o644) }, "MANIFEST_UNREADABLE", "chmod 644"},
		{"the manifest is cut off", func(s *sick) { s.file(chromiumManifest, `{"name":"hitofude.host",`, 0o644) }, "MANIFEST_NOT_JSON", "hitofude install --browser chromium"},
		{"the manifest has another name in it", func(s *sick) { s.change(firefoxManifest, "hitofude.host", "hitofude.hast") }, "MANIFEST_MISNAMED", "hitofude install --browser firefox"},
		{"the path is relative", func(s *sick) { s.change(chromiumManifest, s.program, "bin/hitofude") }, "MANIFEST_RELATIVE", "hitofude install --browser chromium"},
		{"the program was moved", func(s *sick) { s.change(firefoxManifest, s.program, "/opt/moved/hitofude") }, "PROGRAM_GONE", "hitofude install"},
		{"the program may not be run", func(s *sick) { s.register("#!/bin/sh\n", 0o644) }, "PROGRAM_NOT_EXECUTABLE", "chmod +x"},
		{"the extension is not listed", func(s *sick) { s.change(firefoxManifest, "host@hitofude.invalid", "guest@hitofude.invalid") }, "MANIFEST_UNINVITED", "hitofude install --browser firefox"},

		{"a policy blocks all hosts", policy(`{"NativeMessagingBlocklist":["*"]}`), "POLICY_BLOCKED", "NativeMessagingAllowlist"},
		{"a policy blocks this host and allows another", policy(`{"NativeMessagingBlocklist":["hitofude.host"],"NativeMessagingAllowlist":["other"]}`), "POLICY_BLOCKED", "NativeMessagingAllowlist"},
		{"a policy ignores what users registered", policy(`{"NativeMessagingUserLevelHosts":false}`), "POLICY_USER_LEVEL", "sudo hitofude install --system --browser chromium"},
		{"a policy blocks extensions", policy(`{"ExtensionSettings":{"*":{"installation_mode":"blocked"}}}`), "POLICY_EXTENSION", id},
		{"a policy lists ours as blocked", policy(`{"ExtensionInstallBlocklist":["` + id + `"]}`), "POLICY_EXTENSION", id},
		{"a policy takes the permission away", policy(`{"ExtensionSettings":{"*":{"blocked_permissions":["nativeMessaging"]}}}`), "POLICY_PERMISSION", "nativeMessaging"},
		{"a policy wants a newer extension", policy(`{"ExtensionSettings":{"` + id + `":{"minimum_version_required":"99.0"}}}`), "POLICY_VERSION", ""},
		{"a policy of Firefox blocks the extension", func(s *sick) {
			s.file("root/etc/firefox/policies/policies.json", `{"policies":{"ExtensionSettings":{"host@hitofude.invalid":{"installation_mode":"blocked"}}}}`, 0o644)
		}, "POLICY_EXTENSION", "host@hitofude.invalid"},

		{"Firefox is a snap", func(s *sick) {
			s.file("root/usr/bin/firefox", "#!/bin/sh\nexec /snap/bin/firefox \"$@\"\n", 0o755)
			s.file("root/snap/bin/firefox", "", 0o755)
		}, "SNAP_ASK", "flatpak permission-set webextensions hitofude.host snap.firefox yes"},
		{"Chromium is a snap", func(s *sick) { s.remove("root/usr/bin/chromium"); s.file("root/snap/bin/chromium", "", 0o755) }, "SNAP_CLOSED", "Google Chrome"},
		{"Chromium is a flatpak without a registration", func(s *sick) {
			s.remove("root/usr/bin/chromium")
			s.file("root/var/lib/flatpak/app/org.chromium.Chromium/x", "", 0o644)
		}, "FLATPAK_MISSING", "hitofude install --browser chromium --flatpak"},
		{"Firefox is a flatpak that may not leave its sandbox", func(s *sick) {
			s.remove("root/usr/bin/firefox")
			s.file("home/.var/app/org.mozilla.firefox/x", "", 0o644)
			s.run("install", "--browser", "firefox", "--flatpak")
		}, "FLATPAK_CLOSED", "flatpak override --user --talk-name=org.freedesktop.Flatpak org.mozilla.firefox"},

		{"the program is not one", func(s *sick) { s.register("\x7fELFnothing", 0o755) }, "START_FAILED", "hitofude install"},
		{"the program says nothing", func(s *sick) { s.register("#!/bin/sh\nexec sleep 30\n", 0o755) }, "START_SILENT", "hitofude install --browser chromium"},
		{"the program prints words", func(s *sick) { s.register("#!/bin/sh\necho Hello, I am another program.\n", 0o755) }, "START_GARBLED", "hitofude install --browser chromium"},
		{"the program does not know the extension", func(s *sick) { s.register(framed(`{"type":"error","error":{"code":"CALLER_REFUSED"}}`), 0o755) }, "START_REFUSES", "hitofude install"},
		{"the registered copy is older", func(s *sick) { s.register(framed(`{"type":"hello","protocol":0,"version":"0.0.9"}`), 0o755) }, "START_OLD", "hitofude install --browser chromium"},
		{"the registered copy is newer", func(s *sick) { s.register(framed(`{"type":"hello","protocol":2,"version":"9.0.0"}`), 0o755) }, "START_NEWER", "doctor"},
		{"a library is missing", func(s *sick) { s.register(withoutLibrary(s.t), 0o755) }, "LIBRARY_MISSING", "sudo apt install libpcsclite1"},
		{"a library is missing on Fedora", func(s *sick) {
			s.file("root/etc/os-release", "ID=nobara\nID_LIKE=\"fedora\"\n", 0o644)
			s.register(withoutLibrary(s.t), 0o755)
		}, "LIBRARY_MISSING", "sudo dnf install pcsc-lite-libs"},

		{"the service is not installed", func(s *sick) { s.script = "readers! unavailable\n"; s.remove("root/usr/sbin/pcscd") }, "SERVICE_MISSING", "sudo apt install pcscd libccid"},
		{"the service is not installed on Ubuntu", func(s *sick) {
			s.script = "readers! unavailable\n"
			s.remove("root/usr/sbin/pcscd")
			s.file("root/etc/os-release", "ID=ubuntu\nID_LIKE=debian\n", 0o644)
		}, "SERVICE_MISSING", "sudo apt install pcscd libccid"},
		{"the service is not installed on Arch", func(s *sick) {
			s.script = "readers! unavailable\n"
			s.remove("root/usr/sbin/pcscd")
			s.file("root/etc/os-release", "ID=arch\n", 0o644)
		}, "SERVICE_MISSING", "sudo pacman -S pcsclite ccid"},
		{"the service is stopped", scripted("readers! unavailable\n"), "SERVICE_STOPPED", "sudo systemctl enable --now pcscd.socket"},
		{"the service is stopped, without systemd", func(s *sick) { s.script = "readers! unavailable\n"; s.remove("root/run") }, "SERVICE_STOPPED", "sudo service pcscd start"},
		{"polkit refuses", scripted("readers! denied\n"), "SERVICE_DENIED", "org.debian.pcsc-lite.access_pcsc"},

		{"no reader is plugged in", noReader(func(*sick) {}), "NO_READER", ""},
		{"the reader has no driver", noReader(func(s *sick) { usb(s); s.remove("root/usr/lib/pcsc") }), "DRIVER_MISSING", "sudo apt install pcscd libccid"},
		{"the service does not see the reader", noReader(usb), "READER_UNSEEN", "sudo systemctl restart pcscd"},
		{"the kernel has taken the reader", noReader(func(s *sick) {
			s.file("root/proc/modules", "pn533_usb 20480 0 - Live 0x0\n", 0o644)
			s.file("root/sys/bus/usb/drivers/pn533_usb/1-1:1.0/x", "", 0o644)
		}), "READER_CLAIMED", "sudo modprobe -r pn533_usb"},
		{"scdaemon has taken the reader", noReader(func(s *sick) { s.file("root/proc/77/comm", "scdaemon\n", 0o644) }), "HOLDER", "gpgconf --kill scdaemon"},
		{"scdaemon holds the card", func(s *sick) {
			s.script = "reader R1 in-use\n"
			s.file("root/proc/77/comm", "scdaemon\n", 0o644)
		}, "HOLDER", "gpgconf --kill scdaemon"},
		{"somebody holds the card", scripted("reader R1 in-use\n"), "CARD_IN_USE", ""},
		{"no card", scripted("reader R1 empty\n"), "NO_CARD", ""},
		{"a card that does not answer", scripted("reader R1 mute\n"), "CARD_MUTE", ""},

		{"a driving licence", card("licence"), "CARD_OTHER", ""},
		{"an older card", card("juki"), "CARD_OTHER", ""},
		{"some other card", card("not-mynumber"), "CARD_OTHER", ""},
		{"a card without PINs", card("face-auth"), "CARD_FACE_AUTH", ""},
		{"a locked PIN", card("locked"), "PIN_LOCKED", ""},
		{"an expired certificate", card("expired"), "CERTIFICATE_EXPIRED", ""},
		{"an expired card", card("card-expired"), "CARD_EXPIRED", ""},
	}
}

// framed is a program that says one message and ends.
func framed(message string) string {
	size := len(message)
	return fmt.Sprintf("#!/bin/sh\nprintf '\\%03o\\%03o\\000\\000%%s' '%s'\n", size&0xFF, size>>8, message)
}

// withoutLibrary is the program that ships, but for the name of one library that
// it loads.
func withoutLibrary(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(builtProgram(t))
	if err != nil || bytes.Count(data, []byte("libpcsclite.so.1\x00")) == 0 {
		t.Fatalf("%v: the program loads no libpcsclite", err)
	}
	return string(bytes.ReplaceAll(data, []byte("libpcsclite.so.1\x00"), []byte("libpcscgone.so.1\x00")))
}

func TestDoctorNamesEveryFaultFirst(t *testing.T) {
	codes := map[string]bool{}
	for _, f := range faults() {
		codes[f.code] = true
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			s := newSick(t)
			f.plant(s)
			all, status := s.examine("ja")
			if status == 0 {
				t.Error("status 0")
			}
			english := &tool{lang: "en"}
			var first [2]*examined
			for i, lang := range []string{"ja", "en"} {
				if lang == "en" {
					for j := range all {
						all[j] = english.inWords(all[j].Finding)
					}
				}
				if f := firstBad(all); f != nil {
					kept := *f
					first[i] = &kept
				}
				if first[i] == nil || first[i].Code != f.code {
					t.Fatalf("%s: %+v\n%+v", lang, first[i], all)
				}
				for _, finding := range all {
					if (finding.State == doctor.Bad || finding.State == doctor.Note) && (finding.Cause == "" || finding.Next == "") || strings.Contains(finding.Cause+finding.Next, "?") {
						t.Errorf("%s: no words or a hole in them: %+v", lang, finding)
					}
				}
				if !strings.Contains(first[i].Next, f.next) || first[i].Name == "" {
					t.Errorf("%s: next %q", lang, first[i].Next)
				}
			}
			if first[0].Next == first[1].Next || first[0].Cause == first[1].Cause {
				t.Errorf("one language only: %q", first[0].Next)
			}
		})
	}
	if len(codes) < 25 {
		t.Errorf("only %d different faults", len(codes))
	}
}

// What is allowed is no fault.
func TestDoctorIsQuietAboutWhatDoesNoHarm(t *testing.T) {
	for name, plant := range map[string]func(*sick){
		"a policy that allows this host": func(s *sick) {
			s.file(policyOf, `{"NativeMessagingBlocklist":["*"],"NativeMessagingAllowlist":["hitofude.host"]}`, 0o644)
		},
		"a later policy file takes it back": func(s *sick) {
			s.file(policyOf, `{"NativeMessagingBlocklist":["*"]}`, 0o644)
			s.file("root/etc/chromium/policies/managed/z.json", `{"NativeMessagingBlocklist":[]}`, 0o644)
		},
		"a policy file that is broken": func(s *sick) { s.file(policyOf, `{`, 0o644) },
		"ours is allowed where others are not": func(s *sick) {
			s.file(policyOf, `{"ExtensionSettings":{"*":{"installation_mode":"blocked"},"kmlcbhdkjefhglbcgnijekbobnecehok":{"installation_mode":"normal_installed"}}}`, 0o644)
		},
		"a policy of another browser": func(s *sick) {
			s.file("root/etc/opt/chrome/policies/managed/x.json", `{"NativeMessagingBlocklist":["*"]}`, 0o644)
		},
		"a snap of Firefox with its permission": func(s *sick) {
			s.file("root/usr/bin/firefox", "#!/bin/sh\nexec /snap/bin/firefox \"$@\"\n", 0o755)
			s.file("home/.local/share/flatpak/db/webextensions", "GVariant\x00hitofude.host\x00snap.firefox\x00yes\x00", 0o644)
		},
		"a flatpak that was let out": func(s *sick) {
			s.remove("root/usr/bin/firefox")
			s.file("home/.var/app/org.mozilla.firefox/x", "", 0o644)
			s.run("install", "--browser", "firefox", "--flatpak")
			s.file("home/.local/share/flatpak/overrides/org.mozilla.firefox", "[Session Bus Policy]\norg.freedesktop.Flatpak=talk\n", 0o644)
		},
		"scdaemon that holds nothing":     func(s *sick) { s.file("root/proc/77/comm", "scdaemon\n", 0o644) },
		"a browser that is not used":      func(s *sick) { s.run("uninstall", "--browser", "firefox") },
		"another copy of the same age":    func(s *sick) { s.register(framed(`{"type":"hello","protocol":1,"version":"0.1.0"}`), 0o755) },
		"one try left":                    func(s *sick) { s.card = "last-try" },
		"a certificate that is not there": func(s *sick) { s.card = "no-signature" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSick(t)
			plant(s)
			all, status := s.examine("ja")
			if f := firstBad(all); f != nil || status != 0 {
				t.Errorf("%d %+v", status, f)
			}
		})
	}
}

// The same through the program that ships and a real pcscd.
func TestDoctorNamesFaultsOfARealService(t *testing.T) {
	t.Parallel()
	l := lab.Start(t, lab.Options{Profiles: []string{"holder"}})
	home := t.TempDir()
	program := builtProgram(t)
	first := func() string {
		t.Helper()
		cmd := exec.Command(program, "doctor", "--json", "--browser", "chromium")
		cmd.Env = []string{"HOME=" + home, "LANG=ja_JP.UTF-8", "PCSCLITE_CSOCK_NAME=" + l.Socket}
		out, _ := cmd.Output()
		var all []examined
		if err := json.Unmarshal(out, &all); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if f := firstBad(all); f != nil {
			return f.Code
		}
		return ""
	}
	install := exec.Command(program, "install", "--browser", "chromium")
	install.Env = []string{"HOME=" + home}
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	expect := func(want string) {
		t.Helper()
		until(t, "doctor says "+want, func() bool { return first() == want })
	}
	expect("")
	l.Control(0, map[string]any{"do": "remove"})
	expect("NO_CARD")
	l.Control(0, map[string]any{"do": "load", "profile": "not-mynumber"})
	l.Control(0, map[string]any{"do": "insert"})
	expect("CARD_OTHER")
	l.Control(0, map[string]any{"do": "load", "profile": "locked"})
	expect("PIN_LOCKED")
	l.Daemon("kill")
	expect("SERVICE_STOPPED")
	l.Daemon("start")
	l.Control(0, map[string]any{"do": "load", "profile": "holder"})
	expect("")
}

// A report goes to strangers: nothing in it may be about one person.
func TestReportHoldsNothingPersonal(t *testing.T) {
	s := newSick(t)
	s.more = []string{"USER=yamada-hanako", "LOGNAME=yamada-hanako"}
	s.card = ""
	if err := os.Rename(s.path("home"), s.path("yamada-hanako")); err != nil {
		t.Fatal(err)
	}
	s.more = append(s.more, "HOME="+s.path("yamada-hanako"))
	s.script = "reader ACS-ACR39U-(5D1234567)-00 empty\n"
	s.file("yamada-hanako/.config/hitofude/config.json", "{", 0o600)
	s.file("yamada-hanako/.mozilla/native-messaging-hosts/hitofude.host.json", `{"name":"hitofude.host","type":"stdio","description":"d","path":"/home/yamada-hanako/bin/hitofude"}`, 0o644)
	for _, args := range [][]string{{"doctor", "--report"}, {"doctor", "--report", "--json"}} {
		out, _ := s.run(args...)
		for _, personal := range []string{"yamada", "hanako", "5D1234567", s.dir + "/yamada"} {
			if strings.Contains(out, personal) {
				t.Errorf("%v: %s is in the report:\n%s", args, personal, out)
			}
		}
		for _, useful := range []string{"CONFIG_BROKEN", "PROGRAM_GONE", "NO_CARD", "ACS-ACR39U", "linux/amd64", "debian"} {
			if !strings.Contains(out, useful) {
				t.Errorf("%v: no %s in the report:\n%s", args, useful, out)
			}
		}
	}
}
