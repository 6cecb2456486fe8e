//go:build linux

package lab

import (
	"strings"
	"testing"
	"time"
)

// poll is longer than pcscd waits between two looks at a reader, 400 ms.
const poll = 600 * time.Millisecond

// apdus sends APDUs with opensc-tool, which prints each answer.
func (l *Lab) apdus(commands ...string) (string, error) {
	args := []string{"--card-driver", "default"}
	for _, c := range commands {
		args = append(args, "--send-apdu", c)
	}
	return l.run("opensc-tool", args...)
}

func TestCardPulledDuringAnAPDUIsGoneUntilItComesBack(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	l.Control(0, map[string]any{"do": "inject", "at": 2, "when": "during", "what": "remove"})
	if out, err := l.apdus(selectJPKI, "0020009B", "0020009B"); err == nil && strings.Count(out, "SW1=0x63") > 0 {
		t.Errorf("the card answered after it was pulled:\n%s", out)
	}
	if l.State(0).Present {
		t.Error("the card is still inside")
	}
	time.Sleep(poll)
	l.Control(0, map[string]any{"do": "insert"})
	l.untilPowered(0)
	if out, err := l.apdus(selectJPKI, "0020009B"); err != nil || !strings.Contains(out, "SW1=0x63, SW2=0xC5") {
		t.Errorf("after it came back: %v\n%s", err, out)
	}
}

func TestInjectedStatusWordReachesTheProgram(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	l.Control(0, map[string]any{"do": "inject", "at": 2, "what": "sw", "sw": "6F00"})
	out, err := l.apdus(selectJPKI, "0020009B", "0020009B")
	if err != nil || !strings.Contains(out, "SW1=0x6F, SW2=0x00") || !strings.Contains(out, "SW1=0x63, SW2=0xC5") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDelayedAnswerArrivesLate(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "delay", "ms": 700})
	start := time.Now()
	if out, err := l.apdus(selectJPKI); err != nil || time.Since(start) < 700*time.Millisecond || !strings.Contains(out, "SW1=0x90") {
		t.Errorf("%v after %v\n%s", err, time.Since(start), out)
	}
}

func TestAnotherCardCanBePutIn(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	l.Control(0, map[string]any{"do": "remove"})
	time.Sleep(poll)
	l.Control(0, map[string]any{"do": "load", "profile": "locked"})
	l.Control(0, map[string]any{"do": "insert"})
	l.untilPowered(0)
	if out, err := l.apdus(selectJPKI, "0020009B"); err != nil || !strings.Contains(out, "SW1=0x63, SW2=0xC0") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestOutAndInWithinOnePollIsNotNoticed is the trap of vpcd: the new card answers, nothing is selected, and no event tells.
func TestOutAndInWithinOnePollIsNotNoticed(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	l.Control(0, map[string]any{"do": "inject", "at": 3, "when": "before", "what": "swap"})
	out, err := l.apdus(selectJPKI, "0020009B", "0020009B")
	if err == nil || strings.Count(out, "SW1=0x63") != 1 {
		t.Errorf("the APDU in flight was answered: %v\n%s", err, out)
	}
	if s := l.State(0); !s.Present || len(s.Unlocked) != 0 {
		t.Errorf("%+v", s)
	}
	time.Sleep(poll) // until vpcd took the new connection, the next APDU fails too
	if out, err := l.apdus(selectJPKI, "0020009B"); err != nil || !strings.Contains(out, "SW1=0x63, SW2=0xC5") {
		t.Errorf("the next program: %v\n%s", err, out)
	}
}

func TestDaemonDiesAndComesBackWithItsCards(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder", "last-try"}})
	for _, how := range []string{"kill", "term"} {
		l.Daemon(how)
		if out, err := l.run("opensc-tool", "--name"); err == nil && strings.Contains(out, "jpki") {
			t.Errorf("%s: somebody still answers:\n%s", how, out)
		}
		l.Daemon("start")
		if out := l.must("opensc-tool", "--reader", l.Readers[1], "--name"); !strings.Contains(out, "jpki") {
			t.Errorf("after %s and start: %s", how, out)
		}
	}
}

// TestNoArtificialTimePerAPDU: without an immediate acknowledgement each APDU costs 44 ms that no real card costs.
func TestNoArtificialTimePerAPDU(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}})
	var many []string
	for range 100 {
		many = append(many, selectJPKI)
	}
	start := time.Now()
	if out, err := l.apdus(many...); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("100 APDUs took %v", took)
	}
}

func TestSlowCardTakesTheTimeItReports(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder"}, Slow: true})
	l.Control(0, map[string]any{"do": "reset-counters"})
	var many []string
	for range 40 {
		many = append(many, selectJPKI)
	}
	start := time.Now()
	if out, err := l.apdus(many...); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took, s := time.Since(start), l.State(0)
	modelled := time.Duration(s.ModelledMs * float64(time.Millisecond))
	want := float64(8*s.APDUs) + 0.03*float64(s.BytesIn+s.BytesOut)
	if s.APDUs < 40 || s.ModelledMs < want-0.1 || s.ModelledMs > want+0.1 {
		t.Errorf("%d APDUs, %d + %d bytes, modelled %.2f ms, want %.2f", s.APDUs, s.BytesIn, s.BytesOut, s.ModelledMs, want)
	}
	if took < modelled || took > modelled+2*time.Second {
		t.Errorf("took %v, modelled %v", took, modelled)
	}
}
