package sign

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"
)

// A Document is one file to sign. A detached signature needs no more of it than
// its digest, so a document of any size costs the host 32 bytes.
type Document struct {
	Name    string   // as the person's file is called, without a folder
	Digest  [32]byte // SHA-256 of the whole content
	Content Content  // nil where only the digest is at hand
	Size    int64    // in bytes; 0 where it is not known
}

// Content is a document's bytes wherever they lie: in memory, or in a file that
// is read piece by piece.
type Content interface {
	io.ReaderAt
	Size() int64
}

// NewDocument is a document that lies in memory.
func NewDocument(name string, content []byte) Document {
	return Document{name, sha256.Sum256(content), bytes.NewReader(content), int64(len(content))}
}

// copyBuffers are what pour copies through. Fresh memory costs more than copying
// does, and one signature reads its document several times.
var copyBuffers = sync.Pool{New: func() any { return new([16 << 10]byte) }}

// pour is io.Copy with a buffer that was used before.
func pour(w io.Writer, r io.Reader) (written int64, err error) {
	buffer := copyBuffers.Get().(*[16 << 10]byte)
	defer copyBuffers.Put(buffer)
	return io.CopyBuffer(w, r, buffer[:])
}

// Digest is the SHA-256 of a content.
func Digest(c Content) (digest [32]byte, err error) {
	hash := sha256.New()
	if _, err := pour(hash, io.NewSectionReader(c, 0, c.Size())); err != nil {
		return digest, fmt.Errorf("reading document: %w", err)
	}
	return [32]byte(hash.Sum(nil)), nil
}

// An Output is one file made by a profile. What it took over from the document
// is not held in memory: it is read again when the output is written.
type Output struct {
	Name, MediaType string
	parts           []Content
	signature       []byte   // the value that the card gave for it
	unpacked        unpacked // of an archive: what is known of the entries that it took over
}

// NewOutput is a file that lies in memory.
func NewOutput(name, mediaType string, content []byte) Output {
	return newOutput(name, mediaType, bytes.NewReader(content))
}

// newOutput joins parts, in their order, into a file.
func newOutput(name, mediaType string, parts ...Content) Output {
	return Output{Name: name, MediaType: mediaType, parts: parts}
}

// Size is the length of the file in bytes.
func (o Output) Size() (size int64) {
	for _, p := range o.parts {
		size += p.Size()
	}
	return size
}

// WriteTo writes the file to w.
func (o Output) WriteTo(w io.Writer) (written int64, err error) {
	for _, p := range o.parts {
		n, err := pour(w, io.NewSectionReader(p, 0, p.Size()))
		written += n
		if err == nil && n != p.Size() {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return written, fmt.Errorf("writing output: %w", err)
		}
	}
	return written, nil
}

// Bytes is the file as a whole.
func (o Output) Bytes() ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(o.Size()))
	_, err := o.WriteTo(&b)
	return b.Bytes(), err
}
