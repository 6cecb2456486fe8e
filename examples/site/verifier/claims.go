package verifier

import (
	"time"
)

type claims struct {
	Purpose  string `json:"purpose"`
	Audience string `json:"aud"`
	Nonce    string `json:"nonce"`
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	ID       string `json:"jti"`
	Host     string `json:"host"`
}

func (p *parts) claims() (*claims, error) {
	var c claims
	if err := strict(p.payload, &c, "purpose", "aud", "nonce", "iat", "exp", "jti", "host"); err != nil {
		return nil, refuse(StepClaims, "%v", err)
	}
	if len(c.ID) < 22 || len(c.ID) > 64 {
		return nil, refuse(StepClaims, "jti does not have 22 to 64 characters")
	}
	return &c, nil
}

func (v *Verifier) checkClaims(c *claims, session string, now time.Time) error {
	if c.Purpose != purpose {
		return refuse(StepPurpose, "it was not made for logging in")
	}
	if c.Audience != v.config.Origin {
		return refuse(StepOrigin, "it was made for another site")
	}
	if err := checkTime(c, now); err != nil {
		return err
	}
	if !v.nonces.take(c.Nonce, session, now) {
		return refuse(StepNonce, "it is not an open nonce of this session")
	}
	// Kept a little longer than the token lives, for clocks that differ.
	if !v.seen.put(c.ID, "", now, time.Unix(c.Expires, 0).Add(Skew)) {
		return refuse(StepReplay, "this token was used before")
	}
	return nil
}

func checkTime(c *claims, now time.Time) error {
	issued, expires := time.Unix(c.IssuedAt, 0), time.Unix(c.Expires, 0)
	switch {
	case issued.After(now.Add(Skew)):
		return refuse(StepTime, "it was issued in the future")
	case !expires.After(now):
		return refuse(StepTime, "it has expired")
	case !expires.After(issued) || expires.Sub(issued) > Lifetime:
		return refuse(StepTime, "it is not for five minutes or less")
	}
	return nil
}
