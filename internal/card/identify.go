package card

import (
	"context"
	"errors"
	"strings"

	"github.com/hitofude/hitofude/internal/pin"
)

// Type says what lies on the reader. It is decided by the applications that
// the card answers to, never by its looks or its ATR: a 特定在留カード that has the
// application is a My Number card like any other.
type Type string

const (
	MyNumber        Type = "my-number"         // 個人番号カード
	FaceAuth        Type = "face-auth"         // 顔認証マイナンバーカード: no PIN can be used
	NoCertificates  Type = "certificates-none" // 個人番号カード without either certificate
	Juki            Type = "juki"              // 住民基本台帳カード, or an older card
	Phone           Type = "phone"             // スマホ用電子証明書 over NFC
	DrivingLicence  Type = "licence"           // 運転免許証
	ProfessionalsID Type = "profession"        // HPKI card of doctors, pharmacists and others
	Other           Type = "other"             // no application that is known here
)

// Foreign applications by which other cards are told. Each is only selected,
// after the JPKI application was not found.
var foreignCards = []struct {
	aid  []byte
	kind Type
}{
	// IC運転免許証 DF1 (警察庁, 運転免許証及び運転免許証作成システム等仕様書; the same in every open reader).
	{[]byte{0xA0, 0x00, 0x00, 0x02, 0x31, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, DrivingLicence},
	// HPKI signature application (ISO/IEC 7816-15 prefix E828BD080F; one open reader).
	{[]byte{0xE8, 0x28, 0xBD, 0x08, 0x0F, 0xA0, 0x00, 0x00, 0x03, 0x91, 0, 0, 0, 0, 0, 0x01}, ProfessionalsID},
}

// efToken is JPKI/0006, a PKCS #11 token info; its first 32 bytes are a label.
const efToken = 0x06

// Identify tells what kind of card this is: SELECT of the JPKI application and
// the label of its token, then whether there is any certificate; for other
// cards SELECT of what they are known by. A card that does not give the label is
// a My Number card when it has the input support application, which no other
// kind has; otherwise nobody knows, and the error is the *StatusWordError of the
// label. It sends no PIN and reads nothing about the holder.
func (c *Card) Identify(ctx context.Context) (Type, error) {
	defer c.finish(ctx)
	switch err := c.Open(ctx, JPKI); {
	case errors.Is(err, ErrUnsupported):
		return c.identifyForeign(ctx)
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
	kind := typeOf(label)
	if kind != MyNumber {
		return kind, nil
	}
	if err := c.readPresence(ctx); err != nil {
		return "", err
	}
	if c.memory.presence.lacks(SignatureKey) && c.memory.presence.lacks(AuthenticationKey) {
		return NoCertificates, nil
	}
	return MyNumber, nil
}

// identifyForeign leaves nothing to close: a card of another kind was only asked
// what it is.
func (c *Card) identifyForeign(ctx context.Context) (Type, error) {
	defer func() { c.needsClosing = false }()
	for _, other := range foreignCards {
		sw, err := c.selectDF(ctx, "selecting application of another card", other.aid)
		switch {
		case err != nil:
			return "", err
		case sw == swOK:
			return other.kind, nil
		}
	}
	return Other, nil
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

// kindByLabel is for a card without the input support application: a phone, or
// an older card. It answered fewer questions, so there are commands to spare.
func (c *Card) kindByLabel(ctx context.Context, s *Status) error {
	if err := c.Open(ctx, JPKI); err != nil {
		return err
	}
	label, err := c.readHead(ctx, "reading token label", efToken, 32)
	if kind := typeOf(label); err == nil && kind != MyNumber && kind != Other {
		s.Type = kind
	}
	return err
}

// kind tells what a status says about the card's type, "" when that is not
// enough. How a 顔認証マイナンバーカード answers to a query is not published; a
// card with the authentication certificate alone, none of whose four-digit
// PINs can be used, is taken for one: locking all of them by hand takes nine
// wrong entries, and what helps then is the same.
func (s *Status) kind() Type {
	usable, has := false, false
	for _, p := range s.Pins {
		switch p.Kind {
		case pin.InputSupport:
			has = p.Tries.Known
			fallthrough
		case pin.Authentication, pin.ResidentRegister, pin.Signature:
			usable = usable || p.Tries.Known && p.Tries.Left > 0
		}
	}
	switch {
	case !has:
		return "" // no input support application: a phone or an older card
	case !s.HasSignature && !s.HasAuthentication:
		return NoCertificates
	case !s.HasSignature && !usable:
		return FaceAuth
	}
	return MyNumber
}
