package virtualcard

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"unicode/utf8"
)

var (
	oidCommonName   = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidCountry      = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidLocality     = asn1.ObjectIdentifier{2, 5, 4, 7}
	oidOrganization = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidUnit         = asn1.ObjectIdentifier{2, 5, 4, 11}

	oidSubjectKeyID      = asn1.ObjectIdentifier{2, 5, 29, 14}
	oidSubjectAltName    = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidIssuerAltName     = asn1.ObjectIdentifier{2, 5, 29, 18}
	oidDistributionPoint = asn1.ObjectIdentifier{2, 5, 29, 31}
	oidPolicies          = asn1.ObjectIdentifier{2, 5, 29, 32}
	oidAuthorityKeyID    = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidExtendedKeyUsage  = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidClientAuth        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}
	oidPracticeStatement = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}

	// oidHolder is the arc of the holder's data in the subjectAltName (JPKI certificate profile): .1 name, .2 replaced characters in
	// it, .3 sex, .4 birth, .5 address, .6 replaced characters in it.
	oidHolder = asn1.ObjectIdentifier{1, 2, 392, 200149, 8, 5, 5}
)

const practiceStatement = "http://jpki-test.invalid/cps.html"

type rdn struct {
	oid   asn1.ObjectIdentifier
	value string
}

// name puts every attribute in an RDN of its own, as JPKI does; pkix.Name would put both OU in one.
func name(parts ...rdn) pkix.RDNSequence {
	var seq pkix.RDNSequence
	for _, p := range parts {
		seq = append(seq, pkix.RelativeDistinguishedNameSET{{Type: p.oid, Value: p.value}})
	}
	return seq
}

func (p purpose) userExtensions(key string, h Holder, v *Validity, issuer []byte) []pkix.Extension {
	ext := []pkix.Extension{
		{Id: oidPolicies, Critical: true, Value: p.policies()},
		{Id: oidIssuerAltName, Value: der(0x30, directoryName(alternativeName()))},
		{Id: oidDistributionPoint, Value: distributionPoint(issuer)},
		{Id: oidAuthorityKeyID, Value: p.authorityKeyID(issuer)},
		{Id: oidSubjectKeyID, Value: der(0x04, keyID(&p.key.PublicKey))},
	}
	if key == Signature {
		return append(ext, pkix.Extension{Id: oidSubjectAltName, Value: holderNames(h, v)})
	}
	return append(ext, pkix.Extension{Id: oidExtendedKeyUsage, Value: der(0x30, oid(oidClientAuth))})
}

func (p purpose) caExtensions(subject []byte) []pkix.Extension {
	return []pkix.Extension{
		{Id: oidPolicies, Critical: true, Value: p.policies()},
		{Id: oidSubjectAltName, Value: der(0x30, directoryName(alternativeName()))},
		{Id: oidDistributionPoint, Value: distributionPoint(subject)},
	}
}

func (p purpose) policies() []byte {
	qualifier := der(0x30, oid(oidPracticeStatement), der(0x16, []byte(practiceStatement)))
	return der(0x30, der(0x30, oid(p.policy), der(0x30, qualifier)))
}

func (p purpose) authorityKeyID(issuer []byte) []byte {
	return der(0x30, der(0x80, keyID(&p.ca.PublicKey)), der(0xA1, directoryName(issuer)), der(0x82, big.NewInt(p.caSerial).Bytes()))
}

// alternativeName is the Japanese name of the service, which JPKI writes beside its DN.
func alternativeName() []byte {
	return marshal(name(rdn{oidCountry, "JP"}, rdn{oidOrganization, "TEST 公的個人認証サービス（見本）"}))
}

func directoryName(dn []byte) []byte { return der(0xA4, dn) }

func distributionPoint(dn []byte) []byte {
	return der(0x30, der(0x30, der(0xA0, der(0xA0, directoryName(dn)))))
}

// holderNames is the subjectAltName of the signature certificate: six otherNames in the order of real certificates.
func holderNames(h Holder, v *Validity) []byte {
	name, address := or(v.Name, h.Name), or(v.Address, h.Address)
	var names []byte
	for _, n := range []struct {
		arc   int
		value string
	}{
		{1, name}, {4, eraDate(h.Birth)}, {3, h.Sex}, {5, address},
		{2, or(v.NameReplaced, zeros(name))}, {6, or(v.AddressReplaced, zeros(address))},
	} {
		id := append(append(asn1.ObjectIdentifier{}, oidHolder...), n.arc)
		names = append(names, der(0xA0, oid(id), der(0xA0, der(0x0C, []byte(n.value))))...)
	}
	return der(0x30, names)
}

// eraDate is EYYYYMMDD: the era as a digit, the year as in the Gregorian calendar.
func eraDate(birth string) string {
	era := "0"
	for _, e := range []struct{ first, digit string }{
		{"18680125", "1"}, {"19120730", "2"}, {"19261225", "3"}, {"19890108", "4"}, {"20190501", "5"},
	} {
		if birth >= e.first {
			era = e.digit
		}
	}
	return era + birth
}

func zeros(s string) string { return strings.Repeat("0", utf8.RuneCountInString(s)) }

func or(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}

func oid(id asn1.ObjectIdentifier) []byte { return marshal(id) }

// marshal encodes values of this file, all constants of a shape asn1 takes.
func marshal(v any) []byte {
	out, err := asn1.Marshal(v)
	if err != nil {
		panic("encoding a constant: " + err.Error())
	}
	return out
}
