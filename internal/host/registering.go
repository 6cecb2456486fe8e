package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hitofude/hitofude/internal/install"
	"github.com/hitofude/hitofude/manifests"
)

type installOptions struct {
	browsers   []string
	dir        string
	print      bool
	system     bool
	flatpak    bool
	extensions []string
}

// computer is this machine as the installation and the doctor see it.
func (t *tool) computer() install.System {
	s := install.Here(t.env)
	s.Root = t.parts.Root
	return s
}

// level says for whom o is meant.
func (o installOptions) level() install.Level {
	switch {
	case o.system:
		return install.AllUsers
	case o.flatpak:
		return install.Flatpak
	}
	return install.User
}

// check refuses options that make no sense together.
func (t *tool) check(o installOptions) error {
	names := t.computer().Names()
	for _, name := range o.browsers {
		if !slices.Contains(names, name) {
			return &usageError{t.say("usage.browser", name, strings.Join(names, ", "))}
		}
	}
	for _, id := range o.extensions {
		if manifests.FamilyOf(id) == "" {
			return &usageError{t.say("usage.extension", id)}
		}
	}
	switch {
	case o.dir != "" && len(o.browsers) != 1:
		return &usageError{t.say("usage.dir")}
	case o.flatpak && len(o.browsers) == 0:
		return &usageError{t.say("usage.flatpak")}
	case o.system && o.flatpak, o.dir != "" && (o.system || o.flatpak):
		return &usageError{t.say("usage.level")}
	}
	return nil
}

// program is the path that browsers start: this one's.
func program() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", &fileError{fmt.Errorf("finding this program: %w", err)}
	}
	return path, nil
}

type installResult struct {
	Browser  string   `json:"browser"` // the first of Browsers
	Browsers []string `json:"browsers"`
	Path     string   `json:"path"`
	Action   string   `json:"action"`
	Content  string   `json:"content,omitempty"` // with --print
}

func resultsOf(changes []install.Change, contents bool) []installResult {
	results := []installResult{}
	for _, c := range changes {
		r := installResult{Browsers: c.Browsers, Path: c.Place, Action: string(c.Action)}
		if len(c.Browsers) > 0 {
			r.Browser = c.Browsers[0]
		}
		if contents {
			r.Content = c.Content
		}
		results = append(results, r)
	}
	return results
}

func absolute(dir string) (string, error) {
	if dir == "" {
		return "", nil
	}
	return filepath.Abs(dir)
}

// place returns this program and the folder that was named, once o makes sense.
func (t *tool) place(o installOptions) (self, dir string, err error) {
	if err := t.check(o); err != nil {
		return "", "", err
	}
	if self, err = program(); err != nil {
		return "", "", err
	}
	if dir, err = absolute(o.dir); err != nil {
		return "", "", &fileError{err}
	}
	return self, dir, nil
}

func (t *tool) install(o installOptions) error {
	self, dir, err := t.place(o)
	if err != nil {
		return err
	}
	w := install.Wish{Browsers: o.browsers, Level: o.level(), Dir: dir, Program: self, Extensions: o.extensions}
	do := t.computer().Install
	if o.print {
		do = t.computer().Plan
	}
	changes, err := do(w)
	if err == nil && len(changes) == 0 {
		err = install.ErrNoBrowser
	}
	if err != nil {
		return t.installTrouble(err)
	}
	return t.show(resultsOf(changes, o.print), func() { t.installed(changes, o) })
}

func (t *tool) installed(changes []install.Change, o installOptions) {
	for _, c := range changes {
		if o.print {
			fmt.Fprintf(t.stdout, "%s:\n%s\n", c.Place, c.Content)
		} else {
			t.line("install.wrote", c.Place, titles(c.Browsers))
		}
	}
	if o.flatpak {
		t.flatpakNext(o.browsers)
	}
	if !o.print {
		t.line("install.next")
	}
}

// titles names browsers for a person.
func titles(names []string) string {
	var list []string
	for _, name := range names {
		if b, ok := install.Lookup(name); ok {
			name = b.Title
		}
		list = append(list, name)
	}
	return strings.Join(list, ", ")
}

// flatpakNext names the one command that a person has to agree to; it gives the
// browser more than this program needs, so it is not run here.
func (t *tool) flatpakNext(browsers []string) {
	for _, name := range browsers {
		b, _ := install.Lookup(name)
		if id := t.computer().FlatpakID(b); id != "" {
			t.line("install.flatpak", b.Title, id)
		}
	}
}

// installTrouble says in the person's language why nothing was installed.
func (t *tool) installTrouble(err error) error {
	path := ""
	var file *fs.PathError
	if errors.As(err, &file) {
		path = file.Path
	}
	switch {
	case errors.Is(err, install.ErrNoBrowser):
		return &fileError{&spoken{t.say("install.nobrowser", strings.Join(t.computer().Names(), ", ")), err}}
	case errors.Is(err, install.ErrNoPlace):
		return &usageError{t.say("usage.noplace")}
	case errors.Is(err, install.ErrUntrusted):
		return &fileError{&spoken{t.say("install.untrusted"), err}}
	case errors.Is(err, install.ErrUnprotected):
		return &fileError{&spoken{t.pick(unprotectedWords), err}}
	case errors.Is(err, install.ErrRecord):
		return &fileError{&spoken{t.say("install.record", path), err}}
	case errors.Is(err, install.ErrNoFolder):
		return &fileError{&spoken{t.say("install.nofolder", err), err}}
	case errors.Is(err, fs.ErrPermission):
		return &fileError{&spoken{t.say("install.permission", path), err}}
	}
	return &fileError{err}
}

// Words in Japanese and English that are said here alone.
var (
	unprotectedWords = [2]string{
		"Windowsでは、全員のために登録できません。ProgramData のフォルダーを、ほかの人が先に作って、中身を書きかえられるためです。一人ずつ、--system をつけずに登録してください",
		"on Windows nothing is registered for everybody: another user could make the folder under ProgramData first and change what is in it; register for each person, without --system",
	}
	packagedWords = [2]string{
		"パッケージのファイルなので、そのままにしました: %s（消すには、パッケージ hitofude を削除してください）",
		"left alone, it belongs to the package: %s (to take it away, remove the package hitofude)",
	}
)

func (t *tool) pick(words [2]string) string {
	if t.lang == "en" {
		return words[1]
	}
	return words[0]
}

// spoken is an error whose text is ready for a person.
type spoken struct {
	text string
	err  error
}

func (e *spoken) Error() string { return e.text }
func (e *spoken) Unwrap() error { return e.err }

func (t *tool) uninstall(o installOptions) error {
	self, dir, err := t.place(o)
	if err != nil {
		return err
	}
	u := install.Removal{Browsers: o.browsers, Level: o.level(), Dir: dir, Program: self}
	do := t.computer().Uninstall
	if o.print {
		do = t.computer().PlanRemoval
	}
	changes, err := do(u)
	if err != nil {
		return t.installTrouble(err)
	}
	return t.show(resultsOf(changes, false), func() {
		for _, c := range changes {
			if c.Action == install.Packaged {
				fmt.Fprintf(t.stdout, t.pick(packagedWords)+"\n", c.Place)
				continue
			}
			t.line("install."+string(c.Action), c.Place)
		}
		if len(changes) == 0 {
			t.line("install.none")
		}
	})
}

// heal registers this copy in place of one that is gone. It runs before what a
// person asked for, says one line, and never stops it.
func (t *tool) heal() {
	self, err := program()
	if err != nil || !t.computer().Stale(self) {
		return
	}
	if changes, err := t.computer().Heal(self); err == nil && len(changes) > 0 {
		t.note("install.healed", self)
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
