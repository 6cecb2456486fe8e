package sign

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"
)

var nonce = strings.Repeat("n", 44)

func token(t *testing.T, now time.Time) string {
	t.Helper()
	jws, err := Token(t.Context(), &softSigner{id: identity()}, "https://www.example.lg.jp", nonce, "1.2.3", now)
	if err != nil {
		t.Fatal(err)
	}
	return jws
}

func decode(t *testing.T, part string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestOpensslAcceptsTheToken(t *testing.T) {
	parts := strings.Split(token(t, time.Now()), ".")
	public, err := x509.MarshalPKIXPublicKey(&identity().key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	key := writeFile(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
	signature := writeFile(t, "sig", decode(t, parts[2]))
	signed := parts[0] + "." + parts[1]
	if out, err := openssl(t, "dgst", "-sha256", "-verify", key, "-signature", signature, writeFile(t, "in", []byte(signed))); err != nil {
		t.Error(out)
	}
	if _, err := openssl(t, "dgst", "-sha256", "-verify", key, "-signature", signature, writeFile(t, "in", []byte(signed+"x"))); err == nil {
		t.Error("accepted with a byte added")
	}
}

func TestTokenSaysForWhomAndForHowLong(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	parts := strings.Split(token(t, now), ".")
	var header struct {
		Alg, Typ string
		X5c      []string
	}
	if err := json.Unmarshal(decode(t, parts[0]), &header); err != nil {
		t.Fatal(err)
	}
	der, err := base64.StdEncoding.DecodeString(header.X5c[0])
	if header.Alg != "RS256" || header.Typ != "hitofude+jwt" || len(header.X5c) != 1 || err != nil || !bytes.Equal(der, identity().leaf) {
		t.Errorf("header is %+v", header)
	}
	var claims tokenClaims
	if err := json.Unmarshal(decode(t, parts[1]), &claims); err != nil {
		t.Fatal(err)
	}
	if len(claims.ID) < 26 {
		t.Errorf("jti %q is short", claims.ID)
	}
	claims.ID = ""
	want := tokenClaims{TokenPurpose, "https://www.example.lg.jp", nonce, 1_800_000_000, 1_800_000_300, "", "1.2.3"}
	if claims != want {
		t.Errorf("claims are %+v", claims)
	}
}

func TestNoTwoTokensAreTheSame(t *testing.T) {
	now := time.Now()
	first, second := token(t, now), token(t, now)
	if first == second {
		t.Error("a site cannot tell a repeated token")
	}
}

func TestBadNonceIsRefusedWithoutTheCard(t *testing.T) {
	for _, bad := range []string{"", nonce[1:], nonce + " ", nonce + "\n", nonce + "あ", strings.Repeat("n", 257)} {
		s := &softSigner{id: identity()}
		_, err := Token(t.Context(), s, "https://www.example.lg.jp", bad, "1", time.Now())
		var nonceError *NonceError
		if !errors.As(err, &nonceError) || s.count != 0 {
			t.Errorf("%q: %v, %d calls", bad, err, s.count)
		}
	}
}

func TestTokenIsForASiteAloneAndTheCardIsNotAskedElse(t *testing.T) {
	for _, bad := range []string{
		"", "hitofude:ui", "null", "file://", "https://", "https://www.example.lg.jp/", "https://www.example.lg.jp/path",
		"https://user@www.example.lg.jp", "www.example.lg.jp", "javascript:1", "https://www.example.lg.jp?x",
	} {
		s := &softSigner{id: identity()}
		if _, err := Token(t.Context(), s, bad, nonce, "1", time.Now()); !errors.Is(err, ErrAudience) || s.count != 0 {
			t.Errorf("%q: %v, %d calls", bad, err, s.count)
		}
	}
	for _, good := range []string{"https://www.example.lg.jp", "https://www.example.lg.jp:8443", "http://127.0.0.1:8480"} {
		if err := CheckAudience(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

func TestCardKeySignsNothingButSHA256(t *testing.T) {
	s := &softSigner{id: identity()}
	k, err := newCardKey(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(nil)
	for name, c := range map[string]struct {
		digest []byte
		opts   crypto.SignerOpts
	}{
		"SHA-1":                  {digest[:20], crypto.SHA1},
		"MD5 and SHA-1 of TLS":   {make([]byte, 36), crypto.MD5SHA1},
		"SHA-512":                {make([]byte, 64), crypto.SHA512},
		"no hash":                {digest[:], crypto.Hash(0)},
		"a DigestInfo":           {make([]byte, 51), crypto.SHA256},
		"no options":             {digest[:], nil},
		"PSS":                    {digest[:], &rsa.PSSOptions{Hash: crypto.SHA256}},
		"a digest of 31 bytes":   {digest[:31], crypto.SHA256},
		"SHA-224 of 32 bytes":    {digest[:], crypto.SHA224},
		"SHA-512/256 (32 bytes)": {digest[:], crypto.SHA512_256},
	} {
		if _, err := k.Sign(nil, c.digest, c.opts); err == nil || s.count != 0 {
			t.Errorf("%s reached the card", name)
		}
	}
	if _, ok := k.Public().(*rsa.PublicKey); !ok {
		t.Error("Public hands out more than a public key")
	}
}
