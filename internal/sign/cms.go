package sign

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidData                 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningTime          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256               = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSA                  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidSHA256WithRSA        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
)

var context0 = tag.Tag(0).ContextSpecific().Constructed()

// signedData is a CMS SignedData (RFC 5652 §5) with one signer, all of it DER.
//
// Two details that verifiers disagree on are taken from the RFCs: the digest
// algorithm has no parameters (RFC 5754 §2) and the signature algorithm has
// NULL (RFC 4055 §5). The only certificate inside is the signer's: with the
// self-signed root added, NSS calls a trusted signature unknown.
type signedData struct {
	digest [32]byte
	at     time.Time // the attribute signingTime; zero: without
	// bound adds signingCertificateV2, which ties the signature to one certificate.
	bound bool
}

// cades is the form of CAdES-BES (ETSI EN 319 122-1 §6) with the time claimed.
func cades(digest [32]byte, at time.Time) signedData {
	return signedData{digest: digest, at: at, bound: true}
}

// encode signs and returns the whole message, detached.
func (d signedData) encode(k *cardKey) ([]byte, error) {
	head, tail, err := d.around(k, -1)
	return append(head, tail...), err
}

// around signs and returns what stands before and after a content of the given
// length, so that the content itself need not be in memory. A length below 0 is
// a detached signature.
func (d signedData) around(k *cardKey, length int64) (head, tail []byte, err error) {
	attributes, err := d.signedAttributes(k)
	if err != nil {
		return nil, nil, err
	}
	// What is signed is the SET OF, not the [0] it is stored under (RFC 5652 §5.4).
	var set cryptobyte.Builder
	set.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
	toSign := sha256.Sum256(set.BytesOrPanic())
	signature, err := k.Sign(nil, toSign[:], crypto.SHA256)
	if err != nil {
		return nil, nil, err
	}
	var after cryptobyte.Builder
	after.AddASN1(context0, func(b *cryptobyte.Builder) { b.AddBytes(k.cert.Raw) })
	after.AddASN1(tag.SET, func(b *cryptobyte.Builder) { addSignerInfo(b, k, attributes, signature) })
	tail, err = after.Bytes()
	if err != nil {
		return nil, nil, err
	}
	head = wrap(messageStart(), length, int64(len(tail)))
	return head, tail, nil
}

// messageStart is the version and the one digest algorithm.
func messageStart() []byte {
	var b cryptobyte.Builder
	b.AddASN1Int64(1)
	b.AddASN1(tag.SET, addDigestAlgorithm)
	return b.BytesOrPanic()
}

// wrap writes everything from the start of ContentInfo to the first byte of the
// content (or, detached, to the end of EncapsulatedContentInfo). DER writes
// lengths before what they measure, so they are counted from the inside out.
func wrap(before []byte, length, tail int64) []byte {
	encapsulated := oidBytes(oidData)
	if length >= 0 {
		octets := header(tag.OCTET_STRING, length)
		explicit := header(context0, int64(len(octets))+length)
		encapsulated = slices.Concat(encapsulated, explicit, octets)
	} else {
		length = 0
	}
	encapsulated = append(header(tag.SEQUENCE, int64(len(encapsulated))+length), encapsulated...)
	data := slices.Concat(before, encapsulated)
	data = append(header(tag.SEQUENCE, int64(len(data))+length+tail), data...)
	data = append(header(context0, int64(len(data))+length+tail), data...)
	data = append(oidBytes(oidSignedData), data...)
	return append(header(tag.SEQUENCE, int64(len(data))+length+tail), data...)
}

// header is the identifier and the shortest length (X.690 §8.1.3, §10.1).
func header(t tag.Tag, length int64) []byte {
	if length < 0x80 {
		return []byte{byte(t), byte(length)}
	}
	number := binary.BigEndian.AppendUint64(nil, uint64(length))
	number = bytes.TrimLeft(number, "\x00")
	return append([]byte{byte(t), 0x80 | byte(len(number))}, number...)
}

func oidBytes(id asn1.ObjectIdentifier) []byte {
	var b cryptobyte.Builder
	b.AddASN1ObjectIdentifier(id)
	return b.BytesOrPanic()
}

func addSignerInfo(b *cryptobyte.Builder, k *cardKey, attributes, signature []byte) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(k.cert.RawIssuer)
			b.AddASN1BigInt(k.cert.SerialNumber)
		})
		addDigestAlgorithm(b)
		b.AddASN1(context0, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oidSHA256WithRSA)
			b.AddASN1NULL()
		})
		b.AddASN1OctetString(signature)
	})
}

func addDigestAlgorithm(b *cryptobyte.Builder) {
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidSHA256) })
}

// signedAttributes returns the attributes one after the other in the order DER
// wants for a SET OF: by their encodings (X.690 §11.6).
func (d signedData) signedAttributes(k *cardKey) ([]byte, error) {
	all := []func(*cryptobyte.Builder){
		attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }),
		attribute(oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(d.digest[:]) }),
	}
	if !d.at.IsZero() {
		all = append(all, attribute(oidSigningTime, func(b *cryptobyte.Builder) { addTime(b, d.at) }))
	}
	if d.bound {
		all = append(all, attribute(oidSigningCertificateV2, func(b *cryptobyte.Builder) { addSigningCertificate(b, k) }))
	}
	var encoded [][]byte
	for _, add := range all {
		var b cryptobyte.Builder
		add(&b)
		der, err := b.Bytes()
		if err != nil {
			return nil, fmt.Errorf("encoding the signed attributes: %w", err)
		}
		encoded = append(encoded, der)
	}
	slices.SortFunc(encoded, bytes.Compare)
	return bytes.Join(encoded, nil), nil
}

func attribute(id asn1.ObjectIdentifier, value func(*cryptobyte.Builder)) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(id)
			b.AddASN1(tag.SET, value)
		})
	}
}

// addTime writes a Time: UTCTime to the end of 2049, GeneralizedTime after (RFC 5652 §11.3).
func addTime(b *cryptobyte.Builder, at time.Time) {
	at = at.UTC().Truncate(time.Second)
	if at.Year() >= 1950 && at.Year() < 2050 {
		b.AddASN1UTCTime(at)
		return
	}
	b.AddASN1GeneralizedTime(at)
}

// addSigningCertificate ties the signature to this very certificate (RFC 5035
// §3). The hash algorithm is SHA-256, the default, which DER must leave out.
func addSigningCertificate(b *cryptobyte.Builder, k *cardKey) {
	hash := sha256.Sum256(k.cert.Raw)
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // SigningCertificateV2
		b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // certs
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // ESSCertIDv2
				b.AddASN1OctetString(hash[:])
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // IssuerSerial
					b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { // GeneralNames
						b.AddASN1(tag.Tag(4).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
							b.AddBytes(k.cert.RawIssuer)
						})
					})
					b.AddASN1BigInt(k.cert.SerialNumber)
				})
			})
		})
	})
}
