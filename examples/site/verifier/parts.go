package verifier

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"strings"
)

// The two words of internal/sign/token.go: what makes a token ours.
const (
	tokenType = "hitofude+jwt"
	purpose   = "hitofude: log in to the site named in aud"
)

type parts struct {
	signed    string // header and claims as they were signed
	header    []byte
	payload   []byte
	signature []byte
}

type header struct {
	Algorithm string   `json:"alg"`
	Type      string   `json:"typ"`
	Chain     []string `json:"x5c"`
}

func split(token string) (*parts, error) {
	if len(token) > MaxToken {
		return nil, refuse(StepForm, "it has more than %d characters", MaxToken)
	}
	texts := strings.Split(token, ".")
	if len(texts) != 3 {
		return nil, refuse(StepForm, "it has %d parts instead of three", len(texts))
	}
	decoded := make([][]byte, 3)
	for i, text := range texts {
		raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
		// The decoder skips line ends; a second spelling of a token must not be another token.
		if err != nil || len(raw) == 0 || strings.ContainsAny(text, "\r\n") {
			return nil, refuse(StepForm, "part %d is not base64url", i+1)
		}
		decoded[i] = raw
	}
	return &parts{texts[0] + "." + texts[1], decoded[0], decoded[1], decoded[2]}, nil
}

// certificate reads the header. The algorithm is compared and then never used: there is one way to verify.
func (p *parts) certificate() (*x509.Certificate, error) {
	var h header
	if err := strict(p.header, &h, "alg", "typ", "x5c"); err != nil {
		return nil, refuse(StepHeader, "%v", err)
	}
	if h.Algorithm != "RS256" {
		return nil, refuse(StepHeader, "the algorithm is not RS256")
	}
	if h.Type != tokenType {
		return nil, refuse(StepHeader, "the type is not %s", tokenType)
	}
	if len(h.Chain) != 1 {
		return nil, refuse(StepHeader, "x5c has %d certificates instead of one", len(h.Chain))
	}
	der, err := base64.StdEncoding.Strict().DecodeString(h.Chain[0])
	if err != nil {
		return nil, refuse(StepCertificate, "it is not base64")
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, refuse(StepCertificate, "it cannot be read")
	}
	if key, ok := cert.PublicKey.(*rsa.PublicKey); !ok || key.N.BitLen() < 2048 {
		return nil, refuse(StepCertificate, "its key is not RSA with 2048 bits or more")
	}
	return cert, nil
}

func (p *parts) checkSignature(cert *x509.Certificate) error {
	digest := sha256.Sum256([]byte(p.signed))
	if rsa.VerifyPKCS1v15(cert.PublicKey.(*rsa.PublicKey), crypto.SHA256, digest[:], p.signature) != nil {
		return refuse(StepSignature, "it does not fit the certificate")
	}
	return nil
}
