package host

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// Scripts in testdata/script run the real program: the command hitofude in
// them is this test binary, whose main calls run with the scripted card of the
// file "card" in place of a reader. Nothing else differs from the shipped one.

// cardFile names the scripted card for the program under test.
const cardFile = "HITOFUDE_TEST_CARD"

// rootDir names the folder that stands for / where the program under test looks
// for browsers and services.
const rootDir = "HITOFUDE_TEST_ROOT"

// trialOn has the program under test meet a card in use in steps, as the one that
// ships does.
const trialOn = "HITOFUDE_TEST_TRIAL"

// recordTo makes the program under test use a card in software or the real
// PC/SC service, and write what happens as a card script.
const recordTo = "HITOFUDE_TEST_RECORD"

// exitCardScript is the status when the program and its card script differ.
const exitCardScript = 99

func TestMain(m *testing.M) {
	testscript.Main(cleaning{m}, map[string]func(){"hitofude": scripted, "hitofude-panics": panicking, "probe": probe})
}

// cleaning removes what the tests share after all of them.
type cleaning struct{ *testing.M }

// Run implements testscript.TestingM.
func (c cleaning) Run() int {
	defer removeBuilt()
	return c.M.Run()
}

// scripted is main with a scripted card.
func scripted() {
	p := Parts{Now: time.Now, Terminal: controllingTerminal{}, Root: os.Getenv(rootDir), Trial: os.Getenv(trialOn) != ""}
	var finish func() error
	switch {
	case os.Getenv(recordTo) != "":
		finish = record(&p, os.Getenv(recordTo), os.Getenv(cardFile))
	default:
		card, err := loadCardScript(os.Getenv(cardFile))
		if err != nil {
			fmt.Fprintln(os.Stderr, "card script:", err)
			os.Exit(exitCardScript)
		}
		p.Readers, p.CardTimeout = card, card.timeout
		p.Now = func() time.Time { return card.now }
		finish = card.finish
	}
	status := Run(context.Background(), os.Environ(), os.Stdin, os.Stdout, os.Stderr, os.Args, p)
	if err := finish(); err != nil {
		fmt.Fprintln(os.Stderr, "card script:", err)
		status = exitCardScript
	}
	os.Exit(status)
}

func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txtar") // script and recorded
	if err != nil || len(files) < 40 {
		t.Fatalf("%d scripts, %v", len(files), err)
	}
	testscript.Run(t, testscript.Params{
		Files:               files,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Setenv("HOME", home)
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
			e.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
			e.Setenv("LANG", "ja_JP.UTF-8")
			e.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector's pause would look like a slow end
			e.Setenv(rootDir, filepath.Join(e.WorkDir, "root"))
			e.Setenv(cardFile, filepath.Join(e.WorkDir, "card"))
			e.Setenv("CA", testKeys+"../ca/TEST-sign-ca.pem")
			e.Setenv("OTHERCA", testKeys+"../ca/TEST-auth-ca.pem")
			if !exists(filepath.Join(e.WorkDir, "card")) {
				return os.MkdirAll(home, 0o700)
			}
			return configureForTests(filepath.Join(home, ".config"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"talk": talkCommand},
	})
}

// forTests is the configuration of a computer on which programs are tested: loopback
// origins may ask, so test cards are taken. Nothing asks from this one.
const forTests = `{"allowOrigins":["http://127.0.0.9:9"]}`

// configureForTests writes it into a configuration folder that has none.
func configureForTests(folder string) error {
	file := filepath.Join(folder, "hitofude", "config.json")
	if exists(file) {
		return nil
	}
	return errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(forTests), 0o600))
}

// update makes TestRecorded write its scripts anew:
//
//	go test ./internal/host -run TestRecorded -record
//
// -record-from pcsc takes the card in a real reader; PINs and holder data are
// replaced before anything is written (see record_test.go).
var (
	recordFlag = flag.Bool("record", false, "record the scripts of testdata/recorded anew")
	recordFrom = flag.String("record-from", "virtual", `where the card is: "virtual" or "pcsc"`)
)
