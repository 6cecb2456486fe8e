package sign

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"math/big"
	"slices"
)

// issuer is a CA of JPKI whose key is known, so that a certificate can be checked
// without asking the card for the CA's.
type issuer struct {
	name    string // in knownRoots
	keyID   string // subject key identifier: SHA-1 of the key (RFC 5280 §4.2.1.2), as knownRoots's source has it
	modulus string // hexadecimal; the exponent is 65537
}

// issuers holds the third generation (2023), which issues all certificates of
// now. Its key stands in the CA certificate whose fingerprint is in knownRoots
// (read 2026-11-24 from jpki/myna, src/ta/sign_ca_2023.pem, and compared with both
// fingerprint and key identifier). The certificates of the first generation have
// all expired; that of the second (2019) was not to be had, so a card with one
// of its certificates has to show the CA's.
var issuers = []issuer{{
	name:  "jpki-signature-3",
	keyID: "d21ea55895617e93adbf966b941ab4edf653f08f",
	modulus: "d8b4c4bf355a5e94ca849880fe2544e346ce03a81d92e684a627ed1efc76306b87a562c19dd4353da08f515b02959d3d" +
		"9c723c31b7ed15c9073638aa3ba3620586e5b0c49e44497cc186fb1b2e1e4435cc17f6af149bc267d68c9983d33ae254" +
		"a52638909bccd099c99b7a3ab7958d072e79e5b1e676584b326df321ba3bd1908fe384d1488dfb3c1e0087cc0e73fd92" +
		"3188cce1b76680e7afedf0aaffd63df1e42992a49ce977a1a82d6ac29a1d766666f9ad884a46d5bef43f676581ecb00c" +
		"3a410b27cff90a51e41aee7979c78efa97ec6d2ec868909dd2fe0c0b7d73270841eae05c8acc74e6b1db00cffd93d27b" +
		"5491d4920528f0daadf2996546778949",
}}

func (i issuer) key() *rsa.PublicKey {
	n, _ := new(big.Int).SetString(i.modulus, 16)
	return &rsa.PublicKey{N: n, E: 65537}
}

// chainByKey checks a certificate with the key that it names as its issuer's,
// where that is known.
func chainByKey(leaf []byte) Chain {
	cert, err := x509.ParseCertificate(leaf)
	if err != nil {
		return Chain{"not-checked", "unknown"}
	}
	keyID := hex.EncodeToString(cert.AuthorityKeyId)
	at := slices.IndexFunc(issuers, func(i issuer) bool { return i.keyID == keyID })
	if at < 0 {
		return Chain{"not-checked", "unknown"}
	}
	ca := x509.Certificate{PublicKeyAlgorithm: x509.RSA, PublicKey: issuers[at].key()}
	if cert.SignatureAlgorithm != x509.SHA256WithRSA || ca.CheckSignature(cert.SignatureAlgorithm, cert.RawTBSCertificate, cert.Signature) != nil {
		return Chain{"broken", issuers[at].name}
	}
	return Chain{"intact", issuers[at].name}
}
