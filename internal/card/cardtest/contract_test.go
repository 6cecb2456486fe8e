//go:build linux

package cardtest

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/virtualcard"
	"github.com/hitofude/hitofude/internal/virtualcard/lab"
)

func TestCardInProcess(t *testing.T) {
	Contract(t, func(t *testing.T, profile string) card.Transmitter {
		c, err := virtualcard.Open(profile)
		if err != nil {
			t.Fatal(err)
		}
		return c
	})
}

// TestCardThroughPcscd runs all that needs a real pcscd: libpcsclite reads the
// name of its socket once per process, so there is one lab.
func TestCardThroughPcscd(t *testing.T) {
	l := lab.Start(t, lab.Options{Profiles: []string{"holder", "holder"}})
	if err := os.Setenv("PCSCLITE_CSOCK_NAME", l.Socket); err != nil {
		t.Fatal(err)
	}
	// Two readers take turns: while one card is used the other is exchanged,
	// which the service notices within 0.8 s.
	r := &readers{lab: l, service: pcsc.NewService()}
	Contract(t, func(t *testing.T, profile string) card.Transmitter { return r.connect(t, profile) })
	t.Run("power off locks", func(t *testing.T) { powerOffLocks(t, r) })
	t.Run("a card pulled at every APDU", func(t *testing.T) { pulled(t, r) })
}

type readers struct {
	lab     *lab.Lab
	service *pcsc.Service
	open    []pcsc.Conn
	next    int
}

// connect puts a fresh card of this profile into the other reader.
func (r *readers) connect(t *testing.T, profile string) pcsc.Conn {
	t.Helper()
	i := r.next
	r.next = 1 - r.next
	if len(r.open) == 2 {
		_ = r.open[0].Close()
		r.open = r.open[1:]
	}
	if r.lab.State(i).Present {
		r.lab.Control(i, map[string]any{"do": "remove"})
	}
	r.wait(t, i, pcsc.Empty)
	r.lab.Control(i, map[string]any{"do": "load", "profile": profile})
	r.lab.Control(i, map[string]any{"do": "insert"})
	r.wait(t, i, pcsc.Held)
	conn, err := r.service.Connect(t.Context(), r.lab.Readers[i], pcsc.Exclusive)
	if err != nil {
		t.Fatal(err)
	}
	r.open = append(r.open, conn)
	return conn
}

func (r *readers) wait(t *testing.T, i int, state string) {
	t.Helper()
	for began := time.Now(); ; {
		now, err := r.service.Readers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if now[i].State == state || state == pcsc.Held && now[i].State == pcsc.InUse {
			return
		}
		if time.Since(began) > 5*time.Second {
			t.Fatalf("reader %d is %s, not %s", i, now[i].State, state)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		_ = r.service.Wait(ctx, now) // the loop looks for itself
		cancel()
	}
}

// powerOffLocks leaves without the closing APDU, as a process does that is
// stopped between two of them: closing the connection must be enough.
func powerOffLocks(t *testing.T, r *readers) {
	conn := r.connect(t, "holder")
	i := 1 - r.next
	if _, err := card.New(conn, nil).Signer(t.Context(), card.SignatureKey, secret("TEST123"), false); err != nil {
		t.Fatal(err)
	}
	if len(r.lab.State(i).Unlocked) == 0 {
		t.Fatal("not unlocked; the test tests nothing")
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	// pcscd tells the reader to cut the power and waits for no answer: on a busy
	// computer the card hears of it a moment after the call returned.
	for end := time.Now().Add(5 * time.Second); len(r.lab.State(i).Unlocked) != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("left unlocked: %v", r.lab.State(i).Unlocked)
		}
	}
	again, err := r.service.Connect(t.Context(), r.lab.Readers[i], pcsc.Shared)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := card.New(again, nil).Open(t.Context(), card.JPKI); err != nil {
		t.Fatal(err)
	}
	answer, err := again.Transmit(t.Context(), []byte{0x00, 0xB0, 0x81, 0x00, 0x00})
	if err != nil || hex.EncodeToString(answer) != "6982" {
		t.Errorf("signature certificate without PIN: %d bytes, %v", len(answer), err)
	}
}

// pulled takes the card out at each APDU of signing: the error says so within
// a second, VERIFY went out at most once, and the card put back is whole.
func pulled(t *testing.T, r *readers) {
	for at := 1; at <= 8; at++ {
		conn := r.connect(t, "holder")
		i := 1 - r.next
		before := len(r.lab.APDUs(i))
		r.lab.Control(i, map[string]any{"do": "inject", "at": at, "when": "during", "what": "remove"})
		began := time.Now()
		c := card.New(conn, nil)
		s, err := c.Signer(t.Context(), card.SignatureKey, secret("TEST123"), false)
		if err == nil {
			_, err = s.Sign(t.Context(), make([]byte, 32))
		}
		closing := c.Close(t.Context())
		if !errors.Is(err, pcsc.ErrRemoved) && !(at == 8 && errors.Is(closing, pcsc.ErrRemoved)) {
			t.Errorf("at %d: %v, closing: %v", at, err, closing)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("at %d: took %v", at, took)
		}
		verifies := 0
		for _, line := range r.lab.APDUs(i)[before:] {
			if strings.HasPrefix(line, "> 0020009b07") {
				verifies++
			}
		}
		if verifies > 1 {
			t.Errorf("at %d: %d VERIFY", at, verifies)
		}
		_ = conn.Close()
		r.lab.Control(i, map[string]any{"do": "insert"})
		if tries := r.lab.State(i).Tries["signature"]; tries != 5 {
			t.Errorf("at %d: %d tries", at, tries)
		}
	}
}
