//go:build linux

package host

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// The private key of the TEST CA is in the repository. The program that ships
// takes its certificates only where the configuration says that programs are
// tested here; elsewhere no PIN goes to such a card, whatever was asked before.
func TestTestCardSignsOnlyWhereTheConfigurationSaysSo(t *testing.T) {
	l := lab.Start(t, lab.Options{Profiles: []string{"holder"}})
	program := builtProgram(t)
	const request = ` sign {"profile":"cms-detached","documents":[{"name":"a","content":"MQ=="}],"pin":"TEST123"}`
	const refused = ` error CERTIFICATE_ISSUER_UNKNOWN {"fingerprint":"d81708811a6d7940eacd9307adef69f7d1ce5a79a5f4ff04b82c6fe08ec1baf7","key":"signature"}`
	production := func() *talk {
		h := startTalk(t, l, program)
		if err := os.RemoveAll(filepath.Join(h.dir, "hitofude")); err != nil {
			t.Fatal(err)
		}
		h.must(t, "< hello")
		return h
	}
	cold := production()
	cold.must(t, "> a"+request, "< a progress reading", "< a"+refused, "> b"+request, "< b"+refused, "close", "exit 0")
	told := production()
	told.must(t, "> a card.status {}", "< a progress reading", `< a result "*"`, "> b"+request, "< b progress reading", "< b"+refused, "close", "exit 0")
	if state := l.State(0); state.Verifies != 0 {
		t.Errorf("%d PINs were sent", state.Verifies)
	}
	tests := startTalk(t, l, program)
	tests.must(t, "< hello", "> a card.status {}", "< a progress reading", `< a result "*"`)
	before := l.State(0).APDUs
	tests.must(t, "> b"+request, "< b progress verifying-pin", "< b progress reading", "< b progress signing 0 1", `< b result "*"`, "close", "exit 0")
	if after := l.State(0).APDUs; after-before != 6 {
		t.Errorf("%d commands for a signature after a status", after-before)
	}
}
