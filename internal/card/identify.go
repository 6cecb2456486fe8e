package card

import (
	"context"
	"errors"
	"strings"
)

// Type says what lies on the reader.
type Type string

const (
	MyNumber Type = "my-number" // 個人番号カード
	Juki     Type = "juki"      // 住民基本台帳カード, or an older card
	Phone    Type = "phone"     // スマホ用電子証明書 over NFC
	Other    Type = "other"     // no JPKI application
)

// efToken is JPKI/0006, a PKCS #11 token info; its first 32 bytes are a label.
const efToken = 0x06

// Identify tells what kind of card this is: SELECT of the JPKI application and
// the label of its token, never the ATR (some readers put a random number
// there). A card that does not give the label is a My Number card when it has
// the input support application, which no other kind has; otherwise nobody
// knows, and the error is the *StatusWordError of the label. It sends no PIN
// and reads nothing about the holder.
func (c *Card) Identify(ctx context.Context) (Type, error) {
	defer c.finish(ctx)
	switch err := c.Open(ctx, JPKI); {
	case errors.Is(err, ErrUnsupported):
		return Other, nil
	case err != nil:
		return "", err
	}
	label, err := c.readHead(ctx, "reading token label", efToken, 32)
	var declined *StatusWordError
	switch {
	case errors.As(err, &declined):
		return c.identifyByApplication(ctx, err)
	case err != nil:
		return "", err
	}
	return typeOf(label), nil
}

// identifyByApplication is for a card whose label could not be read, and why.
func (c *Card) identifyByApplication(ctx context.Context, why error) (Type, error) {
	switch err := c.Open(ctx, InputSupport); {
	case errors.Is(err, ErrUnsupported):
		return "", why
	case err != nil:
		return "", err
	}
	return MyNumber, nil
}

func typeOf(label []byte) Type {
	name := strings.TrimRight(string(label), " \x00")
	switch {
	case name == "JPKIAPICCTOKEN":
		return Juki
	case strings.HasPrefix(name, "JPKIAPICCTOKEN"):
		return MyNumber // TOKEN2 now; a later card may count on
	case name == "JPKIAPGPSETOKEN", name == "JPKIAPIOSTOKEN":
		return Phone
	}
	return Other
}
