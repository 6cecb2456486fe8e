//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
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
