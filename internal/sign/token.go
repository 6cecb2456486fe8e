package sign

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/cryptosigner"
)

// TokenType is the typ of the header, and TokenPurpose the first claim. Both
// are signed: no other protocol takes a JWS of this type for one of its own, and
// no digest that a page chose is ever signed with the authentication key.
const (
	TokenType    = "hitofude+jwt"
	TokenPurpose = "hitofude: log in to the site named in aud"
)

// TokenLifetime is how long a site may take to accept a token.
const TokenLifetime = 5 * time.Minute

// A nonce has at least 32 random bytes in base64, and no more than a page needs.
const (
	minNonce = 44
	maxNonce = 256
)

// NonceError says what is wrong with the nonce of a site.
type NonceError struct{ Reason string }

func (e *NonceError) Error() string { return "checking the nonce: " + e.Reason }

// CheckNonce returns nil or a *NonceError. It needs no card.
func CheckNonce(nonce string) error {
	if len(nonce) < minNonce || len(nonce) > maxNonce {
		return &NonceError{fmt.Sprintf("it has %d characters, and must have %d to %d", len(nonce), minNonce, maxNonce)}
	}
	for _, c := range []byte(nonce) {
		if c <= ' ' || c > '~' {
			return &NonceError{"it has a character that is not printable ASCII"}
		}
	}
	return nil
}

// ErrAudience says that a token is not for a site: no origin of a web page.
var ErrAudience = errors.New("checking the audience of a token: it is not the origin of a site")

// CheckAudience returns nil for the origin of a web page, as browsers write it, and ErrAudience else. A window of the
// extension's own has no site to log in to.
func CheckAudience(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.Scheme+"://"+u.Host != origin {
		return ErrAudience
	}
	return nil
}

type tokenClaims struct {
	Purpose  string `json:"purpose"`
	Audience string `json:"aud"`
	Nonce    string `json:"nonce"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	ID       string `json:"jti"`
	Host     string `json:"host"` // version of Hitofude, for a site that must refuse a broken one
}

// Token makes the log-in token for one site: a compact JWS, RS256, with the
// certificate in x5c. s is the authentication key after its PIN. The site checks
// aud (its own origin), nonce (its own, once), exp, and the chain of x5c.
func Token(ctx context.Context, s Signer, origin, nonce, hostVersion string, now time.Time) (string, error) {
	if err := errors.Join(CheckAudience(origin), CheckNonce(nonce)); err != nil {
		return "", err
	}
	key, err := newCardKey(ctx, s)
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(tokenClaims{
		Purpose: TokenPurpose, Audience: origin, Nonce: nonce,
		IssuedAt: now.Unix(), Expires: now.Add(TokenLifetime).Unix(),
		ID: rand.Text(), Host: hostVersion,
	})
	if err != nil {
		return "", fmt.Errorf("encoding the token: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType(TokenType).
		WithHeader("x5c", []string{base64.StdEncoding.EncodeToString(key.cert.Raw)})
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: cryptosigner.Opaque(key)}, options)
	if err != nil {
		return "", fmt.Errorf("preparing the token: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("signing the token: %w", err)
	}
	return signed.CompactSerialize()
}
