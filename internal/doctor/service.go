package doctor

import (
	"os"
	"slices"
	"strings"
)

// distribution is the kin of a Linux system, with how it installs things.
type distribution struct {
	ids              []string // of os-release
	service, library string   // commands that install them
}

var distributions = []distribution{
	{[]string{"debian", "ubuntu"}, "sudo apt install pcscd libccid", "sudo apt install libpcsclite1"},
	{[]string{"fedora", "rhel", "centos"}, "sudo dnf install pcsc-lite pcsc-lite-ccid", "sudo dnf install pcsc-lite-libs"},
	{[]string{"arch"}, "sudo pacman -S pcsclite ccid", "sudo pacman -S pcsclite"},
	{[]string{"suse", "opensuse"}, "sudo zypper install pcsc-lite pcsc-ccid", "sudo zypper install libpcsclite1"},
}

// distribution reads os-release (freedesktop.org, os-release); "" fields when
// the system is none of those known.
func (d Doctor) distribution() distribution {
	var ids []string
	for _, path := range []string{"etc/os-release", "usr/lib/os-release"} {
		data, err := os.ReadFile(d.path(path))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(data)) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			if name == "ID" || name == "ID_LIKE" {
				ids = append(ids, strings.Fields(strings.Trim(value, `"'`))...)
			}
		}
		break
	}
	for _, known := range distributions {
		if slices.ContainsFunc(known.ids, func(id string) bool { return slices.Contains(ids, id) }) {
			return known
		}
	}
	return distribution{service: "pcsc-lite, CCID", library: "libpcsclite"}
}

func (d Doctor) libraryCommand() string { return d.distribution().library }

// Trouble is why the service did not answer.
type Trouble string

// Kinds of trouble with the service.
const (
	Unavailable Trouble = "unavailable"
	Denied      Trouble = "denied" // it is there and refuses this person
)

// Service says why the smart card service does not answer.
func (d Doctor) Service(t Trouble) Finding {
	switch d.System.OS {
	case "darwin":
		return finding(Service, Bad, "SERVICE_STOPPED_MAC")
	case "windows":
		return finding(Service, Bad, "SERVICE_STOPPED_WINDOWS")
	}
	switch {
	case t == Denied:
		return finding(Service, Bad, "SERVICE_DENIED")
	case !d.there("usr/sbin/pcscd") && !d.there("usr/bin/pcscd"):
		return finding(Service, Bad, "SERVICE_MISSING", "command", d.distribution().service)
	}
	return finding(Service, Bad, "SERVICE_STOPPED", "command", d.serviceCommand("enable --now pcscd.socket", "start"))
}

// serviceCommand is for systemd, else for the older way.
func (d Doctor) serviceCommand(systemd, other string) string {
	if d.there("run/systemd/system") {
		return "sudo systemctl " + systemd
	}
	return "sudo service pcscd " + other
}
