package messaging

import (
	"bytes"
	"errors"
	"reflect"
	"unicode/utf16"
	"unicode/utf8"
)

// The rules of a request's JSON that encoding/json does not hold. It takes
// duplicate keys, keys in the wrong case, broken UTF-8 and lone surrogates.
var (
	errSyntax    = errors.New("not one JSON object")
	errUTF8      = errors.New("invalid UTF-8")
	errDepth     = errors.New("too deep")
	errKeys      = errors.New("too many keys")
	errElements  = errors.New("too many elements")
	errDuplicate = errors.New("duplicate key")
	errUnknown   = errors.New("unknown key")
	errNull      = errors.New("null")
)

// maxElements bounds what decoding makes of an array: the longest there is are
// the documents of a sign request. An element takes three bytes of the frame
// and several hundred once it is decoded.
const maxElements = 128

// maxKeys bounds the comparison of each key with all others of its object.
// Requests have fewer than ten.
const maxKeys = 64

// walker goes once over JSON text and checks it in place. Nothing is copied:
// any of the strings may be a PIN.
type walker struct {
	data  []byte
	pos   int
	fault error // first broken rule after which the walk could go on
	// onMember hears of the members of the outermost object: key and value as
	// they stand in data.
	onMember func(key, value []byte)
}

// walk checks data as one JSON value that a variable of type t could take.
// Objects must have only the keys that t's struct tags spell, byte for byte;
// a nil t allows any. Trailing bytes other than white space are an error.
func walk(data []byte, t reflect.Type, onMember func(key, value []byte)) error {
	w := &walker{data: data, onMember: onMember}
	w.space()
	if w.peek() != '{' {
		return errSyntax
	}
	if err := w.value(1, t); err != nil {
		return err
	}
	if w.space(); w.pos != len(data) {
		return errSyntax
	}
	return w.fault
}

func (w *walker) note(err error) {
	if w.fault == nil {
		w.fault = err
	}
}

func (w *walker) peek() byte {
	if w.pos < len(w.data) {
		return w.data[w.pos]
	}
	return 0
}

func (w *walker) accept(c byte) bool {
	if w.pos < len(w.data) && w.data[w.pos] == c {
		w.pos++
		return true
	}
	return false
}

func (w *walker) space() {
	for w.pos < len(w.data) {
		switch w.data[w.pos] {
		case ' ', '\t', '\n', '\r':
			w.pos++
		default:
			return
		}
	}
}

func (w *walker) value(depth int, t reflect.Type) error {
	switch c := w.peek(); c {
	case '{', '[':
		if depth > MaxDepth {
			return errDepth
		}
		if c == '{' {
			return w.object(depth, t)
		}
		return w.array(depth, t)
	case '"':
		return w.str()
	case 't':
		return w.literal("true")
	case 'f':
		return w.literal("false")
	case 'n':
		w.note(errNull) // absent is said by leaving the key out
		return w.literal("null")
	}
	return w.number()
}

func (w *walker) object(depth int, t reflect.Type) error {
	fields := fieldsOf(t)
	var keys [][]byte
	w.pos++
	w.space()
	if w.accept('}') {
		return nil
	}
	for {
		key, err := w.key(&keys)
		if err != nil {
			return err
		}
		inner, known := fields[string(key)]
		if fields != nil && !known {
			w.note(errUnknown)
		}
		start := w.pos
		if err := w.value(depth+1, inner); err != nil {
			return err
		}
		if depth == 1 && w.onMember != nil {
			w.onMember(key, w.data[start:w.pos])
		}
		if done, err := w.next('}'); done || err != nil {
			return err
		}
	}
}

// key reads a member's name and the colon. A name with an escape is refused
// like an unknown one: no name of ours needs it, and unescaping would be the
// way around the check for duplicates.
func (w *walker) key(keys *[][]byte) ([]byte, error) {
	if w.peek() != '"' {
		return nil, errSyntax
	}
	start := w.pos + 1
	if err := w.str(); err != nil {
		return nil, err
	}
	key := w.data[start : w.pos-1]
	if bytes.IndexByte(key, '\\') >= 0 {
		w.note(errUnknown)
	}
	for _, k := range *keys {
		if bytes.Equal(k, key) {
			w.note(errDuplicate)
		}
	}
	if *keys = append(*keys, key); len(*keys) > maxKeys {
		return nil, errKeys
	}
	w.space()
	if !w.accept(':') {
		return nil, errSyntax
	}
	w.space()
	return key, nil
}

func (w *walker) array(depth int, t reflect.Type) error {
	t = elemOf(t)
	w.pos++
	w.space()
	if w.accept(']') {
		return nil
	}
	for range maxElements {
		if err := w.value(depth+1, t); err != nil {
			return err
		}
		if done, err := w.next(']'); done || err != nil {
			return err
		}
	}
	return errElements
}

// next reads what follows a member: the end, or a comma.
func (w *walker) next(end byte) (done bool, err error) {
	w.space()
	if w.accept(end) {
		return true, nil
	}
	if !w.accept(',') {
		return false, errSyntax
	}
	w.space()
	return false, nil
}

func (w *walker) literal(word string) error {
	if !bytes.HasPrefix(w.data[w.pos:], []byte(word)) {
		return errSyntax
	}
	w.pos += len(word)
	return nil
}

func (w *walker) number() error {
	w.accept('-')
	if !w.accept('0') && !w.digits() {
		return errSyntax
	}
	if w.accept('.') && !w.digits() {
		return errSyntax
	}
	if w.accept('e') || w.accept('E') {
		_ = w.accept('+') || w.accept('-')
		if !w.digits() {
			return errSyntax
		}
	}
	return nil
}

func (w *walker) digits() bool {
	start := w.pos
	for c := w.peek(); c >= '0' && c <= '9'; c = w.peek() {
		w.pos++
	}
	return w.pos > start
}

func (w *walker) str() error {
	w.pos++
	for w.pos < len(w.data) {
		switch c := w.data[w.pos]; {
		case c == '"':
			w.pos++
			return nil
		case c < 0x20:
			return errSyntax
		case c == '\\':
			if err := w.escape(); err != nil {
				return err
			}
		case c < utf8.RuneSelf:
			w.pos++
		default:
			r, size := utf8.DecodeRune(w.data[w.pos:])
			if r == utf8.RuneError && size == 1 {
				return errUTF8
			}
			w.pos += size
		}
	}
	return errSyntax
}

func (w *walker) escape() error {
	if w.pos+1 >= len(w.data) {
		return errSyntax
	}
	switch w.data[w.pos+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		w.pos += 2
		return nil
	case 'u':
		return w.unicode()
	}
	return errSyntax
}

// unicode reads \uXXXX, or two of them that make one character. Half a pair is
// not text (RFC 7493 section 2.1) and would silently become U+FFFD.
func (w *walker) unicode() error {
	r, ok := w.hex4()
	if !ok {
		return errSyntax
	}
	if !utf16.IsSurrogate(r) {
		return nil
	}
	low, ok := w.hex4()
	if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
		return errUTF8
	}
	return nil
}

func (w *walker) hex4() (rune, bool) {
	s := w.data[w.pos:]
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
	w.pos += 6
	return r, true
}
