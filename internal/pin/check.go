package pin

import (
	"fmt"
	"unicode/utf8"
)

// The reasons of a FormError.
const (
	ReasonEmpty          = "empty"
	ReasonTooShort       = "too-short"
	ReasonTooLong        = "too-long"
	ReasonNotDigits      = "not-digits"
	ReasonLowerCase      = "lower-case"
	ReasonFullWidth      = "full-width"
	ReasonMissingLetter  = "missing-letter"
	ReasonMissingDigit   = "missing-digit"
	ReasonOtherCharacter = "other-character"
)

// FormError says that a PIN cannot be the right one because of its form. It
// is found before anything reaches the card, so it costs no try.
type FormError struct {
	Kind   Kind
	Reason string // one of the Reason constants
}

func (e *FormError) Error() string {
	return fmt.Sprintf("checking form of %s PIN: %s", e.Kind, e.Reason)
}

// Check reports whether p has the form that kind k has on every card: nil or
// a *FormError. The card compares raw bytes and counts a try for each wrong
// one, so nothing is corrected here: a lower-case letter is refused, not
// raised (the person may have meant another PIN).
func Check(k Kind, p *PIN) error {
	s, ok := k.spec()
	if !ok {
		return fmt.Errorf("checking form of PIN: unknown kind %q", string(k))
	}
	if reason := s.reason(p.Bytes()); reason != "" {
		return &FormError{Kind: k, Reason: reason}
	}
	return nil
}

// reason returns why b is not of the form, or "". Characters come before
// length: a full-width PIN is three times as many bytes as the person typed.
func (s spec) reason(b []byte) string {
	if len(b) == 0 {
		return ReasonEmpty
	}
	var seen seenClasses
	n := 0
	for rest := b; len(rest) > 0; n++ {
		r, size := utf8.DecodeRune(rest)
		seen.add(r)
		rest = rest[size:]
	}
	if reason := s.characters(seen); reason != "" {
		return reason
	}
	switch {
	case n < s.MinLength:
		return ReasonTooShort
	case n > s.MaxLength:
		return ReasonTooLong
	case s.Charset == "upper-alnum" && !seen.upper:
		return ReasonMissingLetter
	case s.Charset == "upper-alnum" && !seen.digit:
		return ReasonMissingDigit
	}
	return ""
}

func (s spec) characters(seen seenClasses) string {
	switch {
	case seen.wide:
		return ReasonFullWidth
	case s.Charset == "digits" && (seen.upper || seen.lower || seen.other):
		return ReasonNotDigits
	case seen.other:
		return ReasonOtherCharacter
	case seen.lower:
		return ReasonLowerCase
	}
	return ""
}

type seenClasses struct{ digit, upper, lower, wide, other bool }

func (c *seenClasses) add(r rune) {
	switch {
	case r >= '0' && r <= '9':
		c.digit = true
	case r >= 'A' && r <= 'Z':
		c.upper = true
	case r >= 'a' && r <= 'z':
		c.lower = true
	case r >= 0xFF10 && r <= 0xFF19, r >= 0xFF21 && r <= 0xFF3A, r >= 0xFF41 && r <= 0xFF5A:
		c.wide = true // ０-９ Ａ-Ｚ ａ-ｚ: an input method was on
	default:
		c.other = true
	}
}

// Weak reports whether p is a PIN that somebody else would try first: one
// repeated character, or characters that follow each other up or down (1234,
// 9876, 0000). It says nothing about birthdays, which only the card knows.
func Weak(p *PIN) bool {
	b := p.Bytes()
	if len(b) < 2 {
		return true
	}
	step := int(b[1]) - int(b[0])
	if step < -1 || step > 1 {
		return false
	}
	for i := 1; i < len(b); i++ {
		if int(b[i])-int(b[i-1]) != step {
			return false
		}
	}
	return true
}
