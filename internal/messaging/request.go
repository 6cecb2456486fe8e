package messaging

import (
	"encoding/base64"
	"errors"

	"github.com/hitofude/hitofude/internal/pin"
)

// The message types a request can have.
const (
	TypePing         = "ping"
	TypeReaders      = "readers"
	TypeStatus       = "card.status"
	TypeAttributes   = "card.attributes"
	TypeNumber       = "card.number"
	TypeCertificate  = "certificate"
	TypeSign         = "sign"
	TypeSignCheck    = "sign.check"
	TypeAuthenticate = "authenticate"
	TypePINChange    = "pin.change"
	TypeCancel       = "cancel"
	TypeBlob         = "blob"
	TypeDoctor       = "doctor"

	TypeNumberCheck = "number.check"

	TypePortalCheck        = "portal.check"
	TypePortalAuthenticate = "portal.authenticate"
	TypePortalSign         = "portal.sign"
	TypePortalAttributes   = "portal.attributes"
	TypePortalIdentity     = "portal.identity"
)

// Request is one decoded and checked message of the extension.
type Request struct {
	ID        string
	Type      string
	Origin    string // "" only where WithoutOrigin holds
	TopOrigin string
	Params    Params
	// Blobs are the blobs that a request about documents names. They end with a
	// request for signatures, also when it is refused.
	Blobs []string
}

// Clear overwrites every PIN of the request, and what it says about the holder.
func (r *Request) Clear() {
	if r.Params != nil {
		clearAll(r.Params)
	}
}

// Secret is one PIN field of a request: its name in the JSON, which PIN it is,
// and the value, nil when the request has none.
type Secret struct {
	Field string
	Kind  pin.Kind
	PIN   *pin.PIN
}

// Params is the checked content of a request: a pointer to one of the structs
// below. The struct tags are the rules; nothing reaches a card before they held.
type Params interface{ Secrets() []Secret }

type noSecrets struct{}

func (noSecrets) Secrets() []Secret { return nil }

// newParams makes an empty value for each known type.
var newParams = map[string]func() Params{
	TypePing:         func() Params { return new(PingParams) },
	TypeReaders:      func() Params { return new(ReadersParams) },
	TypeStatus:       func() Params { return new(StatusParams) },
	TypeAttributes:   func() Params { return new(AttributesParams) },
	TypeNumber:       func() Params { return new(NumberParams) },
	TypeCertificate:  func() Params { return new(CertificateParams) },
	TypeSign:         func() Params { return new(SignParams) },
	TypeSignCheck:    func() Params { return new(SignCheckParams) },
	TypeAuthenticate: func() Params { return new(AuthenticateParams) },
	TypePINChange:    func() Params { return new(PINChangeParams) },
	TypeCancel:       func() Params { return new(CancelParams) },
	TypeBlob:         func() Params { return new(BlobParams) },
	TypeDoctor:       func() Params { return new(DoctorParams) },

	TypeNumberCheck: func() Params { return new(NumberCheckParams) },

	TypePortalCheck:        func() Params { return new(PortalCheckParams) },
	TypePortalAuthenticate: func() Params { return new(PortalAuthenticateParams) },
	TypePortalSign:         func() Params { return new(PortalSignParams) },
	TypePortalAttributes:   func() Params { return new(PortalAttributesParams) },
	TypePortalIdentity:     func() Params { return new(PortalIdentityParams) },
}

// WithoutOrigin reports that the request named no origin and needs none: it
// only speaks about the port itself.
func (r *Request) WithoutOrigin() bool {
	return r.Origin == "" && r.TopOrigin == "" && r.needsNoOrigin()
}

func (r *Request) needsNoOrigin() bool {
	return r.Type == TypePing || r.Type == TypeCancel || r.Type == TypeBlob
}

// PingParams: the extension says who it is.
type PingParams struct {
	noSecrets
	Version  string `json:"version" validate:"required,max=64"`
	Protocol *int   `json:"protocol" validate:"required,min=0"`
}

// DoctorParams is empty: all links behind the browser are looked at.
type DoctorParams struct{ noSecrets }

// ReadersParams is empty.
type ReadersParams struct{ noSecrets }

// CardParams is what every request about a card may say. An empty Reader is
// the reader of the last visit while it holds a card, else any.
type CardParams struct {
	Reader string `json:"reader" validate:"max=128"`
}

// StatusParams asks for counters and certificates; no PIN is involved.
type StatusParams struct {
	noSecrets
	CardParams
}

// AttributesParams asks for the four attributes with one of two secrets.
type AttributesParams struct {
	CardParams
	PIN           *pin.PIN `json:"pin" validate:"required_without=VerificationB,excluded_with=VerificationB,omitempty,pin=input-support"`
	VerificationB *pin.PIN `json:"verificationB" validate:"omitempty,pin=verification-b"`
	AcceptLastTry bool     `json:"acceptLastTry"`
	AcceptTrial   bool     `json:"acceptTrial"` // a person's consent to this step of the trial
	Fields        []string `json:"fields" validate:"omitempty,min=1,max=4,unique,dive,oneof=name address birth sex"`
}

// Secrets returns both PIN fields.
func (p *AttributesParams) Secrets() []Secret {
	return []Secret{{"pin", pin.InputSupport, p.PIN}, {"verificationB", pin.VerificationB, p.VerificationB}}
}

// NumberParams asks for the 個人番号 for one box and one purpose. Label is what the
// page calls the box.
type NumberParams struct {
	CardParams
	PIN           *pin.PIN `json:"pin" validate:"required_without=VerificationA,excluded_with=VerificationA,omitempty,pin=input-support"`
	VerificationA *pin.PIN `json:"verificationA" validate:"omitempty,pin=verification-a"`
	AcceptLastTry bool     `json:"acceptLastTry"`
	Purpose       string   `json:"purpose" validate:"required,max=64"`
	Label         string   `json:"label" validate:"required,max=512"`
}

// Secrets returns both PIN fields.
func (p *NumberParams) Secrets() []Secret {
	return []Secret{{"pin", pin.InputSupport, p.PIN}, {"verificationA", pin.VerificationA, p.VerificationA}}
}

// NumberCheckParams asks whether the 個人番号 could be asked for here, before a
// person is bothered: no card, no PIN.
type NumberCheckParams struct {
	noSecrets
	Label string `json:"label" validate:"max=512"`
}

// CertificateParams asks for one certificate. The signature certificate needs
// its PIN (it holds name and address), the other does not.
type CertificateParams struct {
	CardParams
	Key           string   `json:"key" validate:"required,oneof=signature authentication"`
	PIN           *pin.PIN `json:"pin" validate:"required_if=Key signature"`
	AcceptLastTry bool     `json:"acceptLastTry"`
}

// Secrets returns the PIN of the key that is asked for.
func (p *CertificateParams) Secrets() []Secret { return []Secret{{"pin", pin.Kind(p.Key), p.PIN}} }

// SignWhat is what shall be signed, and how.
type SignWhat struct {
	Profile   string     `json:"profile" validate:"required,max=64"`
	Documents []Document `json:"documents" validate:"required,min=1,max=128,dive"`
	Stamp     *Stamp     `json:"stamp"`
	XML       *XMLChoice `json:"xml"`
}

// SignParams asks for signatures under one PIN entry.
type SignParams struct {
	CardParams
	SignWhat
	PIN           *pin.PIN `json:"pin" validate:"required,pin=signature"`
	AcceptLastTry bool     `json:"acceptLastTry"`
	AcceptTrial   bool     `json:"acceptTrial"`
}

// SignCheckParams asks what stands in the way of a signature, of the documents
// and the card, before anybody types a PIN.
type SignCheckParams struct {
	noSecrets
	CardParams
	SignWhat
}

// Secrets returns the signature PIN.
func (p *SignParams) Secrets() []Secret { return []Secret{{"pin", pin.Signature, p.PIN}} }

// Document is one thing to sign: its bytes, a blob sent before (or a part of
// one, so that few blobs carry many documents), or its SHA-256.
type Document struct {
	Name    string `json:"name" validate:"required,max=255,filename"`
	Content Base64 `json:"content" validate:"required_without_all=Blob Digest,excluded_with=Blob Digest"`
	Blob    string `json:"blob" validate:"max=64,excluded_with=Digest"`
	Digest  Base64 `json:"digest" validate:"omitempty,len=32"`
	From    int64  `json:"from" validate:"min=0,excluded_without=Blob"`
	Length  int64  `json:"length" validate:"min=0,excluded_without=Blob"` // 0: to the end of the blob
}

// Stamp is where a PDF shows its signature: a page from 0, and the lower left
// and upper right corner in points of 1/72 inch.
type Stamp struct {
	Page int       `json:"page" validate:"min=0,max=10000"`
	Rect []float64 `json:"rect" validate:"len=4,dive,min=-14400,max=14400"`
}

// XMLChoice says which element of an XML document is signed and where the
// signature goes; "" leaves it to the profile.
type XMLChoice struct {
	IDAttribute string `json:"idAttribute" validate:"omitempty,oneof=ID Id id"`
	ID          string `json:"id" validate:"max=255"`
	Parent      string `json:"parent" validate:"max=255"`
}

// AuthenticateParams asks for a token of ours. The nonce has at least 256 bits
// as the relying party's base64 or hex.
type AuthenticateParams struct {
	CardParams
	Nonce         string   `json:"nonce" validate:"required,min=44,max=256,printascii"`
	PIN           *pin.PIN `json:"pin" validate:"required,pin=authentication"`
	AcceptLastTry bool     `json:"acceptLastTry"`
}

// Secrets returns the authentication PIN.
func (p *AuthenticateParams) Secrets() []Secret { return []Secret{{"pin", pin.Authentication, p.PIN}} }

// PINChangeParams asks to replace a PIN. AcceptWeak is a person's answer to
// the warning PIN_WEAK. The resident register PIN is changed at the counter only.
type PINChangeParams struct {
	CardParams
	Kind          string   `json:"kind" validate:"required,oneof=signature authentication input-support"`
	Current       *pin.PIN `json:"current" validate:"required"`
	New           *pin.PIN `json:"new" validate:"required"`
	AcceptLastTry bool     `json:"acceptLastTry"`
	AcceptWeak    bool     `json:"acceptWeak"`
	Known         Known    `json:"known"`
}

// Known is what the window knows about the holder, so that a new PIN can be
// compared with it. It is personal and handled like the PINs themselves.
type Known struct {
	Birth        *pin.PIN `json:"birth"`
	Phone        *pin.PIN `json:"phone"`
	PostalCode   *pin.PIN `json:"postalCode"`
	SecurityCode *pin.PIN `json:"securityCode"`
}

// Hints returns Known for the check of a new PIN.
func (p *PINChangeParams) Hints() pin.Hints {
	return pin.Hints{Birth: p.Known.Birth, Phone: p.Known.Phone, PostalCode: p.Known.PostalCode, SecurityCode: p.Known.SecurityCode}
}

// Secrets returns both PINs, which are of the same kind.
func (p *PINChangeParams) Secrets() []Secret {
	return []Secret{{"current", pin.Kind(p.Kind), p.Current}, {"new", pin.Kind(p.Kind), p.New}}
}

// CancelParams names the request that shall end.
type CancelParams struct {
	noSecrets
	ID string `json:"id" validate:"required,max=64"`
}

// BlobParams is one piece of a blob on its way to the host.
type BlobParams struct {
	noSecrets
	Blob string `json:"blob" validate:"required,max=64"`
	Size int64  `json:"size" validate:"required,min=1"`
	Seq  int    `json:"seq" validate:"min=0"`
	Data Base64 `json:"data" validate:"required,min=1"`
	// Keep says that a profile will need the bytes again, not only their hash.
	Keep bool `json:"keep"`
}

// Base64 is bytes as standard base64 with padding in JSON. Present but empty
// ("") is not nil.
type Base64 []byte

var errBase64 = errors.New("decoding base64: not standard base64 with padding")

// UnmarshalJSON decodes without making a string. The alphabet has no character
// that JSON escapes, except that some encoders write "/" as "\/".
func (b *Base64) UnmarshalJSON(data []byte) error {
	if len(data) < 2 || data[0] != '"' {
		return errBase64
	}
	text := unslash(data[1 : len(data)-1])
	out := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Strict().Decode(out, text)
	if err != nil {
		return errBase64 // the package's own error tells the offset, no more; ours tells nothing
	}
	*b = out[:n]
	return nil
}
