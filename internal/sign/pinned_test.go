package sign

import (
	"crypto/sha1" //nolint:gosec // what key identifiers are made with
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"maps"
	"os"
	"slices"
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

// The private keys of test CAs are public: whoever has one makes certificates of
// any holder.
func TestOnlyPinnedCAsMaySign(t *testing.T) {
	var none PinnedSet
	print := sha256.Sum256(identity().ca)
	for name, ca := range map[string][]byte{
		"the CA of the card in software": virtualCA(t, "TEST-sign-ca.pem"),
		"another TEST CA":                identity().ca,
		"CA of the authentication key":   virtualCA(t, "TEST-auth-ca.pem"),
		"not a certificate":              []byte("JPKI"),
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

// A developer's computer takes test cards of anybody, and nothing else more.
func TestTestCAsAreTakenWhereProgramsAreTested(t *testing.T) {
	tests := PinnedSet{}.WithTests()
	quiet := &testIdentity{caKey: newKey(), key: identity().key}
	quiet.ca = issue(namedAsJPKI(), nil, &quiet.caKey.PublicKey, quiet.caKey)
	quiet.leaf = issueLeaf(quiet, subjectAltName(holderNames...), identity().since)
	for name, c := range map[string]struct {
		leaf, ca []byte
		taken    bool
	}{
		"test CA":                        {identity().leaf, identity().ca, true},
		"test CA that was not shown":     {identity().leaf, nil, true},
		"other test CA beside it":        {identity().leaf, virtualCA(t, "TEST-sign-ca.pem"), false},
		"CA that does not say so":        {quiet.leaf, quiet.ca, false},
		"one of these that is not shown": {quiet.leaf, nil, false},
	} {
		if err := tests.CheckIssuer(c.leaf, c.ca); (err == nil) != c.taken {
			t.Errorf("%s: %v", name, err)
		}
		if (PinnedSet{}).CheckIssuer(c.leaf, c.ca) == nil {
			t.Errorf("%s: taken on every computer", name)
		}
	}
	if tests.CheckCA(virtualCA(t, "TEST-sign-ca.pem")) != nil || tests.CheckCA([]byte("TEST")) == nil {
		t.Error("a CA certificate alone is judged wrongly")
	}
}

// namedAsJPKI is a CA of the name that JPKI's have.
func namedAsJPKI() *x509.Certificate {
	template := caTemplate("")
	template.Subject = pkix.Name{Country: []string{"JP"}, Organization: []string{"JPKI"}, OrganizationalUnit: []string{"JPKI for digital signature"}}
	return template
}

// A certificate that only says that it comes from JPKI is not believed, whatever
// generation it names and whether a CA certificate was shown or not.
func TestNamingTheKeyOfJPKIIsNotEnough(t *testing.T) {
	for _, keyID := range []string{"0d034cbb34d0714f45e45a1cafd8fd143fab54a7", "4de017de4b7f473dcd867a62d38b134ace83558a", "d21ea55895617e93adbf966b941ab4edf653f08f"} {
		id, err := hex.DecodeString(keyID)
		must(t, err)
		forged := &testIdentity{caKey: newKey(), key: identity().key}
		template := namedAsJPKI()
		template.SubjectKeyId = id
		forged.ca = issue(template, nil, &forged.caKey.PublicKey, forged.caKey)
		forged.leaf = issueLeaf(forged, subjectAltName(holderNames...), identity().since)
		parsed, err := x509.ParseCertificate(forged.leaf)
		must(t, err)
		if hex.EncodeToString(parsed.AuthorityKeyId) != keyID {
			t.Fatalf("the forged certificate names %x", parsed.AuthorityKeyId)
		}
		for _, pinned := range []PinnedSet{{}, PinnedSet{}.WithTests()} {
			if pinned.CheckIssuer(forged.leaf, nil) == nil || pinned.CheckIssuer(forged.leaf, forged.ca) == nil {
				t.Errorf("%s: taken", keyID)
			}
		}
	}
}

// The key of a CA is the one that its fingerprint in the list stands for: it has
// the key identifier that was read beside it.
func TestKnownKeysHaveTheirIdentifiers(t *testing.T) {
	names := slices.Collect(maps.Values(knownRoots))
	for _, i := range issuers {
		sum := sha1.Sum(x509.MarshalPKCS1PublicKey(i.key()))
		if hex.EncodeToString(sum[:]) != i.keyID || i.key().Size() != 256 || !slices.Contains(names, i.name) {
			t.Errorf("%s: %x", i.name, sum)
		}
	}
}
