package sign

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// What CheckDates may answer.
var (
	ErrExpired     = errors.New("checking the certificate's dates: it has expired")
	ErrNotYetValid = errors.New("checking the certificate's dates: its first day is still to come")
)

// maxCertificate is far above any certificate a card can hold in one file.
const maxCertificate = 1 << 15

// A Certificate is what a person may want to know of a certificate of the card.
type Certificate struct {
	Subject, Issuer     string // RFC 2253 order
	Serial              string // hex in capitals, whole bytes, as J-LIS and openssl print it
	NotBefore, NotAfter time.Time
	Holder              *Holder // nil for 利用者証明用, which names nobody
}

// ParseCertificate reads one DER certificate and, for 署名用, its holder.
// It refuses bytes after the certificate and a damaged list of names.
func ParseCertificate(der []byte) (*Certificate, error) {
	if len(der) > maxCertificate {
		return nil, errors.New("reading the certificate: it is too long")
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading the certificate: %w", err)
	}
	return describe(cert)
}

func describe(cert *x509.Certificate) (*Certificate, error) {
	holder, err := readHolder(cert)
	if err != nil {
		return nil, fmt.Errorf("reading the certificate's holder: %w", err)
	}
	return &Certificate{
		Subject:   nameText(cert.RawSubject),
		Issuer:    nameText(cert.RawIssuer),
		Serial:    strings.ToUpper(hex.EncodeToString(cert.SerialNumber.Bytes())),
		NotBefore: cert.NotBefore.UTC(),
		NotAfter:  cert.NotAfter.UTC(),
		Holder:    holder,
	}, nil
}

// nameText writes a Name as RFC 2253 does. pkix.Name would join the two OUs of
// JPKI's CAs into one part, which openssl and everybody else shows as two.
func nameText(der []byte) string {
	var name pkix.RDNSequence
	if rest, err := asn1.Unmarshal(der, &name); err != nil || len(rest) > 0 {
		return ""
	}
	return name.String()
}

// CheckDates returns nil, ErrExpired or ErrNotYetValid. Both end days count in.
func (c *Certificate) CheckDates(now time.Time) error {
	switch {
	case now.Before(c.NotBefore):
		return ErrNotYetValid
	case now.After(c.NotAfter):
		return ErrExpired
	}
	return nil
}
