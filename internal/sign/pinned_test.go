package sign

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"strings"
	"testing"
)

func virtualCA(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../virtualcard/testdata/ca/" + name)
	must(t, err)
	block, _ := pem.Decode(text)
	return block.Bytes
}

func TestOnlyPinnedCAsMaySign(t *testing.T) {
	var none PinnedSet
	if err := none.CheckCA(virtualCA(t, "TEST-sign-ca.pem")); err != nil {
		t.Errorf("the CA of the card in software: %v", err)
	}
	print := sha256.Sum256(identity().ca)
	for name, ca := range map[string][]byte{
		"another TEST CA":              identity().ca,
		"CA of the authentication key": virtualCA(t, "TEST-auth-ca.pem"),
		"not a certificate":            []byte("JPKI"),
	} {
		var issuer *IssuerError
		if err := none.CheckCA(ca); !errors.As(err, &issuer) || len(issuer.Fingerprint) != 64 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{hex.EncodeToString(print[:]), strings.ToUpper(hex.EncodeToString(print[:])), colons(print[:])} {
		more, err := NewPinnedSet([]string{text})
		if err != nil || !more.Extended() || more.CheckCA(identity().ca) != nil || more.CheckCA(virtualCA(t, "TEST-auth-ca.pem")) == nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, wrong := range []string{"", "12", strings.Repeat("g", 64), strings.Repeat("0", 66)} {
		if _, err := NewPinnedSet([]string{wrong}); err == nil {
			t.Errorf("%q is taken for a fingerprint", wrong)
		}
	}
}

func colons(sum []byte) string {
	var parts []string
	for _, b := range sum {
		parts = append(parts, hex.EncodeToString([]byte{b}))
	}
	return strings.Join(parts, ":")
}

// The card may show a pinned CA beside a certificate that another one issued.
func TestCertificateOfAnotherCAIsNotUsed(t *testing.T) {
	print := sha256.Sum256(identity().ca)
	pinned, err := NewPinnedSet([]string{hex.EncodeToString(print[:])})
	must(t, err)
	if err := pinned.CheckIssuer(identity().leaf, identity().ca); err != nil {
		t.Error(err)
	}
	forged := &testIdentity{caKey: newKey(), key: identity().key}
	forged.ca = issue(caTemplate("JPKI TEST for digital signature"), nil, &forged.caKey.PublicKey, forged.caKey)
	forged.leaf = issueLeaf(forged, subjectAltName(holderNames...), identity().since)
	var issuer *IssuerError
	if err := pinned.CheckIssuer(forged.leaf, identity().ca); !errors.As(err, &issuer) {
		t.Errorf("the leaf of another CA of the same name: %v", err)
	}
	if err := pinned.CheckIssuer(identity().leaf, nil); !errors.As(err, &issuer) {
		t.Errorf("a leaf without its CA: %v", err)
	}
}

// Of the fingerprints and the key identifiers none may be lost or mistyped: what
// is compared here was read twice.
func TestPinnedDataAreComplete(t *testing.T) {
	signing := map[string]bool{}
	for print, name := range knownRoots {
		if len(print) != 64 || strings.ToLower(print) != print {
			t.Errorf("%s has the fingerprint %s", name, print)
		}
		if !strings.HasPrefix(name, "jpki-authentication-") {
			signing[name] = true
		}
	}
	for key, name := range issuerKeys {
		if len(key) != 40 || !signing[name] {
			t.Errorf("%s: %s", name, key)
		}
		delete(signing, name)
	}
	if len(signing) > 0 {
		t.Errorf("without a key identifier: %v", signing)
	}
}
