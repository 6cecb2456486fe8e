package card

import (
	"bytes"
	"context"
	"errors"

	"github.com/hitofude/hitofude/internal/pin"
)

// Key is one of the two private keys of the JPKI application.
type Key int

const (
	SignatureKey      Key = iota // 署名用, behind the signature PIN
	AuthenticationKey            // 利用者証明用, behind the authentication PIN
)

// keyFiles lists the files of each key.
var keyFiles = map[Key]struct {
	certificate, ca, private byte
	kind                     pin.Kind
	name                     string
}{
	SignatureKey:      {0x01, 0x02, 0x1A, pin.Signature, "signature"},
	AuthenticationKey: {0x0A, 0x0B, 0x17, pin.Authentication, "authentication"},
}

// String names the key as the messages do: "signature" or "authentication".
func (k Key) String() string { return keyFiles[k].name }

// PIN returns the kind of PIN that opens the key.
func (k Key) PIN() pin.Kind { return keyFiles[k].kind }

// efPresence is JPKI/0008: three bytes, the first two not zero when the
// signature and the authentication certificate are present.
const efPresence = 0x08

// CertificateFile is a certificate as it lies on the card.
type CertificateFile struct {
	DER []byte // the user's certificate, trimmed to its DER length
	CA  []byte // the CA certificate beside it, nil when it was not read
}

// Certificate reads the certificate of key and its CA's. The signature
// certificate is behind its PIN; the authentication certificate is free on a
// card, so p may be nil there and is presented only when the card asks for it
// (a phone does). Errors as Attributes, and ErrCertificateMissing before any
// VERIFY, ErrPINRequired.
func (c *Card) Certificate(ctx context.Context, key Key, p *pin.PIN, acceptLastTry bool) (*CertificateFile, error) {
	if err := checkKeyPIN(key, p); err != nil {
		return nil, err
	}
	defer c.finish(ctx)
	if err := c.openKey(ctx, key, true); err != nil {
		return nil, err
	}
	der, err := c.freeCertificate(ctx, key)
	if errors.Is(err, ErrPINRequired) && p != nil {
		if err := c.verify(ctx, references[key.PIN()][0], p, acceptLastTry); err != nil {
			return nil, err
		}
		der, err = c.readCertificate(ctx, key)
	}
	if err != nil {
		return nil, err
	}
	return &CertificateFile{DER: der, CA: c.memory.ca[key]}, nil
}

// Authority reads the CA certificate of key, DER, nil where the card gives none,
// and remembers it, so that the next signature can be refused before the PIN when
// it comes from an unknown one. No PIN is involved; this is read while a person
// types theirs. 4 APDUs, 3 after a status, 2 when it is remembered; then a
// signature takes 6. ErrCertificateMissing where the card lists no certificate.
func (c *Card) Authority(ctx context.Context, key Key) ([]byte, error) {
	defer c.finish(ctx)
	if err := c.openKey(ctx, key, true); err != nil {
		return nil, err
	}
	return c.memory.ca[key], nil
}

// checkKeyPIN refuses what cannot work before any APDU.
func checkKeyPIN(key Key, p *pin.PIN) error {
	if p != nil {
		return pin.Check(key.PIN(), p)
	}
	if key == SignatureKey {
		return ErrPINRequired
	}
	return nil
}

// openKey selects the JPKI application and makes sure that there is a
// certificate. On a card not seen before it also reads the CA certificate,
// before any VERIFY: the card is then unlocked for a shorter time, and whether
// extended Le works is known. withCA asks for it on a known card too.
func (c *Card) openKey(ctx context.Context, key Key, withCA bool) error {
	if err := c.Open(ctx, JPKI); err != nil {
		return err
	}
	cold := !c.memory.presence.known
	if err := c.readPresence(ctx); err != nil {
		return err
	}
	if c.memory.presence.lacks(key) {
		return ErrCertificateMissing
	}
	if c.memory.ca[key] != nil || !cold && !withCA {
		return nil
	}
	return c.readCA(ctx, key)
}

// readPresence reads EF 0008 once per card. A card that does not have it keeps
// its secret; the certificate's own file then decides.
func (c *Card) readPresence(ctx context.Context) error {
	if c.memory.presence.known {
		return nil
	}
	data, err := c.readHead(ctx, "reading certificate list", efPresence, 0)
	var declined *StatusWordError
	switch {
	case errors.As(err, &declined):
		return nil
	case err != nil:
		return err
	case len(data) >= 2:
		c.memory.presence = presence{known: true, signature: data[0] != 0, authentication: data[1] != 0}
	}
	return nil
}

// readCA remembers the CA certificate. A card without one still signs.
func (c *Card) readCA(ctx context.Context, key Key) error {
	der, err := c.readFile(ctx, "reading CA certificate", keyFiles[key].ca, true)
	var declined *StatusWordError
	var malformed *MalformedError
	if errors.As(err, &declined) || errors.As(err, &malformed) {
		return nil
	}
	if err == nil && len(der) > 0 && der[0] == 0x30 {
		c.memory.keepCA(key, der)
		c.noteMaker(der)
	}
	return err
}

// freeCertificate reads the certificate if that needs no PIN. The signature
// certificate is not even tried: it always needs one.
func (c *Card) freeCertificate(ctx context.Context, key Key) ([]byte, error) {
	if key == SignatureKey {
		return nil, ErrPINRequired
	}
	der, err := c.readCertificate(ctx, key)
	var declined *StatusWordError
	if errors.As(err, &declined) && declined.SW == swNotVerified {
		return nil, ErrPINRequired
	}
	return der, err
}

func (c *Card) readCertificate(ctx context.Context, key Key) ([]byte, error) {
	der, err := c.readFile(ctx, "reading "+key.String()+" certificate", keyFiles[key].certificate, true)
	var declined *StatusWordError
	switch {
	case errors.As(err, &declined) && declined.SW == swNotFound:
		return nil, ErrCertificateMissing
	case err != nil:
		return nil, err
	case !bytes.HasPrefix(der, []byte{0x30}):
		return nil, ErrCertificateMissing
	}
	return der, nil
}
