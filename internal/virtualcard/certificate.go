package virtualcard

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // RFC 5280 4.2.1.2 makes key identifiers with SHA-1
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

// purpose is what tells the two hierarchies of JPKI apart.
type purpose struct {
	unit     string // the OU of the CA
	usage    x509.KeyUsage
	policy   asn1.ObjectIdentifier
	key      *rsa.PrivateKey
	ca       *rsa.PrivateKey
	serial   int64
	caSerial int64
	madeUp   bool // see [Quirks]
}

var (
	policySignature      = asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 1, 0, 20} // the arc JPKI uses for its own test certificates
	policyAuthentication = asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 1, 0, 30}
)

func (k *keySet) purpose(key string) purpose {
	if key == Signature {
		return purpose{
			unit: "TEST JPKI for digital signature", policy: policySignature, key: k.signUser, ca: k.signCA,
			usage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, serial: 0x05E57001, caSerial: 0x05E57A01, madeUp: k.madeUp,
		}
	}
	return purpose{
		unit: "TEST JPKI for user authentication", policy: policyAuthentication, key: k.authUser, ca: k.authCA,
		usage: x509.KeyUsageDigitalSignature, serial: 0x05E57002, caSerial: 0x05E57A02, madeUp: k.madeUp,
	}
}

// caName has the shape of JPKI's: C, O and two OU, no CN.
func (p purpose) caName() pkix.RDNSequence {
	if p.madeUp {
		return name(rdn{oidCountry, "JP"}, rdn{oidOrganization, "MIHON"}, rdn{oidUnit, madeUpUnits[p.serial]},
			rdn{oidUnit, "MIHON Hitofude card in software, nobody's"})
	}
	return name(rdn{oidCountry, "JP"}, rdn{oidOrganization, "JPKI-TEST"}, rdn{oidUnit, p.unit},
		rdn{oidUnit, "TEST Hitofude card in software"})
}

// madeUpUnits are the OUs of the CAs, by the serial number of the holder's certificate.
var madeUpUnits = map[int64]string{0x05E57001: "MIHON made up for digital signature", 0x05E57002: "MIHON made up for user authentication"}

// userCertificate makes one of the two certificates of the holder, DER.
func (p purpose) userCertificate(key string, h Holder, v *Validity, now time.Time) ([]byte, error) {
	issuer, err := asn1.Marshal(p.caName())
	if err != nil {
		return nil, fmt.Errorf("encoding issuer: %w", err)
	}
	user := userName(key)
	if p.madeUp {
		user = name(rdn{oidCountry, "JP"}, rdn{oidCommonName, "MIHON0123456789012345678"})
	}
	subject, err := asn1.Marshal(user)
	if err != nil {
		return nil, fmt.Errorf("encoding subject: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(p.serial), RawSubject: subject,
		NotBefore: day(now, -v.IssuedDaysAgo, 0), NotAfter: day(now, v.ExpiresInDays, endOfDayInJapan),
		KeyUsage: p.usage, ExtraExtensions: p.userExtensions(key, h, v, issuer),
	}
	parent := &x509.Certificate{RawSubject: issuer, SubjectKeyId: keyID(&p.ca.PublicKey)}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &p.key.PublicKey, p.ca)
	if err != nil {
		return nil, fmt.Errorf("making %s certificate: %w", key, err)
	}
	return der, nil
}

// endOfDayInJapan is 23:59:59 in Japan as a time of day in UTC: JPKI certificates end at 14:59:59Z.
const endOfDayInJapan = 14*time.Hour + 59*time.Minute + 59*time.Second

func day(now time.Time, days int, clock time.Duration) time.Time {
	y, m, d := now.UTC().Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, time.UTC).Add(clock)
}

// userName has the shape of JPKI's: the signature certificate carries a locality, both an issuance number as CN.
func userName(key string) pkix.RDNSequence {
	if key == Signature {
		return name(rdn{oidCountry, "JP"}, rdn{oidLocality, "TEST-Chiyoda-ku"}, rdn{oidCommonName, "TEST0123456789012345678S"})
	}
	return name(rdn{oidCountry, "JP"}, rdn{oidCommonName, "TEST0123456789012345678A"})
}

func keyID(key *rsa.PublicKey) []byte {
	sum := sha1.Sum(x509.MarshalPKCS1PublicKey(key)) //nolint:gosec // see the import
	return sum[:]
}

// makeCA makes the self-signed certificate of a CA. It is only used to write and to check the committed ones, and therefore
// takes no clock: RSA PKCS #1 v1.5 makes the same bytes each time.
func (p purpose) makeCA() ([]byte, error) {
	subject, err := asn1.Marshal(p.caName())
	if err != nil {
		return nil, fmt.Errorf("encoding CA name: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(p.caSerial), RawSubject: subject,
		NotBefore: time.Date(2015, 10, 20, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2055, 10, 19, 14, 59, 59, 0, time.UTC),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, BasicConstraintsValid: true, IsCA: true,
		SubjectKeyId: keyID(&p.ca.PublicKey), ExtraExtensions: p.caExtensions(subject),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &p.ca.PublicKey, p.ca)
	if err != nil {
		return nil, fmt.Errorf("making CA certificate: %w", err)
	}
	return der, nil
}
