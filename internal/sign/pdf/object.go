package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
)

// window is how much of the file is read at first for one object.
const window = 4 << 10

// parseAt runs parse over the bytes at an offset, with more of them until they
// suffice.
func (f *File) parseAt(offset int64, parse func(l *lexer)) (end int64) {
	for n := int64(window); ; n *= 4 {
		if n > maxObject {
			fail("an object that is too long")
		}
		b := f.bytes(offset, n)
		l := &lexer{src: b, open: offset+int64(len(b)) < f.size}
		whole := enough(l, parse)
		f.spend(l.at)
		if whole {
			return offset + int64(l.at)
		}
	}
}

func enough(l *lexer, parse func(*lexer)) (ok bool) {
	defer func() {
		if failure := recover(); failure != nil {
			if _, again := failure.(short); !again {
				panic(failure)
			}
			ok = false
		}
	}()
	parse(l)
	return true
}

// object reads "num gen obj value"; stream is the offset of its stream's bytes,
// 0 where it has none.
func (f *File) object(offset int64) (ref Ref, v Value, stream int64) {
	f.parseAt(offset, func(l *lexer) {
		num, ok1 := l.number()
		gen, ok2 := l.number()
		if !ok1 || !ok2 || num > maxObjects || !l.keyword("obj") {
			fail("an object is not where the cross-references say")
		}
		ref, v, stream = Ref{int(num), int(gen)}, l.value(0), 0
		switch {
		case l.keyword("endobj"):
		case l.keyword("stream"):
			if l.peek() == '\r' {
				l.at++
			}
			if l.peek() == '\n' {
				l.at++
			}
			stream = offset + int64(l.at)
		default:
			fail("an object that does not end")
		}
	})
	return ref, v, stream
}

// Resolve follows a reference to its value; other values are returned as they
// are. What a reference to nothing means is null (§7.3.10).
func (f *File) Resolve(v Value) Value {
	for range maxDepth {
		if v.Kind != Reference {
			return v
		}
		v = f.load(v.Ref)
	}
	fail("references that go in a circle")
	return v
}

func (f *File) load(ref Ref) Value {
	e, ok := f.entries.get(ref.Num)
	if !ok || e.free || e.gen != ref.Gen {
		return Value{Kind: Keyword, Raw: []byte("null")}
	}
	if e.within != 0 {
		return f.packedValue(ref.Num, e)
	}
	got, v, _ := f.object(e.offset)
	if got != ref {
		fail("object %d is not where the cross-references say", ref.Num)
	}
	return v
}

// objectStream is one object stream, unpacked (§7.5.7).
type objectStream struct {
	content []byte
	numbers []int
	offsets []int
}

// packedStreams are the object streams that were unpacked last. A file may have
// thousands, and what one page needs lies in few of them.
type packedStreams struct {
	streams map[int]*objectStream
	order   []int // the oldest first
	size    int
	seen    map[int]bool // also those that are not kept any more
}

// maxKept is how many bytes of unpacked object streams are kept.
const maxKept = 2 << 20

func (p *packedStreams) get(num int) *objectStream { return p.streams[num] }

func (p *packedStreams) keep(num int, s *objectStream) {
	if p.streams == nil {
		p.streams = map[int]*objectStream{}
	}
	p.streams[num] = s
	p.order, p.size = append(p.order, num), p.size+len(s.content)
	for p.size > maxKept && len(p.order) > 1 {
		oldest := p.order[0]
		p.size -= len(p.streams[oldest].content)
		delete(p.streams, oldest)
		p.order = p.order[1:]
	}
}

// first reports that a stream was not unpacked before.
func (p *packedStreams) first(num int) bool {
	if p.seen == nil {
		p.seen = map[int]bool{}
	}
	before := p.seen[num]
	p.seen[num] = true
	return !before
}

func (f *File) packedValue(num int, e entry) Value {
	s := f.packed.get(e.within)
	if s == nil {
		s = f.readPacked(e.within)
		f.packed.keep(e.within, s)
	}
	if e.index >= len(s.numbers) || s.numbers[e.index] != num {
		fail("object %d is not in its object stream", num)
	}
	l := &lexer{src: s.content, at: s.offsets[e.index]}
	v := l.value(0)
	f.spend(l.at - s.offsets[e.index])
	return v
}

// spend counts what was read: objects may lie within each other, so that a
// short file has much to read.
func (f *File) spend(n int) {
	if f.parsed += int64(n); f.parsed > maxParsed {
		fail("objects that lie within each other")
	}
}

func (f *File) readPacked(num int) *objectStream {
	e, ok := f.entries.get(num)
	if !ok || e.free || e.within != 0 {
		fail("an object stream is missing")
	}
	_, v, at := f.object(e.offset)
	if v.Dict.name("Type") != "ObjStm" || at == 0 {
		fail("an object stream is none")
	}
	before := f.unpacked
	s := &objectStream{content: f.unpack(v.Dict, at)}
	if !f.packed.first(num) { // what is unpacked again counts as read again
		f.unpacked = before
		f.spend(len(s.content))
	}
	count, first := v.Dict.integer("N", -1), v.Dict.integer("First", -1)
	if count < 0 || count > int64(len(s.content)) || first < 0 || first > int64(len(s.content)) {
		fail("an object stream with a wrong head")
	}
	l := &lexer{src: s.content}
	for range count {
		number, ok1 := l.number()
		offset, ok2 := l.number()
		if !ok1 || !ok2 || first+offset >= int64(len(s.content)) {
			fail("an object stream with a wrong head")
		}
		s.numbers, s.offsets = append(s.numbers, int(number)), append(s.offsets, int(first+offset))
	}
	return s
}

// unpack returns the bytes of a stream: stored, or deflated with a predictor.
func (f *File) unpack(d Dict, at int64) []byte {
	length, ok := d.Get("Length")
	n, whole := f.Resolve(length).integer()
	if !ok || !whole || n < 0 || at+n > f.size || n > maxStream {
		fail("a stream with a wrong length")
	}
	content := f.bytes(at, n)
	filter, filtered := d.Get("Filter")
	filter = f.Resolve(filter)
	parameters, _ := d.Get("DecodeParms")
	parameters = f.Resolve(parameters)
	if filter.Kind == Array {
		if len(filter.Items) > 1 {
			fail("a stream with several filters")
		}
		if filtered = len(filter.Items) == 1; filtered {
			filter = f.Resolve(filter.Items[0])
		}
		if parameters.Kind == Array && len(parameters.Items) == 1 {
			parameters = f.Resolve(parameters.Items[0])
		}
	}
	if !filtered {
		return content
	}
	if filter.Name != "FlateDecode" {
		fail("a stream with the filter %.20q", filter.Name)
	}
	r, err := zlib.NewReader(bytes.NewReader(content))
	if err != nil {
		fail("a stream that cannot be unpacked")
	}
	out, err := io.ReadAll(io.LimitReader(r, maxStream+1))
	f.unpacked += int64(len(out))
	if len(out) > maxStream || f.unpacked > maxUnpacked || err != nil && len(out) == 0 {
		fail("a stream that cannot be unpacked")
	}
	return unpredict(out, parameters.Dict)
}

// unpredict undoes the PNG predictors (§7.4.4.4), the only ones in use here.
func unpredict(in []byte, parameters Dict) []byte {
	predictor := parameters.integer("Predictor", 1)
	if predictor == 1 {
		return in
	}
	columns := int(parameters.integer("Columns", 1))
	if predictor < 10 || parameters.integer("Colors", 1) != 1 || parameters.integer("BitsPerComponent", 8) != 8 || columns < 1 || columns > 1<<16 {
		fail("a predictor that is not known")
	}
	out := make([]byte, 0, len(in))
	above := make([]byte, columns)
	for ; len(in) > columns; in = in[columns+1:] {
		row := append(out, in[1:columns+1]...)[len(out):]
		for i := range row {
			var left, corner byte
			if i > 0 {
				left, corner = row[i-1], above[i-1]
			}
			switch in[0] {
			case 0:
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			default:
				fail("a predictor that is not known")
			}
		}
		out, above = out[:len(out)+columns], row
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	da, db, dc := distance(p, int(a)), distance(p, int(b)), distance(p, int(c))
	switch {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}

func distance(a, b int) int { return max(a-b, b-a) }
