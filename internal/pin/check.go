package pin

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// The reasons of a FormError.
const (
	ReasonEmpty          = "empty"
	ReasonTooShort       = "too-short"
	ReasonTooLong        = "too-long"
	ReasonLetters        = "letters" // in the box of a four-digit PIN
	ReasonNotDigits      = "not-digits"
	ReasonLowerCase      = "lower-case"
	ReasonFullWidth      = "full-width"
	ReasonFourDigits     = "four-digits" // in the box of the signature PIN
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

// WrongBox reports that the form is the one of another box: the PIN typed is
// most likely not the one that is asked for.
func (e *FormError) WrongBox() bool { return e.Reason == ReasonLetters || e.Reason == ReasonFourDigits }

// rules says when each reason holds. Which of them a kind has, and in which
// order they are asked, stands in pins.json, which the extension reads too.
var rules = map[string]func(spec, look) bool{
	ReasonEmpty:          func(_ spec, l look) bool { return l.length == 0 },
	ReasonFullWidth:      func(_ spec, l look) bool { return l.wide },
	ReasonLetters:        func(s spec, l look) bool { return s.MaxLength == 4 && (l.upper || l.lower) && !l.other },
	ReasonNotDigits:      func(_ spec, l look) bool { return l.upper || l.lower || l.other },
	ReasonOtherCharacter: func(_ spec, l look) bool { return l.other },
	ReasonLowerCase:      func(_ spec, l look) bool { return l.lower },
	ReasonFourDigits:     func(_ spec, l look) bool { return l.length == 4 && l.digit && !l.upper },
	ReasonTooShort:       func(s spec, l look) bool { return l.length < s.MinLength },
	ReasonTooLong:        func(s spec, l look) bool { return l.length > s.MaxLength },
	ReasonMissingLetter:  func(_ spec, l look) bool { return !l.upper },
	ReasonMissingDigit:   func(_ spec, l look) bool { return !l.digit },
}

// reason returns why b is not of the form, or "": the first of the kind's
// reasons that holds. Length counts characters, because a full-width PIN is
// three times as many bytes as the person typed.
func (s spec) reason(b []byte) string {
	seen := lookAt(b)
	for _, reason := range shared().Order[s.Charset] {
		if rules[reason](s, seen) {
			return reason
		}
	}
	return ""
}

// look is what there is in a typed PIN.
type look struct {
	length                           int
	digit, upper, lower, wide, other bool
}

func lookAt(b []byte) look {
	var l look
	for ; len(b) > 0; l.length++ {
		r, size := utf8.DecodeRune(b)
		l.add(r)
		b = b[size:]
	}
	return l
}

func (l *look) add(r rune) {
	switch {
	case r >= '0' && r <= '9':
		l.digit = true
	case r >= 'A' && r <= 'Z':
		l.upper = true
	case r >= 'a' && r <= 'z':
		l.lower = true
	case isWide(r):
		l.wide = true
	default:
		l.other = true
	}
}

// isWide reports ０-９ Ａ-Ｚ ａ-ｚ: an input method was on.
func isWide(r rune) bool {
	return r >= 0xFF10 && r <= 0xFF19 || r >= 0xFF21 && r <= 0xFF3A || r >= 0xFF41 && r <= 0xFF5A
}

// Offer returns what the person most likely meant by p: half-width characters
// and, where the kind has letters, capitals; nil when there is nothing to
// correct or the result is not of the form either. It is only ever offered, and
// the caller shows what would change: p itself is never sent in another form.
func Offer(k Kind, p *PIN) *PIN {
	var form *FormError
	if !errors.As(Check(k, p), &form) || form.Reason != ReasonFullWidth && form.Reason != ReasonLowerCase {
		return nil
	}
	s, _ := k.spec()
	out := make([]byte, 0, p.Len()) // never grows: narrowing shortens
	for b := p.Bytes(); len(b) > 0; {
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		if isWide(r) {
			r -= 0xFF10 - '0'
		}
		if r >= 'a' && r <= 'z' && s.Charset == "upper-alnum" {
			r -= 'a' - 'A'
		}
		if r >= utf8.RuneSelf {
			clear(out)
			return nil
		}
		out = append(out, byte(r))
	}
	offered := New(out)
	if Check(k, offered) != nil {
		offered.Clear()
		return nil
	}
	return offered
}
