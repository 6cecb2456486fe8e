package virtualcard

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestRecordedClientsGetTheRecordedAnswers replays what OpenSC, myna and bare clients send (testdata/sequences.txt).
func TestRecordedClientsGetTheRecordedAnswers(t *testing.T) {
	const recorded = 596 // commands in the file, the block counted each time: an empty or shortened file must not pass
	r := &replay{t: t, blocks: map[string][]string{}}
	f, err := os.Open("testdata/sequences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	var block string
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		r.line = n
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "block "):
			block = line[len("block "):]
		case line == "end":
			block = ""
		case block != "":
			r.blocks[block] = append(r.blocks[block], line)
		default:
			r.do(line)
		}
	}
	if r.commands != recorded {
		t.Errorf("%d commands were replayed, want %d", r.commands, recorded)
	}
}

type replay struct {
	t        *testing.T
	card     *Card
	blocks   map[string][]string
	line     int
	commands int
}

func (r *replay) do(line string) {
	switch {
	case strings.HasPrefix(line, "card "):
		r.card = open(r.t, line[len("card "):])
	case line == "warm":
		r.card.Reset()
	case strings.HasPrefix(line, "@"):
		lines := r.blocks[line[1:]]
		if len(lines) == 0 {
			r.t.Fatalf("line %d: no block %s", r.line, line)
		}
		for _, l := range lines {
			r.command(l)
		}
	default:
		r.command(line)
	}
}

func (r *replay) command(line string) {
	r.t.Helper()
	r.commands++
	apdu, answer, ok := strings.Cut(line, " = ")
	fields := strings.Fields(answer)
	if !ok || len(fields) == 0 || len(fields) > 2 {
		r.t.Fatalf("line %d: %q", r.line, line)
	}
	data, sw := send(r.t, r.card, r.withPIN(apdu))
	if sw != fields[len(fields)-1] {
		r.t.Fatalf("line %d: %s, got %s", r.line, line, sw)
	}
	switch {
	case len(fields) == 1 && len(data) != 0:
		r.t.Errorf("line %d: %s, got %d bytes", r.line, line, len(data))
	case len(fields) == 2 && fields[0] == "*" && len(data) == 0:
		r.t.Errorf("line %d: %s, got nothing", r.line, line)
	case len(fields) == 2 && fields[0] != "*":
		if n, err := strconv.Atoi(fields[0]); err != nil || n != len(data) {
			r.t.Errorf("line %d: %s, got %d bytes", r.line, line, len(data))
		}
	}
}

// withPIN puts a PIN of the card's profile, with its length, in the place of {kind}.
func (r *replay) withPIN(apdu string) string {
	before, kind, ok := strings.Cut(apdu, "{")
	if !ok {
		return apdu
	}
	pin, ok := r.card.profile.Pins[strings.TrimSuffix(kind, "}")]
	if !ok {
		r.t.Fatalf("line %d: no PIN %s", r.line, kind)
	}
	return fmt.Sprintf("%s%02X%X", before, len(pin.Value), pin.Value)
}
