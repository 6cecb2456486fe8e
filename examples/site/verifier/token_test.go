package verifier

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

const (
	origin     = "https://www.example.lg.jp"
	visit      = "session-1"
	testPolicy = "1.2.392.200149.8.5.1.0.30"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const testdata = "../../../internal/virtualcard/testdata/"

func readPEM(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testdata, name))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	return block.Bytes
}

// identity is a key of the card in software with its certificate.
type identity struct {
	key *rsa.PrivateKey
	der []byte
}

func identityOf(t *testing.T, profile, key string) *identity {
	t.Helper()
	card, err := virtualcard.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	file := map[string]string{"authentication": "keys/TEST-auth-user.key.pem", "signature": "keys/TEST-sign-user.key.pem"}[key]
	return &identity{privateKey(t, readPEM(t, file)), card.Certificate(key)}
}

func privateKey(t *testing.T, der []byte) *rsa.PrivateKey {
	t.Helper()
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		t.Fatal(err)
	}
	return key.(*rsa.PrivateKey)
}

// Certificate and Sign make an identity a sign.Signer, as a card's key is.
func (i *identity) Certificate() []byte { return i.der }

func (i *identity) Sign(_ context.Context, digest []byte) ([]byte, error) {
	return rsa.SignPKCS1v15(nil, i.key, crypto.SHA256, digest)
}

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

type fixture struct {
	t     *testing.T
	clock *clock
	*Verifier
	card  *identity
	nonce string
}

func roots(t *testing.T, names ...string) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	for _, name := range names {
		ca, err := x509.ParseCertificate(readPEM(t, name))
		if err != nil {
			t.Fatal(err)
		}
		pool.AddCert(ca)
	}
	return pool
}

func begin(t *testing.T) *fixture {
	t.Helper()
	c := &clock{now}
	v, err := New(Config{Origin: origin, Roots: roots(t, "ca/TEST-auth-ca.pem"), Policies: []string{testPolicy}, Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	nonce, err := v.Nonce(visit)
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{t, c, v, identityOf(t, "holder", "authentication"), nonce}
}

// token is what Hitofude's own code makes.
func (f *fixture) token(signer sign.Signer, aud, nonce string) string {
	f.t.Helper()
	token, err := sign.Token(f.t.Context(), signer, aud, nonce, "1.2.3", f.clock.at)
	if err != nil {
		f.t.Fatal(err)
	}
	return token
}

func (f *fixture) good() string { f.t.Helper(); return f.token(f.card, origin, f.nonce) }

// forged signs any header and claims with the key of an identity.
func forged(t *testing.T, i *identity, header, claims any) string {
	t.Helper()
	part := func(v any) string {
		raw, ok := v.(string)
		if !ok {
			encoded, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			raw = string(encoded)
		}
		return base64.RawURLEncoding.EncodeToString([]byte(raw))
	}
	signed := part(header) + "." + part(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := i.Sign(t.Context(), digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func (i *identity) header() map[string]any {
	return map[string]any{"alg": "RS256", "typ": "hitofude+jwt", "x5c": []string{base64.StdEncoding.EncodeToString(i.der)}}
}

func (f *fixture) claims() map[string]any {
	return map[string]any{
		"purpose": sign.TokenPurpose, "aud": origin, "nonce": f.nonce, "iat": f.clock.at.Unix(),
		"exp": f.clock.at.Unix() + 300, "jti": strings.Repeat("j", 26), "host": "1.2.3",
	}
}

// refused demands a refusal at one step.
func (f *fixture) refused(step Step, token string) {
	f.t.Helper()
	person, err := f.Verify(f.t.Context(), token, visit)
	var found *StepError
	if !errors.As(err, &found) || found.Step != step || person != nil {
		f.t.Errorf("got %v, want a refusal at %s", err, step)
	}
}

func (f *fixture) accepted(token string) {
	f.t.Helper()
	if _, err := f.Verify(f.t.Context(), token, visit); err != nil {
		f.t.Errorf("refused: %v", err)
	}
}

func TestTokenOfHitofudeNamesTheCertificateAndIsAccepted(t *testing.T) {
	f := begin(t)
	person, err := f.Verify(t.Context(), f.good(), visit)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(f.card.der)
	if err != nil {
		t.Fatal(err)
	}
	if person.Serial != cert.SerialNumber.Text(16) || person.Issuer != cert.Issuer.String() || person.Host != "1.2.3" ||
		len(person.ID) < 26 || !person.Expires.Equal(now.Add(5*time.Minute)) || person.Revocation != "not-checked" {
		t.Errorf("%+v", person)
	}
}

func TestForgeryOfTheTestIsAcceptedWhenNothingIsWrong(t *testing.T) {
	f := begin(t)
	f.accepted(forged(t, f.card, f.card.header(), f.claims()))
}

func TestCopyOfTheAuthorityInTheExampleIsTheCards(t *testing.T) {
	text, err := os.ReadFile("../TEST-auth-ca.pem")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if !bytes.Equal(block.Bytes, readPEM(t, "ca/TEST-auth-ca.pem")) {
		t.Error("the example trusts another authority than the card's")
	}
}
