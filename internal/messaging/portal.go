package messaging

import "github.com/hitofude/hitofude/internal/pin"

// The requests of the portal bridge (docs/PORTALS.md). All but
// PortalIdentityParams are taken only from the origin of an official portal.

// PortalCheckParams asks whether digests may be signed at all, before a person
// is asked for a PIN. No card is involved.
type PortalCheckParams struct {
	noSecrets
	DigestInfos []Base64 `json:"digestInfos" validate:"required,min=1,max=20,dive,max=512"`
}

// PortalAuthenticateParams asks for one signature with the authentication key:
// mode 01 of the portals.
type PortalAuthenticateParams struct {
	CardParams
	DigestInfo    Base64   `json:"digestInfo" validate:"required,max=512"`
	PIN           *pin.PIN `json:"pin" validate:"required,pin=authentication"`
	AcceptLastTry bool     `json:"acceptLastTry"`
}

// Secrets returns the authentication PIN.
func (p *PortalAuthenticateParams) Secrets() []Secret {
	return []Secret{{"pin", pin.Authentication, p.PIN}}
}

// PortalSignParams asks for signatures with the signature key under one PIN
// entry: mode 02.
type PortalSignParams struct {
	CardParams
	DigestInfos   []Base64 `json:"digestInfos" validate:"required,min=1,max=20,dive,max=512"`
	PIN           *pin.PIN `json:"pin" validate:"required,pin=signature"`
	AcceptLastTry bool     `json:"acceptLastTry"`
}

// Secrets returns the signature PIN.
func (p *PortalSignParams) Secrets() []Secret { return []Secret{{"pin", pin.Signature, p.PIN}} }

// PortalAttributesParams asks for the four attributes for a portal: mode 04.
type PortalAttributesParams struct {
	CardParams
	PIN           *pin.PIN `json:"pin" validate:"required,pin=input-support"`
	AcceptLastTry bool     `json:"acceptLastTry"`
}

// Secrets returns the input support PIN.
func (p *PortalAttributesParams) Secrets() []Secret {
	return []Secret{{"pin", pin.InputSupport, p.PIN}}
}

// PortalIdentityParams asks what portals recognise this installation by, or for
// a new one.
type PortalIdentityParams struct {
	noSecrets
	Reset bool `json:"reset"`
}
