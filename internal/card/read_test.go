package card

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

func TestAttributesAreExactlyTheCards(t *testing.T) {
	for _, profile := range virtualcard.Names() {
		card := insert(t, profile)
		holder := card.card.Profile().Holder
		kind := pin.InputSupport
		if profile == "face-auth" || profile == "locked" {
			kind = pin.VerificationB // what is printed on the card still opens it
		}
		a, err := New(card, nil).Attributes(t.Context(), right(kind), kind, true)
		if profile == "phone" || profile == "juki" || foreignProfile(profile) {
			if !errors.Is(err, ErrUnsupported) {
				t.Errorf("%s: %v", profile, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", profile, err)
			continue
		}
		if want := (Attributes{holder.Name, holder.Address, holder.Birth, holder.Sex}); *a != want {
			t.Errorf("%s: %+v, want %+v", profile, *a, want)
		}
	}
}

func TestNumberIsRead(t *testing.T) {
	for _, kind := range []pin.Kind{pin.InputSupport, pin.VerificationA} {
		number, err := New(insert(t, "holder"), nil).Number(t.Context(), right(kind), kind, false)
		if err != nil || string(number) != "123456789018" {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestPINsOpenOnlyTheirOwn(t *testing.T) {
	c := New(insert(t, "holder"), nil)
	if _, err := c.Attributes(t.Context(), right(pin.VerificationA), pin.VerificationA, false); err == nil {
		t.Error("number A opened the attributes")
	}
	if _, err := c.Number(t.Context(), right(pin.VerificationB), pin.VerificationB, false); err == nil {
		t.Error("number B opened the number")
	}
}

func TestCertificatesAreReadWhole(t *testing.T) {
	for _, profile := range []string{"holder", "quirky", "old-forms", "expired", "moved", "foreign", "test-card"} {
		for _, key := range []Key{SignatureKey, AuthenticationKey} {
			card := insert(t, profile)
			var p *pin.PIN
			if key == SignatureKey {
				p = right(pin.Signature)
			}
			file, err := New(card, nil).Certificate(t.Context(), key, p, false)
			if err != nil {
				t.Errorf("%s %s: %v", profile, key, err)
				continue
			}
			if !bytes.Equal(file.DER, card.card.Certificate(key.String())) {
				t.Errorf("%s %s: not the card's certificate", profile, key)
			}
			leaf, err := x509.ParseCertificate(file.DER)
			if err != nil {
				t.Fatal(err)
			}
			ca, err := x509.ParseCertificate(file.CA)
			if err != nil {
				t.Fatal(err)
			}
			if err := leaf.CheckSignatureFrom(ca); err != nil {
				t.Errorf("%s %s: %v", profile, key, err)
			}
		}
	}
}

func TestSignatureCertificateIsNotTriedWithoutPIN(t *testing.T) {
	card := insert(t, "holder")
	if _, err := New(card, nil).Certificate(t.Context(), SignatureKey, nil, false); !errors.Is(err, ErrPINRequired) || len(card.sent) != 0 {
		t.Errorf("%v, sent %v", err, card.sent)
	}
}

func TestAuthenticationCertificateTakesItsPINOnlyWhenAsked(t *testing.T) {
	card := insert(t, "holder")
	if _, err := New(card, nil).Certificate(t.Context(), AuthenticationKey, right(pin.Authentication), false); err != nil {
		t.Fatal(err)
	}
	if card.verifies() != 0 {
		t.Error("VERIFY for a certificate that is free")
	}
	phone := insert(t, "phone")
	if _, err := New(phone, nil).Certificate(t.Context(), AuthenticationKey, nil, false); !errors.Is(err, ErrPINRequired) {
		t.Errorf("phone without PIN: %v", err)
	}
	if _, err := New(phone, nil).Certificate(t.Context(), AuthenticationKey, right(pin.Authentication), false); err != nil {
		t.Errorf("phone with PIN: %v", err)
	}
}

func TestMissingCertificateIsKnownBeforeVerify(t *testing.T) {
	for _, profile := range []string{"no-signature", "face-auth"} {
		card := insert(t, profile)
		err := signOnce(t.Context(), New(card, nil), SignatureKey, right(pin.Signature), true)
		if !errors.Is(err, ErrCertificateMissing) || card.verifies() != 0 {
			t.Errorf("%s: %v, %d VERIFY", profile, err, card.verifies())
		}
	}
	card := insert(t, "juki")
	if _, err := New(card, nil).Certificate(t.Context(), AuthenticationKey, nil, false); !errors.Is(err, ErrCertificateMissing) {
		t.Errorf("juki: %v", err)
	}
}

func TestEmptyCertificateFileIsAMissingCertificate(t *testing.T) {
	for _, content := range []string{"", "FFFFFFFFFFFFFFFF", "0000000000"} {
		card := insert(t, "holder")
		card.after = func(_ int, apdu, answer []byte) []byte {
			if apdu[1] == 0xB0 && apdu[2] == 0x81 {
				return append(unhex(content), 0x90, 0x00)
			}
			return answer
		}
		err := signOnce(t.Context(), New(card, nil), SignatureKey, right(pin.Signature), false)
		if !errors.Is(err, ErrCertificateMissing) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestSignaturesVerify(t *testing.T) {
	digest := sha256.Sum256([]byte("見本"))
	for _, profile := range []string{"holder", "quirky", "old-forms"} {
		for _, key := range []Key{SignatureKey, AuthenticationKey} {
			c := New(insert(t, profile), nil)
			s, err := c.Signer(t.Context(), key, right(key.PIN()), false)
			if err != nil {
				t.Fatal(profile, err)
			}
			signature, err := s.Sign(t.Context(), digest[:])
			if err != nil {
				t.Fatal(profile, err)
			}
			leaf, err := x509.ParseCertificate(s.Certificate())
			if err != nil {
				t.Fatal(err)
			}
			if err := rsa.VerifyPKCS1v15(leaf.PublicKey.(*rsa.PublicKey), crypto.SHA256, digest[:], signature); err != nil {
				t.Errorf("%s %s: %v", profile, key, err)
			}
			if s.CA() == nil {
				t.Errorf("%s %s: cold, and no CA certificate", profile, key)
			}
			if _, err := s.Sign(t.Context(), digest[:31]); err == nil {
				t.Error("signed 31 bytes")
			}
			if err := c.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Sign(t.Context(), digest[:]); !errors.Is(err, ErrSignerClosed) {
				t.Errorf("signed after Close: %v", err)
			}
		}
	}
}

func TestSignerEndsWithTheNextOperation(t *testing.T) {
	c := New(insert(t, "holder"), nil)
	s, err := c.Signer(t.Context(), SignatureKey, right(pin.Signature), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Status(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sign(t.Context(), make([]byte, 32)); !errors.Is(err, ErrSignerClosed) {
		t.Errorf("%v", err)
	}
}

func TestExtendedLengthIsTriedOncePerCard(t *testing.T) {
	card := insert(t, "quirky")
	memory := new(Memory)
	for range 3 {
		if err := signOnce(t.Context(), New(card, memory), SignatureKey, right(pin.Signature), false); err != nil {
			t.Fatal(err)
		}
	}
	extended := 0
	for _, s := range card.sent {
		if strings.HasPrefix(s, "00B0") && strings.HasSuffix(s, "000000") && len(s) == 14 {
			extended++
		}
	}
	if extended != 1 {
		t.Errorf("%d extended reads", extended)
	}
}

func TestReaderWithoutExtendedLengthIsRemembered(t *testing.T) {
	card := insert(t, "holder")
	card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
		return nil, errors.New("reader refuses"), len(apdu) == 7 && apdu[1] == 0xB0
	}
	memory := new(Memory)
	if err := signOnce(t.Context(), New(card, memory), SignatureKey, right(pin.Signature), false); err == nil || card.verifies() != 0 {
		t.Fatalf("first attempt: %v", err)
	}
	memory.Reset() // as after every broken connection
	if err := signOnce(t.Context(), New(card, memory), SignatureKey, right(pin.Signature), false); err != nil {
		t.Errorf("second attempt: %v", err)
	}
}

func TestResetForgetsTheCard(t *testing.T) {
	for _, profile := range []string{"holder", "quirky", "old-forms"} {
		memory := new(Memory)
		if err := signOnce(t.Context(), New(insert(t, profile), memory), SignatureKey, right(pin.Signature), false); err != nil {
			t.Fatal(profile, err)
		}
		if !memory.presence.known || memory.ca == nil || memory.extended == extendedUntried {
			t.Errorf("%s: nothing was remembered", profile)
		}
		memory.Reset()
		if memory.extended != extendedUntried || memory.presence.known || memory.ca != nil || memory.form != formShort {
			t.Errorf("%s: Reset left something", profile)
		}
	}
}

// A read must end whatever the card says, and say what was wrong.
func TestReadsEnd(t *testing.T) {
	long := append(unhex("FF2082 0400"), make([]byte, 251)...) // says 1024, 256 bytes so far
	for name, c := range map[string]struct {
		first, further []byte
		ok             bool
	}{
		"past the end":        {append(bytes.Clone(long), 0x90, 0), unhex("6B00"), false},
		"nothing":             {append(bytes.Clone(long), 0x90, 0), unhex("9000"), false},
		"one byte":            {append(bytes.Clone(long), 0x90, 0), unhex("00 9000"), false},
		"end of file warning": {append(bytes.Clone(long[:200]), 0x62, 0x82), unhex("6282"), false},
		"nothing at first":    {unhex("9000"), unhex("9000"), false},
		"for ever":            {append(bytes.Clone(long), 0x90, 0), append(bytes.Clone(long), 0x90, 0), true},
		"bad length":          {unhex("FF2085 0102030405 9000"), unhex("9000"), false},
		"endless length":      {unhex("FF2084 7FFFFFFF 9000"), unhex("9000"), false},
		"indefinite length":   {unhex("FF2080 9000"), unhex("9000"), false},
	} {
		card := insert(t, "holder")
		reads := 0
		card.instead = func(_ int, apdu []byte) ([]byte, error, bool) {
			if apdu[1] != 0xB0 {
				return nil, nil, false
			}
			reads++
			if apdu[2]&0x80 != 0 {
				return c.first, nil, true
			}
			return c.further, nil, true
		}
		_, err := New(card, nil).Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, false)
		var malformed *MalformedError
		if !errors.As(err, &malformed) {
			t.Errorf("%s: %v", name, err)
		}
		if reads > 5 {
			t.Errorf("%s: %d reads", name, reads)
		}
	}
}

func TestFirstSelectMayAnswer6F00Once(t *testing.T) {
	for times, want := range map[int]bool{0: true, 1: true, 2: false} {
		card := insert(t, "holder")
		card.instead = func(n int, _ []byte) ([]byte, error, bool) { return unhex("6F00"), nil, n <= times }
		_, err := New(card, nil).Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, false)
		if (err == nil) != want {
			t.Errorf("%d times 6F00: %v", times, err)
		}
	}
	// Later ones are not repeated.
	card := insert(t, "holder")
	c := New(card, nil)
	if err := c.Open(t.Context(), JPKI); err != nil {
		t.Fatal(err)
	}
	card.instead = func(int, []byte) ([]byte, error, bool) { return unhex("6F00"), nil, true }
	if err := c.Open(t.Context(), InputSupport); err == nil || len(card.sent) != 2 {
		t.Errorf("%v after %v", err, card.sent)
	}
}

func TestForeignCardsAreUnsupported(t *testing.T) {
	for _, sw := range []string{"6A82", "6D00", "6E00", "6A86", "6A81", "6700", "6999", "6985", "6881"} {
		card := insert(t, "holder")
		card.instead = func(int, []byte) ([]byte, error, bool) { return unhex(sw), nil, true }
		c := New(card, nil)
		err := c.Open(t.Context(), JPKI)
		var declined *StatusWordError
		if !errors.Is(err, ErrUnsupported) || !errors.As(err, &declined) || fmt.Sprintf("%04X", declined.SW) != sw {
			t.Errorf("%s: %v", sw, err)
		}
		if err := c.Close(t.Context()); err != nil || len(card.sent) != 1 {
			t.Errorf("%s: Close: %v, sent %v", sw, err, card.sent)
		}
	}
	for _, sw := range []string{"6F00", "6400", "6581", "0000", "90", ""} {
		card := insert(t, "holder")
		card.instead = func(int, []byte) ([]byte, error, bool) { return unhex(sw), nil, true }
		if err := New(card, nil).Open(t.Context(), JPKI); err == nil || errors.Is(err, ErrUnsupported) {
			t.Errorf("%q: %v, a fault is not another card", sw, err)
		}
	}
}

func TestContextCausesReachTheCaller(t *testing.T) {
	mine := errors.New("the window was closed")
	ctx, cancel := contextWithCause(t)
	cancel(mine)
	card := insert(t, "holder")
	_, err := New(card, nil).Status(ctx)
	if !errors.Is(err, mine) || len(card.sent) != 0 {
		t.Errorf("%v, sent %v", err, card.sent)
	}
}
