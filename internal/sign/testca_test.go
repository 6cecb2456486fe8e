package sign

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// testIdentity is a TEST CA and a holder's certificate shaped as JPKI's, made
// anew in every run: no key lies in the repository for it.
type testIdentity struct {
	caKey, key *rsa.PrivateKey
	ca, leaf   []byte
	since      time.Time
	serial     *big.Int // of the leaf; nil the usual one
}

var holderNames = []otherName{
	{1, "見本　花子"}, {2, "00000"}, {4, "319850515"}, {3, "2"},
	{5, "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３"}, {6, "000000000000000000000000000"},
}

var identity = sync.OnceValue(func() *testIdentity {
	id := &testIdentity{caKey: newKey(), key: newKey(), since: time.Now()}
	id.ca = issue(caTemplate("JPKI TEST for digital signature"), nil, &id.caKey.PublicKey, id.caKey)
	id.leaf = issueLeaf(id, subjectAltName(holderNames...), id.since)
	return id
})

// softSigner is the test key behind a Signer. It counts its use and may spoil its answers.
type softSigner struct {
	id    *testIdentity
	count int
	spoil func(sig []byte) []byte
}

func (s *softSigner) Certificate() []byte { return s.id.leaf }

func (s *softSigner) Sign(_ context.Context, digest []byte) ([]byte, error) {
	s.count++
	sig, err := rsa.SignPKCS1v15(nil, s.id.key, crypto.SHA256, digest)
	if s.spoil != nil {
		sig = s.spoil(sig)
	}
	return sig, err
}

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

func caTemplate(unit string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(1),
		// Two OUs in RDNs of their own, as JPKI has them; OrganizationalUnit would put both in one.
		Subject: pkix.Name{ExtraNames: []pkix.AttributeTypeAndValue{
			{Type: asn1.ObjectIdentifier{2, 5, 4, 6}, Value: "JP"},
			{Type: asn1.ObjectIdentifier{2, 5, 4, 10}, Value: "JPKI-TEST"},
			{Type: asn1.ObjectIdentifier{2, 5, 4, 11}, Value: unit},
			{Type: asn1.ObjectIdentifier{2, 5, 4, 11}, Value: "TEST CA of Hitofude"},
		}},
		NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(9, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
}

// issue signs template with caKey; issuer nil makes it self-signed.
func issue(template, issuer *x509.Certificate, pub *rsa.PublicKey, caKey *rsa.PrivateKey) []byte {
	if issuer == nil {
		issuer = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, pub, caKey)
	if err != nil {
		panic(err)
	}
	return der
}

func issueLeaf(id *testIdentity, san []byte, now time.Time) []byte {
	ca, err := x509.ParseCertificate(id.ca)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0x00C0FFEE),
		Subject: pkix.Name{Country: []string{"JP"}, Locality: []string{"Chiyoda-ku"},
			CommonName: "TEST00000000000000000000S"},
		NotBefore: now.AddDate(0, 0, -1), NotAfter: now.AddDate(5, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		SubjectKeyId: []byte("TEST key of the test"),
	}
	if id.serial != nil {
		template.SerialNumber = id.serial
	}
	if san != nil {
		template.ExtraExtensions = []pkix.Extension{{Id: oidSubjectAltName, Value: san}}
	}
	return issue(template, ca, &id.key.PublicKey, id.caKey)
}

type otherName struct {
	number int
	text   string
}

// subjectAltName encodes the holder's data as JPKI does.
func subjectAltName(names ...otherName) []byte {
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, n := range names {
			b.AddASN1(context0, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(append(append(asn1.ObjectIdentifier{}, oidHolder...), n.number))
				b.AddASN1(context0, func(b *cryptobyte.Builder) {
					b.AddASN1(tag.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte(n.text)) })
				})
			})
		}
	})
	return b.BytesOrPanic()
}

func writeFile(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func pemOf(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
