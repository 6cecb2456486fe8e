//go:build linux

package host

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// signRequest verifies the signature PIN and then reads the certificate that
// the PIN protects.
const signRequest = `> a sign {"profile":"cms-detached","documents":[{"name":"a","content":"MQ=="}],"pin":"TEST123"}`

// inFlight is how long the APDU after VERIFY takes while a way out is taken,
// hung what a reader takes that does not answer in time.
const (
	inFlight = 400 * time.Millisecond
	hung     = 2500 * time.Millisecond
)

// wayOut is one way in which an operation can end while the card is unlocked.
type wayOut struct {
	name    string
	program string // "" the one that ships
	slow    bool   // the APDU on its way takes as long as hung
	leave   func(t *testing.T, h *talk)
	answer  string // the process goes on, and this is the code of its answer
	remains bool   // nothing can lock the card at once: how long it takes is measured
}

func waysOut() []wayOut {
	signal := func(name string) func(*testing.T, *talk) {
		return func(t *testing.T, h *talk) { h.must(t, "signal "+name) }
	}
	return []wayOut{
		{name: "end of stdin", leave: func(t *testing.T, h *talk) { h.must(t, "close") }},
		{name: "SIGTERM", leave: signal("TERM")},
		{name: "SIGINT", leave: signal("INT")},
		{name: "SIGHUP", leave: signal("HUP")},
		{name: "SIGQUIT", leave: signal("QUIT")},
		{name: "SIGABRT", leave: signal("ABRT")},
		{name: "nobody reads", leave: func(t *testing.T, h *talk) {
			h.must(t, "closeout", `> p ping {"version":"0.1.0","protocol":1}`)
		}},
		{name: "cancel", answer: "CANCELLED", leave: func(t *testing.T, h *talk) { h.must(t, `> c cancel {"id":"a"}`) }},
		{name: "panic", program: "hitofude-panics", answer: "INTERNAL", leave: func(*testing.T, *talk) {}},
		{name: "error", answer: "CARD_ERROR", leave: func(*testing.T, *talk) {}},
		{name: "end of stdin with a hung reader", slow: true, remains: true, leave: func(t *testing.T, h *talk) { h.must(t, "close") }},
		{name: "SIGKILL", remains: true, leave: signal("KILL")},
	}
}

// TestCardIsLockedAfterEveryWayOut: a second program that asks for the card
// without rest cannot read the signature certificate without its PIN, however
// the first one ended (architecture: the card is left locked).
func TestCardIsLockedAfterEveryWayOut(t *testing.T) {
	l := lab.Start(t, lab.Options{Profiles: []string{"holder"}})
	cold := apdusToVerify(t, l)
	for _, way := range waysOut() {
		t.Run(way.name, func(t *testing.T) { takeWayOut(t, l, way, cold) })
	}
}

// apdusToVerify counts the APDUs of a signature up to VERIFY.
func apdusToVerify(t *testing.T, l *lab.Lab) int {
	t.Helper()
	h := startTalk(t, l, builtProgram(t))
	h.must(t, signRequest, "< hello", "< a progress reading", "< a progress verifying-pin", "< a progress reading",
		"< a progress signing 0 1", `< a result "*"`, "close", "exit 0")
	for i, line := range l.APDUs(0) {
		if strings.HasPrefix(strings.ToUpper(line), "> 0020009B07") {
			return i + 1
		}
	}
	t.Fatalf("no VERIFY among %d APDUs", len(l.APDUs(0)))
	return 0
}

func takeWayOut(t *testing.T, l *lab.Lab, way wayOut, cold int) {
	program := builtProgram(t)
	if way.program != "" {
		var err error
		if program, err = exec.LookPath(way.program); err != nil {
			t.Fatal(err)
		}
	}
	delay := inFlight
	if way.slow {
		delay = hung
	}
	l.Control(0, map[string]any{"do": "inject", "at": cold + 1, "when": "before", "what": "delay", "ms": delay.Milliseconds()})
	if way.name == "error" { // the signature itself
		l.Control(0, map[string]any{"do": "inject", "at": cold + 2, "when": "before", "what": "sw", "sw": "6F00"})
	}
	h := startTalk(t, l, program)
	h.must(t, signRequest)
	until(t, "the card is unlocked", func() bool { return len(l.State(0).Unlocked) > 0 })
	second := startProbe(t, l)
	begun := time.Now()
	way.leave(t, h)
	var gone time.Duration
	if way.answer == "" {
		until(t, "the process ends", func() bool { return ended(h.cmd.Process.Pid) })
		gone = time.Since(begun)
		if gone > 1500*time.Millisecond {
			t.Errorf("the process took %v to end", gone)
		}
	}
	p := second()
	t.Logf("ended after %v with an APDU of %v on its way; the second program had the card after %v: %v", gone.Round(time.Millisecond), delay, p.After, p.Answers)
	if way.remains {
		until(t, "the card is locked", func() bool { return len(l.State(0).Unlocked) == 0 })
		t.Logf("locked after %v", time.Since(begun).Round(10*time.Millisecond))
		return
	}
	p.mustBeLocked(t)
	if unlocked := l.State(0).Unlocked; len(unlocked) > 0 {
		t.Errorf("still unlocked: %v", unlocked)
	}
	if way.answer != "" {
		if code := h.code(t, "a"); code != way.answer {
			t.Errorf("answered %s", code)
		}
		h.must(t, "close")
		until(t, "the process ends", func() bool { return ended(h.cmd.Process.Pid) })
	}
}

// code reads to the end of request id and returns the code of its error.
func (t *talk) code(tb testing.TB, id string) string {
	tb.Helper()
	for {
		frame, err := t.receive()
		if err != nil {
			tb.Fatal(err)
		}
		var m struct {
			ID, Type string
			Error    struct{ Code string }
		}
		if err := json.Unmarshal(frame, &m); err != nil {
			tb.Fatal(err)
		}
		if m.ID == id && m.Type != "progress" {
			return m.Error.Code
		}
	}
}

// probed is what the second program saw.
type probed struct {
	After   time.Duration // until it had the card
	Answers []string      // status words of READ, then of SELECT and READ
}

func (p probed) mustBeLocked(t *testing.T) {
	t.Helper()
	if p.Answers[0] == "9000" || p.Answers[2] == "9000" {
		t.Errorf("the signature certificate can be read without its PIN: %v", p.Answers)
	}
}

// startProbe starts the second program and returns what waits for its answer.
func startProbe(t *testing.T, l *lab.Lab) func() probed {
	t.Helper()
	program, err := exec.LookPath("probe")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, l.Readers[0])
	cmd.Env = l.Env()
	out := new(strings.Builder)
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() probed {
		t.Helper()
		if err := cmd.Wait(); err != nil {
			t.Fatalf("probe: %v %s", err, out)
		}
		var p probed
		if err := json.Unmarshal([]byte(out.String()), &p); err != nil {
			t.Fatalf("probe: %v %s", err, out)
		}
		return p
	}
}

// probe is the second program: it asks for the card until it gets it, and then
// reads the signature certificate without a PIN, first as the card lies there,
// then after selecting the application.
func probe() {
	service, begun := pcsc.NewService(), time.Now()
	ctx, stop := context.WithTimeout(context.Background(), talkPatience)
	defer stop()
	for {
		conn, err := service.Connect(ctx, os.Args[1], pcsc.Shared)
		if err != nil && ctx.Err() != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err != nil {
			continue
		}
		p := probed{After: time.Since(begun).Round(time.Millisecond)}
		read := []byte{0x00, 0xB0, 0x81, 0x00, 0x00}
		selectJPKI := []byte{0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}
		for _, apdu := range [][]byte{read, selectJPKI, read} {
			answer, err := conn.Transmit(ctx, apdu)
			if err != nil {
				p.Answers = append(p.Answers, err.Error())
				continue
			}
			p.Answers = append(p.Answers, fmt.Sprintf("%X", answer[len(answer)-2:]))
		}
		_ = conn.Close()
		_ = json.NewEncoder(os.Stdout).Encode(p)
		return
	}
}

// panicking is the program with a reader that panics when the certificate
// behind the PIN is read.
func panicking() {
	os.Exit(Run(context.Background(), os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args, Parts{
		Readers: panicSource{pcsc.NewService()}, Now: time.Now, Terminal: controllingTerminal{},
	}))
}

type panicSource struct{ pcsc.Source }

func (s panicSource) Connect(ctx context.Context, reader string, mode pcsc.Mode) (pcsc.Conn, error) {
	conn, err := s.Source.Connect(ctx, reader, mode)
	return panicConn{conn}, err
}

type panicConn struct{ pcsc.Conn }

func (c panicConn) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	answer, err := c.Conn.Transmit(ctx, apdu)
	if strings.HasPrefix(string(apdu), "\x00\xB0\x81") {
		panic("after reading the certificate")
	}
	return answer, err
}
