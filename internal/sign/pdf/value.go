package pdf

import (
	"bytes"
	"strconv"
)

// Kind is what a value is.
type Kind int

// The kinds of values (ISO 32000-1 §7.3). Keyword is true, false and null.
const (
	Keyword Kind = iota
	Number
	Name
	String
	Array
	Dictionary
	Reference
)

// A Value is one object as it stands in the file. Raw are its bytes there: what
// an update does not change is written as it was.
type Value struct {
	Kind  Kind
	Raw   []byte
	Name  string // of a name, decoded
	Bytes []byte // of a string, decoded
	Items []Value
	Dict  Dict
	Ref   Ref
}

// Ref names an indirect object.
type Ref struct{ Num, Gen int }

func (r Ref) String() string { return strconv.Itoa(r.Num) + " " + strconv.Itoa(r.Gen) + " R" }

// Dict keeps the entries of a dictionary in their order.
type Dict []Entry

// Entry is one key with its value.
type Entry struct {
	Key   string
	Value Value
}

// Get returns the value of a key.
func (d Dict) Get(key string) (Value, bool) {
	for _, e := range d {
		if e.Key == key {
			return e.Value, true
		}
	}
	return Value{}, false
}

func (d Dict) name(key string) string {
	v, _ := d.Get(key)
	return v.Name
}

// integer returns a whole number, or missing where there is none.
func (d Dict) integer(key string, missing int64) int64 {
	v, ok := d.Get(key)
	if !ok {
		return missing
	}
	n, ok := v.integer()
	if !ok {
		fail("/%s is not a whole number", key)
	}
	return n
}

func (v Value) integer() (int64, bool) {
	if v.Kind != Number {
		return 0, false
	}
	n, err := strconv.ParseInt(string(bytes.TrimPrefix(v.Raw, []byte("+"))), 10, 64)
	return n, err == nil
}

// with returns the dictionary with an entry set, as bytes.
func (d Dict) with(changes ...Entry) []byte {
	var b bytes.Buffer
	b.WriteString("<<")
	write := func(key string, raw []byte) {
		b.WriteString(" /" + escapeName(key) + " ")
		b.Write(raw)
	}
	for _, e := range d {
		raw := e.Value.Raw
		for _, c := range changes {
			if c.Key == e.Key {
				raw = c.Value.Raw
			}
		}
		write(e.Key, raw)
	}
	for _, c := range changes {
		if _, there := d.Get(c.Key); !there {
			write(c.Key, c.Value.Raw)
		}
	}
	b.WriteString(" >>")
	return b.Bytes()
}

// raw makes an entry from text that is a value as it shall be written.
func raw(key, value string) Entry { return Entry{key, Value{Raw: []byte(value)}} }

// appended returns an array with one more item, as bytes.
func appended(items []Value, more string) []byte {
	var b bytes.Buffer
	b.WriteString("[")
	for _, v := range items {
		b.Write(v.Raw)
		b.WriteByte(' ')
	}
	b.WriteString(more + "]")
	return b.Bytes()
}

// escapeName writes a name so that it is read as the same name again.
func escapeName(name string) string {
	var b bytes.Buffer
	for i := range len(name) {
		if c := name[i]; c < '!' || c > '~' || c == '#' || isDelimiter(c) {
			b.WriteString("#" + strconv.FormatInt(int64(c)+0x100, 16)[1:])
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
