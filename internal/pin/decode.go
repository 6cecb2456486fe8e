package pin

import (
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	errNotString = errors.New("decoding PIN: not a JSON string")
	errEscape    = errors.New("decoding PIN: broken escape")
)

// UnmarshalJSON takes the bytes of a JSON string into a buffer of the PIN's
// own. No Go string is made on the way, because a string cannot be wiped. A
// previous value is cleared. Errors never quote the input.
//
// A lone surrogate (\ud800) becomes U+FFFD, as in encoding/json; Check refuses
// it later.
func (p *PIN) UnmarshalJSON(data []byte) error {
	p.Clear()
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return errNotString
	}
	body := data[1 : len(data)-1]
	// Unescaping never makes a string longer, so append below cannot move the
	// bytes to a second buffer and leave the first one behind.
	out := make([]byte, 0, len(body))
	for i := 0; i < len(body); {
		n := 1
		switch c := body[i]; {
		case c == '\\':
			out, n = appendEscape(out, body[i:])
		case c == '"' || c < 0x20:
			n = 0
		default:
			out = append(out, c)
		}
		if n == 0 {
			clear(out)
			return errEscape
		}
		i += n
	}
	*p = *New(out)
	return nil
}

// appendEscape decodes the escape at the start of s and returns how many bytes
// it took, 0 when it is not one of RFC 8259 section 7.
func appendEscape(out, s []byte) ([]byte, int) {
	if len(s) < 2 {
		return out, 0
	}
	switch s[1] {
	case '"', '\\', '/':
		return append(out, s[1]), 2
	case 'b':
		return append(out, '\b'), 2
	case 'f':
		return append(out, '\f'), 2
	case 'n':
		return append(out, '\n'), 2
	case 'r':
		return append(out, '\r'), 2
	case 't':
		return append(out, '\t'), 2
	case 'u':
		return appendUnicode(out, s)
	}
	return out, 0
}

func appendUnicode(out, s []byte) ([]byte, int) {
	r, ok := hex4(s)
	if !ok {
		return out, 0
	}
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(out, r), 6
	}
	if low, ok := hex4(s[6:]); ok {
		if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
			return utf8.AppendRune(out, full), 12
		}
	}
	return utf8.AppendRune(out, utf8.RuneError), 6
}

// hex4 reads \uXXXX at the start of s.
func hex4(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range s[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
