// Package cardtest holds the one test that every way to a card must pass: the
// card in software in process, the same behind a real pcscd, a recorded script
// or, for whoever has one, a test card.
package cardtest

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"testing"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/pin"
)

// Open gives the card of a profile, powered up and fresh: all tries left,
// nothing selected. The profile is one of the virtual card's names. What was
// opened is closed when the test that asked for it ends.
type Open func(t *testing.T, profile string) card.Transmitter

// Contract runs everything that internal/card promises about a card that
// works. The PINs are those of the virtual card's profiles (TEST data).
func Contract(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"attributes", attributes},
		{"number", number},
		{"certificates and signatures", signatures},
		{"a wrong PIN costs one try", wrongPIN},
		{"PIN change", changePIN},
		{"identify", identify},
		{"nothing is open afterwards", lockedAfterwards},
		{"cards that lack something", lacking},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

func secret(s string) *pin.PIN { return pin.New([]byte(s)) }

// profiles are cards that differ in how they answer, not in what they can do.
var profiles = []string{"holder", "quirky", "old-forms", "test-card"}

func attributes(t *testing.T, open Open) {
	want := card.Attributes{
		Name: "見本　花子", Address: "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３", Birth: "19850515", Sex: "2",
	}
	for _, profile := range profiles {
		a, err := card.New(open(t, profile), nil).Attributes(t.Context(), secret("1234"), pin.InputSupport, false)
		if err != nil {
			t.Errorf("%s: %v", profile, err)
		} else if profile != "test-card" && *a != want || a.Name == "" || a.Address == "" || len(a.Birth) != 8 {
			t.Errorf("%s: %+v", profile, a)
		}
	}
}

func number(t *testing.T, open Open) {
	n, err := card.New(open(t, "holder"), nil).Number(t.Context(), secret("1234"), pin.InputSupport, false)
	if err != nil || string(n) != "123456789018" {
		t.Error(err)
	}
}

func signatures(t *testing.T, open Open) {
	digest := sha256.Sum256([]byte("見本"))
	for _, profile := range profiles {
		for key, p := range map[card.Key]string{card.SignatureKey: "TEST123", card.AuthenticationKey: "2345"} {
			c := card.New(open(t, profile), nil)
			s, err := c.Signer(t.Context(), key, secret(p), false)
			if err != nil {
				t.Errorf("%s %s: %v", profile, key, err)
				continue
			}
			leaf, err := x509.ParseCertificate(s.Certificate())
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // one VERIFY is good for more than one
				signature, err := s.Sign(t.Context(), digest[:])
				if err != nil {
					t.Errorf("%s %s: %v", profile, key, err)
				}
				if err := rsa.VerifyPKCS1v15(leaf.PublicKey.(*rsa.PublicKey), crypto.SHA256, digest[:], signature); err != nil {
					t.Errorf("%s %s: %v", profile, key, err)
				}
			}
			if err := c.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}
}

// tries reads the counter of one kind.
func tries(t *testing.T, c *card.Card, kind pin.Kind) pin.Tries {
	t.Helper()
	s, err := c.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Pins {
		if p.Kind == kind {
			return p.Tries
		}
	}
	t.Fatalf("no counter of %s", kind)
	return pin.Tries{}
}

func wrongPIN(t *testing.T, open Open) {
	for _, profile := range profiles {
		c := card.New(open(t, profile), nil)
		for i, wrong := range []string{"9999", "8888"} {
			left := 2 - i
			_, err := c.Attributes(t.Context(), secret(wrong), pin.InputSupport, false)
			var incorrect *pin.IncorrectError
			if !errors.As(err, &incorrect) || incorrect.Tries != (pin.Tries{Left: left, Known: true}) {
				t.Errorf("%s: %v", profile, err)
			}
			if got := tries(t, c, pin.InputSupport); got.Left != left {
				t.Errorf("%s: %v tries, want %d", profile, got, left)
			}
			// The same wrong one again does not reach the card.
			var repeated *pin.RepeatedError
			if _, err := c.Attributes(t.Context(), secret(wrong), pin.InputSupport, true); !errors.As(err, &repeated) {
				t.Errorf("%s: %v", profile, err)
			}
			if got := tries(t, c, pin.InputSupport); got.Left != left {
				t.Errorf("%s: %v tries after the same again, want %d", profile, got, left)
			}
		}
		var last *pin.LastTryError
		if _, err := c.Attributes(t.Context(), secret("1234"), pin.InputSupport, false); !errors.As(err, &last) {
			t.Errorf("%s: %v", profile, err)
		}
		if _, err := c.Attributes(t.Context(), secret("1234"), pin.InputSupport, true); err != nil {
			t.Errorf("%s: %v", profile, err)
		}
		if got := tries(t, c, pin.InputSupport); got.Left != 3 {
			t.Errorf("%s: %v tries after the right one", profile, got)
		}
	}
}

func changePIN(t *testing.T, open Open) {
	for kind, values := range map[pin.Kind][2]string{
		pin.Signature: {"TEST123", "FRESH777"}, pin.Authentication: {"2345", "7777"},
		pin.InputSupport: {"1234", "7777"},
	} {
		c := card.New(open(t, "holder"), nil)
		if err := c.ChangePIN(t.Context(), kind, secret(values[0]), secret(values[1]), false); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if err := c.ChangePIN(t.Context(), kind, secret(values[1]), secret(values[0]), false); err != nil {
			t.Errorf("%s, back: %v", kind, err)
		}
	}
	// Two counters stand behind that one; only the municipal office changes both.
	c := card.New(open(t, "holder"), nil)
	if err := c.ChangePIN(t.Context(), pin.ResidentRegister, secret("3456"), secret("7777"), false); err == nil {
		t.Error("the resident register PIN was changed")
	}
	if got := tries(t, c, pin.ResidentRegister); got.Left != 3 {
		t.Errorf("resident register: %v tries", got)
	}
}

func identify(t *testing.T, open Open) {
	for profile, want := range map[string]card.Type{"holder": card.MyNumber, "juki": card.Juki, "phone": card.Phone, "not-mynumber": card.Other} {
		if got, err := card.New(open(t, profile), nil).Identify(t.Context()); err != nil || got != want {
			t.Errorf("%s: %q %v", profile, got, err)
		}
	}
}

// lockedAfterwards reads, as another program would, what only a PIN opens.
func lockedAfterwards(t *testing.T, open Open) {
	link := open(t, "holder")
	c := card.New(link, nil)
	s, err := c.Signer(t.Context(), card.SignatureKey, secret("TEST123"), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sign(t.Context(), make([]byte, sha256.Size)); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := card.New(link, nil).Open(t.Context(), card.JPKI); err != nil {
		t.Fatal(err)
	}
	answer, err := link.Transmit(t.Context(), []byte{0x00, 0xB0, 0x81, 0x00, 0x00})
	if err != nil || string(answer) != "\x69\x82" {
		t.Errorf("signature certificate without PIN: %d bytes, %v", len(answer), err)
	}
}

func lacking(t *testing.T, open Open) {
	if _, err := card.New(open(t, "phone"), nil).Attributes(t.Context(), secret("1234"), pin.InputSupport, false); !errors.Is(err, card.ErrUnsupported) {
		t.Errorf("attributes of a phone: %v", err)
	}
	if _, err := card.New(open(t, "no-signature"), nil).Signer(t.Context(), card.SignatureKey, secret("TEST123"), true); !errors.Is(err, card.ErrCertificateMissing) {
		t.Errorf("signature of a card without certificate: %v", err)
	}
	var locked *pin.LockedError
	if _, err := card.New(open(t, "locked"), nil).Attributes(t.Context(), secret("1234"), pin.InputSupport, true); !errors.As(err, &locked) {
		t.Errorf("locked: %v", err)
	}
	if _, err := card.New(open(t, "not-mynumber"), nil).Status(t.Context()); !errors.Is(err, card.ErrUnsupported) {
		t.Errorf("another card: %v", err)
	}
}
