package pdf

import (
	"iter"
	"maps"
	"slices"
)

// entry is where an object lies.
type entry struct {
	free   bool
	offset int64 // of its header
	gen    int
	within int // number of the object stream that holds it, 0 for none
	index  int // its place in there
}

// entries are the entries by object number. A file of 100 MB may have hundreds of
// thousands, so each takes eight bytes: its form in the lowest two bits, then the
// generation (16 bits) and the offset (46), or the stream (24) and the place (24).
type entries struct {
	chunks map[int]*[chunkSize]uint64
	count  int
}

const chunkSize = 256

// The forms of an entry; 0 is none.
const (
	formFree = iota + 1
	formPlain
	formPacked
)

// farAway stands for every offset that no file reaches.
const farAway = 1<<46 - 1

func (e *entries) get(num int) (found entry, ok bool) {
	chunk := e.chunks[num/chunkSize]
	if num < 0 || chunk == nil {
		return found, false
	}
	packed := chunk[num%chunkSize]
	switch packed & 3 {
	case formFree:
		return entry{free: true}, true
	case formPlain:
		return entry{gen: int(packed >> 2 & 0xFFFF), offset: int64(packed >> 18)}, true
	case formPacked:
		return entry{within: int(packed >> 2 & 0xFFFFFF), index: int(packed >> 26 & 0xFFFFFF)}, true
	}
	return found, false
}

// add notes an entry unless there is one: what a newer section says holds.
func (e *entries) add(num int, one entry) {
	if e.chunks == nil {
		e.chunks = map[int]*[chunkSize]uint64{}
	}
	chunk := e.chunks[num/chunkSize]
	if chunk == nil {
		chunk = new([chunkSize]uint64)
		e.chunks[num/chunkSize] = chunk
	}
	place := &chunk[num%chunkSize]
	if *place != 0 {
		return
	}
	e.count++
	switch {
	case one.free:
		*place = formFree
	case one.within != 0:
		*place = formPacked | uint64(one.within)<<2 | uint64(one.index)<<26
	default:
		*place = formPlain | uint64(one.gen)<<2 | uint64(min(one.offset, farAway))<<18
	}
}

// all goes through the entries by number.
func (e *entries) all() iter.Seq2[int, entry] {
	return func(yield func(int, entry) bool) {
		for _, at := range slices.Sorted(maps.Keys(e.chunks)) {
			for i, packed := range e.chunks[at] {
				if packed == 0 {
					continue
				}
				one, _ := e.get(at*chunkSize + i)
				if !yield(at*chunkSize+i, one) {
					return
				}
			}
		}
	}
}
