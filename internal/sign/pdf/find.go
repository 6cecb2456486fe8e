package pdf

import (
	"bytes"
	"encoding/hex"
	"slices"
)

// A Found is one signature dictionary of a file, as it stands there.
type Found struct {
	SubFilter string
	Contents  []byte   // with the zeros behind the CMS
	Range     [4]int64 // /ByteRange: from 0, length, from, length
	// Whole is true when everything but the hole of /Contents is signed, to the
	// last byte of the file; Revision when that holds for an earlier state of the
	// file, which later updates were put behind.
	Whole, Revision bool
}

// Signatures finds every signature dictionary that the file holds, reached by
// the form or not, in the order in which they were made. One whose /ByteRange
// leaves out anything but its own /Contents has neither Whole nor Revision: it
// would let bytes be changed that a reader shows.
func (f *File) Signatures() (found []Found, err error) {
	err = guard(func() {
		look := func(num int, e entry) {
			d := f.load(Ref{num, e.gen}).Dict
			if _, ranged := d.Get("ByteRange"); ranged && (d.name("Type") == "Sig" || d.name("Type") == "") {
				found = append(found, f.signature(d))
			}
		}
		inStreams := map[int][]int32{}
		for num, e := range f.entries.all() {
			switch {
			case e.within != 0:
				inStreams[e.within] = append(inStreams[e.within], int32(num))
			case !e.free:
				look(num, e)
			}
		}
		for _, numbers := range inStreams { // each stream is unpacked once
			for _, num := range numbers {
				look(int(num), entry{})
			}
		}
	})
	slices.SortFunc(found, func(a, b Found) int { return int(a.Range[2] + a.Range[3] - b.Range[2] - b.Range[3]) })
	return found, err
}

func (f *File) signature(d Dict) (s Found) {
	s.SubFilter = d.name("SubFilter")
	contents, _ := d.Get("Contents")
	s.Contents = f.Resolve(contents).Bytes
	numbers := numbers(d, "ByteRange", nil)
	if len(numbers) != 4 {
		return s
	}
	s.Range = [4]int64(numbers)
	start, end := s.Range[1], s.Range[2]
	signed := end + s.Range[3]
	if s.Range[0] != 0 || start <= 0 || end <= start+2 || end > f.size || signed > f.size {
		return s
	}
	hole := f.bytes(start, end-start)
	if hole[0] != '<' || hole[len(hole)-1] != '>' || !isHex(hole[1:len(hole)-1], s.Contents) {
		return s
	}
	s.Whole = signed == f.size
	tail := f.bytes(max(0, signed-16), min(16, signed))
	s.Revision = !s.Whole && bytes.HasSuffix(bytes.TrimRight(tail, "\r\n "), []byte("%%EOF"))
	return s
}

// isHex reports whether digits are nothing but want in hexadecimal. What else
// stands in the hole, nobody signed, and a reader may show it.
func isHex(digits, want []byte) bool {
	out := make([]byte, hex.DecodedLen(len(digits)))
	_, err := hex.Decode(out, digits)
	return err == nil && bytes.Equal(out, want)
}
