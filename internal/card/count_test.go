package card

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

func wantAPDUs(t *testing.T, name string, card *tap, want int) {
	t.Helper()
	if len(card.sent) != want {
		t.Errorf("%s: %d APDUs, want %d:\n%s", name, len(card.sent), want, strings.Join(card.sent, "\n"))
	}
	card.sent = nil
}

func TestAttributesCostFourAPDUsAndTheReads(t *testing.T) {
	seen := map[int]bool{}
	for letters := 1; letters < 300; letters += 37 {
		for _, profile := range []string{"holder", "test-card", "quirky"} {
			card := insertChanged(t, profile, func(p *virtualcard.Profile) {
				p.Holder.Address = strings.Repeat("町", letters)
				p.Quirks.Cold6F00 = false
			})
			length := 0
			card.after = func(_ int, apdu, answer []byte) []byte {
				if apdu[1] == 0xB0 && length == 0 {
					length, _ = outerLength(answer)
				}
				return answer
			}
			a, err := New(card, nil).Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, false)
			if err != nil || len(a.Address) != 3*letters {
				t.Fatal(profile, err)
			}
			reads := (length + 255) / 256
			seen[reads] = true
			wantAPDUs(t, fmt.Sprintf("%s, file of %d bytes", profile, length), card, 4+reads)
		}
	}
	if !seen[1] || !seen[2] || !seen[4] {
		t.Errorf("numbers of reads seen: %v", seen)
	}
}

func TestNumberCostsFiveAPDUs(t *testing.T) {
	card := insert(t, "holder")
	if _, err := New(card, nil).Number(t.Context(), right(pin.VerificationA), pin.VerificationA, false); err != nil {
		t.Fatal(err)
	}
	wantAPDUs(t, "number", card, 5)
}

func TestSigningCostsEightColdSixWarmAndOneForEachFurther(t *testing.T) {
	for _, key := range []Key{SignatureKey, AuthenticationKey} {
		card := insert(t, "holder")
		memory := new(Memory)
		if err := signOnce(t.Context(), New(card, memory), key, right(key.PIN()), false); err != nil {
			t.Fatal(err)
		}
		wantAPDUs(t, "cold "+key.String(), card, 8)
		if err := signOnce(t.Context(), New(card, memory), key, right(key.PIN()), false); err != nil {
			t.Fatal(err)
		}
		wantAPDUs(t, "warm "+key.String(), card, 6)

		c := New(card, memory)
		s, err := c.Signer(t.Context(), key, right(key.PIN()), false)
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			if _, err := s.Sign(t.Context(), make([]byte, 32)); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantAPDUs(t, "ten documents "+key.String(), card, 15)
		if card.verifies() != 0 { // sent was emptied; the count above holds one VERIFY
			t.Error("surplus VERIFY")
		}
	}
}

func TestSigningIsWarmAfterStatus(t *testing.T) {
	card := insert(t, "holder")
	memory := new(Memory)
	if _, err := New(card, memory).Status(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantAPDUs(t, "status", card, 15)
	if err := signOnce(t.Context(), New(card, memory), SignatureKey, right(pin.Signature), false); err != nil {
		t.Fatal(err)
	}
	wantAPDUs(t, "sign after status", card, 6)
}

func TestSecondStatusFetchesTheCAInTheSameCount(t *testing.T) {
	card := insert(t, "holder")
	memory := new(Memory)
	for i := range 3 {
		if _, err := New(card, memory).Status(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantAPDUs(t, "status", card, []int{15, 15, 14}[i])
	}
	if memory.ca[SignatureKey] == nil {
		t.Error("no CA certificate")
	}
}

func TestOpenInTheSearchIsTheOperationsOwnSelect(t *testing.T) {
	card := insert(t, "holder")
	c := New(card, nil)
	if err := c.Open(t.Context(), InputSupport); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, false); err != nil {
		t.Fatal(err)
	}
	wantAPDUs(t, "open and attributes", card, 5)
}

func TestStatusIsFifteenAPDUsAtMost(t *testing.T) {
	for _, profile := range virtualcard.Names() {
		card := insert(t, profile)
		if _, err := New(card, nil).Status(t.Context()); err != nil && !foreignProfile(profile) {
			t.Error(profile, err)
		}
		// old-forms refuses two forms of each query, quirky its first SELECT.
		if n := len(card.sent); n > 15 && profile != "old-forms" && profile != "quirky" {
			t.Errorf("%s: %d APDUs:\n%s", profile, n, strings.Join(card.sent, "\n"))
		}
		if card.verifies() != 0 {
			t.Errorf("%s: status sent a VERIFY", profile)
		}
	}
}

func TestChangingAPINCostsSixAPDUs(t *testing.T) {
	for _, kind := range []pin.Kind{pin.Signature, pin.Authentication, pin.InputSupport} {
		card := insert(t, "holder")
		fresh := "7777"
		if kind == pin.Signature {
			fresh = "FRESH777"
		}
		if err := New(card, nil).ChangePIN(t.Context(), kind, right(kind), secret(fresh), false); err != nil {
			t.Fatal(err)
		}
		wantAPDUs(t, "change "+string(kind), card, 6)
	}
}

func TestIdentifyCostsFourAPDUs(t *testing.T) {
	card := insert(t, "holder")
	if _, err := New(card, nil).Identify(context.Background()); err != nil {
		t.Fatal(err)
	}
	wantAPDUs(t, "identify", card, 4) // the label, whether there is any certificate, and the closing one
}
