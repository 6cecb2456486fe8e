package pdf

import (
	"bytes"
	"slices"
)

// readSections follows the cross-reference sections from the newest to the
// oldest (§7.5.4 to §7.5.8). What a newer one says about an object holds.
func (f *File) readSections() {
	f.startref = f.findStart()
	seen := map[int64]bool{}
	for at, more := f.startref, true; more; {
		if seen[at] || len(seen) >= maxSections {
			fail("cross-reference sections that go in a circle")
		}
		seen[at] = true
		f.sections = append(f.sections, at)
		trailer, isStream := f.readSection(at)
		if f.trailer == nil {
			f.trailer, f.stream = trailer, isStream
		}
		size := trailer.integer("Size", -1)
		if size < 1 || size > maxObjects {
			fail("a trailer without a size")
		}
		f.next = max(f.next, int(size))
		_, more = trailer.Get("Prev")
		at = trailer.integer("Prev", 0)
	}
	for num := range f.entries.all() {
		f.next = max(f.next, num+1)
	}
}

// findStart reads the offset behind the last startxref.
func (f *File) findStart() (start int64) {
	from := max(0, f.size-tailToSearch)
	tail := f.bytes(from, tailToSearch)
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		fail("startxref is missing at its end")
	}
	l := &lexer{src: tail, at: i + len("startxref")}
	start, ok := l.number()
	if !ok || start >= f.size {
		fail("startxref points at nothing")
	}
	return start
}

func (f *File) readSection(at int64) (trailer Dict, isStream bool) {
	isTable := false
	f.parseAt(at, func(l *lexer) { isTable = l.keyword("xref") })
	if !isTable {
		return f.readStreamSection(at), true
	}
	free, at := f.readTable(at)
	f.parseAt(at, func(l *lexer) {
		l.keyword("trailer")
		trailer = l.value(0).Dict
	})
	// Objects that only readers of 1.5 shall see are free in the table and stand in a stream beside it.
	if hidden, ok := trailer.Get("XRefStm"); ok {
		offset, whole := hidden.integer()
		if !whole {
			fail("/XRefStm is not an offset")
		}
		f.readStreamSection(offset)
	}
	for _, num := range free {
		f.add(section{int(num), entry{free: true}})
	}
	return trailer, false
}

// linesAtOnce is how many lines of a table are read in one go: they fit into the
// window of an object.
const linesAtOnce = 150

// readTable notes the objects of a table that are in use, and returns the numbers
// of the others and where the trailer begins.
func (f *File) readTable(at int64) (free []int32, trailer int64) {
	at = f.parseAt(at, func(l *lexer) { l.keyword("xref") })
	for {
		var first, count int64
		isTrailer := false
		next := f.parseAt(at, func(l *lexer) {
			if isTrailer = l.keyword("trailer"); !isTrailer {
				first, count = tableHead(l)
			}
		})
		if isTrailer {
			return free, at
		}
		for at = next; count > 0; {
			var lines []section
			at = f.parseAt(at, func(l *lexer) { lines = tableLines(l, first, min(count, linesAtOnce)) })
			for _, s := range lines {
				if s.entry.free {
					free = append(free, int32(s.num))
				} else {
					f.add(s)
				}
			}
			first, count = first+int64(len(lines)), count-int64(len(lines))
		}
	}
}

// section is what a section says about one object.
type section struct {
	num   int
	entry entry
}

func (f *File) add(s section) {
	if f.entries.add(s.num, s.entry); f.entries.count > maxObjects {
		fail("too many objects")
	}
}

// tableHead reads the head of a subsection: "first count".
func tableHead(l *lexer) (first, count int64) {
	first, ok1 := l.number()
	count, ok2 := l.number()
	if !ok1 || !ok2 || first > maxObjects || count > maxObjects || first+count > maxObjects {
		fail("a cross-reference table that is not well-formed")
	}
	return first, count
}

// tableLines reads so many lines of a subsection.
func tableLines(l *lexer, first, count int64) (found []section) {
	for i := range count {
		offset, ok1 := l.number()
		gen, ok2 := l.number()
		inUse := l.keyword("n")
		if !ok1 || !ok2 || gen > 0xFFFF || !inUse && !l.keyword("f") {
			fail("a cross-reference table that is not well-formed")
		}
		// Some writers mark what is not there by the offset 0.
		found = append(found, section{int(first + i), entry{free: !inUse || offset == 0, offset: offset, gen: int(gen)}})
	}
	return found
}

// readStreamSection reads a cross-reference stream (§7.5.8).
func (f *File) readStreamSection(at int64) Dict {
	_, v, stream := f.object(at)
	if v.Dict.name("Type") != "XRef" || stream == 0 {
		fail("startxref points at no cross-references")
	}
	content := f.unpack(v.Dict, stream)
	widths := numbers(v.Dict, "W", nil)
	if len(widths) != 3 || slices.Max(widths) > 8 {
		fail("a cross-reference stream with wrong widths")
	}
	index := numbers(v.Dict, "Index", []int64{0, v.Dict.integer("Size", -1)})
	row := int(widths[0] + widths[1] + widths[2])
	for ; len(index) >= 2 && row > 0; index = index[2:] {
		for num := index[0]; num < index[0]+index[1]; num++ {
			if len(content) < row || num > maxObjects {
				fail("a cross-reference stream that is too short")
			}
			f.add(section{int(num), streamEntry(content[:row], widths)})
			content = content[row:]
		}
	}
	return v.Dict
}

func streamEntry(row []byte, widths []int64) entry {
	field := func(i int64, missing uint64) (n uint64) {
		if widths[i] == 0 {
			return missing
		}
		for _, c := range row[:widths[i]] {
			n = n<<8 | uint64(c)
		}
		row = row[widths[i]:]
		return n
	}
	kind, second, third := field(0, 1), field(1, 0), field(2, 0)
	switch {
	case kind == 1 && third <= 0xFFFF && second < 1<<62:
		return entry{offset: int64(second), gen: int(third)}
	case kind == 2 && second > 0 && second <= maxObjects && third <= maxObjects:
		return entry{within: int(second), index: int(third)}
	}
	return entry{free: true}
}

// numbers reads an array of whole numbers that are not negative.
func numbers(d Dict, key string, missing []int64) (out []int64) {
	v, ok := d.Get(key)
	if !ok {
		return missing
	}
	for _, item := range v.Items {
		n, whole := item.integer()
		if !whole || n < 0 || n > MaxSize {
			fail("/%s is not an array of numbers", key)
		}
		out = append(out, n)
	}
	return out
}
