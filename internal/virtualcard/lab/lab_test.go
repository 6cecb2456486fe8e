//go:build linux

package lab

import (
	"os/exec"
	"strings"
	"testing"
)

func TestTwoCardsAreSeenByAnotherProgram(t *testing.T) {
	t.Parallel()
	l := Start(t, Options{Profiles: []string{"holder", "not-mynumber"}})
	cmd := exec.Command("opensc-tool", "--reader", l.Readers[0], "--name")
	cmd.Env = l.Env()
	out, err := cmd.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "jpki" {
		t.Fatalf("opensc-tool: %v\n%s", err, out)
	}
	if n := len(l.APDUs(0)); n != l.State(0).APDUs || n == 0 {
		t.Errorf("%d lines of trace for %d APDUs", n, l.State(0).APDUs)
	}
}
