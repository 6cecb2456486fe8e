package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

// Signatures of other shapes, made by openssl with the right key over the right
// content. Verifiers were led astray by each: they looked at one signer and
// reported another, took SHA-1, or forgot what the attributes say.
func TestSignaturesOfOtherShapesAreNotReportedOn(t *testing.T) {
	dir := t.TempDir()
	other := newKey()
	second := &testIdentity{caKey: other, key: other}
	second.ca = issue(caTemplate("TEST second signer"), nil, &other.PublicKey, other)
	for name, data := range map[string][]byte{
		"content":       letter,
		"TEST-cert.pem": pemOf(identity().leaf),
		"TEST-key.pem":  keyPEM(t, identity()),
		"TEST-2.pem":    pemOf(second.ca),
		"TEST-2key.pem": keyPEM(t, second),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first := []string{"-signer", dir + "/TEST-cert.pem", "-inkey", dir + "/TEST-key.pem"}
	for name, args := range map[string][]string{
		"content inside":           append([]string{"-nodetach", "-md", "sha256", "-cades"}, first...),
		"no signed attributes":     append([]string{"-noattr", "-md", "sha256"}, first...),
		"no signing certificate":   append([]string{"-md", "sha256"}, first...),
		"SHA-1":                    append([]string{"-md", "sha1", "-cades"}, first...),
		"MD5":                      append([]string{"-md", "md5", "-cades"}, first...),
		"SHA-512":                  append([]string{"-md", "sha512", "-cades"}, first...),
		"PSS":                      append(append([]string{"-md", "sha256", "-cades"}, first...), "-keyopt", "rsa_padding_mode:pss"),
		"no certificate":           append([]string{"-nocerts", "-md", "sha256", "-cades"}, first...),
		"signer by key id":         append([]string{"-keyid", "-md", "sha256", "-cades"}, first...),
		"indefinite lengths":       append([]string{"-md", "sha256", "-cades", "-stream", "-nodetach"}, first...),
		"two signers":              append(append([]string{"-md", "sha256", "-cades"}, first...), "-signer", dir+"/TEST-2.pem", "-inkey", dir+"/TEST-2key.pem"),
		"certificate of no signer": append(append([]string{"-md", "sha256", "-cades"}, first...), "-certfile", dir+"/TEST-2.pem"),
	} {
		out := filepath.Join(dir, "out.p7s")
		command := append([]string{"cms", "-sign", "-binary", "-outform", "DER", "-in", dir + "/content", "-out", out, "-nosmimecap"}, args...)
		if text, err := openssl(t, command...); err != nil {
			t.Fatalf("%s: openssl cannot make it: %s", name, text)
		}
		p7s, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := Verify(p7s, bytes.NewReader(letter), nil); err == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// The one shape that openssl makes and that is ours: it shows that the cases
// above are refused for what they are.
func TestSameShapeByOpensslIsReportedOn(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"content": letter, "TEST-cert.pem": pemOf(identity().leaf), "TEST-key.pem": keyPEM(t, identity()),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := openssl(t, "cms", "-sign", "-binary", "-outform", "DER", "-in", dir+"/content", "-out", dir+"/out.p7s",
		"-nosmimecap", "-md", "sha256", "-cades", "-signer", dir+"/TEST-cert.pem", "-inkey", dir+"/TEST-key.pem"); err != nil {
		t.Fatal(text)
	}
	p7s, err := os.ReadFile(dir + "/out.p7s")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Verify(p7s, bytes.NewReader(letter), [][]byte{identity().ca})
	if err != nil || !r.Intact || r.Chain.State != "intact" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestSignatureByAnotherCertificateOfTheSameNameIsNoticed(t *testing.T) {
	// Same issuer and serial, another key: what signingCertificateV2 is for.
	id := identity()
	p7s := signLetter(t, id.since)
	twin := &testIdentity{caKey: id.caKey, key: newKey(), ca: id.ca}
	twin.leaf = issueLeaf(twin, subjectAltName(holderNames...), id.since)
	swapped := bytes.Replace(p7s, id.leaf, twin.leaf, 1)
	if len(id.leaf) != len(twin.leaf) {
		t.Fatalf("the twin has another length: %d, %d", len(twin.leaf), len(id.leaf))
	}
	r, err := Verify(swapped, bytes.NewReader(letter), nil)
	if err != nil || r.Intact || r.Reason != "other-certificate" {
		t.Errorf("%+v, %v", r, err)
	}
}

func keyPEM(t *testing.T, id *testIdentity) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(id.key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}
