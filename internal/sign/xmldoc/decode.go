package xmldoc

import (
	"io"
	"strings"
	"unicode/utf8"
)

// A form says what becomes of the characters of a piece of source: what the
// syntax made of them is undone, and what the output needs is written for them.
type form struct {
	special [256]bool // where the loop has to stop
	escape  [128]string
	value   bool // of an attribute: literal white space becomes a space
}

func newForm(value bool, escapes map[byte]string) (f form) {
	f.value = value
	for _, c := range []byte("\r&<") {
		f.special[c] = true
	}
	if value {
		f.special['\t'], f.special['\n'] = true, true
	}
	for c, text := range escapes {
		f.special[c], f.escape[c] = true, text
	}
	return f
}

// The forms of text and values as they are meant, and as canonical XML writes
// them (§2.3, "Text Nodes" and "Attribute Nodes").
var (
	plainText      = newForm(false, nil)
	plainValue     = newForm(true, nil)
	canonicalText  = newForm(false, map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#xD;"})
	canonicalValue = newForm(true, map[byte]string{'&': "&amp;", '<': "&lt;", '"': "&quot;", '\t': "&#x9;", '\n': "&#xA;", '\r': "&#xD;"})
)

// writer writes pieces of a source and what stands for other pieces of it. Pieces
// that follow each other there are put together first: of most documents nearly
// all is written as it stands, in a few long pieces.
type writer struct {
	src      string
	from, to int32 // what is still to be written of src

	w    io.Writer // nil: all is kept in buf
	buf  []byte
	used int
	err  error // w's first
}

const bufferSize = 8 << 10

// piece writes src[from:to].
func (w *writer) piece(from, to int32) {
	if from == w.to {
		w.to = to
		return
	}
	w.release()
	w.from, w.to = from, to
}

// put writes text that does not stand in the source.
func (w *writer) put(text string) {
	w.release()
	w.write(text)
}

func (w *writer) release() {
	if w.from < w.to {
		w.write(w.src[w.from:w.to])
	}
	w.from, w.to = 0, 0
}

func (w *writer) write(text string) {
	for {
		n := copy(w.buf[w.used:], text)
		w.used += n
		if text = text[n:]; text == "" {
			return
		}
		if w.w == nil {
			w.buf = append(w.buf, make([]byte, len(text)+len(w.buf))...)
			continue
		}
		w.pass()
	}
}

// pass hands on what was collected.
func (w *writer) pass() {
	if w.err == nil {
		_, w.err = w.w.Write(w.buf[:w.used])
	}
	w.used = 0
}

// end hands on the rest.
func (w *writer) end() error {
	w.release()
	w.pass()
	return w.err
}

// rune writes a character that a reference stood for.
func (w *writer) rune(r rune, f *form) {
	if r < utf8.RuneSelf && f.escape[r] != "" {
		w.put(f.escape[r])
		return
	}
	w.put(string(r))
}

// content writes src[from:to] as it is meant: every line end a single LF
// (XML 1.0 §2.11), references and CDATA sections resolved, literal white space of
// values a space (§3.3.3). It was checked when it was read.
func (w *writer) content(from, to int32, f *form) {
	raw := w.src[:to]
	for i := from; i < to; {
		c := raw[i]
		if !f.special[c] {
			i++
			continue
		}
		w.piece(from, i)
		switch {
		case c == '\r' || c == '\n' || c == '\t':
			i = w.white(i, to, f)
		case c == '&':
			r, n := reference(raw[i:])
			w.rune(r, f)
			i += int32(n)
		case c == '<': // of a CDATA section: no other stands in what was checked
			inner, _, _ := strings.Cut(raw[i+int32(len(cdata)):], "]]>")
			i += int32(len(cdata))
			w.literal(i, i+int32(len(inner)), f)
			i += int32(len(inner) + len("]]>"))
		default:
			w.put(f.escape[c])
			i++
		}
		from = i
	}
	w.piece(from, to)
}

const cdata = "<![CDATA["

// white writes what stands for the literal white space at i, and returns where it
// ends. The LF of CR LF is a piece of the source.
func (w *writer) white(i, to int32, f *form) int32 {
	if w.src[i] == '\r' && i+1 < to && w.src[i+1] == '\n' {
		i++
	}
	switch {
	case f.value:
		w.put(" ")
	case w.src[i] == '\n':
		w.piece(i, i+1)
	default:
		w.put("\n")
	}
	return i + 1
}

// literal writes what stands in a CDATA section.
func (w *writer) literal(from, to int32, f *form) {
	for i := from; i < to; {
		c := w.src[i]
		if !f.special[c] || c != '\r' && f.escape[c] == "" {
			i++
			continue
		}
		w.piece(from, i)
		if c == '\r' {
			i = w.white(i, to, f)
		} else {
			w.put(f.escape[c])
			i++
		}
		from = i
	}
	w.piece(from, to)
}

// decode is a piece of source as it is meant, the piece itself where nothing in
// it has to be decoded.
func decode(raw string, f *form) string {
	for i := range len(raw) {
		if f.special[raw[i]] {
			w := writer{src: raw}
			w.content(0, int32(len(raw)), f)
			w.release()
			return string(w.buf[:w.used])
		}
	}
	return raw
}

// lines writes text whose line ends become a single LF each, and nothing else:
// instructions know no references.
func (w *writer) lines(from, to int32) {
	for i := from; i < to; {
		if w.src[i] != '\r' {
			i++
			continue
		}
		w.piece(from, i)
		i = w.white(i, to, &plainText)
		from = i
	}
	w.piece(from, to)
}

// decoded writes text that is decoded already.
func (w *writer) decoded(text string, f *form) {
	from := 0
	for i := range len(text) {
		if c := text[i]; c < utf8.RuneSelf && f.escape[c] != "" {
			w.put(text[from:i])
			w.put(f.escape[c])
			from = i + 1
		}
	}
	w.put(text[from:])
}

// reference reads &…; and returns the character that it stands for and its
// length; length 0 where it is none.
func reference(raw string) (r rune, length int) {
	end := strings.IndexByte(raw, ';')
	if end < 2 {
		return 0, 0
	}
	name := raw[1:end]
	if name[0] != '#' {
		r := entities[name]
		if r == 0 {
			return 0, 0
		}
		return r, end + 1
	}
	name = name[1:]
	base := rune(10)
	if strings.HasPrefix(name, "x") {
		base, name = 16, name[1:]
	}
	for i := range len(name) {
		digit, ok := digitOf(name[i], base)
		if r = r*base + digit; !ok || r > utf8.MaxRune {
			return 0, 0
		}
	}
	if name == "" || !isChar(r) {
		return 0, 0
	}
	return r, end + 1
}

func digitOf(c byte, base rune) (digit rune, ok bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case base == 16 && c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case base == 16 && c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}

var entities = map[string]rune{"amp": '&', "lt": '<', "gt": '>', "apos": '\'', "quot": '"'}

func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}
