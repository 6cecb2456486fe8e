// Package pdf adds a signature to a PDF file without changing a byte of it: an
// incremental update (ISO 32000-1 §7.5.6) that holds the signature dictionary,
// its field, and new copies of the few objects that have to mention them.
//
// It reads as much of a file as that takes: the cross-reference sections in all
// their forms, objects within object streams, the page tree and the form. A
// file that is damaged, so that a viewer would have to guess, is refused: two
// viewers may guess differently, and a person signs what one of them shows.
package pdf

import (
	"fmt"
	"io"
)

// Error says why a file cannot be signed. Kind is a word that stays: not-pdf,
// protected, certified, xfa, damaged, too-long, stamp or unreadable.
type Error struct{ Kind, Reason string }

func (e *Error) Error() string { return "reading PDF: " + e.Reason }

// The reasons that a person can do something about.
const (
	ReasonNotPDF    = "it is not a PDF file"
	ReasonEncrypted = "it is protected by a password or by restrictions"
	ReasonCertified = "its author allowed no further changes, not even a signature"
	ReasonXFA       = "its form is of a kind (XFA) that a signature would break"
	ReasonDamaged   = "it is damaged"
)

// damaged is panicked by the readers below Open and turned into an *Error
// there: every step can fail, and no step can go on.
type damaged struct{ where string }

func fail(format string, args ...any) { panic(damaged{fmt.Sprintf(format, args...)}) }

// guard runs a step of reading and returns what it panicked with as an error.
func guard(step func()) (err error) {
	defer func() {
		switch failure := recover().(type) {
		case nil:
		case damaged:
			err = &Error{"damaged", ReasonDamaged + ": " + failure.where}
		case *Error:
			err = failure
		default:
			panic(failure)
		}
	}()
	step()
	return nil
}

// Limits. Real files stay far below them; hostile ones shall not use up memory.
const (
	MaxSize      = 100 << 20 // bytes of a file
	maxObject    = 16 << 20  // bytes of one object without its stream
	maxStream    = 64 << 20  // bytes of a cross-reference or object stream, unpacked
	maxUnpacked  = 256 << 20 // bytes of all of them
	maxValues    = 1 << 20   // values of one object
	maxParsed    = 1 << 30   // bytes of all objects that are read, each as often as it is
	maxSections  = 4096      // cross-reference sections
	maxObjects   = 8 << 20   // objects
	maxDepth     = 64        // arrays and dictionaries within each other, pages within pages
	tailToSearch = 2048      // where startxref has to stand
)

// A File is a PDF file that was looked through.
type File struct {
	src  io.ReaderAt
	size int64

	entries  entries
	trailer  Dict  // the newest
	startref int64 // the offset of the newest section
	stream   bool  // the newest section is a stream
	next     int   // the first object number that no section has
	sections []int64

	packed packedStreams

	unpacked, parsed int64 // bytes so far
}

// Open reads the structure of a file. Errors are *Error, or the reader's own.
func Open(src io.ReaderAt, size int64) (*File, error) {
	f := &File{src: src, size: size}
	if err := guard(f.open); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *File) open() {
	if f.size > MaxSize {
		panic(&Error{"too-long", "it is longer than 100 MiB"})
	}
	if head := f.bytes(0, 8); len(head) < 8 || string(head[:5]) != "%PDF-" {
		panic(&Error{"not-pdf", ReasonNotPDF})
	}
	f.readSections()
	if _, encrypted := f.trailer.Get("Encrypt"); encrypted {
		panic(&Error{"protected", ReasonEncrypted})
	}
	catalog := f.catalog()
	if catalog.name("Type") != "Catalog" {
		fail("the catalog is missing")
	}
}

// bytes reads up to n bytes at an offset; fewer only at the end of the file.
func (f *File) bytes(offset, n int64) []byte {
	if offset < 0 || offset > f.size {
		fail("an offset outside of the file")
	}
	b := make([]byte, min(n, f.size-offset))
	if _, err := f.src.ReadAt(b, offset); err != nil && err != io.EOF {
		panic(&Error{"unreadable", "the file cannot be read"})
	}
	return b
}

func (f *File) catalog() Dict {
	root, ok := f.trailer.Get("Root")
	if !ok || root.Kind != Reference {
		fail("the trailer names no catalog")
	}
	return f.Resolve(root).Dict
}
