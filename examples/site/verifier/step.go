package verifier

import "fmt"

// Step names one check. The order of the constants is the order of the checks.
type Step string

// The steps.
const (
	StepForm        Step = "form"        // three parts of strict base64url, not too long
	StepHeader      Step = "header"      // exactly alg RS256, typ hitofude+jwt and x5c
	StepCertificate Step = "certificate" // one readable certificate with an RSA key
	StepChain       Step = "chain"       // issued by a configured authority, within its dates
	StepUsage       Step = "usage"       // for authentication: key usage and policy
	StepRevocation  Step = "revocation"  // only where the site may ask
	StepSignature   Step = "signature"   // RSASSA-PKCS1-v1_5 with SHA-256 over header and claims
	StepClaims      Step = "claims"      // exactly the claims there are, each of its type
	StepPurpose     Step = "purpose"     // made for logging in, by Hitofude
	StepOrigin      Step = "origin"      // aud is this site
	StepTime        Step = "time"        // issued by now, not expired, for five minutes at most
	StepNonce       Step = "nonce"       // ours, for this session, not used before
	StepReplay      Step = "replay"      // a jti not seen before
)

// StepError says at which step a token was refused, and why. It never holds the token.
type StepError struct {
	Step   Step
	Reason string
}

func (e *StepError) Error() string {
	return fmt.Sprintf("verifying the token (%s): %s", e.Step, e.Reason)
}

func refuse(step Step, format string, args ...any) *StepError {
	return &StepError{step, fmt.Sprintf(format, args...)}
}
