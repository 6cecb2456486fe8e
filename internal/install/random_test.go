package install

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// sequences is how many the random test goes through; the issue of this
// property is that no order of installing and uninstalling leaves a trace.
const sequences = 200

// TestNoSequenceLeavesATrace installs and uninstalls in random order and with
// random options on made-up computers of the three systems, moves the program in
// between, and at the end has everything byte for byte and mode for mode as it was.
func TestNoSequenceLeavesATrace(t *testing.T) {
	counts := map[string]int{}
	for seed := range uint64(sequences) {
		system := []string{"linux", "windows", "darwin", "linux"}[seed%4]
		t.Run(fmt.Sprintf("%d on %s", seed, system), func(t *testing.T) {
			w := newWalk(t, system, seed)
			before := w.tree(t)
			for range 3 + w.random.IntN(5) {
				counts[w.step(t)]++
			}
			for _, level := range []Level{User, AllUsers} {
				w.uninstall(t, Removal{Level: level, Program: w.program})
			}
			w.moveBack(t)
			if d := differ(before, w.tree(t)); d != "" {
				t.Errorf("%s%s", w.story, d)
			}
		})
	}
	for _, what := range []string{"install", "install dir", "install system", "install flatpak", "uninstall some", "uninstall all", "move", "heal"} {
		if counts[what] < 10 {
			t.Errorf("%s happened %d times", what, counts[what])
		}
	}
}

// walk is one random sequence on one computer.
type walk struct {
	*place
	random  *rand.Rand
	program string
	first   string
	story   string
}

func newWalk(t *testing.T, system string, seed uint64) *walk {
	w := &walk{place: newPlace(t, system), random: rand.New(rand.NewPCG(seed, 0x696E7374))}
	w.program = w.place.program(t, "opt/hitofude/hitofude")
	w.first = w.program
	w.file(t, "opt/other/hitofude", "other", 0o755)
	if seed%2 == 0 {
		w.place.program(t, "opt/hitofude/hitofude-practice")
	}
	for _, b := range w.Browsers() {
		if w.random.IntN(3) > 0 {
			continue
		}
		at := b.signs[system][0]
		dir, err := w.resolve(at.base, at.path)
		if err == nil {
			err = os.MkdirAll(dir, []os.FileMode{0o700, 0o755, 0o750}[w.random.IntN(3)])
		}
		if err != nil {
			t.Fatal(err)
		}
		w.furnish(t, b)
	}
	return w
}

// furnish puts into some of a browser's places what may stand there: neighbours,
// and files of our name that others made.
func (w *walk) furnish(t *testing.T, b Browser) {
	t.Helper()
	for _, dir := range w.Dirs(b, User) {
		if isKey(dir) {
			if w.random.IntN(2) == 0 {
				_ = w.Registry.SetValue(dir+`\another.host`, `C:\another.json`)
			}
			if w.random.IntN(3) == 0 {
				_ = w.Registry.SetValue(dir+`\hitofude.host`, `C:\before.json`)
			}
			continue
		}
		name := dir[len(w.dir):]
		switch w.random.IntN(5) {
		case 0:
			w.file(t, name+"/another.host.json", "{}", 0o600)
		case 1:
			w.file(t, name+"/hitofude.host.json", fmt.Sprintf(`{"name":"hitofude.host","path":%q}`, w.path("opt/other/hitofude")), 0o640)
		case 2:
			w.file(t, name+"/hitofude.host.json", "somebody's", 0o400)
		case 3:
			w.mkdir(t, name) // there, and empty
		}
	}
}

func (w *walk) step(t *testing.T) string {
	t.Helper()
	what, err := w.act(t)
	w.story += what + "\n"
	if err != nil {
		t.Fatalf("%s%v", w.story, err)
	}
	return what
}

func (w *walk) act(t *testing.T) (string, error) {
	t.Helper()
	some := w.some(User)
	wish := Wish{Browsers: some, Level: User, Program: w.program}
	if w.random.IntN(4) == 0 {
		wish.Extensions = []string{"mine@example.invalid", "abcdefghijklmnopabcdefghijklmnop"}[:1+w.random.IntN(2)]
	}
	var err error
	switch n := w.random.IntN(10); {
	case n < 3:
		_, err = w.Install(wish)
		return "install", err
	case n == 3:
		wish.Browsers, wish.Dir = some[:1], w.path(fmt.Sprintf("home/user/profile%d/NativeMessagingHosts", w.random.IntN(2)))
		if w.OS == "windows" {
			wish.Dir = w.path("local/profile/NativeMessagingHosts")
		}
		_, err = w.Install(wish)
		return "install dir", err
	case n == 4 && os.Getuid() == 0 && w.protected(AllUsers):
		wish.Browsers, wish.Level = w.some(AllUsers), AllUsers
		_, err = w.Install(wish)
		return "install system", err
	case n == 5 && w.OS == "linux":
		wish.Browsers, wish.Level = w.some(Flatpak), Flatpak
		_, err = w.Install(wish)
		return "install flatpak", err
	case n == 6:
		_, err = w.Uninstall(Removal{Level: User, Program: w.program})
		return "uninstall all", err
	case n == 7:
		w.move(t)
		return "move", nil
	case n == 8:
		_, err = w.Heal(w.program)
		return "heal", err
	}
	_, err = w.Uninstall(Removal{Browsers: some, Level: []Level{User, AllUsers}[w.random.IntN(2)], Program: w.program})
	return "uninstall some", err
}

// some are one to four browsers that have a place at level.
func (w *walk) some(level Level) []string {
	var names []string
	for _, b := range w.Browsers() {
		if len(w.rows(b, level)) > 0 {
			names = append(names, b.Name)
		}
	}
	w.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return slices.Clone(names[:min(len(names), 1+w.random.IntN(4))])
}

// move puts the program somewhere else, as an upgrade or a person would.
func (w *walk) move(t *testing.T) {
	t.Helper()
	to := w.path(fmt.Sprintf("opt/hitofude/%d", w.random.IntN(1000)))
	if err := os.Rename(w.program, to); err != nil {
		t.Fatal(err)
	}
	w.program = to
}

func (w *walk) moveBack(t *testing.T) {
	t.Helper()
	if err := os.Rename(w.program, w.first); err != nil {
		t.Fatal(err)
	}
}
