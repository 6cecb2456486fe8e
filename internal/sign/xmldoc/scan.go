package xmldoc

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// scanner walks over the source. Its methods panic with *SyntaxError, which
// Parse turns into an error: every step can fail, and no step can go on.
type scanner struct {
	src   []byte
	at    int
	names map[string]string // one string for each name that occurs
}

func (s *scanner) fail(reason string) {
	panic(&SyntaxError{1 + bytes.Count(s.src[:min(s.at, len(s.src))], []byte{'\n'}), reason})
}

func (s *scanner) done() bool { return s.at >= len(s.src) }

func (s *scanner) sees(text string) bool { return bytes.HasPrefix(s.src[s.at:], []byte(text)) }

// take goes over text if it comes next.
func (s *scanner) take(text string) bool {
	if !s.sees(text) {
		return false
	}
	s.at += len(text)
	return true
}

func (s *scanner) expect(text string) {
	if !s.take(text) {
		s.fail("expected " + text)
	}
}

// space goes over white space and reports whether there was any.
func (s *scanner) space() bool {
	start := s.at
	for s.at < len(s.src) && isSpace(s.src[s.at]) {
		s.at++
	}
	return s.at > start
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// until returns what stands before end, and goes over end.
func (s *scanner) until(end, what string) []byte {
	i := bytes.Index(s.src[s.at:], []byte(end))
	if i < 0 {
		s.at = len(s.src)
		s.fail(what + " does not end")
	}
	found := s.src[s.at : s.at+i]
	s.checkChars(found)
	s.at += i + len(end)
	return found
}

// checkChars refuses what is no character of XML 1.0 (§2.2).
func (s *scanner) checkChars(text []byte) {
	for i := 0; i < len(text); {
		if c := text[i]; c >= 0x20 && c < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n < 2 {
			s.fail("a byte that is not UTF-8")
		}
		if !isChar(r) {
			s.fail("a character that XML does not allow")
		}
		i += n
	}
}

func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

// name reads a Name without colons (Namespaces §3, NCName).
func (s *scanner) name() string {
	start := s.at
	for s.at < len(s.src) {
		r, n := utf8.DecodeRune(s.src[s.at:])
		if !isNameStart(r) && (s.at == start || !isNameRest(r)) || r == utf8.RuneError && n < 2 {
			break
		}
		s.at += n
	}
	if s.at == start {
		s.fail("a name is missing")
	}
	found := s.src[start:s.at]
	known, ok := s.names[string(found)] // makes no string
	if !ok {
		known = string(found)
		s.names[known] = known
	}
	return known
}

// qualified reads prefix:local or local.
func (s *scanner) qualified() (prefix, local string) {
	local = s.name()
	if s.take(":") {
		return local, s.name()
	}
	return "", local
}

// The ranges of XML 1.0, fifth edition, §2.3, without the colon.
func isNameStart(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' ||
		r >= 0xC0 && r <= 0x2FF && r != 0xD7 && r != 0xF7 || r >= 0x370 && r <= 0x1FFF && r != 0x37E ||
		r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F || r >= 0x2C00 && r <= 0x2FEF ||
		r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD || r >= 0x10000 && r <= 0xEFFFF
}

func isNameRest(r rune) bool {
	return r >= '0' && r <= '9' || r == '-' || r == '.' || r == 0xB7 || r >= 0x300 && r <= 0x36F || r >= 0x203F && r <= 0x2040
}

// lines makes every line end a single LF (XML 1.0 §2.11).
func lines(text []byte) string {
	at := bytes.IndexByte(text, '\r')
	if at < 0 {
		return string(text)
	}
	var b strings.Builder
	b.Grow(len(text))
	for ; at >= 0; at = bytes.IndexByte(text, '\r') {
		b.Write(text[:at])
		b.WriteByte('\n')
		if text = text[at+1:]; len(text) > 0 && text[0] == '\n' {
			text = text[1:]
		}
	}
	b.Write(text)
	return b.String()
}

// reference reads what follows an & and returns the character it stands for.
func (s *scanner) reference() rune {
	if !s.take("#") {
		name := s.name()
		s.expect(";")
		r, known := entities[name]
		if !known {
			s.fail("an entity that is not one of the five of XML")
		}
		return r
	}
	base, digits := rune(10), "0123456789"
	if s.take("x") {
		base, digits = 16, "0123456789abcdef"
	}
	var r rune
	start := s.at
	for ; s.at < len(s.src); s.at++ {
		c := s.src[s.at]
		if base == 16 && c >= 'A' && c <= 'F' {
			c += 'a' - 'A'
		}
		value := strings.IndexByte(digits, c)
		if value < 0 {
			break
		}
		if r = r*base + rune(value); r > utf8.MaxRune {
			s.fail("a character reference out of range")
		}
	}
	if s.at == start || !isChar(r) {
		s.fail("a character reference that stands for nothing")
	}
	s.expect(";")
	return r
}

var entities = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "apos": '\'', "quot": '"'}
