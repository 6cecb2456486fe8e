package vpcd

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/virtualcard"
)

// reader plays vpcd.
type reader struct {
	t        *testing.T
	listener net.Listener
	conn     net.Conn
}

const selectJPKI = "00A4040C0AD392F000260100000001"

// start puts a card behind a reader and waits until it has dialled.
func start(t *testing.T, profile string) (*reader, *virtualcard.Slot) {
	t.Helper()
	card, err := virtualcard.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	slot := virtualcard.NewSlot(card, nil, false)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, listener.Addr().String(), slot) }()
	t.Cleanup(func() {
		cancel()
		_ = listener.Close()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(5 * time.Second):
			t.Error("Serve did not end")
		}
	})
	r := &reader{t: t, listener: listener}
	r.accept()
	return r, slot
}

func (r *reader) accept() {
	r.t.Helper()
	if err := r.listener.(*net.TCPListener).SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	conn, err := r.listener.Accept()
	if err != nil {
		r.t.Fatal(err)
	}
	r.conn = conn
	r.t.Cleanup(func() { _ = conn.Close() })
}

func (r *reader) write(b []byte) {
	r.t.Helper()
	if _, err := r.conn.Write(b); err != nil {
		r.t.Fatal(err)
	}
}

// frame sends length and body as vpcd does, in two pieces.
func (r *reader) frame(body []byte) {
	r.t.Helper()
	r.write(binary.BigEndian.AppendUint16(nil, uint16(len(body))))
	r.write(body)
}

// answer reads one frame; nil when the card hung up.
func (r *reader) answer() []byte {
	r.t.Helper()
	if err := r.conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		r.t.Fatal(err)
	}
	var head [2]byte
	if _, err := io.ReadFull(r.conn, head[:]); err != nil {
		return nil
	}
	body := make([]byte, binary.BigEndian.Uint16(head[:]))
	if _, err := io.ReadFull(r.conn, body); err != nil {
		return nil
	}
	return body
}

func (r *reader) exchange(apdu, want string) {
	r.t.Helper()
	command, err := hex.DecodeString(apdu)
	if err != nil {
		r.t.Fatal(err)
	}
	r.frame(command)
	if got := hex.EncodeToString(r.answer()); got != want {
		r.t.Fatalf("> %s < %s, want %s", apdu, got, want)
	}
}

func TestOnlyATRAndAPDUsAreAnswered(t *testing.T) {
	r, slot := start(t, "holder")
	for _, code := range []byte{controlOff, controlOn, controlReset, controlATR} {
		r.frame([]byte{code})
	}
	if got := r.answer(); !bytes.Equal(got, slot.Card().ATR()) {
		t.Fatalf("the first answer is % X, not the ATR", got)
	}
	r.exchange(selectJPKI, "9000")
	if slot.PowerOns() != 1 {
		t.Errorf("%d power-ons", slot.PowerOns())
	}
}

func TestFramesMayComeByteByByte(t *testing.T) {
	r, _ := start(t, "holder")
	r.frame([]byte{controlOn})
	command, _ := hex.DecodeString(selectJPKI)
	for _, b := range append([]byte{0, byte(len(command))}, command...) {
		r.write([]byte{b})
	}
	if got := r.answer(); !bytes.Equal(got, []byte{0x90, 0x00}) {
		t.Errorf("% X", got)
	}
}

func TestTwoSegmentsDoNotWaitForADelayedAcknowledgement(t *testing.T) {
	r, _ := start(t, "holder")
	if err := r.conn.(*net.TCPConn).SetNoDelay(false); err != nil {
		t.Fatal(err)
	}
	r.frame([]byte{controlOn})
	const apdus = 80
	begin := time.Now()
	for range apdus {
		r.exchange(selectJPKI, "9000")
	}
	if took := time.Since(begin); took > apdus*10*time.Millisecond {
		t.Errorf("%d APDUs took %v: each waited for the kernel", apdus, took)
	}
}

func TestRemovedCardHangsUpAndComesBackLocked(t *testing.T) {
	r, slot := start(t, "holder")
	r.frame([]byte{controlOn})
	r.exchange(selectJPKI, "9000")
	r.exchange("0020009B0754455354313233", "9000")
	slot.Remove()
	if got := r.answer(); got != nil {
		t.Fatalf("a card that is out says % X", got)
	}
	slot.Insert()
	r.accept()
	r.frame([]byte{controlOn})
	r.exchange("00B0810004", "6a82")
	if unlocked := slot.Card().Unlocked(); len(unlocked) != 0 {
		t.Errorf("%v unlocked", unlocked)
	}
}

func TestCardLosesPowerWithItsReader(t *testing.T) {
	r, slot := start(t, "holder")
	r.frame([]byte{controlOn})
	r.exchange(selectJPKI, "9000")
	r.exchange("0020009B0754455354313233", "9000")
	if err := r.conn.Close(); err != nil {
		t.Fatal(err)
	}
	r.accept() // it dials again by itself
	if unlocked := slot.Card().Unlocked(); len(unlocked) != 0 {
		t.Errorf("%v unlocked after the reader was gone", unlocked)
	}
}

func TestRemovalInTheMiddleGivesNoAnswer(t *testing.T) {
	r, slot := start(t, "holder")
	r.frame([]byte{controlOn})
	if err := slot.Inject(virtualcard.Fault{At: 1, What: virtualcard.FaultRemove, During: true}); err != nil {
		t.Fatal(err)
	}
	command, _ := hex.DecodeString(selectJPKI)
	r.frame(command)
	if got := r.answer(); got != nil {
		t.Errorf("% X", got)
	}
}

func TestTruncatedAnswerEndsTheConnection(t *testing.T) {
	r, slot := start(t, "holder")
	r.frame([]byte{controlOn})
	r.exchange(selectJPKI, "9000")
	r.exchange("0020009B0754455354313233", "9000")
	if err := slot.Inject(virtualcard.Fault{At: 1, What: virtualcard.FaultTruncate}); err != nil {
		t.Fatal(err)
	}
	command, _ := hex.DecodeString("00B0860000")
	r.frame(command)
	got, err := io.ReadAll(r.conn)
	if err != nil || len(got) != 2+81 || !bytes.Equal(got[:2], []byte{0, 162}) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	r.accept() // out and in again
	if unlocked := slot.Card().Unlocked(); len(unlocked) != 0 {
		t.Errorf("%v unlocked", unlocked)
	}
}

func TestEmptyAnswerIsAFrameWithoutBody(t *testing.T) {
	r, slot := start(t, "holder")
	r.frame([]byte{controlOn})
	if err := slot.Inject(virtualcard.Fault{At: 1, What: virtualcard.FaultEmpty}); err != nil {
		t.Fatal(err)
	}
	command, _ := hex.DecodeString(selectJPKI)
	r.frame(command)
	if got := r.answer(); got == nil || len(got) != 0 {
		t.Errorf("% X", got)
	}
}
