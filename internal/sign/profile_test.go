package sign

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestProfilesAreFoundByTheirNames(t *testing.T) {
	if names := Profiles(); !slices.Equal(names, []string{"cms-attached", "cms-detached", "egov-kousei", "pdf-moj", "pdf-pades-b", "xmldsig-enveloped"}) {
		t.Errorf("profiles: %v", names)
	}
	for _, name := range Profiles() {
		if p, ok := Lookup(name); !ok || p.Name() != name {
			t.Errorf("%s is not found", name)
		}
	}
	for _, name := range []string{"", "digest", "CMS-DETACHED", "cms-detached "} {
		if _, ok := Lookup(name); ok {
			t.Errorf("%q is found", name)
		}
	}
}

// certificateOnly is a signer whose certificate is wrong; its key must not be used.
type certificateOnly struct {
	softSigner
	der []byte
}

func (s *certificateOnly) Certificate() []byte { return s.der }

func TestKeysThatAreNotRSA2048AreNotUsed(t *testing.T) {
	ca, err := x509.ParseCertificate(identity().ca)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	long, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	certificates := map[string][]byte{"nothing": nil, "noise": []byte("noise")}
	for name, public := range map[string]any{"EC": &ec.PublicKey, "RSA-3072": &long.PublicKey} {
		der, err := x509.CreateCertificate(rand.Reader, caTemplate("TEST "+name), ca, public, identity().caKey)
		if err != nil {
			t.Fatal(err)
		}
		certificates[name] = der
	}
	for name, der := range certificates {
		s := &certificateOnly{softSigner{id: identity()}, der}
		if _, err := signAll(t.Context(), detached{}, s, []Document{{Name: "a", Digest: [32]byte{1}}}, time.Now()); err == nil || s.count != 0 {
			t.Errorf("%s: signed, %v", name, err)
		}
		if _, err := Token(t.Context(), s, "https://example.lg.jp", nonce, "1", time.Now()); err == nil || s.count != 0 {
			t.Errorf("%s: token, %v", name, err)
		}
	}
}

// An error may reach a log: it tells the document's name and nothing else of the person.
func TestErrorsAreShort(t *testing.T) {
	_, err := Prepare(detached{}, []Document{{Name: strings.Repeat("あ", 500), Digest: [32]byte{1}}}, Choices{})
	if err == nil || len(err.Error()) > 200 {
		t.Errorf("%v", err)
	}
}

// signAll is what the host does under one PIN entry.
func signAll(ctx context.Context, p Profile, s Signer, docs []Document, at time.Time) ([]Output, error) {
	batch, err := Prepare(p, docs, Choices{})
	if err != nil {
		return nil, err
	}
	outputs, err := batch.Sign(ctx, s, at)
	if err == nil {
		err = batch.Check(outputs)
	}
	return outputs, err
}

func bytesOf(t testing.TB, o Output) []byte {
	t.Helper()
	content, err := o.Bytes()
	if err != nil || int64(len(content)) != o.Size() {
		t.Fatalf("%d bytes of %d: %v", len(content), o.Size(), err)
	}
	return content
}
