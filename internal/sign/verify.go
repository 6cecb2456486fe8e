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
	Intact      bool   // signature and content belong together, byte for byte
	Reason      string // why not, when Intact is false: one of Reasons
	Certificate *Certificate
	SigningTime time.Time // as claimed by the signer's computer; nobody confirmed it
	Dates       string    // "within", "expired", "not-yet": the certificate at SigningTime
	Chain       Chain
	Revocation  string // always "not-checked"
}

// maxSignature bounds a .p7s: ours have about 3 kB.
const maxSignature = 1 << 20

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
	m, err := parseSignedData(p7s)
	if err != nil {
		return nil, fmt.Errorf("reading the signature: %w", err)
	}
	cert, err := x509.ParseCertificate(m.certificate)
	if err != nil {
		return nil, fmt.Errorf("reading the signer's certificate: %w", err)
	}
	described, err := describe(cert)
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, content); err != nil {
		return nil, fmt.Errorf("reading the signed file: %w", err)
	}
	r := &Report{Certificate: described, SigningTime: m.signingTime, Revocation: "not-checked"}
	r.Reason = m.mismatch(cert, hash.Sum(nil))
	r.Intact = r.Reason == ""
	r.Dates = datesAt(described, m.signingTime)
	r.Chain = findChain(cert.Raw, roots)
	return r, nil
}

// Reasons are the words a Report gives when it is not intact:
//
//   - content-changed: the file is not the one that was signed, or it was changed
//   - signature-broken: the signature does not belong to the certificate
//   - other-certificate: the signature was made for another certificate
//   - wrong-certificate: the certificate inside is not the one the signer named
//   - not-for-signing: the certificate is not for signatures
//   - weak-key: its key is not RSA of at least 2048 bits
func Reasons() []string {
	return []string{"content-changed", "signature-broken", "other-certificate", "wrong-certificate", "not-for-signing", "weak-key"}
}

// mismatch says what does not belong together, one of Reasons, or "".
func (m *message) mismatch(cert *x509.Certificate, digest []byte) string {
	certHash := sha256.Sum256(cert.Raw)
	signed := sha256.Sum256(m.attributeSet)
	pub, isRSA := cert.PublicKey.(*rsa.PublicKey)
	switch {
	case !isRSA || pub.Size() < 256:
		return "weak-key"
	case !bytes.Equal(m.issuer, cert.RawIssuer) || m.serial.Cmp(cert.SerialNumber) != 0:
		return "wrong-certificate"
	case !bytes.Equal(m.certificateHash, certHash[:]):
		return "other-certificate"
	case cert.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return "not-for-signing"
	case rsa.VerifyPKCS1v15(pub, crypto.SHA256, signed[:], m.signature) != nil:
		return "signature-broken"
	case !bytes.Equal(m.digest, digest):
		return "content-changed"
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
