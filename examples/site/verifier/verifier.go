// Package verifier checks the log-in tokens of Hitofude at a site: step by step, each with an error of its own, with
// nothing but Go's standard library. It accepts one algorithm (RS256) with the key of one certificate that a configured
// authority issued for authentication; what a token says about its algorithm or key only ever makes it refused.
package verifier

import (
	"context"
	"crypto/x509"
	"errors"
	"net/url"
	"time"
)

// Policy is the certificate policy of the JPKI certificate for user authentication (利用者証明用電子証明書) of a card.
const Policy = "1.2.392.200149.8.5.1.3.30"

// Limits of a token. Lifetime is what Hitofude gives one; Skew is how far the clocks of card holder and site may differ.
const (
	MaxToken = 16 << 10
	Lifetime = 5 * time.Minute
	Skew     = time.Minute
)

// Config is what a site decides. Origin, Roots and Policies must be given.
type Config struct {
	Origin   string         // of the page that asks, as browsers write it: https://www.example.lg.jp
	Roots    *x509.CertPool // the authorities for authentication, never the ones for signatures
	Policies []string       // accepted certificate policies, dotted: Policy, and a test's own
	Now      func() time.Time
	// Revoked asks whether a certificate was revoked. Only accredited verifiers may ask J-LIS (公的個人認証法 17条).
	// nil: nobody asks, and the site has to say so.
	Revoked func(context.Context, *x509.Certificate) error
}

// Person is what a token proves. Serial and Issuer name the certificate: the same at every site.
type Person struct {
	Issuer, Serial, Subject string
	NotAfter                time.Time // of the certificate
	ID                      string    // jti: what a second factor is bound to
	Expires                 time.Time // of the token
	Host                    string    // version of Hitofude
	Revocation              string    // "not-checked" or "not-revoked"
}

// Verifier checks tokens for one origin. It may be used by many goroutines.
type Verifier struct {
	config Config
	nonces *once
	seen   *once
}

// New returns a verifier, or says what is missing.
func New(c Config) (*Verifier, error) {
	if u, err := url.Parse(c.Origin); err != nil || u.Host == "" || u.Scheme+"://"+u.Host != c.Origin {
		return nil, errors.New("configuring the verifier: the origin is a scheme and a host, nothing more")
	}
	if c.Roots == nil || len(c.Policies) == 0 {
		return nil, errors.New("configuring the verifier: it needs authorities and policies")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Verifier{config: c, nonces: newOnce(), seen: newOnce()}, nil
}

// Nonce makes the number for one page shown to one session: 32 random bytes in base64, for ten minutes and one use.
func (v *Verifier) Nonce(session string) (string, error) {
	nonce := random()
	now := v.config.Now()
	if !v.nonces.put(nonce, session, now, now.Add(10*time.Minute)) {
		return "", errors.New("making a nonce: too many are open")
	}
	return nonce, nil
}

// Verify checks a token that a session sent. Every error is a *StepError. A nonce is used up only by a token that
// passed all steps before it, so nobody without the card can use up another's.
func (v *Verifier) Verify(ctx context.Context, token, session string) (*Person, error) {
	now := v.config.Now()
	parts, err := split(token)
	if err != nil {
		return nil, err
	}
	cert, err := parts.certificate()
	if err != nil {
		return nil, err
	}
	if err := v.checkCertificate(ctx, cert, now); err != nil {
		return nil, err
	}
	if err := parts.checkSignature(cert); err != nil {
		return nil, err
	}
	claims, err := parts.claims()
	if err != nil {
		return nil, err
	}
	if err := v.checkClaims(claims, session, now); err != nil {
		return nil, err
	}
	return v.person(cert, claims), nil
}

func (v *Verifier) person(cert *x509.Certificate, c *claims) *Person {
	revocation := "not-checked"
	if v.config.Revoked != nil {
		revocation = "not-revoked"
	}
	return &Person{
		Issuer: cert.Issuer.String(), Serial: cert.SerialNumber.Text(16), Subject: cert.Subject.CommonName,
		NotAfter: cert.NotAfter, ID: c.ID, Expires: time.Unix(c.Expires, 0), Host: c.Host, Revocation: revocation,
	}
}
