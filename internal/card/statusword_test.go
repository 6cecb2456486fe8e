package card

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

// FuzzStatusWord holds for every status word: as an answer to VERIFY and to a
// query it means exactly one thing, and never more than it says.
func FuzzStatusWord(f *testing.F) {
	seeds, err := filepath.Glob("testdata/statusword/*.txt")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("%d seeds in testdata/statusword, %v", len(seeds), err)
	}
	for _, name := range seeds {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, word := range strings.Fields(string(text)) {
			sw, err := strconv.ParseUint(word, 16, 16)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(uint16(sw))
		}
	}
	f.Fuzz(checkStatusWord)
}

func TestEveryStatusWord(t *testing.T) {
	for sw := 0; sw <= 0xFFFF; sw++ {
		checkStatusWord(t, uint16(sw))
	}
}

func checkStatusWord(t *testing.T, sw uint16) {
	r := references[pin.Signature][0]
	err := verifyResult(r, sw)
	var incorrect *pin.IncorrectError
	var locked *pin.LockedError
	var declined *StatusWordError
	kinds := 0
	for _, is := range []bool{err == nil, errors.As(err, &incorrect), errors.As(err, &locked), errors.As(err, &declined)} {
		if is {
			kinds++
		}
	}
	if kinds != 1 || (err == nil) != (sw == 0x9000) {
		t.Errorf("VERIFY %04X: %v", sw, err)
	}
	if declined != nil && declined.SW != sw {
		t.Errorf("VERIFY %04X: the error says %04X", sw, declined.SW)
	}

	for _, form := range []form{formShort, formSelect, formLe} {
		checkQuery(t, r, form, sw)
	}
}

func checkQuery(t *testing.T, r reference, f form, sw uint16) {
	tries, class := classifyQuery(f, sw)
	switch {
	case class == queryCounted && !tries.Known, class != queryCounted && tries != pin.Tries{}:
		t.Errorf("query %04X: %+v, class %d", sw, tries, class)
	case class == queryUnlocked && sw != 0x9000:
		t.Errorf("query %04X counts as unlocked", sw)
	case tries.Known && tries.Left > 0 && sw != 0x63C0|uint16(tries.Left):
		t.Errorf("query %04X gives %d tries", sw, tries.Left)
	}
	// What a query calls locked must never let a VERIFY through, and what is
	// not a count must never let one through without confirmation.
	guard := pin.Guard(r.kind, tries, class == queryCounted)
	if class == queryCounted && tries.Left == 0 && guard == nil || class != queryCounted && guard == nil {
		t.Errorf("query %04X lets VERIFY through", sw)
	}
}
