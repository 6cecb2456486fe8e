package doctor

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
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
	switch name {
	case "reader":
		return model(value)
	case "path", "program":
		value = d.place(value)
	}
	for _, variable := range []string{"HOME", "USERPROFILE"} {
		if home := d.System.Getenv(variable); len(home) > 1 {
			value = d.replace(value, home, "~")
			value = d.replace(value, base(home), "USER")
		}
	}
	for _, variable := range []string{"XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"} {
		value = d.replace(value, d.System.Getenv(variable), "~"+variable)
	}
	for _, variable := range []string{"USER", "LOGNAME", "USERNAME"} {
		value = d.replace(value, d.System.Getenv(variable), "USER")
	}
	return value
}

// part is one part of a reader's name.
var part = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^-_\s]+`) })

// model is a reader's name without what tells one device from another: long
// numbers, also those in groups, and words that a person may have given it.
func model(reader string) string {
	var words []string
	for _, word := range strings.Fields(serial().ReplaceAllString(reader, "")) {
		if strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
			continue
		}
		word = strings.Trim(part().ReplaceAllStringFunc(word, func(part string) string {
			if digits(part) >= 4 {
				return ""
			}
			return part
		}), "-_")
		if word != "" && digits(word) <= 4 {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

func digits(text string) (n int) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// place is a path as it is where every computer has it, and the last name of any
// other: folders have names that people gave them.
func (d Doctor) place(path string) string {
	if path == "" || slices.ContainsFunc(d.commonFolders(), func(dir string) bool { return d.under(path, dir) }) {
		return path
	}
	return "…/" + base(path)
}

// commonFolders are those of the table and of the system's programs.
func (d Doctor) commonFolders() []string {
	root := d.System.Root
	dirs := []string{root + "/usr", root + "/opt"}
	if d.System.OS == "windows" {
		dirs = []string{d.System.Getenv("ProgramFiles"), d.System.Getenv("ProgramFiles(x86)"), d.System.Getenv("ProgramW6432")}
	}
	return append(dirs, d.System.Folders()...)
}

// under reports whether path lies in the folder dir, "" is none. Tests look at
// Windows from elsewhere.
func (d Doctor) under(name, dir string) bool {
	if d.System.OS == "windows" {
		name, dir = strings.ToLower(strings.ReplaceAll(name, `\`, "/")), strings.ToLower(strings.ReplaceAll(dir, `\`, "/"))
	}
	return dir != "" && strings.HasPrefix(path.Clean(name), strings.TrimSuffix(path.Clean(dir), "/")+"/")
}

// base is the last name of a path of any system.
func base(path string) string {
	path = strings.TrimRight(path, `/\`)
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

// replace puts other in place of old, which is longer than one sign; Windows
// knows no case in names.
func (d Doctor) replace(value, old, other string) string {
	if len(old) < 2 {
		return value
	}
	if d.System.OS != "windows" {
		return strings.ReplaceAll(value, old, other)
	}
	return regexp.MustCompile(`(?i)`+regexp.QuoteMeta(old)).ReplaceAllLiteralString(value, other)
}
