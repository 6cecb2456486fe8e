package verifier

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"
)

func TestTokenForAnotherOriginIsRefused(t *testing.T) {
	for _, other := range []string{
		"https://evil.example", "http://www.example.lg.jp", "https://www.example.lg.jp:8443",
		"https://www.example.lg.jp.evil.example",
	} {
		f := begin(t)
		f.refused(StepOrigin, f.token(f.card, other, f.nonce))
	}
	f := begin(t)
	claims := f.claims()
	claims["aud"] = origin + "/"
	f.refused(StepOrigin, forged(t, f.card, f.card.header(), claims))
	claims["aud"] = []string{origin, "https://evil.example"}
	f.refused(StepClaims, forged(t, f.card, f.card.header(), claims))
}

func TestTokenIsAcceptedOnce(t *testing.T) {
	f := begin(t)
	token := f.good()
	f.accepted(token)
	f.refused(StepNonce, token)
}

func TestRepeatedIdIsRefusedWithAFreshNonceToo(t *testing.T) {
	f := begin(t)
	f.accepted(forged(t, f.card, f.card.header(), f.claims()))
	fresh, err := f.Nonce(visit)
	if err != nil {
		t.Fatal(err)
	}
	claims := f.claims()
	claims["nonce"] = fresh
	f.refused(StepReplay, forged(t, f.card, f.card.header(), claims))
}

func TestTokenIsRefusedOutsideItsTime(t *testing.T) {
	f := begin(t)
	token := f.good()
	f.clock.at = now.Add(5 * time.Minute)
	f.refused(StepTime, token)
	for name, change := range map[string]map[string]any{
		"issued in the future":       {"iat": now.Unix() + 3600, "exp": now.Unix() + 3900},
		"for an hour":                {"exp": now.Unix() + 3600},
		"expired before it was made": {"iat": now.Unix() + 30, "exp": now.Unix() + 20},
	} {
		f := begin(t)
		claims := f.claims()
		for key, value := range change {
			claims[key] = value
		}
		t.Log(name)
		f.refused(StepTime, forged(t, f.card, f.card.header(), claims))
	}
}

func TestWrongNonceIsRefused(t *testing.T) {
	f := begin(t)
	f.refused(StepNonce, f.token(f.card, origin, strings.Repeat("n", 44)))
	other, err := f.Nonce("another session")
	if err != nil {
		t.Fatal(err)
	}
	f.refused(StepNonce, f.token(f.card, origin, other))
	if _, err := f.Verify(t.Context(), f.token(f.card, origin, other), "another session"); err != nil {
		t.Errorf("a wrong visitor used up the nonce of another: %v", err)
	}
	f.clock.at = now.Add(11 * time.Minute)
	f.refused(StepNonce, f.token(f.card, origin, f.nonce))
}

func TestAlgorithmIsNeverTheTokensChoice(t *testing.T) {
	f := begin(t)
	for _, alg := range []string{"none", "None", "", "HS256", "RS384", "RS512", "PS256", "ES256", "rs256"} {
		header := f.card.header()
		header["alg"] = alg
		f.refused(StepHeader, forged(t, f.card, header, f.claims()))
	}
}

func TestUnsignedTokenIsRefused(t *testing.T) {
	f := begin(t)
	parts := strings.Split(f.good(), ".")
	f.refused(StepForm, parts[0]+"."+parts[1]+".")
	header, err := json.Marshal(map[string]any{"alg": "none", "typ": "hitofude+jwt", "x5c": f.card.header()["x5c"]})
	if err != nil {
		t.Fatal(err)
	}
	unsigned := base64.RawURLEncoding.EncodeToString(header) + "." + parts[1]
	f.refused(StepForm, unsigned+".")
	f.refused(StepHeader, unsigned+"."+parts[2])
}

// The public key is no secret: a verifier that takes it for an HMAC key accepts everything.
func TestHMACWithThePublicKeyIsRefused(t *testing.T) {
	f := begin(t)
	public, err := x509.MarshalPKIXPublicKey(&f.card.key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, alg := range []string{"HS256", "RS256"} {
		header := f.card.header()
		header["alg"] = alg
		parts := strings.Split(forged(t, f.card, header, f.claims()), ".")
		for _, key := range [][]byte{public, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}), f.card.der} {
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte(parts[0] + "." + parts[1]))
			step := map[string]Step{"HS256": StepHeader, "RS256": StepSignature}[alg]
			f.refused(step, parts[0]+"."+parts[1]+"."+base64.RawURLEncoding.EncodeToString(mac.Sum(nil)))
		}
	}
}

func TestCertificateOfAnotherAuthorityIsRefused(t *testing.T) {
	f := begin(t)
	f.refused(StepChain, f.token(stranger(t), origin, f.nonce))
}

// stranger has a certificate with the names, usage and policy of a real one, issued by nobody.
func stranger(t *testing.T) *identity {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ca, err := x509.ParseCertificate(readPEM(t, "ca/TEST-auth-ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "TEST"}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), AuthorityKeyId: ca.SubjectKeyId,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, &x509.Certificate{Subject: ca.Subject, RawSubject: ca.RawSubject}, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &identity{key, der}
}

func TestAnotherCertificateInTheHeaderIsRefused(t *testing.T) {
	f := begin(t)
	thief := stranger(t)
	// The thief signs and names the holder's certificate; then names both.
	f.refused(StepSignature, forged(t, thief, f.card.header(), f.claims()))
	both := f.card.header()
	both["x5c"] = append(both["x5c"].([]string), base64.StdEncoding.EncodeToString(thief.der))
	f.refused(StepHeader, forged(t, thief, both, f.claims()))
}

func TestKeyOfTheTokensOwnChoiceIsRefused(t *testing.T) {
	f := begin(t)
	for _, extra := range []string{"jwk", "jku", "x5u", "kid", "crit", "b64"} {
		header := f.card.header()
		header[extra] = "x"
		f.refused(StepHeader, forged(t, f.card, header, f.claims()))
	}
}

func TestCertificateForSignaturesIsRefused(t *testing.T) {
	f := begin(t)
	signature := identityOf(t, "holder", "signature")
	f.refused(StepChain, f.token(signature, origin, f.nonce))
	// Even where a site trusts that authority by mistake.
	v, err := New(Config{Origin: origin, Roots: roots(t, "ca/TEST-auth-ca.pem", "ca/TEST-sign-ca.pem"), Policies: []string{testPolicy, "1.2.392.200149.8.5.1.0.20"}, Now: f.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	f.Verifier = v
	f.refused(StepUsage, f.token(signature, origin, f.nonce))
}

func TestCertificateOfAnotherPolicyIsRefused(t *testing.T) {
	f := begin(t)
	f.config.Policies = []string{Policy}
	f.refused(StepUsage, f.good())
}

func TestExpiredAndFutureCertificatesAreRefused(t *testing.T) {
	for _, profile := range []string{"expired", "not-yet-valid"} {
		f := begin(t)
		card := identityOf(t, profile, "authentication")
		cert, err := x509.ParseCertificate(card.der)
		if err != nil {
			t.Fatal(err)
		}
		if now.After(cert.NotBefore) && now.Before(cert.NotAfter) {
			t.Logf("%s: the certificate for authentication is within its dates", profile)
			f.clock.at = cert.NotAfter.Add(time.Hour)
			f.nonce, err = f.Nonce(visit)
			if err != nil {
				t.Fatal(err)
			}
		}
		f.refused(StepChain, f.token(card, origin, f.nonce))
	}
}

func TestRevokedCertificateIsRefusedWhereTheSiteMayAsk(t *testing.T) {
	f := begin(t)
	f.config.Revoked = func(context.Context, *x509.Certificate) error { return errors.New("it was revoked") }
	f.refused(StepRevocation, f.good())
}

func TestTokenOfAnotherProtocolIsRefused(t *testing.T) {
	f := begin(t)
	header := f.card.header()
	header["typ"] = "JWT"
	f.refused(StepHeader, forged(t, f.card, header, f.claims()))
	claims := f.claims()
	claims["purpose"] = "sign a contract"
	f.refused(StepPurpose, forged(t, f.card, f.card.header(), claims))
}

func TestSecondReadingOfATokenIsRefused(t *testing.T) {
	f := begin(t)
	header, err := json.Marshal(f.card.header())
	if err != nil {
		t.Fatal(err)
	}
	twice := func(raw []byte, more string) string { return "{" + more + "," + string(raw[1:]) }
	f.refused(StepHeader, forged(t, f.card, twice(header, `"alg":"none"`), f.claims()))
	f.refused(StepHeader, forged(t, f.card, twice(header, `"ALG":"none"`), f.claims()))
	claims, err := json.Marshal(f.claims())
	if err != nil {
		t.Fatal(err)
	}
	f.refused(StepClaims, forged(t, f.card, f.card.header(), twice(claims, `"aud":"https://evil.example"`)))
	f.refused(StepClaims, forged(t, f.card, f.card.header(), twice(claims, `"AUD":"https://evil.example"`)))
	f.refused(StepClaims, forged(t, f.card, f.card.header(), string(claims)+"{}"))
	missing := f.claims()
	delete(missing, "exp")
	f.refused(StepClaims, forged(t, f.card, f.card.header(), missing))
	null := f.claims()
	null["exp"] = nil
	f.refused(StepClaims, forged(t, f.card, f.card.header(), null))
}

func TestChangedTokenIsRefused(t *testing.T) {
	f := begin(t)
	parts := strings.Split(f.good(), ".")
	claims := f.claims()
	claims["aud"] = origin
	other := strings.Split(forged(t, f.card, f.card.header(), claims), ".")
	f.refused(StepSignature, parts[0]+"."+other[1]+"."+parts[2])
}

func TestWhatIsNoTokenIsRefused(t *testing.T) {
	f := begin(t)
	good := f.good()
	for _, bad := range []string{
		"", "a", "a.b", "..", good + ".", good + "=", good + "\n", " " + good, strings.Replace(good, ".", "\n.", 1),
		good + strings.Repeat("A", MaxToken), strings.ReplaceAll(good, "_", "/") + "/",
	} {
		f.refused(StepForm, bad)
	}
	f.accepted(good)
}

func TestWeakKeyIsRefused(t *testing.T) {
	f := begin(t)
	t.Setenv("GODEBUG", "rsa1024min=0")
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now, NotAfter: now.Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, crypto.PublicKey(&key.PublicKey), key)
	if err != nil {
		t.Fatal(err)
	}
	f.refused(StepCertificate, forged(t, f.card, (&identity{key, der}).header(), f.claims()))
}
