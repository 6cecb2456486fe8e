package pdf

import (
	"bytes"
	"strconv"
)

// lexer reads values from bytes of the file. At its end it panics with
// errShort when the file goes on behind them, so that more can be read.
type lexer struct {
	src  []byte
	at   int
	open bool // the file goes on behind src
	read int  // values so far
}

type short struct{}

func (l *lexer) peek() byte {
	if l.at >= len(l.src) {
		if l.open {
			panic(short{})
		}
		fail("an object does not end")
	}
	return l.src[l.at]
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

// skip goes over white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.src) || l.open {
		switch c := l.peek(); {
		case isSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.src) && l.src[l.at] != '\n' && l.src[l.at] != '\r' {
				l.at++
			}
			if l.at == len(l.src) && l.open {
				panic(short{})
			}
		default:
			return
		}
	}
}

// word reads a run of regular characters.
func (l *lexer) word() string {
	start := l.at
	for l.at < len(l.src) && isRegular(l.src[l.at]) {
		l.at++
	}
	if l.at == len(l.src) && l.open {
		panic(short{})
	}
	return string(l.src[start:l.at])
}

// keyword goes over text if it comes next as a word of its own.
func (l *lexer) keyword(text string) bool {
	start := l.at
	l.skip()
	if l.at < len(l.src) && isRegular(l.src[l.at]) && l.word() == text {
		return true
	}
	l.at = start
	return false
}

// number reads a whole number that is not negative.
func (l *lexer) number() (int64, bool) {
	start := l.at
	l.skip()
	n, err := strconv.ParseInt(l.word(), 10, 62)
	if err != nil || n < 0 {
		l.at = start
		return 0, false
	}
	return n, true
}

// value reads one value.
func (l *lexer) value(depth int) Value {
	if depth > maxDepth {
		fail("values are nested too deeply")
	}
	if l.read++; l.read > maxValues {
		fail("an object of too many values")
	}
	l.skip()
	start := l.at
	v := l.bare(depth)
	v.Raw = l.src[start:l.at]
	return v
}

func (l *lexer) bare(depth int) Value {
	switch c := l.peek(); {
	case c == '/':
		l.at++
		return Value{Kind: Name, Name: decodeName(l.word())}
	case c == '(':
		return Value{Kind: String, Bytes: l.literal()}
	case c == '[':
		return l.array(depth)
	case c == '<':
		l.at++
		if l.peek() == '<' {
			l.at++
			return l.dictionary(depth)
		}
		return Value{Kind: String, Bytes: l.hex()}
	case isRegular(c):
		return l.numberOrKeyword()
	}
	fail("something that is no value")
	return Value{}
}

func (l *lexer) numberOrKeyword() Value {
	num, gen, start := int64(0), int64(0), l.at
	num, ok := l.number()
	if after := l.at; ok {
		if gen, ok = l.number(); ok && l.keyword("R") && num <= maxObjects && gen <= 0xFFFF {
			return Value{Kind: Reference, Ref: Ref{int(num), int(gen)}}
		}
		l.at = after
		return Value{Kind: Number}
	}
	l.at = start
	switch word := l.word(); word {
	case "true", "false", "null":
		return Value{Kind: Keyword}
	default:
		if _, err := strconv.ParseFloat(word, 64); err != nil && word != "-" {
			fail("something that is no value: %.20q", word)
		}
		return Value{Kind: Number}
	}
}

func (l *lexer) array(depth int) Value {
	l.at++
	v := Value{Kind: Array}
	for {
		l.skip()
		if l.peek() == ']' {
			l.at++
			return v
		}
		v.Items = append(v.Items, l.value(depth+1))
	}
}

func (l *lexer) dictionary(depth int) Value {
	v, seen := Value{Kind: Dictionary}, map[string]bool{}
	for {
		l.skip()
		if l.peek() == '>' {
			l.at++
			if l.peek() != '>' {
				fail("a dictionary that does not end")
			}
			l.at++
			return v
		}
		key := l.value(depth + 1)
		if key.Kind != Name {
			fail("a key that is no name")
		}
		if seen[key.Name] {
			// Readers disagree on which of the two holds.
			fail("/%.40s stands twice in a dictionary", key.Name)
		}
		seen[key.Name] = true
		v.Dict = append(v.Dict, Entry{key.Name, l.value(depth + 1)})
	}
}

// literal reads (a string) with its escapes (§7.3.4.2).
func (l *lexer) literal() []byte {
	var out []byte
	l.at++
	for open := 1; ; {
		c := l.peek()
		l.at++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return out
			}
		case '\\':
			out = append(out, l.escape()...)
			continue
		case '\r':
			if l.peek() == '\n' {
				l.at++
			}
			c = '\n'
		}
		out = append(out, c)
	}
}

func (l *lexer) escape() []byte {
	c := l.peek()
	l.at++
	switch c {
	case 'n':
		return []byte{'\n'}
	case 'r':
		return []byte{'\r'}
	case 't':
		return []byte{'\t'}
	case 'b':
		return []byte{'\b'}
	case 'f':
		return []byte{'\f'}
	case '\r':
		if l.peek() == '\n' {
			l.at++
		}
		return nil
	case '\n':
		return nil
	}
	if c < '0' || c > '7' {
		return []byte{c}
	}
	n := int(c - '0')
	for i := 0; i < 2 && l.peek() >= '0' && l.peek() <= '7'; i++ {
		n = n*8 + int(l.src[l.at]-'0')
		l.at++
	}
	return []byte{byte(n)}
}

// hex reads <a string> in hexadecimal, from behind its first character. The
// longest there are hold signatures.
func (l *lexer) hex() []byte {
	out := make([]byte, 0, max(0, bytes.IndexByte(l.src[l.at:], '>'))/2+1)
	for high := true; ; {
		c := l.peek()
		l.at++
		digit := nibbles[c]
		switch {
		case c == '>':
			return out
		case isSpace(c):
			continue
		case digit == noNibble:
			fail("a string that is not hexadecimal")
		case high: // of an odd number of digits, the last one is followed by 0
			out = append(out, digit<<4)
		default:
			out[len(out)-1] |= digit
		}
		high = !high
	}
}

// nibbles are the values of the hexadecimal digits.
var nibbles = func() (values [256]byte) {
	for c := range values {
		n, err := strconv.ParseUint(string([]byte{byte(c)}), 16, 4)
		if values[c] = byte(n); err != nil {
			values[c] = noNibble
		}
	}
	return values
}()

const noNibble = 0xFF

func decodeName(word string) string {
	var out []byte
	for i := 0; i < len(word); i++ {
		if word[i] == '#' && i+2 < len(word) {
			if n, err := strconv.ParseUint(word[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, word[i])
	}
	return string(out)
}
