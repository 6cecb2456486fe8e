package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
	"time"
)

func deflated(content []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}

// bombs is a small file whose form names fields in object streams that unpack
// to 60 MB each.
func bombs(n int) []byte {
	var b bytes.Buffer
	offsets := map[int]int{}
	add := func(num int, body string) {
		offsets[num] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", num, body)
	}
	b.WriteString("%PDF-1.7\n")
	var fields strings.Builder
	for i := range n {
		fmt.Fprintf(&fields, "%d 0 R ", 10+2*i)
	}
	add(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields ["+fields.String()+"] >> >>")
	add(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	add(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>")
	for i := range n {
		head := fmt.Sprintf("%d 0 ", 10+2*i)
		packed := deflated(append([]byte(head+"<< /T (a) >>"), bytes.Repeat([]byte(" "), 60<<20)...))
		offsets[11+2*i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n<< /Type /ObjStm /N 1 /First %d /Filter /FlateDecode /Length %d >>\nstream\n", 11+2*i, len(head), len(packed))
		b.Write(packed)
		b.WriteString("\nendstream\nendobj\n")
	}
	size := 10 + 2*n
	rows := make([]byte, 0, (size+1)*6)
	for num := 0; num <= size; num++ {
		kind, second := byte(0), 0
		switch at, ok := offsets[num]; {
		case num == size:
			kind, second = 1, b.Len()
		case ok:
			kind, second = 1, at
		case num >= 10:
			kind, second = 2, num+1
		}
		rows = append(rows, kind, byte(second>>24), byte(second>>16), byte(second>>8), byte(second), 0)
	}
	start := b.Len()
	fmt.Fprintf(&b, "%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n", size, size+1, len(rows))
	b.Write(rows)
	fmt.Fprintf(&b, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

func plan(source []byte) error {
	file, err := Open(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return err
	}
	_, err = file.Plan(nil)
	return err
}

// A few kilobytes must not become gigabytes, however they are cut up.
func TestManySmallBombsAreRefused(t *testing.T) {
	if err := plan(bombs(1)); err != nil {
		t.Fatal("the sample itself is wrong: ", err)
	}
	source := bombs(5)
	begin := time.Now()
	err := plan(source)
	t.Logf("%d bytes in %v: %v", len(source), time.Since(begin), err)
	if err == nil {
		t.Error("300 MB were unpacked")
	}
}

func classic(catalog string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := []int{b.Len()}
	fmt.Fprintf(&b, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n", catalog)
	for i, body := range []string{"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+2, body)
	}
	start := b.Len()
	b.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

// A value takes fifty times the memory of its bytes, and keys are compared with
// each other.
func TestObjectsOfTooManyValuesAreRefused(t *testing.T) {
	var keys strings.Builder
	for i := range 600_000 {
		fmt.Fprintf(&keys, "/K%d 1", i)
	}
	for name, value := range map[string]string{
		"keys":  "/X <<" + keys.String() + ">>",
		"items": "/X [" + strings.Repeat("0 ", 3<<20) + "]",
	} {
		begin := time.Now()
		err := plan(classic(value))
		t.Logf("%s: %v: %v", name, time.Since(begin), err)
		if err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
