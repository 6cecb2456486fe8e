package doctor

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Report is text for somebody who helps: states, codes, versions. It holds no
// name of a person, no folder of theirs, no number of a device, nothing of a card.
func (d Doctor) Report(all []Finding, platform string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "hitofude %s, protocol %d, %s", d.Version, d.Protocol, platform)
	if known := d.distribution(); len(known.ids) > 0 {
		fmt.Fprintf(&b, ", %s", known.ids[0])
	}
	b.WriteString("\n")
	for _, f := range all {
		fmt.Fprintf(&b, "%-7s %s", f.State, f.Check)
		if f.Code != "" {
			fmt.Fprintf(&b, " %s", f.Code)
		}
		for _, name := range slices.Sorted(maps.Keys(f.Params)) {
			if value := d.plain(name, fmt.Sprint(f.Params[name])); value != "" {
				fmt.Fprintf(&b, " %s=%q", name, value)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// told are the parameters that a report repeats.
var told = []string{"name", "path", "program", "version", "wanted", "library", "module", "process", "reader", "pin", "key", "card", "id", "reason"}

// serial is what readers put behind their model: numbers of one device.
var serial = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[(\[].*[)\]]|\b[0-9A-Fa-f]{5,}\b`) })

// plain takes out of a value what belongs to one person or one device.
func (d Doctor) plain(name, value string) string {
	if !slices.Contains(told, name) {
		return ""
	}
	if name == "reader" {
		return strings.Join(strings.Fields(serial().ReplaceAllString(value, "")), " ")
	}
	if home := d.System.Getenv("HOME"); home != "" {
		value = strings.ReplaceAll(value, home, "~")
		if user := filepath.Base(home); len(user) > 1 {
			value = strings.ReplaceAll(value, user, "USER")
		}
	}
	for _, variable := range []string{"XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"} {
		if dir := d.System.Getenv(variable); dir != "" {
			value = strings.ReplaceAll(value, dir, "~"+variable)
		}
	}
	for _, variable := range []string{"USER", "LOGNAME", "USERNAME"} {
		if user := d.System.Getenv(variable); len(user) > 1 {
			value = strings.ReplaceAll(value, user, "USER")
		}
	}
	return value
}
