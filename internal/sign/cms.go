package sign

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/asn1"
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

// signedData makes a detached CMS SignedData (RFC 5652 §5) with the signed
// attributes of CAdES-BES (ETSI EN 319 122-1 §6), all of it DER.
//
// Two details that verifiers disagree on are taken from the RFCs: the digest
// algorithm has no parameters (RFC 5754 §2) and the signature algorithm has
// NULL (RFC 4055 §5). The only certificate inside is the signer's: with the
// self-signed root added, NSS calls a trusted signature unknown.
func signedData(k *cardKey, digest [32]byte, at time.Time) ([]byte, error) {
	attributes, err := signedAttributes(k, digest, at)
	if err != nil {
		return nil, err
	}
	// What is signed is the SET OF, not the [0] it is stored under (RFC 5652 §5.4).
	var set cryptobyte.Builder
	set.AddASN1(tag.SET, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
	toSign := sha256.Sum256(set.BytesOrPanic())
	signature, err := k.Sign(nil, toSign[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(context0, func(b *cryptobyte.Builder) {
			b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(tag.SET, addDigestAlgorithm)
				b.AddASN1(tag.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(context0, func(b *cryptobyte.Builder) { b.AddBytes(k.cert.Raw) })
				b.AddASN1(tag.SET, func(b *cryptobyte.Builder) { addSignerInfo(b, k, attributes, signature) })
			})
		})
	})
	return b.Bytes()
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
func signedAttributes(k *cardKey, digest [32]byte, at time.Time) ([]byte, error) {
	all := []func(*cryptobyte.Builder){
		attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }),
		attribute(oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest[:]) }),
		attribute(oidSigningTime, func(b *cryptobyte.Builder) { addTime(b, at) }),
		attribute(oidSigningCertificateV2, func(b *cryptobyte.Builder) { addSigningCertificate(b, k) }),
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
