package host

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/sign"
)

// softwareTalk is a conversation with the program over a card in software.
func softwareTalk(t *testing.T, profile string) *talk {
	t.Helper()
	program, err := exec.LookPath("hitofude")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	h := &talk{program: program, dir: dir, args: []string{testChromium}, origin: "hitofude:ui", topOrigin: "hitofude:ui"}
	if err := configureForTests(filepath.Join(dir, ".config")); err != nil {
		t.Fatal(err)
	}
	h.env = []string{"HOME=" + dir, recordTo + "=virtual:" + profile, cardFile + "=" + filepath.Join(dir, "card")}
	t.Cleanup(func() {
		if h.cmd != nil {
			h.stop()
		}
	})
	return h
}

// spilled runs spill over outputs of these sizes and returns the frames that
// went out before the result, and the result.
func spilled(t *testing.T, sizes ...int) (pieces []messaging.Piece, result *signResult, err error) {
	t.Helper()
	var written bytes.Buffer
	s := &server{out: newOutbox(messaging.NewWriter(&written))}
	signed := &signResult{}
	for i, size := range sizes {
		signed.add([]sign.Output{sign.NewOutput(fmt.Sprint(i), "text/plain", bytes.Repeat([]byte{byte(i + 1)}, size))})
	}
	answer, err := s.spill("a", signed)
	s.out.flush(talkPatience)
	for {
		frame, err := readTestFrame(&written)
		if err != nil {
			break
		}
		var p messaging.Piece
		if err := json.Unmarshal(frame, &p); err != nil || len(frame) > messaging.MaxFrame {
			t.Fatalf("%.100s, %d bytes, %v", frame, len(frame), err)
		}
		pieces = append(pieces, p)
	}
	result, _ = answer.(*signResult)
	return pieces, result, err
}

func TestResultOverOneMiBGoesOutInBlobsFirst(t *testing.T) {
	const large = 1<<20 + 1
	pieces, result, err := spilled(t, 2500, large, 2500)
	if err != nil {
		t.Fatal(err)
	}
	var content []byte
	for i, p := range pieces {
		if p.Type != "blob" || p.Blob != "r1" || p.Size != large || p.Seq != i || len(p.Data) > messaging.MaxPiece {
			t.Errorf("piece %d: %s %s %d %d with %d bytes", i, p.Type, p.Blob, p.Size, p.Seq, len(p.Data))
		}
		content = append(content, p.Data...)
	}
	if !bytes.Equal(content, bytes.Repeat([]byte{2}, large)) {
		t.Errorf("%d bytes arrived", len(content))
	}
	outputs := result.Outputs
	if outputs[1].Blob != "r1" || outputs[1].Content != nil || outputs[0].Blob != "" || len(outputs[0].Content) != 2500 || outputs[2].Name != "2" {
		t.Errorf("%+v", outputs[1].Blob)
	}
}

func TestSmallResultStaysInItsFrame(t *testing.T) {
	pieces, result, err := spilled(t, 2500, 2500)
	if err != nil || len(pieces) != 0 || len(result.Outputs[1].Content) != 2500 {
		t.Errorf("%d pieces, %v", len(pieces), err)
	}
}

// However many files there are, they come as parts of one blob.
func TestManyLongFilesShareOneBlob(t *testing.T) {
	sizes := make([]int, 50)
	for i := range sizes {
		sizes[i] = 60<<10 + i
	}
	pieces, result, err := spilled(t, sizes...)
	if err != nil {
		t.Fatal(err)
	}
	var blob []byte
	for _, p := range pieces {
		if p.Blob != "r1" || len(p.Data) < messaging.MinPiece && p.Seq != len(pieces)-1 {
			t.Errorf("piece %d of %s with %d bytes", p.Seq, p.Blob, len(p.Data))
		}
		blob = append(blob, p.Data...)
	}
	for i, out := range result.Outputs {
		content := out.Content
		if out.Blob != "" {
			content = blob[out.From : out.From+out.Length]
		}
		if !bytes.Equal(content, bytes.Repeat([]byte{byte(i + 1)}, sizes[i])) {
			t.Errorf("file %d: %d bytes", i, len(content))
		}
	}
}

// The pieces of two results must not mix.
func TestNextOperationWaitsForTheBlobsOfTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		read, write := io.Pipe()
		s := newServer(t.Context(), io.Discard, Parts{Now: time.Now}, newOutbox(messaging.NewWriter(write)), office{})
		defer close(s.logged.lines)
		defer close(s.out.queue)
		s.current = &operation{id: "a"}
		signed := &signResult{}
		signed.add([]sign.Output{sign.NewOutput("0", "text/plain", make([]byte, 1<<20))})
		go s.finish("a", signed, nil)
		synctest.Wait() // nobody takes the first piece
		s.start(&messaging.Request{ID: "b", Type: messaging.TypeStatus, Params: &messaging.StatusParams{}}, nil)
		var last []byte
		for range 4 { // two pieces, two answers
			frame, err := readTestFrame(read)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(frame, []byte(`"id":"b"`)) {
				last = frame
			}
		}
		if !bytes.Contains(last, []byte(messaging.CodeBusy)) {
			t.Errorf("the second request is answered %.100s", last)
		}
		synctest.Wait()
		if s.current != nil {
			t.Error("the card is still taken")
		}
	})
}

// A blob is the same document as the bytes in the request.
func TestBlobAndContentGiveTheSameSignature(t *testing.T) {
	h := softwareTalk(t, "holder")
	h.must(t, "< hello", ">blob x b1 300000 262144",
		`> a sign {"profile":"cms-detached","pin":"TEST123","documents":[{"name":"a","blob":"b1"},{"name":"a","content":"`+
			base64.StdEncoding.EncodeToString(make([]byte, 300000))+`"}]}`)
	for {
		frame, err := h.receive()
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Type   string
			Result struct{ Outputs []outputResult }
		}
		if err := json.Unmarshal(frame, &m); err != nil {
			t.Fatal(err)
		}
		if m.Type == "progress" {
			continue
		}
		if len(m.Result.Outputs) != 2 || string(m.Result.Outputs[0].Content) != string(m.Result.Outputs[1].Content) {
			t.Errorf("%.300s", frame)
		}
		return
	}
}

// Bytes that a profile needs again lie in a file without a name, for the time
// of the request and no longer.
func TestKeptBlobsAreSignedAndGone(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b := newBlobs(time.Now)
	content := bytes.Repeat([]byte("見本"), 100000)
	for seq, rest := 0, content; len(rest) > 0; seq++ {
		n := min(len(rest), messaging.MinPiece)
		if _, err := b.take(&messaging.BlobParams{Blob: "b1", Size: int64(len(content)), Seq: seq, Data: rest[:n], Keep: true}); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if names, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*")); err != nil || len(names) != 0 {
		t.Errorf("on disk by name: %v, %v", names, err)
	}
	claimed := b.claim([]string{"b1"})
	docs, err := documents("hitofude:ui", []messaging.Document{
		{Name: "whole", Blob: "b1"}, {Name: "part", Blob: "b1", From: 6, Length: 6}, {Name: "rest", Blob: "b1", From: 12},
	}, claimed)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]byte{content, content[6:12], content[12:]} {
		if got := sign.NewDocument("", want).Digest; docs[i].Digest != got || docs[i].Content.Size() != int64(len(want)) {
			t.Errorf("document %d has another digest or size", i)
		}
	}
	for _, bad := range []messaging.Document{{Blob: "b1", From: 6, Length: int64(len(content))}, {Blob: "b1", From: int64(len(content))}, {Blob: "b2"}} {
		if _, err := documents("hitofude:ui", []messaging.Document{bad}, claimed); codeOf(err).Code != messaging.CodeDocumentInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	file := claimed["b1"].file
	dropAll(claimed)
	if _, err := file.Stat(); err == nil {
		t.Error("the file is still open")
	}
}

// What is taken for short without encoding it is short, with the longest names
// and the longest certificate there may be.
func TestWhatSurelyFitsFits(t *testing.T) {
	long := strings.Repeat("\u2028", 255)
	for _, n := range []int{1, 2, 50} {
		r := &signResult{Certificate: certificateResult{Subject: strings.Repeat(long, 40), Holder: &holderResult{Address: strings.Repeat(long, 40)}}}
		for range n {
			r.Outputs = append(r.Outputs, outputResult{Name: long + ".signed.pdf", MediaType: "application/pdf"})
		}
		r.Unsigned = []string{long, long}
		for step := 200 << 10; step > 0; step /= 2 {
			for r.surelyFits() {
				r.Outputs[0].Content = make([]byte, len(r.Outputs[0].Content)+step)
			}
			r.Outputs[0].Content = r.Outputs[0].Content[:max(0, len(r.Outputs[0].Content)-step)]
		}
		if _, err := messaging.Encode(messaging.NewResult("1", r)); !r.surelyFits() || err != nil {
			t.Fatalf("%d files, the first of %d bytes: %v", n, len(r.Outputs[0].Content), err)
		}
	}
}
