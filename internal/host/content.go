package host

import (
	"encoding/base64"
	"io"
	"strconv"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/sign/pdf"
)

// documents finds the bytes or the digest of each document of a request. A
// digest that somebody else computed is taken only from Hitofude's own window,
// where a person saw the file.
func documents(origin string, given []messaging.Document, blobs map[string]*blob) ([]sign.Document, error) {
	docs := make([]sign.Document, len(given))
	for i, d := range given {
		var err error
		if docs[i], err = document(origin, d, blobs); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

func document(origin string, d messaging.Document, blobs map[string]*blob) (sign.Document, error) {
	switch {
	case d.Blob != "":
		return blobs[d.Blob].document(d)
	case d.Digest != nil && origin != messaging.OriginUI:
		return sign.Document{}, &messaging.Error{Code: messaging.CodeOriginRefused}
	case d.Digest != nil:
		return sign.Document{Name: d.Name, Digest: [32]byte(d.Digest)}, nil
	case len(d.Content) > messaging.MaxContent:
		return sign.Document{}, withParams(messaging.CodeDocumentTooLarge, "limit", messaging.MaxContent)
	}
	return sign.NewDocument(d.Name, d.Content), nil
}

// document is what a request names of a blob: the whole, or a part of one that
// was kept.
func (b *blob) document(d messaging.Document) (doc sign.Document, err error) {
	doc.Name = d.Name
	if doc.Digest, err = b.digest(); err != nil {
		return doc, err
	}
	length := d.Length
	if length == 0 {
		length = b.size - d.From
	}
	whole := d.From == 0 && length == b.size
	doc.Size = length
	switch {
	case length <= 0 || d.From+length > b.size:
		return doc, badBlob("a part outside of the blob")
	case b.file == nil && whole:
		return doc, nil
	case b.file == nil:
		return doc, badBlob("a part of a blob that was not kept")
	}
	content := io.NewSectionReader(b.file, d.From, length)
	doc.Content = content
	if !whole {
		doc.Digest, err = sign.Digest(content)
	}
	return doc, err
}

// choices are a person's, in the words of the profiles.
func choices(stamp *messaging.Stamp, xml *messaging.XMLChoice) (c sign.Choices) {
	if stamp != nil {
		c.PDF.Stamp = &pdf.Stamp{Page: stamp.Page, Rect: [4]float64(stamp.Rect)}
	}
	if xml != nil {
		c.XML = sign.XMLChoices{IDAttribute: xml.IDAttribute, ID: xml.ID, Parent: xml.Parent}
	}
	return c
}

// spill sends the files of a result that are too long for one frame ahead of
// it, joined in one blob: the largest first, and no more than needed. The card
// is locked by now, so there is time.
func (s *server) spill(id string, result any) (any, error) {
	signed, ok := result.(*signResult)
	if !ok {
		return result, nil
	}
	if err := signed.load(); err != nil {
		return nil, err
	}
	spilled := signed.tooLong(func() bool {
		if signed.surelyFits() {
			return true
		}
		_, err := messaging.Encode(messaging.NewResult(id, result))
		return err == nil
	})
	if len(spilled) == 0 {
		return result, nil
	}
	s.blobsOut++
	name := "r" + strconv.Itoa(s.blobsOut)
	return result, s.sendBlob(name, spilled)
}

// sendBlob sends files one after the other as one blob, in pieces.
func (s *server) sendBlob(name string, files []*outputResult) error {
	var size int64
	for _, f := range files {
		f.Blob, f.From, f.Length = name, size, f.file.Size()
		size += f.Length
	}
	pieces := &pieceWriter{out: s.out, name: name, size: size}
	for _, f := range files {
		if _, err := f.file.WriteTo(pieces); err != nil {
			return err
		}
	}
	return pieces.flush()
}

// pieceWriter cuts what is written into pieces of a blob.
type pieceWriter struct {
	out  *outbox
	name string
	size int64
	seq  int
	held []byte
}

func (w *pieceWriter) Write(b []byte) (written int, err error) {
	for len(b) > 0 {
		n := min(len(b), messaging.MaxPiece-len(w.held))
		w.held = append(w.held, b[:n]...)
		written, b = written+n, b[n:]
		if len(w.held) == messaging.MaxPiece {
			if err := w.flush(); err != nil {
				return written, err
			}
		}
	}
	return written, nil
}

func (w *pieceWriter) flush() error {
	if len(w.held) == 0 {
		return nil
	}
	piece := messaging.Piece{Type: "blob", Blob: w.name, Size: w.size, Seq: w.seq, Data: w.held}
	w.seq++
	err := w.out.sendLarge(piece) // returns when it is written
	w.held = w.held[:0]
	return err
}

// load takes short files into the result.
func (r *signResult) load() (err error) {
	for i := range r.Outputs {
		if out := &r.Outputs[i]; out.file.Size() <= messaging.MaxContent {
			if out.Content, err = out.file.Bytes(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Room in a frame for what stands beside the files: each name, escaped, and the
// certificate with its holder.
const (
	roomForName        = 4 << 10
	roomForCertificate = 256 << 10
)

// surelyFits reports that a frame has room for the result with plenty to spare, so
// that it need not be encoded to find out.
func (r *signResult) surelyFits() bool {
	size := roomForCertificate + roomForName*len(r.Unsigned)
	for i := range r.Outputs {
		size += roomForName + base64.StdEncoding.EncodedLen(len(r.Outputs[i].Content))
	}
	return size <= messaging.MaxFrame
}

// tooLong takes files out of the result again, the largest first, until it
// fits, and returns them in their order.
func (r *signResult) tooLong(fits func() bool) (files []*outputResult) {
	for {
		var largest *outputResult
		for i := range r.Outputs {
			out := &r.Outputs[i]
			if out.Content != nil && (largest == nil || len(out.Content) > len(largest.Content)) {
				largest = out
			}
		}
		if largest == nil || fits() {
			break
		}
		largest.Content = nil
	}
	for i := range r.Outputs {
		if out := &r.Outputs[i]; out.Content == nil {
			files = append(files, out)
		}
	}
	return files
}
