package card

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/hitofude/hitofude/internal/pin"
)

// Signer makes signatures with a key that was unlocked by its PIN. It works
// until Close of its Card, which the caller owes in every case.
type Signer struct {
	card *Card
	key  Key
	der  []byte
	ca   []byte
}

// digestInfoSHA256 is the DER DigestInfo before a SHA-256 digest (RFC 8017
// section 9.2 note 1). The card pads what it is given and adds none itself.
var digestInfoSHA256 = []byte{
	0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
	0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
}

// maxDigestInfo is that of SHA-512, the longest there is a use for.
const maxDigestInfo = 83

// Signer verifies the PIN of key and reads its certificate. With one signature
// and Close that is 6 APDUs on a card whose certificate list is remembered and
// 8 on any other. On error the card is locked again; on success the caller
// must Close. Errors as Certificate.
func (c *Card) Signer(ctx context.Context, key Key, p *pin.PIN, acceptLastTry bool) (*Signer, error) {
	switch err := pin.Check(key.PIN(), p); {
	case p == nil:
		return nil, ErrPINRequired
	case err != nil:
		return nil, err
	}
	return c.unlock(ctx, key, p, acceptLastTry)
}

func (c *Card) unlock(ctx context.Context, key Key, p *pin.PIN, acceptLastTry bool) (s *Signer, err error) {
	defer func() {
		if s == nil { // also while a panic unwinds
			c.finish(ctx)
		}
	}()
	if err := c.openKey(ctx, key, c.FetchCA); err != nil {
		return nil, err
	}
	if ca := c.memory.ca[key]; c.Trust != nil && ca != nil {
		if err := c.Trust(key, ca); err != nil {
			return nil, err
		}
	}
	if err := c.verify(ctx, references[key.PIN()][0], p, acceptLastTry); err != nil {
		return nil, err
	}
	der, err := c.readCertificate(ctx, key)
	if err != nil {
		return nil, err
	}
	if c.memory.ca[key] == nil && c.Unknown != nil && c.Unknown(key, der) {
		if err := c.readCA(ctx, key); err != nil {
			return nil, err
		}
	}
	c.signer = &Signer{card: c, key: key, der: der, ca: c.memory.ca[key]}
	return c.signer, nil
}

// Certificate returns the signer's certificate, DER.
func (s *Signer) Certificate() []byte { return s.der }

// CA returns the CA certificate on the card, DER, nil when it was not read.
func (s *Signer) CA() []byte { return s.ca }

// Sign makes an RSASSA-PKCS1-v1_5 signature over a SHA-256 digest: COMPUTE
// DIGITAL SIGNATURE with the DigestInfo, one APDU (and GET RESPONSE on a card
// that gives the answer in parts). It returns 256 bytes.
// One VERIFY is good for many signatures.
func (s *Signer) Sign(ctx context.Context, digest []byte) ([]byte, error) {
	if len(digest) != sha256.Size {
		return nil, fmt.Errorf("%s: digest of %d bytes", s.step(), len(digest))
	}
	return s.SignInfo(ctx, append(append(make([]byte, 0, 51), digestInfoSHA256...), digest...))
}

func (s *Signer) step() string { return "signing with " + s.key.String() + " key" }

// SignInfo is Sign for a ready DigestInfo, which goes to the card unchanged.
// Whoever calls it has read the DigestInfo strictly: the card pads and signs
// whatever it is given.
func (s *Signer) SignInfo(ctx context.Context, info []byte) ([]byte, error) {
	step := s.step()
	if len(info) == 0 || len(info) > maxDigestInfo {
		return nil, fmt.Errorf("%s: DigestInfo of %d bytes", step, len(info))
	}
	c := s.card
	if c.signer != s {
		return nil, fmt.Errorf("%s: %w", step, ErrSignerClosed)
	}
	private := keyFiles[s.key].private
	p2 := 0x80 | private
	if c.memory.form != formShort {
		p2 = 0x80
		if sw, err := c.selectEF(ctx, step, private); err != nil || sw != swOK {
			return nil, orStatus(step, sw, err)
		}
	}
	data, sw, err := c.exchange(ctx, step, withLe(command(0x80, 0x2A, 0x00, p2, info), 0))
	if err == nil && sw>>8 == 0x61 {
		data, sw, err = c.rest(ctx, step, data, sw)
	}
	switch {
	case err != nil || sw != swOK:
		return nil, orStatus(step, sw, err)
	case len(data) != 256: // every JPKI key is RSA-2048
		return nil, &MalformedError{Step: step}
	}
	return data, nil
}

func orStatus(step string, sw uint16, err error) error {
	if err != nil {
		return err
	}
	return &StatusWordError{Step: step, SW: sw}
}
