package sign

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"time"
)

// A Report says what was looked at, one thing at a time. There is no field that
// sums it up: whether the certificate was revoked is not known here.
type Report struct {
	Profile     string // the form it has, "" for a form that is not made here
	Intact      bool   // signature and content belong together, byte for byte
	Covers      string // "whole", "part" of an XML document, or "earlier" for a signature that others follow in the same file
	Reason      string // why not, when Intact is false: one of Reasons
	Certificate *Certificate
	SigningTime time.Time // as claimed by the signer's computer; nobody confirmed it
	Dates       string    // "within", "expired", "not-yet": the certificate at SigningTime
	Chain       Chain
	Revocation  string // always "not-checked"

	certificate []byte // DER
	value       []byte // of the signature; nil for another form
	beside      string // what is wrong beside a signature that does not hold; a rehearsal must find nothing
}

// maxSignature bounds a .p7s: ours have about 3 kB.
const maxSignature = 1 << 20

// maxSignatures bounds those of one file: each may cost a pass over all of it.
const maxSignatures = 100

var errManySignatures = errors.New("reading the signatures: there are more than 100")

// Verify looks at a detached signature of the profile cms-detached over
// content. roots are DER certificates of CAs that the person has at hand; the
// signature does not carry its CA. An error means that there is nothing to
// report on: p7s is not a signature of this form, or content cannot be read.
//
// The form is read strictly: one signer, SHA-256, RSA PKCS#1 v1.5, DER, the
// signer's certificate bound by signingCertificateV2. Looser verifiers were
// led to look at one signer and report on another.
func Verify(p7s []byte, content io.Reader, roots [][]byte) (*Report, error) {
	if len(p7s) > maxSignature {
		return nil, errors.New("reading the signature: it is too long")
	}
	m, err := parseSignedData(p7s, formCAdES)
	if err != nil {
		return nil, fmt.Errorf("reading the signature: %w", err)
	}
	hash := sha256.New()
	if _, err := pour(hash, content); err != nil {
		return nil, fmt.Errorf("reading the signed file: %w", err)
	}
	return m.report("cms-detached", hash.Sum(nil), roots)
}

// VerifyFile looks at every signature inside a file of the other profiles,
// which it tells apart by their content. An error means that the file holds no
// signature of a form that is made here.
func VerifyFile(content Content, roots [][]byte) ([]*Report, error) {
	head := make([]byte, 8)
	n, _ := content.ReadAt(head, 0)
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return verifyPDF(content, roots)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return verifyEgov(content, nil, roots)
	case bytes.HasPrefix(head, []byte{0x30}):
		return verifyAttached(content, roots)
	}
	return verifyXML(content, roots)
}

// report describes a message over content of that digest.
func (m *message) report(profile string, digest []byte, roots [][]byte) (*Report, error) {
	r, cert, err := describeSigner(m.certificate, m.signingTime, roots)
	if err != nil {
		return nil, err
	}
	r.Profile, r.value = profile, m.signature
	r.Reason = m.mismatch(cert, digest)
	r.beside = r.Reason
	if r.Reason == "signature-broken" && bytes.Equal(m.digest, digest) {
		r.beside = ""
	}
	r.Intact = r.Reason == ""
	return r, nil
}

// describeSigner begins a report with what the certificate tells. Where no time
// is claimed, the dates are not judged.
func describeSigner(der []byte, at time.Time, roots [][]byte) (*Report, *x509.Certificate, error) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the signer's certificate: %w", err)
	}
	described, err := describe(cert)
	if err != nil {
		return nil, nil, err
	}
	r := &Report{Certificate: described, SigningTime: at, Revocation: "not-checked", Covers: "whole", Chain: findChain(der, roots), certificate: der}
	if r.Dates = "not-claimed"; !at.IsZero() {
		r.Dates = datesAt(described, at)
	}
	return r, cert, nil
}

// Reasons are the words a Report gives when it is not intact:
//
//   - content-changed: the file is not the one that was signed, or it was changed
//   - signature-broken: the signature does not belong to the certificate
//   - other-certificate: the signature was made for another certificate
//   - wrong-certificate: the certificate inside is not the one the signer named
//   - not-for-signing: the certificate is not for signatures
//   - weak-key: its key is not RSA of at least 2048 bits
//   - added-after: something was added behind the last signature
//   - other-form: the signature has a form that is not judged here
func Reasons() []string {
	return []string{"content-changed", "signature-broken", "other-certificate", "wrong-certificate", "not-for-signing", "weak-key", "added-after", "other-form"}
}

// mismatch says what does not belong together, one of Reasons, or "".
func (m *message) mismatch(cert *x509.Certificate, digest []byte) string {
	certHash := sha256.Sum256(cert.Raw)
	signed := sha256.Sum256(m.attributeSet)
	switch {
	case !bytes.Equal(m.issuer, cert.RawIssuer) || m.serial.Cmp(cert.SerialNumber) != 0:
		return "wrong-certificate"
	case m.want.bound && !bytes.Equal(m.certificateHash, certHash[:]):
		return "other-certificate"
	}
	if reason := broken(cert, signed, m.signature); reason != "" {
		return reason
	}
	switch {
	case !bytes.Equal(m.digest, digest):
		return "content-changed"
	}
	return ""
}

// broken says why a certificate's key does not confirm a signature over a
// digest, one of Reasons, or "".
func broken(cert *x509.Certificate, digest [32]byte, signature []byte) string {
	pub, isRSA := cert.PublicKey.(*rsa.PublicKey)
	switch {
	case !isRSA || pub.Size() < 256:
		return "weak-key"
	case cert.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return "not-for-signing"
	case rsa.VerifyPKCS1v15(pub, crypto.SHA256, digest[:], signature) != nil:
		return "signature-broken"
	}
	return ""
}

func datesAt(c *Certificate, at time.Time) string {
	switch c.CheckDates(at) {
	case ErrExpired:
		return "expired"
	case ErrNotYetValid:
		return "not-yet"
	}
	return "within"
}

func findChain(leaf []byte, roots [][]byte) Chain {
	found := Chain{"not-checked", "unknown"}
	for _, root := range roots {
		found = CheckChain(leaf, root)
		if found.State == "intact" {
			break
		}
	}
	return found
}
