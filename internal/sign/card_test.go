package sign_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/virtualcard"
)

// These tests sign with the card in software through the same code that talks
// to a real one, so certificate, key and format meet as they do in use.

var content = []byte("見本の申請書\n")

// unlock opens a key of a built-in profile of the virtual card.
func unlock(t *testing.T, profile string, key card.Key) *card.Signer {
	t.Helper()
	software, err := virtualcard.Open(profile)
	if err != nil {
		t.Fatal(err)
	}
	c := card.New(software, &card.Memory{})
	value := map[card.Key]string{card.SignatureKey: "TEST123", card.AuthenticationKey: "2345"}[key]
	s, err := c.Signer(t.Context(), key, pin.New([]byte(value)), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // t.Context has ended by now
		if err := c.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func caFile(name string) string { return "../virtualcard/testdata/ca/" + name }

func caDER(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(caFile(name))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	return block.Bytes
}

func signContent(t *testing.T, s sign.Signer) []byte {
	t.Helper()
	p, _ := sign.Lookup("cms-detached")
	batch, err := sign.Prepare(p, []sign.Document{sign.NewDocument("申請.txt", content)}, sign.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := batch.Sign(t.Context(), s, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	p7s, err := out[0].Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return p7s
}

func opensslAccepts(t *testing.T, p7s, signed []byte) bool {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{"s.p7s": p7s, "content": signed} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := exec.Command("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER",
		"-in", dir+"/s.p7s", "-content", dir+"/content", "-CAfile", caFile("TEST-sign-ca.pem"),
		"-out", "/dev/null").Run()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("openssl is not installed: the signatures cannot be judged")
	}
	return err == nil
}

func TestCardsOfManyPeopleMakeSignaturesThatOpensslAccepts(t *testing.T) {
	for _, profile := range []string{"holder", "foreign", "long-address", "moved", "replaced-character", "quirky", "old-forms", "test-card"} {
		t.Run(profile, func(t *testing.T) {
			p7s := signContent(t, unlock(t, profile, card.SignatureKey))
			if !opensslAccepts(t, p7s, content) {
				t.Error("openssl refuses the signature")
			}
			changed := bytes.Clone(content)
			changed[0] ^= 1
			if opensslAccepts(t, p7s, changed) {
				t.Error("openssl accepts it for another content")
			}
			changed = bytes.Clone(p7s)
			changed[len(changed)-1] ^= 1
			if opensslAccepts(t, changed, content) {
				t.Error("openssl accepts a changed signature")
			}
		})
	}
}

func TestReportOfASignatureMadeByACard(t *testing.T) {
	r, err := sign.Verify(signContent(t, unlock(t, "holder", card.SignatureKey)), bytes.NewReader(content),
		[][]byte{caDER(t, "TEST-auth-ca.pem"), caDER(t, "TEST-sign-ca.pem")})
	if err != nil || !r.Intact || r.Chain != (sign.Chain{State: "intact", Root: "test"}) || r.Dates != "within" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestHolderIsReadFromEveryKindOfCertificate(t *testing.T) {
	const address = "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３"
	for profile, want := range map[string]sign.Holder{
		"holder":             {Name: "見本　花子", Address: address, Birth: "1985-05-15", Sex: "2"},
		"moved":              {Name: "見本　花子", Address: address, Birth: "1985-05-15", Sex: "2"},
		"replaced-character": {Name: "吉見　花子", Address: address, Birth: "1985-05-15", Sex: "2", NameReplaced: true},
		"foreign":            {Name: "MIHON ANNA MARIA", Address: "東京都新宿区西新宿二丁目８番１号　みほんハイム５０１", Birth: "1990-12-24", Sex: "2"},
	} {
		c, err := sign.ParseCertificate(unlock(t, profile, card.SignatureKey).Certificate())
		if err != nil || c.Holder == nil || *c.Holder != want {
			t.Errorf("%s: %+v, %v", profile, c, err)
		}
	}
}

func TestAuthenticationCertificateNamesNobody(t *testing.T) {
	s := unlock(t, "holder", card.AuthenticationKey)
	c, err := sign.ParseCertificate(s.Certificate())
	if err != nil || c.Holder != nil || strings.Contains(c.Subject, "見本") {
		t.Errorf("%+v, %v", c, err)
	}
	if got := sign.CheckChain(s.Certificate(), caDER(t, "TEST-auth-ca.pem")); got != (sign.Chain{State: "intact", Root: "test"}) {
		t.Error(got)
	}
	if got := sign.CheckChain(s.Certificate(), caDER(t, "TEST-sign-ca.pem")); got.State != "broken" {
		t.Error(got)
	}
}

func TestDatesOfCertificates(t *testing.T) {
	for profile, want := range map[string]error{"holder": nil, "expired": sign.ErrExpired, "not-yet-valid": sign.ErrNotYetValid} {
		c, err := sign.ParseCertificate(unlock(t, profile, card.SignatureKey).Certificate())
		if err != nil || c.CheckDates(time.Now()) != want {
			t.Errorf("%s: %+v, %v", profile, c, err)
		}
	}
}

func TestTokenIsMadeWithTheAuthenticationKey(t *testing.T) {
	s := unlock(t, "holder", card.AuthenticationKey)
	token, err := sign.Token(t.Context(), s, "https://www.example.lg.jp", strings.Repeat("n", 44), "0.0.0", time.Now())
	if err != nil || strings.Count(token, ".") != 2 {
		t.Errorf("%q, %v", token, err)
	}
}
