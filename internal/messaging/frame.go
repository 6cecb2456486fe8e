package messaging

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// ErrEmpty is a frame of length 0. The stream is still in step.
var ErrEmpty = errors.New("reading frame: length 0")

// TooLargeError is a frame over MaxFrame. After reading one the stream is lost:
// nobody can say where the next frame begins.
type TooLargeError struct{ Size int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("frame of %d bytes exceeds %d", e.Size, MaxFrame)
}

const headerSize = 4

// Reader reads frames: a 4-byte length in the machine's own byte order, then
// that many bytes. All frames share one buffer, because a frame may hold a PIN
// and every further copy would have to be found and cleared.
type Reader struct {
	r      io.Reader
	header [headerSize]byte
	buf    []byte
	used   int
}

// NewReader reads from r directly: read-ahead would be a second copy.
func NewReader(r io.Reader) *Reader { return &Reader{r: r} }

// Next returns the next frame's bytes, good until Clear or the next Next.
// Errors: io.EOF at a clean end, io.ErrUnexpectedEOF inside a frame, ErrEmpty
// (go on reading), *TooLargeError (stop: nothing was allocated or read).
func (r *Reader) Next() ([]byte, error) {
	r.Clear()
	if _, err := io.ReadFull(r.r, r.header[:]); err != nil {
		return nil, err
	}
	size := binary.NativeEndian.Uint32(r.header[:])
	switch {
	case size == 0:
		return nil, ErrEmpty
	case size > MaxFrame:
		return nil, &TooLargeError{Size: int64(size)}
	}
	return r.body(int(size))
}

func (r *Reader) body(size int) ([]byte, error) {
	if size > cap(r.buf) {
		r.buf = make([]byte, roundUp(size)) // the old one is cleared already
	}
	r.used = size
	frame := r.buf[:size]
	if _, err := io.ReadFull(r.r, frame); err != nil {
		r.Clear()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF // ReadFull says EOF when no byte of the body came
		}
		return nil, err
	}
	return frame, nil
}

// Clear overwrites the frame with zeros. Call it as soon as the frame is
// decoded: requests may carry a PIN.
func (r *Reader) Clear() {
	clear(r.buf[:r.used])
	r.used = 0
}

// roundUp grows the buffer in steps, so that a dozen slightly longer requests
// do not make a dozen buffers.
func roundUp(size int) int {
	const step = 4 << 10
	return min((size+step-1)/step*step, MaxFrame)
}

// Writer writes frames, each with one Write call: a browser that stops reading
// must never see half a header.
type Writer struct {
	mu sync.Mutex
	w  io.Writer
}

// NewWriter writes to w, from any number of goroutines.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// EncodeError is a message that cannot be a frame: a fault of ours. Nothing was
// written and the stream is still in step.
type EncodeError struct{ Err error }

func (e *EncodeError) Error() string { return e.Err.Error() }
func (e *EncodeError) Unwrap() error { return e.Err }

// Write sends message as one frame. Errors: *EncodeError, around a
// *TooLargeError for a message over MaxFrame; any other is the stream's.
func (w *Writer) Write(message any) error {
	frame, err := Encode(message)
	if err != nil {
		return &EncodeError{err}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err = w.w.Write(frame)
	if number := secretIn(message); number != nil {
		clear(frame)
		number.Clear()
	}
	return err
}

// Encode returns the frame of message, header included.
func Encode(message any) ([]byte, error) {
	if number := secretIn(message); number != nil {
		return number.frame(message.(Result).ID)
	}
	var b bytes.Buffer
	b.Write(make([]byte, headerSize))
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(message); err != nil {
		return nil, fmt.Errorf("encoding message: %w", err)
	}
	frame := b.Bytes()[:b.Len()-1] // the encoder's newline
	size := len(frame) - headerSize
	if size > MaxFrame {
		return nil, &TooLargeError{Size: int64(size)}
	}
	binary.NativeEndian.PutUint32(frame, uint32(size))
	return frame, nil
}
