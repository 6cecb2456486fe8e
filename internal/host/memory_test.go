//go:build linux

package host

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// plantedPIN is nobody's and stands nowhere else in the program.
const plantedPIN = "QZ7XK9WV3PLM"

// TestPinIsNotInMemoryAfterTheAnswer plants a PIN, through the program that
// ships and a real pcscd, and searches the whole memory of the process one
// second after the answer. Each way that a PIN takes is one case.
func TestPinIsNotInMemoryAfterTheAnswer(t *testing.T) {
	t.Parallel()
	l := lab.Start(t, lab.Options{Profiles: []string{"holder"}})
	h := startTalk(t, l, builtProgram(t))
	h.must(t, "< hello", `> p ping {"version":"0.1.0","protocol":1}`, "< p result {}")
	cases := []struct{ name, request, code string }{
		{"changed to", `pin.change {"kind":"signature","current":"TEST123","new":"` + plantedPIN + `"}`, ""},
		{"signed with", `sign {"profile":"cms-detached","documents":[{"name":"a","content":"MQ=="}],"pin":"` + plantedPIN + `"}`, ""},
		{"changed from", `pin.change {"kind":"signature","current":"` + plantedPIN + `","new":"TEST123"}`, ""},
		{"wrong", `certificate {"key":"signature","pin":"` + plantedPIN + `"}`, "PIN_INCORRECT"},
		{"of a wrong form", `authenticate {"nonce":"NVs1lZMmZ1gkcIDYH0Te3uqhg7cXhQkr1PYlqHPz1Ew=","pin":"` + plantedPIN + `"}`, "PIN_FORMAT"},
		{"in an unknown key", `readers {"secret":"` + plantedPIN + `"}`, "REQUEST_INVALID"},
		{"refused before", `certificate {"key":"signature","pin":"` + plantedPIN + `"}`, "PIN_REPEATED"},
		{"weak", `pin.change {"kind":"signature","current":"` + plantedPIN + `","new":"TEST123TEST123","known":{"phone":"` + plantedPIN + `"}}`, "PIN_WEAK"},
		{"as what is known", `pin.change {"kind":"signature","current":"TEST","new":"TEST124","known":{"phone":"` + plantedPIN + `","securityCode":"` + plantedPIN + `"}}`, "PIN_FORMAT"},
		{"with an escape", `card.attributes {"pin":"` + plantedPIN + `\u0031"}`, "PIN_FORMAT"},
	}
	for i, c := range cases {
		id := fmt.Sprintf("case%d", i)
		h.must(t, "> "+id+" "+c.request)
		if code := h.code(t, id); code != c.code {
			t.Errorf("%s: answered %s", c.name, code)
		}
		time.Sleep(time.Second)
		if places := searchMemory(t, h.cmd.Process.Pid, plantedPIN); len(places) > 0 {
			t.Errorf("%s: the PIN is in memory: %v", c.name, places)
		}
	}
	// The search finds what is there: the origin of the conversation is kept.
	if places := searchMemory(t, h.cmd.Process.Pid, "https://www.example.go.jp"); len(places) == 0 {
		t.Error("the search finds nothing at all")
	}
	h.must(t, "close", "exit 0")
}

// TestPinOfTheHostsOwnWindowIsNotInMemory does the same where the host asks: the
// PIN comes from a pinentry program, right and wrong, refused again, and broken.
func TestPinOfTheHostsOwnWindowIsNotInMemory(t *testing.T) {
	t.Parallel()
	l := lab.Start(t, lab.Options{Profiles: []string{"holder"}})
	h := startTalk(t, l, builtProgram(t))
	write := func(name, content string, mode os.FileMode) string {
		path := h.dir + "/" + name
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	answer := write("answer", "", 0o600)
	program := write("pinentry", "#!/bin/sh\necho OK\nwhile read -r line; do case \"$line\" in GETPIN) cat "+answer+";; BYE) echo OK; exit;; *) echo OK;; esac; done\n", 0o700)
	write("hitofude/config.json", `{"pinEntry":"host","pinentryProgram":"`+program+`"}`, 0o600)
	h.must(t, "< hello", `> p ping {"version":"0.1.0","protocol":1}`, "< p result {}")
	for i, c := range []struct{ name, types, code string }{
		{"wrong", "D " + plantedPIN + "\nOK\n", "PIN_INCORRECT"},
		{"refused before", "D " + plantedPIN + "\nOK\n", "PIN_REPEATED"},
		{"escaped", "D %51Z7XK9WV3PLM\nOK\n", "PIN_REPEATED"},
		{"of a wrong form", "D " + plantedPIN + "-" + plantedPIN + "\nOK\n", "PIN_FORMAT"},
		{"broken off", "D " + plantedPIN + "\nERR 83886179 cancelled\n", "CANCELLED"},
		{"not as data", "X" + plantedPIN + "\n", "PIN_ENTRY_UNAVAILABLE"},
	} {
		write("answer", c.types, 0o600)
		id := fmt.Sprintf("case%d", i)
		h.must(t, "> "+id+` certificate {"key":"signature"}`)
		if code := h.code(t, id); code != c.code {
			t.Errorf("%s: answered %s", c.name, code)
		}
		time.Sleep(time.Second)
		if places := searchMemory(t, h.cmd.Process.Pid, plantedPIN); len(places) > 0 {
			t.Errorf("%s: the PIN is in memory: %v", c.name, places)
		}
	}
	if bytes.Contains(h.stderr(), []byte(plantedPIN)) {
		t.Error("the PIN is in the log")
	}
	h.must(t, "close", "exit 0")
}

// TestNumberIsNotInMemoryAfterTheAnswer reads the 個人番号 again and again, which is
// handed out, and searches for it like for a PIN. One reading shows little: what a
// block copy leaves in the processor's vector registers reaches memory only when a
// signal comes at that moment, once in about a hundred readings.
func TestNumberIsNotInMemoryAfterTheAnswer(t *testing.T) {
	t.Parallel()
	l := lab.Start(t, lab.Options{Profiles: []string{"holder"}})
	h := startTalk(t, l, builtProgram(t))
	h.origin, h.topOrigin = "https://www.city.example.lg.jp", "https://www.city.example.lg.jp"
	h.must(t, "< hello", `> p ping {"version":"0.1.0","protocol":1}`, "< p result {}")
	for i := range 12 {
		id := fmt.Sprint("reading", i)
		h.must(t, "> "+id+` card.number {"pin":"1234","purpose":"local-tax","label":"個人番号"}`,
			"< "+id+" progress verifying-pin", "< "+id+" progress reading", "< "+id+` result {"number":"123456789018"}`)
		time.Sleep(200 * time.Millisecond)
		if places := searchMemory(t, h.cmd.Process.Pid, "123456789018"); len(places) > 0 {
			t.Errorf("%s: the number is in memory: %v", id, places)
		}
	}
	if places := searchMemory(t, h.cmd.Process.Pid, "https://www.city.example.lg.jp"); len(places) == 0 {
		t.Error("the search finds nothing at all")
	}
	if bytes.Contains(h.stderr(), []byte("123456789018")) {
		t.Error("the number is in the log")
	}
	h.must(t, "close", "exit 0")
}

// searchMemory returns where text stands in the memory of process pid.
func searchMemory(t *testing.T, pid int, text string) []string {
	t.Helper()
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer maps.Close()
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	var places []string
	read := 0
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to uint64
		var rights string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights); err != nil {
			t.Fatal(err)
		}
		if rights[0] != 'r' || strings.Contains(lines.Text(), "[vvar") || strings.Contains(lines.Text(), "[vsyscall]") {
			continue
		}
		data := make([]byte, to-from)
		n, err := memory.ReadAt(data, int64(from))
		if err != nil && err != io.EOF && n == 0 {
			continue // guard pages that cannot be read by anybody
		}
		read += n
		for at := 0; ; {
			i := bytes.Index(data[at:n], []byte(text))
			if i < 0 {
				break
			}
			at += i + 1
			places = append(places, lines.Text())
		}
	}
	if read < 1<<20 {
		t.Fatalf("only %d bytes of memory could be read", read)
	}
	return places
}
