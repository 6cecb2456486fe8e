package sign

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// An IssuerError says that a signature certificate comes from a CA that is not
// pinned. Fingerprint is the SHA-256 of the CA certificate in hexadecimal, ""
// where the card did not show it.
type IssuerError struct{ Fingerprint string }

func (e *IssuerError) Error() string {
	return "checking who issued the certificate: unknown CA " + e.Fingerprint
}

// A PinnedSet is the CAs whose signature certificates are used: JPKI's, those
// whose fingerprints the configuration adds, and on a developer's computer those
// that say of themselves that they are a test.
type PinnedSet struct {
	more []string
	test bool
}

// WithTests also takes CAs that call themselves TEST. Their keys are nobody's
// secret, so this is for a computer on which programs are tested.
func (p PinnedSet) WithTests() PinnedSet {
	p.test = true
	return p
}

// TakesTests reports that CAs which call themselves TEST are taken.
func (p PinnedSet) TakesTests() bool { return p.test }

// NewPinnedSet takes further fingerprints: SHA-256 of the DER, 64 hexadecimal
// digits, colons and capitals allowed. An error names the first that is none.
func NewPinnedSet(fingerprints []string) (p PinnedSet, err error) {
	for _, text := range fingerprints {
		clean := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), ":", ""))
		if sum, err := hex.DecodeString(clean); err != nil || len(sum) != sha256.Size {
			return p, fmt.Errorf("reading fingerprint %.80q: not 64 hexadecimal digits", text)
		}
		p.more = append(p.more, clean)
	}
	return p, nil
}

// Extended reports that the set has CAs that are known by their certificate alone.
func (p PinnedSet) Extended() bool { return len(p.more) > 0 }

// CheckCA returns nil when a CA certificate (DER) is pinned for signatures,
// else *IssuerError. A subject proves nothing: all of JPKI's have the same.
func (p PinnedSet) CheckCA(ca []byte) error {
	sum := sha256.Sum256(ca)
	print := hex.EncodeToString(sum[:])
	if strings.HasPrefix(knownRoots[print], "jpki-signature-") || slices.Contains(p.more, print) {
		return nil
	}
	if parsed, err := x509.ParseCertificate(ca); err == nil && p.test && saysTest(parsed.Subject) {
		return nil
	}
	return &IssuerError{print}
}

// CheckIssuer returns nil when a signature certificate comes from a pinned CA.
// ca is the CA certificate, or nil where the card did not show it. Then a key that
// is known here has to confirm the certificate; what the certificate itself says
// of its issuer is a text that anybody can write, and is believed of tests only.
func (p PinnedSet) CheckIssuer(leaf, ca []byte) error {
	if len(ca) > 0 {
		if err := p.CheckCA(ca); err != nil || CheckChain(leaf, ca).State == "intact" {
			return err
		}
		return &IssuerError{}
	}
	if chainByKey(leaf).State == "intact" {
		return nil
	}
	cert, err := x509.ParseCertificate(leaf)
	if err == nil && p.test && saysTest(cert.Issuer) {
		return nil
	}
	return &IssuerError{}
}
