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

// issuerKeys are the subject key identifiers of the CAs that issue 署名用
// certificates, by their names in knownRoots (computed from the same two public
// collections, read 2026-11-22). A certificate names its issuer's
// (authorityKeyIdentifier, RFC 5280 §4.2.1.1), which is no proof but tells an
// unknown CA without asking the card for more.
var issuerKeys = map[string]string{
	"0d034cbb34d0714f45e45a1cafd8fd143fab54a7": "jpki-signature-1",
	"4de017de4b7f473dcd867a62d38b134ace83558a": "jpki-signature-2",
	"d21ea55895617e93adbf966b941ab4edf653f08f": "jpki-signature-3",
	"5caf68280b7ade9382651c4e2314074e6ddd86b3": "test",
}

// A PinnedSet is the CAs whose signature certificates are used: the compiled-in
// ones, and those whose fingerprints the configuration adds.
type PinnedSet struct{ more []string }

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

// Extended reports that the set has CAs beyond the compiled-in ones.
func (p PinnedSet) Extended() bool { return len(p.more) > 0 }

// CheckCA returns nil when a CA certificate (DER) is pinned for signatures,
// else *IssuerError. A subject proves nothing: all of JPKI's have the same.
func (p PinnedSet) CheckCA(ca []byte) error {
	sum := sha256.Sum256(ca)
	print := hex.EncodeToString(sum[:])
	if name := knownRoots[print]; name == "test" || strings.HasPrefix(name, "jpki-signature-") || slices.Contains(p.more, print) {
		return nil
	}
	return &IssuerError{print}
}

// CheckIssuer returns nil when a signature certificate comes from a pinned CA.
// ca is the CA certificate, or nil where the card did not show it; then the
// identifier of the issuer's key decides, which only compiled-in ones have.
func (p PinnedSet) CheckIssuer(leaf, ca []byte) error {
	if len(ca) > 0 {
		if err := p.CheckCA(ca); err != nil || CheckChain(leaf, ca).State == "intact" {
			return err
		}
		return &IssuerError{}
	}
	cert, err := x509.ParseCertificate(leaf)
	if err == nil && issuerKeys[hex.EncodeToString(cert.AuthorityKeyId)] != "" {
		return nil
	}
	return &IssuerError{}
}
