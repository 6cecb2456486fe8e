package portal

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
)

// A Digest is what a page gave to be signed, taken apart: a DigestInfo (RFC
// 8017 §9.2) whose hash algorithm and length are known. The document behind it
// is not, and cannot be shown to anybody.
type Digest struct {
	Info      []byte // the whole DigestInfo, as it goes to the card
	Algorithm string // "SHA-256", "SHA-384", "SHA-512"
	Sum       []byte
	hash      crypto.Hash
}

// A DigestError says why something is not a DigestInfo that may be signed.
type DigestError struct{ Reason string }

func (e *DigestError) Error() string { return "reading DigestInfo: " + e.Reason }

// Reasons of a DigestError.
const (
	ReasonNotDER    = "not-der"   // no DigestInfo in DER
	ReasonBareHash  = "bare-hash" // a hash alone: nobody can tell what it is of
	ReasonSHA1      = "sha-1"     // forgeable since 2017
	ReasonMD5SHA1   = "md5-sha1"  // what TLS up to 1.1 signs: a log-in to another server
	ReasonAlgorithm = "algorithm" // a hash that no portal uses
	ReasonLength    = "length"    // the hash has another length than its algorithm says
	ReasonTrailing  = "trailing"  // something stands behind it
)

// algorithms are the DigestInfos up to the hash, in DER, with NULL parameters
// as RFC 8017 §9.2 note 1 lists them. Any other encoding of the same is not
// what a portal sends.
var algorithms = []struct {
	name   string
	hash   crypto.Hash
	prefix []byte
}{
	{"SHA-256", crypto.SHA256, []byte("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20")},
	{"SHA-384", crypto.SHA384, []byte("\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30")},
	{"SHA-512", crypto.SHA512, []byte("\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40")},
}

var sha1Prefixes = [][]byte{
	[]byte("\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14"),
	[]byte("\x30\x1f\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a\x04\x14"),
}

// ParseDigestInfo takes exactly the three DigestInfos above. Errors are
// *DigestError.
func ParseDigestInfo(info []byte) (Digest, error) {
	for _, a := range algorithms {
		sum, fits := bytes.CutPrefix(info, a.prefix)
		switch {
		case !fits:
		case len(sum) > a.hash.Size():
			return Digest{}, &DigestError{ReasonTrailing}
		case len(sum) < a.hash.Size():
			return Digest{}, &DigestError{ReasonLength}
		default:
			return Digest{Info: info, Algorithm: a.name, Sum: sum, hash: a.hash}, nil
		}
	}
	return Digest{}, &DigestError{whyNot(info)}
}

// whyNot names what was given instead, as far as it can be told.
func whyNot(info []byte) string {
	for _, prefix := range sha1Prefixes {
		if bytes.HasPrefix(info, prefix) {
			return ReasonSHA1
		}
	}
	switch len(info) {
	case 36:
		return ReasonMD5SHA1
	case 16, 20, 28, 32, 48, 64:
		return ReasonBareHash
	}
	if len(info) < 2 || info[0] != 0x30 || info[1] >= 0x80 {
		return ReasonNotDER
	}
	switch outer := int(info[1]) + 2; {
	case outer < len(info):
		return ReasonTrailing
	case outer > len(info):
		return ReasonLength
	}
	if len(info) > 6 && info[2] == 0x30 && info[4] == 0x06 {
		return ReasonAlgorithm
	}
	return ReasonNotDER
}

// ErrMismatch means that the card's answer is no signature of its certificate.
var ErrMismatch = errors.New("checking the card's signature: it does not belong to the certificate")

// Confirm checks a signature with the key of a certificate before anybody gets
// it: a page shall not be handed nonsense in a person's name.
func (d Digest) Confirm(certificate, signature []byte) error {
	cert, err := x509.ParseCertificate(certificate)
	if err != nil {
		return fmt.Errorf("reading the certificate: %w", err)
	}
	key, isRSA := cert.PublicKey.(*rsa.PublicKey)
	if !isRSA || rsa.VerifyPKCS1v15(key, d.hash, d.Sum, signature) != nil {
		return ErrMismatch
	}
	return nil
}
