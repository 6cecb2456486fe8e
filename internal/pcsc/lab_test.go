//go:build linux

package pcsc

import (
	"errors"
	"os"
	"testing"
	"time"

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
		{"another count of the reader ends the connection", testAnotherCount},
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
		{"others wait during a shared connection", testTransactionHere},
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
		{"a restart of the service changes every name", testRestartChangesNames},
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
