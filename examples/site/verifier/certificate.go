package verifier

import (
	"context"
	"crypto/x509"
	"slices"
	"time"
)

func (v *Verifier) checkCertificate(ctx context.Context, cert *x509.Certificate, now time.Time) error {
	options := x509.VerifyOptions{
		Roots: v.config.Roots, CurrentTime: now,
		// No intermediates: JPKI issues directly. What the token brings along is never trusted.
		Intermediates: x509.NewCertPool(),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	if now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
		return refuse(StepChain, "the certificate is not within its dates")
	}
	if _, err := cert.Verify(options); err != nil {
		return refuse(StepChain, "no configured authority issued the certificate")
	}
	if err := v.checkUsage(cert); err != nil {
		return err
	}
	if v.config.Revoked == nil {
		return nil
	}
	if err := v.config.Revoked(ctx, cert); err != nil {
		return refuse(StepRevocation, "%v", err)
	}
	return nil
}

// checkUsage refuses the certificate for signatures (contentCommitment), authorities, and whatever else the same
// authority may issue one day. Of a certificate for signatures nobody should log in with a PIN of six characters.
func (v *Verifier) checkUsage(cert *x509.Certificate) error {
	if cert.IsCA || cert.KeyUsage != x509.KeyUsageDigitalSignature {
		return refuse(StepUsage, "the certificate is not for authentication (key usage)")
	}
	accepted := func(policy x509.OID) bool { return slices.Contains(v.config.Policies, policy.String()) }
	if !slices.ContainsFunc(cert.Policies, accepted) {
		return refuse(StepUsage, "the certificate is not for authentication (policy)")
	}
	return nil
}
