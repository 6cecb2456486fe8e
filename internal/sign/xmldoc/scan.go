package xmldoc

import (
	"strings"
	"unicode/utf8"
)

// scanner walks over the source. Its methods panic with *SyntaxError, which
// Parse turns into an error: every step can fail, and no step can go on.
type scanner struct {
	src string
	at  int
}

func (s *scanner) fail(reason string) {
	panic(&SyntaxError{1 + strings.Count(s.src[:min(s.at, len(s.src))], "\n"), reason})
}

func (s *scanner) done() bool { return s.at >= len(s.src) }

func (s *scanner) sees(text string) bool { return strings.HasPrefix(s.src[s.at:], text) }

// take goes over text if it comes next.
func (s *scanner) take(text string) bool {
	if !s.sees(text) {
		return false
	}
	s.at += len(text)
	return true
}

// takeByte is take for one character.
func (s *scanner) takeByte(c byte) bool {
	if s.at >= len(s.src) || s.src[s.at] != c {
		return false
	}
	s.at++
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
func (s *scanner) until(end, what string) string {
	found, _, ends := strings.Cut(s.src[s.at:], end)
	if !ends {
		s.at = len(s.src)
		s.fail(what + " does not end")
	}
	s.at += len(found) + len(end)
	return found
}

// checkChars refuses what is no character of XML 1.0 (§2.2), wherever it stands.
// What is no UTF-8 is found first, so that of the others only control characters
// and U+FFFE and U+FFFF are left to look for; both of those are EF BF in UTF-8.
func (s *scanner) checkChars() {
	if !utf8.ValidString(s.src) {
		for s.at = 0; s.at < len(s.src); {
			r, n := utf8.DecodeRuneInString(s.src[s.at:])
			if r == utf8.RuneError && n < 2 {
				s.fail("a byte that is not UTF-8")
			}
			s.at += n
		}
	}
	for i := range len(s.src) {
		c := s.src[i]
		if c >= 0x20 && c != 0xEF {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(s.src[i:]); !isChar(r) {
			s.at = i
			s.fail("a character that XML does not allow")
		}
	}
}

// word goes over a Name without colons (Namespaces §3, NCName).
func (s *scanner) word() {
	start := s.at
	for s.at < len(s.src) {
		c := s.src[s.at]
		if c < utf8.RuneSelf {
			if k := asciiName[c]; k == 0 || k == nameRest && s.at == start {
				break
			}
			s.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.src[s.at:])
		if !isNameStart(r) && (s.at == start || !isNameRest(r)) {
			break
		}
		s.at += n
	}
	if s.at == start {
		s.fail("a name is missing")
	}
}

// qualified reads prefix:local or local.
func (s *scanner) qualified() name {
	n := s.unqualified()
	if s.takeByte(':') {
		n.local = int32(s.at)
		s.word()
		n.to = int32(s.at)
	}
	return n
}

// unqualified reads a name without a prefix.
func (s *scanner) unqualified() name {
	from := int32(s.at)
	s.word()
	return name{from, from, int32(s.at)}
}

// asciiName is what an ASCII character may be in a name.
var asciiName = func() (kinds [utf8.RuneSelf]uint8) {
	for c := range rune(utf8.RuneSelf) {
		switch {
		case isNameStart(c):
			kinds[c] = nameStart
		case isNameRest(c):
			kinds[c] = nameRest
		}
	}
	return kinds
}()

const (
	nameStart = 1
	nameRest  = 2
)

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
