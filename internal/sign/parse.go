package sign

import (
	"bytes"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// message holds the parts of a SignedData that say anything.
type message struct {
	want            form
	certificate     []byte // DER
	issuer          []byte // DER of the Name
	serial          *big.Int
	attributeSet    []byte // the signed attributes as the SET OF that was hashed
	digest          []byte // messageDigest
	certificateHash []byte // of signingCertificateV2
	signingTime     time.Time
	signature       []byte
}

var errForm = errors.New("it is not a signature with SHA-256 and RSA by one signer, in a form that is made here")

// form is which of the forms of signedData a message must have.
type form struct {
	time, bound bool // signed attributes beside contentType and messageDigest
}

var (
	formCAdES = form{time: true, bound: true}
	formMOJ   = form{time: true}
	formPAdES = form{bound: true}
)

// parseSignedData reads what signedData writes, and nothing looser.
func parseSignedData(der []byte, want form) (*message, error) {
	input := cryptobyte.String(der)
	var info, explicit, signedData, digests, encapsulated, certificates, signers cryptobyte.String
	var version int64
	ok := input.ReadASN1(&info, tag.SEQUENCE) && input.Empty() &&
		readOID(&info, oidSignedData) &&
		info.ReadASN1(&explicit, context0) && info.Empty() &&
		explicit.ReadASN1(&signedData, tag.SEQUENCE) && explicit.Empty() &&
		signedData.ReadASN1Integer(&version) && version == 1 &&
		signedData.ReadASN1(&digests, tag.SET) &&
		readAlgorithm(&digests, oidSHA256) && digests.Empty() &&
		signedData.ReadASN1(&encapsulated, tag.SEQUENCE) &&
		readOID(&encapsulated, oidData) && encapsulated.Empty() && // content inside: not detached
		signedData.ReadASN1(&certificates, context0) &&
		signedData.ReadASN1(&signers, tag.SET) && signedData.Empty()
	if !ok {
		return nil, errForm
	}
	m := &message{want: want}
	var certificate cryptobyte.String
	if !certificates.ReadASN1Element(&certificate, tag.SEQUENCE) || !certificates.Empty() ||
		!m.readSignerInfo(&signers) || !signers.Empty() {
		return nil, errForm
	}
	m.certificate = certificate
	return m, nil
}

func (m *message) readSignerInfo(s *cryptobyte.String) bool {
	var info, sid, issuer, attributes cryptobyte.String
	var version int64
	m.serial = new(big.Int)
	ok := s.ReadASN1(&info, tag.SEQUENCE) &&
		info.ReadASN1Integer(&version) && version == 1 &&
		info.ReadASN1(&sid, tag.SEQUENCE) &&
		sid.ReadASN1Element(&issuer, tag.SEQUENCE) && sid.ReadASN1Integer(m.serial) && sid.Empty() &&
		readAlgorithm(&info, oidSHA256) &&
		info.ReadASN1(&attributes, context0) &&
		readAlgorithm(&info, oidSHA256WithRSA, oidRSA) &&
		info.ReadASN1Bytes(&m.signature, tag.OCTET_STRING) && info.Empty()
	if !ok {
		return false
	}
	m.issuer = issuer
	var set cryptobyte.Builder
	set.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
	m.attributeSet = set.BytesOrPanic()
	return m.readAttributes(attributes)
}

// readAttributes wants each attribute of the form once, in DER order, and no other.
func (m *message) readAttributes(s cryptobyte.String) bool {
	seen := map[string]bool{}
	var last []byte
	for !s.Empty() {
		var element, attribute, values cryptobyte.String
		var id asn1.ObjectIdentifier
		if !s.ReadASN1Element(&element, tag.SEQUENCE) || bytes.Compare(last, element) >= 0 {
			return false
		}
		last = element
		ok := element.ReadASN1(&attribute, tag.SEQUENCE) &&
			attribute.ReadASN1ObjectIdentifier(&id) &&
			attribute.ReadASN1(&values, tag.SET) && attribute.Empty() &&
			!seen[id.String()] && m.readAttribute(id, &values) && values.Empty()
		if !ok {
			return false
		}
		seen[id.String()] = true
	}
	return seen[oidContentType.String()] && seen[oidMessageDigest.String()] &&
		seen[oidSigningTime.String()] == m.want.time && seen[oidSigningCertificateV2.String()] == m.want.bound
}

func (m *message) readAttribute(id asn1.ObjectIdentifier, values *cryptobyte.String) bool {
	switch {
	case id.Equal(oidContentType):
		return readOID(values, oidData)
	case id.Equal(oidMessageDigest):
		return values.ReadASN1Bytes(&m.digest, tag.OCTET_STRING) && len(m.digest) == 32
	case id.Equal(oidSigningTime):
		if values.PeekASN1Tag(tag.UTCTime) {
			return values.ReadASN1UTCTime(&m.signingTime)
		}
		return values.ReadASN1GeneralizedTime(&m.signingTime)
	case id.Equal(oidSigningCertificateV2):
		return m.readSigningCertificate(values)
	}
	return false
}

// readSigningCertificate takes the first ESSCertIDv2, the signer's (RFC 5035
// §3). IssuerSerial repeats what the hash already fixes.
func (m *message) readSigningCertificate(s *cryptobyte.String) bool {
	var attribute, certs, first cryptobyte.String
	return s.ReadASN1(&attribute, tag.SEQUENCE) &&
		attribute.ReadASN1(&certs, tag.SEQUENCE) && attribute.Empty() &&
		certs.ReadASN1(&first, tag.SEQUENCE) && certs.Empty() &&
		first.ReadASN1Bytes(&m.certificateHash, tag.OCTET_STRING) &&
		first.SkipOptionalASN1(tag.SEQUENCE) && first.Empty()
}

func readOID(s *cryptobyte.String, want asn1.ObjectIdentifier) bool {
	var got asn1.ObjectIdentifier
	return s.ReadASN1ObjectIdentifier(&got) && got.Equal(want)
}

// readAlgorithm takes one of the algorithms, with the parameters that the RFCs
// allow: none or NULL. openssl names the key (RFC 3370 §3.2) where we name the
// signature; the digest is fixed beside it, so both say the same.
func readAlgorithm(s *cryptobyte.String, oneOf ...asn1.ObjectIdentifier) bool {
	var algorithm cryptobyte.String
	var id asn1.ObjectIdentifier
	return s.ReadASN1(&algorithm, tag.SEQUENCE) && algorithm.ReadASN1ObjectIdentifier(&id) &&
		slices.ContainsFunc(oneOf, id.Equal) && algorithm.SkipOptionalASN1(tag.NULL) && algorithm.Empty()
}
