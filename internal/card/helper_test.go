package card

import (
	"bytes"
	"context"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// tap stands between the code under test and the virtual card: it notes every
// APDU and can answer in the card's place.
type tap struct {
	card *virtualcard.Card
	sent []string // hexadecimal, upper case, PINs included: they are test PINs
	kept [][]byte // the very slices, to see whether they were cleared
	// instead answers APDU n (the first is 1) when it returns true.
	instead func(n int, apdu []byte) ([]byte, error, bool)
	// after sees the card's true answer and may change it.
	after func(n int, apdu, answer []byte) []byte
}

func (p *tap) Transmit(ctx context.Context, apdu []byte) ([]byte, error) {
	p.sent = append(p.sent, strings.ToUpper(hex.EncodeToString(apdu)))
	p.kept = append(p.kept, apdu)
	n := len(p.sent)
	if p.instead != nil {
		if answer, err, ok := p.instead(n, apdu); ok {
			return answer, err
		}
	}
	answer, err := p.card.Transmit(context.WithoutCancel(ctx), bytes.Clone(apdu))
	if err == nil && p.after != nil {
		answer = p.after(n, apdu, answer)
	}
	return answer, err
}

func (p *tap) count(prefix string) int {
	n := 0
	for _, s := range p.sent {
		if strings.HasPrefix(s, prefix) {
			n++
		}
	}
	return n
}

// verifies counts VERIFY commands that carry data.
func (p *tap) verifies() int {
	n := 0
	for _, s := range p.sent {
		if isVerify(s) {
			n++
		}
	}
	return n
}

func isVerify(s string) bool { return strings.HasPrefix(s, "0020") && len(s) > 10 }

func isChange(s string) bool {
	return strings.HasPrefix(s, "002401") || strings.HasPrefix(s, "803200")
}

// insert opens a profile of the virtual card.
func insert(t testing.TB, profile string) *tap {
	t.Helper()
	c, err := virtualcard.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	return &tap{card: c}
}

// insertChanged opens a profile after change was made to it.
func insertChanged(t testing.TB, profile string, change func(*virtualcard.Profile)) *tap {
	t.Helper()
	p, err := virtualcard.BuiltIn(profile)
	if err != nil {
		t.Fatal(err)
	}
	change(p)
	c, err := virtualcard.New(p, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return &tap{card: c}
}

func withTries(kind pin.Kind, left int) func(*virtualcard.Profile) {
	return func(p *virtualcard.Profile) {
		setting := p.Pins[string(kind)]
		setting.Tries = &left
		p.Pins[string(kind)] = setting
	}
}

// foreignProfile reports the profiles of cards without any application of a My
// Number card.
func foreignProfile(name string) bool {
	return name == "not-mynumber" || name == "licence" || name == "profession"
}

func secret(s string) *pin.PIN { return pin.New([]byte(s)) }

// right returns the PIN of the virtual card (TEST data).
func right(k pin.Kind) *pin.PIN {
	return secret(map[pin.Kind]string{
		pin.Signature: "TEST123", pin.Authentication: "2345", pin.InputSupport: "1234", pin.ResidentRegister: "3456",
		pin.VerificationA: "123456789018", pin.VerificationB: "60051520351234",
	}[k])
}

// wrong returns a PIN of the right form that is not the card's.
func wrong(k pin.Kind) *pin.PIN {
	return secret(map[pin.Kind]string{
		pin.Signature: "WRONG999", pin.Authentication: "9999", pin.InputSupport: "9998", pin.ResidentRegister: "9997",
		pin.VerificationA: "999999999999", pin.VerificationB: "99999999999999",
	}[k])
}

// operation is one thing a person asks of the card, for tests that hold for
// all of them.
type operation struct {
	name string
	kind pin.Kind
	run  func(ctx context.Context, c *Card, p *pin.PIN, acceptLastTry bool) error
}

var operations = []operation{
	{"attributes", pin.InputSupport, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		_, err := c.Attributes(ctx, p, pin.InputSupport, ok)
		return err
	}},
	{"attributes by number B", pin.VerificationB, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		_, err := c.Attributes(ctx, p, pin.VerificationB, ok)
		return err
	}},
	{"number", pin.InputSupport, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		_, err := c.Number(ctx, p, pin.InputSupport, ok)
		return err
	}},
	{"number by number A", pin.VerificationA, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		_, err := c.Number(ctx, p, pin.VerificationA, ok)
		return err
	}},
	{"certificate", pin.Signature, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		_, err := c.Certificate(ctx, SignatureKey, p, ok)
		return err
	}},
	{"sign", pin.Signature, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		return signOnce(ctx, c, SignatureKey, p, ok)
	}},
	{"authenticate", pin.Authentication, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		return signOnce(ctx, c, AuthenticationKey, p, ok)
	}},
	{"change signature", pin.Signature, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		return c.ChangePIN(ctx, pin.Signature, p, secret("FRESH777"), ok)
	}},
	{"change authentication", pin.Authentication, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		return c.ChangePIN(ctx, pin.Authentication, p, secret("7777"), ok)
	}},
	{"change input support", pin.InputSupport, func(ctx context.Context, c *Card, p *pin.PIN, ok bool) error {
		return c.ChangePIN(ctx, pin.InputSupport, p, secret("7777"), ok)
	}},
}

func signOnce(ctx context.Context, c *Card, key Key, p *pin.PIN, ok bool) error {
	defer c.Close(ctx)
	s, err := c.Signer(ctx, key, p, ok)
	if err != nil {
		return err
	}
	_, err = s.Sign(ctx, make([]byte, 32))
	return err
}

// unhex is for constants of the tests.
func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

func contextWithCause(t *testing.T) (context.Context, context.CancelCauseFunc) {
	t.Helper()
	return context.WithCancelCause(t.Context())
}
