// Package pin holds the PINs of a My Number card: their kinds and forms, a
// value that never prints itself, and the guard that refuses a VERIFY which
// could lock a card.
//
// The package talks to no card and imports nothing of this module. The table
// of kinds is pins.json, which the extension's build copies.
package pin

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
)

// mask is all that any printing verb, logger or encoder ever shows of a PIN.
const mask = "****"

// PIN is one secret as a person typed it. Its bytes live in a single heap
// slice, so that Clear really removes them. The zero value is an empty PIN;
// an absent PIN in a request is a nil pointer.
//
// The slice sits behind a func because package fmt shows a func only as an
// address. It reaches into slices and pointers without asking Format when the
// verb does not suit (%p, %s) or the PIN sits in an unexported field.
type PIN struct {
	held func() *[]byte
}

// New makes a PIN that owns b: the caller must not keep or change the slice.
func New(b []byte) *PIN {
	return &PIN{held: func() *[]byte { return &b }}
}

// Bytes returns the PIN's own slice, not a copy. It is empty after Clear.
func (p *PIN) Bytes() []byte {
	if p == nil || p.held == nil {
		return nil
	}
	return *p.held()
}

// Len returns the length in bytes.
func (p *PIN) Len() int { return len(p.Bytes()) }

// Equal reports whether both hold the same bytes, in a time that does not
// depend on where they differ.
func (p *PIN) Equal(q *PIN) bool {
	return subtle.ConstantTimeCompare(p.Bytes(), q.Bytes()) == 1
}

// Clear overwrites the bytes with zeros and forgets them, also for copies of
// the value. It is safe on nil and safe to call twice.
func (p *PIN) Clear() {
	if p == nil || p.held == nil {
		return
	}
	b := p.held()
	clear((*b)[:cap(*b)])
	*b = nil
}

// Format prints **** under every verb, also those meant to show the inside of
// a value (%#v, %x, %q).
func (p PIN) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, mask) }

// LogValue keeps the bytes out of log/slog, whatever the handler.
func (p PIN) LogValue() slog.Value { return slog.StringValue(mask) }

// MarshalJSON writes "****": no answer and no log line carries a PIN.
func (p PIN) MarshalJSON() ([]byte, error) { return []byte(`"` + mask + `"`), nil }

// MarshalText writes **** for every other encoder.
func (p PIN) MarshalText() ([]byte, error) { return []byte(mask), nil }
