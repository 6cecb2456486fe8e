package doctor

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// holders are programs that take a reader or a card for themselves, and how each
// is ended. scdaemon of GnuPG takes USB readers away from pcscd when its own
// driver is on (GnuPG manual, scdaemon options, disable-ccid).
var holders = []struct{ process, command string }{
	{"scdaemon", "gpgconf --kill scdaemon"},
	{"pcsc_scan", "pkill pcsc_scan"},
	{"opensc-tool", "pkill opensc-tool"},
	{"pkcs11-tool", "pkill pkcs11-tool"},
}

// holder returns the first known holder that runs.
func (d Doctor) holder() (process, command string) {
	if d.Processes == nil {
		return "", ""
	}
	running := d.Processes()
	for _, h := range holders {
		if slices.Contains(running, h.process) {
			return h.process, h.command
		}
	}
	return "", ""
}

// NoReader says why the service lists no reader.
func (d Doctor) NoReader() Finding {
	if process, command := d.holder(); process == "scdaemon" {
		return finding(Reader, Bad, "HOLDER", "process", process, "command", command)
	}
	if module := d.claimed(); module != "" {
		return finding(Reader, Bad, "READER_CLAIMED", "module", module)
	}
	if d.System.OS != "linux" || !d.plugged() {
		return finding(Reader, Bad, "NO_READER")
	}
	if !d.driver() {
		return finding(Reader, Bad, "DRIVER_MISSING", "command", d.distribution().service)
	}
	return finding(Reader, Bad, "READER_UNSEEN", "command", d.serviceCommand("restart pcscd", "restart"))
}

// InUse says who holds the card, where that is known.
func (d Doctor) InUse(reader string) Finding {
	if process, command := d.holder(); process != "" {
		return finding(Card, Bad, "HOLDER", "process", process, "command", command)
	}
	return finding(Card, Bad, "CARD_IN_USE", "reader", reader)
}

// plugged reports a USB device with an interface of the class for smart cards
// (USB-IF, class 0Bh).
func (d Doctor) plugged() bool {
	return d.anyFile("sys/bus/usb/devices/*/bInterfaceClass", func(text string) bool { return strings.TrimSpace(text) == "0b" })
}

// claimed names the kernel's NFC driver that keeps readers with a PN533, such as
// the ACR122U, from pcscd (ArchWiki, タッチタグ RFID リーダー, 2024-01-16).
func (d Doctor) claimed() string {
	data, err := os.ReadFile(d.path("proc/modules"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) > 2 && fields[0] == "pn533_usb" && d.boundTo("pn533_usb") {
			return fields[0]
		}
	}
	return ""
}

// boundTo reports a USB interface that the driver has taken.
func (d Doctor) boundTo(driver string) bool {
	links, _ := filepath.Glob(d.path("sys/bus/usb/drivers/" + driver + "/*:*"))
	return len(links) > 0
}

// driver reports an installed CCID driver, in the folders of the distributions.
func (d Doctor) driver() bool {
	for _, dir := range []string{"usr/lib/pcsc/drivers", "usr/lib64/pcsc/drivers"} {
		if d.there(dir + "/ifd-ccid.bundle") {
			return true
		}
	}
	return false
}

func (d Doctor) anyFile(pattern string, holds func(text string) bool) bool {
	files, _ := filepath.Glob(d.path(pattern))
	return slices.ContainsFunc(files, func(path string) bool {
		data, err := os.ReadFile(path)
		return err == nil && holds(string(data))
	})
}
