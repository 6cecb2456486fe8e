package messaging

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func frame(body string) []byte {
	return append(binary.NativeEndian.AppendUint32(nil, uint32(len(body))), body...)
}

func TestFramesArriveWholeHoweverThePipeSplitsThem(t *testing.T) {
	bodies := []string{`{}`, strings.Repeat("x", 10), strings.Repeat("長", 5000), strings.Repeat("y", MaxFrame)}
	var stream []byte
	for _, b := range bodies {
		stream = append(stream, frame(b)...)
	}
	for name, r := range map[string]io.Reader{
		"whole":        bytes.NewReader(stream),
		"byte by byte": iotest.OneByteReader(bytes.NewReader(stream)),
		"halves":       iotest.HalfReader(bytes.NewReader(stream)),
		"late error":   iotest.DataErrReader(bytes.NewReader(stream)),
	} {
		frames := NewReader(r)
		for i, want := range bodies {
			got, err := frames.Next()
			if err != nil || string(got) != want {
				t.Fatalf("%s: frame %d: %d bytes, %v", name, i, len(got), err)
			}
		}
		if _, err := frames.Next(); err != io.EOF {
			t.Errorf("%s: at the end: %v", name, err)
		}
	}
}

func TestTooLongFrameIsRefusedBeforeAnythingIsAllocated(t *testing.T) {
	for _, size := range []uint32{MaxFrame + 1, 1 << 31, 1<<32 - 1} {
		header := binary.NativeEndian.AppendUint32(nil, size)
		source := bytes.NewReader(append(header, "rest"...))
		frames := NewReader(source)
		allocs := testing.AllocsPerRun(1, func() {
			source.Reset(append(header[:4:4], "rest"...))
			_, err := frames.Next()
			var tooLarge *TooLargeError
			if !errors.As(err, &tooLarge) || tooLarge.Size != int64(size) {
				t.Fatalf("size %d: %v", size, err)
			}
		})
		if source.Len() != 4 || cap(frames.buf) != 0 {
			t.Errorf("size %d: read %d bytes of the body, buffer of %d", size, 4-source.Len(), cap(frames.buf))
		}
		if allocs > 4 {
			t.Errorf("size %d: %v allocations", size, allocs)
		}
	}
}

func TestEmptyFrameLeavesTheStreamInStep(t *testing.T) {
	frames := NewReader(bytes.NewReader(append(frame(""), frame("{}")...)))
	if _, err := frames.Next(); err != ErrEmpty {
		t.Fatal(err)
	}
	if got, err := frames.Next(); err != nil || string(got) != "{}" {
		t.Fatalf("%q, %v", got, err)
	}
}

func TestEndInsideAFrameIsNotACleanEnd(t *testing.T) {
	whole := frame("{}")
	for n := 1; n < len(whole); n++ {
		if _, err := NewReader(bytes.NewReader(whole[:n])).Next(); err != io.ErrUnexpectedEOF {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

func TestClearedFrameLeavesNoByteInTheBuffer(t *testing.T) {
	frames := NewReader(bytes.NewReader(append(frame(`{"pin":"TEST123"}`), frame(`{}`)...)))
	if _, err := frames.Next(); err != nil {
		t.Fatal(err)
	}
	whole := frames.buf[:cap(frames.buf)]
	frames.Clear()
	if bytes.Contains(whole, []byte("TEST")) {
		t.Error("buffer still holds the frame")
	}
	if _, err := frames.Next(); err != nil {
		t.Fatal(err)
	}
	if &whole[0] != &frames.buf[:1][0] {
		t.Error("second frame got a second buffer")
	}
}

func TestTruncatedFrameIsClearedToo(t *testing.T) {
	frames := NewReader(bytes.NewReader(frame(`{"pin":"TEST123"}`)[:19]))
	if _, err := frames.Next(); err != io.ErrUnexpectedEOF {
		t.Fatal(err)
	}
	if bytes.Contains(frames.buf[:cap(frames.buf)], []byte("TEST")) {
		t.Error("buffer still holds the frame")
	}
}

type countingWriter struct {
	writes int
	bytes.Buffer
}

func (w *countingWriter) Write(p []byte) (int, error) { w.writes++; return w.Buffer.Write(p) }

func TestEachFrameIsOneWrite(t *testing.T) {
	var out countingWriter
	w := NewWriter(&out)
	if err := w.Write(NewResult("a", map[string]string{"x": "<見本>"})); err != nil {
		t.Fatal(err)
	}
	want := frame(`{"id":"a","type":"result","result":{"x":"<見本>"}}`)
	if out.writes != 1 || !bytes.Equal(out.Bytes(), want) {
		t.Errorf("%d writes: %q", out.writes, out.Bytes())
	}
}

func TestAnswerOfExactlyOneMiBPassesAndOneMoreByteDoesNot(t *testing.T) {
	fill := func(n int) Result {
		empty, err := Encode(NewResult("a", ""))
		if err != nil {
			t.Fatal(err)
		}
		return NewResult("a", strings.Repeat("x", n-(len(empty)-headerSize)))
	}
	var out countingWriter
	w := NewWriter(&out)
	if err := w.Write(fill(MaxFrame)); err != nil || out.Len() != MaxFrame+headerSize {
		t.Errorf("1 MiB: %d bytes, %v", out.Len(), err)
	}
	var tooLarge *TooLargeError
	if err := w.Write(fill(MaxFrame + 1)); !errors.As(err, &tooLarge) || out.writes != 1 {
		t.Errorf("1 MiB + 1: %d writes, %v", out.writes, err)
	}
}
