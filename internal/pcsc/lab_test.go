//go:build linux

package pcsc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ebfe/scard"

	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

// TestThroughPcscd runs everything that a real pcscd is needed for, in one
// private lab: libpcsclite reads the name of its socket once per process.
func TestThroughPcscd(t *testing.T) {
	l := lab.Start(t, lab.Options{Profiles: []string{"holder", "not-mynumber"}})
	if err := os.Setenv("PCSCLITE_CSOCK_NAME", l.Socket); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		test func(*testing.T, *lab.Lab)
	}{
		{"readers are listed with what is in them", testReaders},
		{"an APDU goes there and back", testTransmit},
		{"commands that are none are not sent", testNoCommand},
		{"closing cuts the power", testClosePowersOff},
		{"connecting to an empty reader says so", testEmptyReader},
		{"a card pulled in mid-command is removed", testPulledDuringAPDU},
		{"a card pulled while idle is removed", testPulledWhileIdle},
		{"a card put back is another one", testPutBack},
		{"a swap within one poll ends the connection", testSwapWithAPDU},
		{"a swap while nobody looks ends the connection", testSwapWhileIdle},
		{"a swap changes the insertion's name", testInsertionName},
		{"half an answer is a removed card", testTruncated},
		{"nonsense is passed up as it is", testGarbage},
		{"a slow card is waited for", testSlowCard},
		{"a card that never answers is given up", testHungCard},
		{"an ended context sends nothing", testEndedContext},
		{"a reset by another program does not hurt before the first command", testResetElsewhere},
		{"an exclusive holder makes it in use", testExclusiveElsewhere},
		{"a card let go in time is taken", testExclusiveReleased},
		{"a transaction elsewhere makes it in use", testTransactionElsewhere},
		{"nobody else gets in during an exclusive connection", testExclusiveHere},
		{"a killed holder lets go", testKilledHolder},
		{"waiting sees the card come and go", testWaitSees},
		{"waiting ends with its context", testWaitCancelled},
		{"readers are answered while somebody waits", testReadersDuringWait},
		{"many callers and the garbage collector", testStress},
		{"the search takes the card that is accepted", testFindAccepts},
		{"the search leaves a wrong card without power", testFindDeclines},
		{"the search waits for the card", testFindWaits},
		{"the search takes a card that was swapped just now", testFindAfterSwap},
		{"the service killed during a command", testKilledDuringAPDU},
		{"the service killed during a wait", testKilledDuringWait},
		{"the service killed and restarted during a search", testRestartDuringFind},
	} {
		t.Run(c.name, func(t *testing.T) {
			settle(t, l)
			c.test(t, l)
		})
	}
}

// settle waits until both readers hold a card and nobody uses them.
func settle(t *testing.T, l *lab.Lab) {
	t.Helper()
	for i := range l.Readers {
		if !l.State(i).Present {
			l.Control(i, map[string]any{"do": "insert"})
		}
	}
	s := NewService()
	var readers []Reader
	var err error
	defer func() {
		if t.Failed() {
			t.Logf("%+v %v", readers, err)
		}
	}()
	within(t, 5*time.Second, "both cards seen", func() bool {
		readers, err = s.Readers(t.Context())
		return err == nil && len(readers) == 2 && readers[0].State == Held && readers[1].State == Held
	})
}

func within(t *testing.T, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > limit {
			t.Fatalf("%s: not within %v", what, limit)
		}
	}
}

// challenge is GET CHALLENGE, which every virtual card answers in some way
// without anything selected.
var challenge = []byte{0x00, 0x84, 0x00, 0x00, 0x08}

func connected(t *testing.T, s *Service, reader string, mode Mode) *conn {
	t.Helper()
	c, err := s.Connect(t.Context(), reader, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Fatal(err)
	}
	return c.(*conn)
}

func wantEnded(t *testing.T, c Conn, kind error) {
	t.Helper()
	for range 3 {
		if answer, err := c.Transmit(t.Context(), challenge); !errors.Is(err, kind) {
			t.Errorf("%X %v, want %v", answer, err, kind)
		}
	}
}

func wantInUse(t *testing.T, err error, reader string) {
	t.Helper()
	var inUse *InUseError
	if !errors.As(err, &inUse) || inUse.Reader != reader {
		t.Errorf("%v, want a card in use in %s", err, reader)
	}
}

func testReaders(t *testing.T, l *lab.Lab) {
	readers, err := NewService().Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(readers) != 2 || readers[0].Name != l.Readers[0] || readers[1].Name != l.Readers[1] {
		t.Fatalf("%+v", readers)
	}
	for _, r := range readers {
		if r.State != Held || r.PinPad {
			t.Errorf("%+v", r)
		}
	}
	l.Control(1, map[string]any{"do": "remove"})
	within(t, time.Second, "empty reader seen", func() bool {
		readers, err = NewService().Readers(t.Context())
		return err == nil && readers[1].State == Empty
	})
	s := NewService()
	holder := connected(t, s, l.Readers[0], Exclusive)
	if readers, err = s.Readers(t.Context()); err != nil || readers[0].State != InUse {
		t.Errorf("%+v %v", readers, err)
	}
	_ = holder.Close()
}

func testTransmit(t *testing.T, l *lab.Lab) {
	for _, mode := range []Mode{Shared, Exclusive} {
		c := connected(t, NewService(), l.Readers[0], mode)
		command := slices.Clone(challenge)
		answer, err := c.Transmit(t.Context(), command)
		if err != nil || len(answer) < 2 {
			t.Errorf("%X %v", answer, err)
		}
		if !bytes.Equal(command, challenge) {
			t.Error("the command was changed")
		}
		if cap(answer) > 1024 {
			t.Errorf("the answer keeps a buffer of %d bytes", cap(answer))
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if err := c.Close(); err != nil {
			t.Error("second Close:", err)
		}
		if _, err := c.Transmit(t.Context(), challenge); err == nil {
			t.Error("a closed connection works")
		}
	}
}

func testNoCommand(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	before := l.State(0).APDUs
	for _, command := range [][]byte{nil, {}, {0x00}, {0x00, 0x84, 0x00}} {
		if _, err := c.Transmit(t.Context(), command); err == nil {
			t.Errorf("% X was sent", command)
		}
	}
	if after := l.State(0).APDUs; after != before {
		t.Errorf("%d APDUs", after-before)
	}
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error("the connection ended:", err)
	}
}

func testClosePowersOff(t *testing.T, l *lab.Lab) {
	for _, mode := range []Mode{Shared, Exclusive} {
		c := connected(t, NewService(), l.Readers[0], mode)
		events := powerOffs(t, l)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		within(t, time.Second, "power off", func() bool { return powerOffs(t, l) > events })
	}
}

func powerOffs(t *testing.T, l *lab.Lab) int {
	t.Helper()
	data, err := os.ReadFile(l.Dir + "/card0.trace")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(data), "# power off")
}

func testEmptyReader(t *testing.T, l *lab.Lab) {
	s := NewService()
	l.Control(0, map[string]any{"do": "remove"})
	within(t, time.Second, "no card", func() bool {
		c, err := s.Connect(t.Context(), l.Readers[0], Shared)
		if c != nil {
			_ = c.Close()
		}
		return errors.Is(err, ErrNoCard)
	})
	if _, err := s.Connect(t.Context(), "no such reader", Shared); !errors.Is(err, ErrNoReader) {
		t.Errorf("unknown reader: %v", err)
	}
}

func testPulledDuringAPDU(t *testing.T, l *lab.Lab) {
	for _, when := range []string{"before", "during"} {
		settle(t, l)
		c := connected(t, NewService(), l.Readers[0], Exclusive)
		l.Control(0, map[string]any{"do": "inject", "at": 1, "when": when, "what": "remove"})
		began := time.Now()
		_, err := c.Transmit(t.Context(), challenge)
		if !errors.Is(err, ErrRemoved) || time.Since(began) > time.Second {
			t.Errorf("%s: %v after %v", when, err, time.Since(began))
		}
		wantEnded(t, c, ErrRemoved)
		if err := c.Close(); err != nil {
			t.Errorf("closing a removed card: %v", err)
		}
	}
}

func testPulledWhileIdle(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "remove"})
	wantEnded(t, c, ErrRemoved)
	_ = c.Close()
	settle(t, l)
	c = connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "remove"})
	time.Sleep(600 * time.Millisecond) // pcscd has seen it
	wantEnded(t, c, ErrRemoved)
}

func testPutBack(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "remove"})
	wantEnded(t, c, ErrRemoved)
	settle(t, l)
	before := l.State(0).APDUs
	wantEnded(t, c, ErrRemoved)
	if after := l.State(0).APDUs; after != before {
		t.Errorf("the old connection sent %d APDUs to the new card", after-before)
	}
	_ = c.Close()
	connected(t, s, l.Readers[0], Shared)
}

func testSwapWithAPDU(t *testing.T, l *lab.Lab) {
	for _, pause := range []time.Duration{0, 200 * time.Millisecond} {
		settle(t, l)
		c := connected(t, NewService(), l.Readers[0], Exclusive)
		l.Control(0, map[string]any{"do": "swap"})
		time.Sleep(pause)
		before := l.State(0).APDUs
		wantEnded(t, c, ErrRemoved)
		time.Sleep(500 * time.Millisecond) // now the old handle would work on the new card
		wantEnded(t, c, ErrRemoved)
		if after := l.State(0).APDUs; after != before {
			t.Errorf("pause %v: the old connection sent %d APDUs to the new card", pause, after-before)
		}
		_ = c.Close()
	}
}

func testSwapWhileIdle(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "swap"})
	time.Sleep(600 * time.Millisecond)
	before := l.State(0).APDUs
	wantEnded(t, c, ErrRemoved)
	if after := l.State(0).APDUs; after != before {
		t.Errorf("the old connection sent %d APDUs to the new card", after-before)
	}
}

func testInsertionName(t *testing.T, l *lab.Lab) {
	s := NewService()
	first := connected(t, s, l.Readers[0], Shared)
	name := first.Insertion()
	_ = first.Close()
	again := connected(t, s, l.Readers[0], Exclusive)
	if again.Insertion() != name {
		t.Errorf("the same card: %s and %s", name, again.Insertion())
	}
	_ = again.Close()
	l.Control(0, map[string]any{"do": "swap"})
	time.Sleep(600 * time.Millisecond)
	settle(t, l)
	if other := connected(t, s, l.Readers[0], Shared); other.Insertion() == name {
		t.Error("another insertion has the same name")
	}
}

func testTruncated(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "truncate"})
	_, first := c.Transmit(t.Context(), challenge)
	_, second := c.Transmit(t.Context(), challenge)
	// Enough of the answer may have come to look whole; the next one tells.
	if !errors.Is(first, ErrRemoved) && !errors.Is(second, ErrRemoved) {
		t.Errorf("%v, then %v", first, second)
	}
}

func testGarbage(t *testing.T, l *lab.Lab) {
	c := connected(t, NewService(), l.Readers[0], Shared)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "garbage"})
	if answer, err := c.Transmit(t.Context(), challenge); err != nil || len(answer) < 2 {
		t.Errorf("%X %v", answer, err)
	}
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "sw", "sw": "0000"})
	if answer, err := c.Transmit(t.Context(), challenge); err != nil || !bytes.Equal(answer, []byte{0, 0}) {
		t.Errorf("%X %v", answer, err)
	}
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error(err)
	}
}

func testSlowCard(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "delay", "ms": 1500})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	answered := make(chan error, 1)
	began := time.Now()
	go func() {
		_, err := c.Transmit(ctx, challenge)
		answered <- err
	}()
	time.Sleep(100 * time.Millisecond)
	if readers, err := NewService().Readers(t.Context()); err != nil || len(readers) != 2 || time.Since(began) > time.Second {
		t.Errorf("readers during a slow command: %+v %v after %v", readers, err, time.Since(began))
	}
	// Cancelled in flight: the card's answer still counts.
	if err := <-answered; err != nil || time.Since(began) < 1400*time.Millisecond {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	if _, err := c.Transmit(ctx, challenge); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Errorf("the closing command: %v", err)
	}
}

func testHungCard(t *testing.T, l *lab.Lab) {
	s := NewService()
	s.limits.transmit, s.limits.closing = 300*time.Millisecond, 200*time.Millisecond
	c := connected(t, s, l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "empty"})
	began := time.Now()
	if _, err := c.Transmit(t.Context(), challenge); !errors.Is(err, ErrHung) {
		t.Errorf("%v", err)
	}
	wantEnded(t, c, ErrHung)
	if err := c.Close(); !errors.Is(err, ErrHung) {
		t.Errorf("Close: %v", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("took %v", took)
	}
	// Others see that the reader is taken, and do not hang with it.
	s.limits.askFor = 300 * time.Millisecond
	if _, err := s.Connect(t.Context(), l.Readers[0], Shared); err == nil {
		t.Error("connected to a reader that hangs")
	}
	l.Control(0, map[string]any{"do": "remove"})
	settle(t, l)
	connected(t, NewService(), l.Readers[0], Exclusive)
}

func testEndedContext(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Shared)
	before := l.State(0).APDUs
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Transmit(ctx, challenge); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := s.Connect(ctx, l.Readers[1], Shared); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := s.Readers(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if after := l.State(0).APDUs; after != before {
		t.Errorf("%d APDUs", after-before)
	}
}

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

func testWaitSees(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"remove", "insert", "swap"} {
		if what == "swap" {
			// pcscd powers a new card up and down again within two polls, and
			// does not notice through vpcd when it is swapped meanwhile.
			time.Sleep(time.Second)
		}
		time.AfterFunc(50*time.Millisecond, func() { l.Control(0, map[string]any{"do": what}) })
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		began := time.Now()
		err := s.Wait(ctx, seen)
		cancel()
		if err != nil || time.Since(began) > time.Second {
			t.Errorf("%s: %v after %v", what, err, time.Since(began))
		}
		now, err := s.Readers(t.Context())
		if err != nil || !differ(now, seen) {
			t.Errorf("%s: %+v, before %+v, %v", what, now, seen, err)
		}
		seen = now
		if what == "swap" {
			settle(t, l)
		}
	}
	if err := s.Wait(t.Context(), nil); err != nil {
		t.Errorf("readers where none were seen: %v", err)
	}
}

func testWaitCancelled(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{0, time.Millisecond, 100 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		began := time.Now()
		err := s.Wait(ctx, seen)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > after+150*time.Millisecond {
			t.Errorf("%v: %v after %v", after, err, time.Since(began))
		}
	}
}

func testReadersDuringWait(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error, 1)
	go func() { waited <- s.Wait(ctx, seen) }()
	time.Sleep(50 * time.Millisecond)
	for range 20 {
		began := time.Now()
		if now, err := s.Readers(t.Context()); err != nil || len(now) != 2 || time.Since(began) > 300*time.Millisecond {
			t.Errorf("%+v %v after %v", now, err, time.Since(began))
		}
	}
	select {
	case err := <-waited:
		t.Errorf("the wait ended: %v", err)
	default:
	}
	cancel()
	if err := <-waited; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// testStress would show the use after free of ebfe/scard: a reader that is
// there reported as unknown after a garbage collection.
func testStress(t *testing.T, l *lab.Lab) {
	s := NewService()
	seen, err := s.Readers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for ctx.Err() == nil {
				if err := s.Wait(ctx, seen); !errors.Is(err, context.DeadlineExceeded) {
					t.Error("waiting:", err)
				}
			}
		})
		all.Go(func() {
			for ctx.Err() == nil {
				if now, err := s.Readers(t.Context()); err != nil || differ(now, seen) {
					t.Errorf("listing: %+v %v", now, err)
				}
				runtime.GC()
			}
		})
	}
	all.Wait()
}

func testFindAccepts(t *testing.T, l *lab.Lab) {
	var tried []string
	c, name, err := Find(t.Context(), NewService(), "", Exclusive, func() { t.Error("waited") }, func(_ context.Context, c Conn) (bool, error) {
		tried = append(tried, c.(*conn).reader)
		return len(tried) == 2, nil
	})
	if err != nil || name != l.Readers[1] || !slices.Equal(tried, l.Readers) {
		t.Fatalf("%s %v %v", name, tried, err)
	}
	defer c.Close()
	if _, err := c.Transmit(t.Context(), challenge); err != nil {
		t.Error(err)
	}
}

func testFindDeclines(t *testing.T, l *lab.Lab) {
	before, tries := powerOffs(t, l), 0
	began := time.Now()
	_, _, err := Find(t.Context(), NewService(), "", Shared, nil, func(_ context.Context, c Conn) (bool, error) {
		tries++
		_, err := c.Transmit(t.Context(), challenge)
		return false, err
	})
	if !errors.Is(err, ErrWrongCard) || tries != 2 || time.Since(began) > 2*time.Second {
		t.Errorf("%v, %d tries, %v", err, tries, time.Since(began))
	}
	within(t, time.Second, "power off", func() bool { return powerOffs(t, l) > before })
}

func testFindWaits(t *testing.T, l *lab.Lab) {
	l.Control(0, map[string]any{"do": "remove"})
	l.Control(1, map[string]any{"do": "remove"})
	time.Sleep(600 * time.Millisecond)
	waits := 0
	onWait := func() {
		waits++
		time.AfterFunc(100*time.Millisecond, func() { l.Control(0, map[string]any{"do": "insert"}) })
	}
	began := time.Now()
	c, name, err := Find(t.Context(), NewService(), "", Exclusive, onWait, func(context.Context, Conn) (bool, error) { return true, nil })
	if err != nil || name != l.Readers[0] || waits != 1 || time.Since(began) > 2*time.Second {
		t.Fatalf("%s %v, waited %d times, %v", name, err, waits, time.Since(began))
	}
	_ = c.Close()
}

func testFindAfterSwap(t *testing.T, l *lab.Lab) {
	for _, pause := range []time.Duration{0, 50 * time.Millisecond, 200 * time.Millisecond, 350 * time.Millisecond} {
		for _, mode := range []Mode{Exclusive, Shared} {
			time.Sleep(time.Second) // see testWaitSees
			s := NewService()
			_ = connected(t, s, l.Readers[0], mode).Close()
			time.Sleep(pause)
			l.Control(0, map[string]any{"do": "swap"})
			began := time.Now()
			accepted := 0
			c, _, err := Find(t.Context(), s, l.Readers[0], mode, nil, func(ctx context.Context, c Conn) (bool, error) {
				_, err := c.Transmit(ctx, challenge)
				accepted++
				return err == nil, err
			})
			if err != nil || time.Since(began) > 2*time.Second {
				t.Errorf("pause %v, mode %v: %v after %v, %d tries", pause, mode, err, time.Since(began), accepted)
				continue
			}
			_ = c.Close()
		}
	}
}

func testKilledDuringAPDU(t *testing.T, l *lab.Lab) {
	s := NewService()
	c := connected(t, s, l.Readers[0], Exclusive)
	l.Control(0, map[string]any{"do": "inject", "at": 1, "what": "delay", "ms": 1500})
	time.AfterFunc(300*time.Millisecond, func() { l.Daemon("kill") })
	began := time.Now()
	if _, err := c.Transmit(t.Context(), challenge); !errors.Is(err, ErrUnavailable) || time.Since(began) > time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	wantEnded(t, c, ErrUnavailable)
	_ = c.Close()
	if _, err := s.Readers(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("listing: %v", err)
	}
	if _, err := s.Connect(t.Context(), l.Readers[0], Shared); !errors.Is(err, ErrUnavailable) {
		t.Errorf("connecting: %v", err)
	}
	if _, _, err := Find(t.Context(), s, "", Shared, nil, nil); !errors.Is(err, ErrUnavailable) {
		t.Errorf("finding: %v", err)
	}
	l.Daemon("start")
	settle(t, l)
	connected(t, s, l.Readers[0], Exclusive) // the same Service, no restart of ours
}

func testKilledDuringWait(t *testing.T, l *lab.Lab) {
	for _, how := range []string{"kill", "term"} {
		s := NewService()
		seen, err := s.Readers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(200*time.Millisecond, func() { l.Daemon(how) })
		began := time.Now()
		if err := s.Wait(t.Context(), seen); !errors.Is(err, ErrUnavailable) || time.Since(began) > 2*time.Second {
			t.Errorf("%s: %v after %v", how, err, time.Since(began))
		}
		l.Daemon("start")
		settle(t, l)
	}
}

func testRestartDuringFind(t *testing.T, l *lab.Lab) {
	l.Control(0, map[string]any{"do": "remove"})
	l.Control(1, map[string]any{"do": "remove"})
	time.Sleep(600 * time.Millisecond)
	onWait := func() {
		time.AfterFunc(100*time.Millisecond, func() {
			l.Daemon("kill")
			l.Daemon("start")
			l.Control(0, map[string]any{"do": "insert"})
		})
	}
	c, name, err := Find(t.Context(), NewService(), "", Exclusive, onWait, func(context.Context, Conn) (bool, error) { return true, nil })
	if err != nil || name != l.Readers[0] {
		t.Fatalf("%s %v", name, err)
	}
	_ = c.Close()
}
