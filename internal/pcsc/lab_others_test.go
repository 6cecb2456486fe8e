//go:build linux

package pcsc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/ebfe/scard"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// other is another program's connection.
func other(t *testing.T, reader string, share scard.ShareMode) (*scard.Context, *scard.Card) {
	t.Helper()
	pc, err := scard.EstablishContext()
	if err != nil {
		t.Fatal(err)
	}
	card, err := pc.Connect(reader, share, scard.ProtocolT0|scard.ProtocolT1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = card.Disconnect(scard.LeaveCard)
		_ = pc.Release()
	})
	return pc, card
}

func testResetElsewhere(t *testing.T, l *lab.Lab) {
	_, theirs := other(t, l.Readers[0], scard.ShareShared)
	pc, err := establish()
	if err != nil {
		t.Fatal(err)
	}
	c := &conn{context: pc, reader: l.Readers[0], limits: usualLimits}
	t.Cleanup(func() { _ = c.Close() })
	const protocols = scard.ProtocolT0 | scard.ProtocolT1
	if c.card, err = pc.Connect(l.Readers[0], scard.ShareShared, protocols); err != nil {
		t.Fatal(err)
	}
	if err := theirs.Reconnect(scard.ShareShared, protocols, scard.ResetCard); err != nil {
		t.Fatal(err)
	}
	if err := c.begin(scard.ShareShared, protocols); err != nil {
		t.Fatal(err)
	}
	flags, err := c.flags()
	if err != nil {
		t.Fatal(err)
	}
	c.events, c.used = events(flags), time.Now()
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error(err)
	}
	// From here on the transaction keeps them out.
	ended := make(chan error, 1)
	go func() { ended <- theirs.Reconnect(scard.ShareShared, protocols, scard.ResetCard) }()
	time.Sleep(100 * time.Millisecond)
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Errorf("reset within the transaction: %v", err)
	}
	_ = c.Close()
	<-ended
}

func testExclusiveElsewhere(t *testing.T, l *lab.Lab) {
	other(t, l.Readers[0], scard.ShareExclusive)
	began := time.Now()
	_, err := NewService().Connect(t.Context(), l.Readers[0], Exclusive)
	wantInUse(t, err, l.Readers[0])
	if took := time.Since(began); took < 2700*time.Millisecond || took > 3500*time.Millisecond {
		t.Errorf("asked for %v", took)
	}
	s := NewService()
	s.limits.askFor = 0
	_, err = s.Connect(t.Context(), l.Readers[0], Shared)
	wantInUse(t, err, l.Readers[0])
}

func testExclusiveReleased(t *testing.T, l *lab.Lab) {
	_, theirs := other(t, l.Readers[0], scard.ShareExclusive)
	time.AfterFunc(700*time.Millisecond, func() { _ = theirs.Disconnect(scard.LeaveCard) })
	connected(t, NewService(), l.Readers[0], Exclusive)
}

func testTransactionElsewhere(t *testing.T, l *lab.Lab) {
	_, theirs := other(t, l.Readers[0], scard.ShareShared)
	if err := theirs.BeginTransaction(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err := NewService().Connect(t.Context(), l.Readers[0], Shared)
	wantInUse(t, err, l.Readers[0])
	if took := time.Since(began); took > 3500*time.Millisecond {
		t.Errorf("asked for %v", took)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := NewService().Connect(ctx, l.Readers[0], Shared); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cancelled: %v", err)
	}
	if err := theirs.EndTransaction(scard.LeaveCard); err != nil {
		t.Fatal(err)
	}
	// The attempts given up above let go by themselves.
	if err := theirs.Disconnect(scard.LeaveCard); err != nil {
		t.Fatal(err)
	}
	connected(t, NewService(), l.Readers[0], Exclusive)
}

func testExclusiveHere(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Exclusive)
	pc, err := scard.EstablishContext()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pc.Release() }()
	if _, err := pc.Connect(l.Readers[0], scard.ShareShared, scard.ProtocolT1); !errors.Is(err, scard.ErrSharingViolation) {
		t.Errorf("another program: %v", err)
	}
	_ = c.Close()
}

// testTransactionHere: while a shared connection is open, other programs have
// to wait with their commands.
func testTransactionHere(t *testing.T, l *lab.Lab) {
	_, theirs := other(t, l.Readers[0], scard.ShareShared) // first: SCardConnect would wait too
	c := connected(t, NewService(), l.Readers[0], Shared)
	begun := make(chan error, 1)
	go func() { begun <- theirs.BeginTransaction() }()
	select {
	case err := <-begun:
		t.Errorf("another program got in: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error(err)
	}
	_ = c.Close()
	select {
	case <-begun: // with success or told that the card lost its power
	case <-time.After(2 * time.Second):
		t.Error("another program still waits after Close")
	}
}

// testKilledHolder kills a process while the card works for it.
func testKilledHolder(t *testing.T, l *lab.Lab) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestHelperHoldsTheCard$")
	cmd.Env = append(l.Env(), "HITOFUDE_TEST_HOLD="+l.Readers[0])
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	l.Control(0, map[string]any{"do": "inject", "at": 2, "what": "delay", "ms": 1500})
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 64)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // the slow command is on its way
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed, that is an error by design
	connected(t, NewService(), l.Readers[0], Exclusive)
}

// TestHelperHoldsTheCard is the other process of testKilledHolder.
func TestHelperHoldsTheCard(t *testing.T) {
	reader := os.Getenv("HITOFUDE_TEST_HOLD")
	if reader == "" {
		return
	}
	c, err := NewService().Connect(t.Context(), reader, Exclusive)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Transmit(t.Context(), challenge)
	fmt.Println("connected", err)
	_, _ = c.Transmit(t.Context(), challenge) // this process is killed in here
}
