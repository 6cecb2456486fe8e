package virtualcard

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"sync"
)

// Trace writes what passes between reader and card, one line each: "> 0020009104xxxxxxxx < 9000". Lines that begin with "#" are
// events such as a removal. The data of VERIFY and of both change commands, which are PINs, are written as xx, whatever their form.
type Trace struct {
	mu sync.Mutex
	w  io.Writer
}

// NewTrace writes to w, which may be nil: then nothing is written.
func NewTrace(w io.Writer) *Trace { return &Trace{w: w} }

// exchange writes a command and its answer; a nil answer, written as "-", is one that never came.
func (t *Trace) exchange(command, answer []byte) {
	said := "-"
	if answer != nil {
		said = hex.EncodeToString(answer)
	}
	t.line("> " + masked(command) + " < " + said)
}

func (t *Trace) event(what string) { t.line("# " + what) }

// line goes out in one Write, so that a reader of the file never sees half of it.
func (t *Trace) line(s string) {
	if t == nil || t.w == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = fmt.Fprintln(t.w, s) // a full disk must not change what the card answers
}

const headerLength = 5 // CLA INS P1 P2 Lc

// masked is the command in hexadecimal without PINs. It goes by the instruction alone, so that a command with a wrong class or
// a wrong length, refused by the card, does not show a PIN either.
func masked(command []byte) string {
	if len(command) <= headerLength || !carriesPIN(command[1]) {
		return hex.EncodeToString(command)
	}
	return hex.EncodeToString(command[:headerLength]) + strings.Repeat("xx", len(command)-headerLength)
}

func carriesPIN(ins byte) bool {
	return ins == 0x20 || ins == insChangeReference || ins == insChangeKey
}
