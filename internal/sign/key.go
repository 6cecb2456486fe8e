package sign

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
)

// ErrSignatureMismatch means that the card answered with bytes that its own
// certificate does not confirm. Nothing is handed out then.
var ErrSignatureMismatch = errors.New("checking the card's signature: it does not belong to the certificate")

// cardKey gives a Signer the face of crypto.Signer. It holds a context because
// crypto.Signer has no room for one; it lives no longer than the call it serves.
type cardKey struct {
	ctx  context.Context
	s    Signer
	cert *x509.Certificate
	pub  *rsa.PublicKey
	last []byte // the signature made last: by it a file's new signature is known among others
	// unproven keys belong to a rehearsal: their signatures hold nothing.
	unproven bool
}

// newCardKey reads the signer's certificate. JPKI issues RSA-2048 alone, and
// another kind of key would need another signature algorithm in every profile.
func newCardKey(ctx context.Context, s Signer) (*cardKey, error) {
	cert, err := x509.ParseCertificate(s.Certificate())
	if err != nil {
		return nil, fmt.Errorf("reading the signer's certificate: %w", err)
	}
	pub, ok := cert.PublicKey.(*rsa.PublicKey)
	if !ok || pub.Size() != 256 {
		return nil, errors.New("reading the signer's certificate: its key is not RSA-2048")
	}
	return &cardKey{ctx: ctx, s: s, cert: cert, pub: pub}, nil
}

// Public returns *rsa.PublicKey and nothing that could hold a private half.
func (k *cardKey) Public() crypto.PublicKey { return k.pub }

// Sign implements crypto.Signer. It refuses all but SHA-256 with PKCS#1 v1.5:
// the card pads whatever it is given, so a wrong request would come back as a
// signature that looks right and means something else.
func (k *cardKey) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if _, pss := opts.(*rsa.PSSOptions); pss {
		return nil, errors.New("signing with the card: RSASSA-PSS is not what it does")
	}
	if opts == nil || opts.HashFunc() != crypto.SHA256 || len(digest) != 32 {
		return nil, errors.New("signing with the card: only SHA-256 is signed")
	}
	sig, err := k.s.Sign(k.ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("signing with the card: %w", err)
	}
	if !k.unproven && rsa.VerifyPKCS1v15(k.pub, crypto.SHA256, digest, sig) != nil {
		return nil, ErrSignatureMismatch
	}
	k.last = sig
	return sig, nil
}
