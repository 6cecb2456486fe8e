package host

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/portal"
	"github.com/hitofude/hitofude/internal/sign"
)

// digestError says which of several digests was refused.
type digestError struct {
	index int
	err   error
}

func (e *digestError) Error() string { return fmt.Sprintf("digest %d: %v", e.index, e.err) }
func (e *digestError) Unwrap() error { return e.err }

// isPortal tells the requests that only a portal's origin may make.
func isPortal(params messaging.Params) bool {
	switch params.(type) {
	case *messaging.PortalCheckParams, *messaging.PortalAuthenticateParams, *messaging.PortalSignParams, *messaging.PortalAttributesParams:
		return true
	}
	return false
}

// checkPortal refuses what only an official portal, or Hitofude's own window,
// may ask for. An administrator may list further origins, by https alone: what
// comes over http can be anybody's.
func (s *server) checkPortal(r *messaging.Request) error {
	_, own := r.Params.(*messaging.PortalIdentityParams)
	_, check := r.Params.(*messaging.DoctorParams)
	if (own || check) && r.Origin != messaging.OriginUI {
		return &messaging.Error{Code: messaging.CodeOriginRefused}
	}
	if !isPortal(r.Params) {
		return nil
	}
	if _, official := portal.Official(r.Origin); !official && !(strings.HasPrefix(r.Origin, "https://") && slices.Contains(s.config().PortalOrigins, r.Origin)) {
		return &messaging.Error{Code: messaging.CodeOriginRefused}
	}
	return nil
}

// parseDigests reads all digests of a request, so that a wrong one is found
// before a PIN or a card.
func parseDigests(infos ...messaging.Base64) ([]portal.Digest, error) {
	digests := make([]portal.Digest, len(infos))
	for i, info := range infos {
		var err error
		if digests[i], err = portal.ParseDigestInfo(info); err != nil {
			return nil, &digestError{i, err}
		}
	}
	return digests, nil
}

type digestsResult struct {
	Digests []digestResult `json:"digests"`
}

type digestResult struct {
	Algorithm string `json:"algorithm"`
	Hex       string `json:"hex"`
}

func checkDigests(p *messaging.PortalCheckParams) (digestsResult, error) {
	digests, err := parseDigests(p.DigestInfos...)
	result := digestsResult{Digests: []digestResult{}}
	for _, d := range digests {
		result.Digests = append(result.Digests, digestResult{d.Algorithm, hex.EncodeToString(d.Sum)})
	}
	return result, err
}

// identityResult is what a portal is told of this installation.
type identityResult struct {
	UUID    string `json:"uuid"`
	Created string `json:"created"`
}

func installationPath() (string, error) { return userFile("installation.json") }

func (s *server) identity(reset bool) (identityResult, error) {
	path, err := installationPath()
	if err != nil {
		return identityResult{}, err
	}
	read := portal.LoadInstallation
	if reset {
		read = portal.ResetInstallation
	}
	i, err := read(path, s.parts.Now())
	return identityResult{i.UUID.String(), i.Created}, err
}

// portalPerson is what every answer to a portal carries beside what was asked.
type portalPerson struct {
	UUID            string `json:"uuid"`
	CombinationCode string `json:"combinationCode"`
}

type portalSignedResult struct {
	Signature   []byte   `json:"signature,omitempty"`
	Signatures  [][]byte `json:"signatures,omitempty"`
	Certificate []byte   `json:"certificate"`
	portalPerson
}

type portalAttributesResult struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Birth   string `json:"birth"`
	Sex     string `json:"sex"`
	portalPerson
}

// handlePortal answers the requests of a portal that need the card.
func (o *operator) handlePortal(ctx context.Context, params messaging.Params) (any, error) {
	switch p := params.(type) {
	case *messaging.PortalAuthenticateParams:
		o.reader = p.Reader
		digests, err := parseDigests(p.DigestInfo)
		if err != nil {
			return nil, err
		}
		signed, err := o.portalSign(ctx, card.AuthenticationKey, digests, secret{kind: pin.Authentication, pin: p.PIN, acceptLastTry: p.AcceptLastTry})
		if err != nil {
			return nil, err
		}
		signed.Signature, signed.Signatures = signed.Signatures[0], nil
		return signed, nil
	case *messaging.PortalSignParams:
		o.reader = p.Reader
		digests, err := parseDigests(p.DigestInfos...)
		if err != nil {
			return nil, err
		}
		return o.portalSign(ctx, card.SignatureKey, digests, secret{kind: pin.Signature, pin: p.PIN, acceptLastTry: p.AcceptLastTry})
	case *messaging.PortalAttributesParams:
		o.reader = p.Reader
		return o.portalAttributes(ctx, secret{kind: pin.InputSupport, pin: p.PIN, acceptLastTry: p.AcceptLastTry})
	}
	return nil, &messaging.Error{Code: messaging.CodeRequestUnknown}
}

// person reads the installation before the card is asked: a file that cannot
// be read shall not cost a try.
func (o *operator) person() (portal.Installation, error) {
	path, err := installationPath()
	if err != nil {
		return portal.Installation{}, err
	}
	return portal.LoadInstallation(path, o.now())
}

// portalSign signs digests that a portal gave, all under one VERIFY. Nothing is
// handed out unless all of them were made: a portal takes them together.
func (o *operator) portalSign(ctx context.Context, key card.Key, digests []portal.Digest, s secret) (*portalSignedResult, error) {
	defer s.pin.Clear()
	installation, err := o.person()
	if err != nil {
		return nil, err
	}
	result := &portalSignedResult{}
	_, err = o.lend(ctx, card.JPKI, &s, func(ctx context.Context, c *card.Card) error {
		var described certificateResult
		signer, err := o.unlock(ctx, c, key, s, &described)
		if err != nil {
			return err
		}
		result.Certificate = signer.Certificate()
		counted := countedSigner{Signer: signer, total: len(digests), operator: o}
		for _, d := range digests {
			signature, err := counted.SignInfo(ctx, d.Info)
			if err != nil {
				return err
			}
			result.Signatures = append(result.Signatures, signature)
		}
		manufacture, err := c.Manufacture(ctx)
		result.portalPerson = newPortalPerson(manufacture, installation)
		return err
	})
	if err != nil {
		return nil, aboutKey(key, err)
	}
	for i, d := range digests {
		if err := d.Confirm(result.Certificate, result.Signatures[i]); err != nil {
			return nil, errors.Join(sign.ErrSignatureMismatch, err)
		}
	}
	return result, nil
}

func newPortalPerson(manufacture string, i portal.Installation) portalPerson {
	return portalPerson{i.UUID.String(), portal.CombinationCode(manufacture, i.UUID)}
}

func (o *operator) portalAttributes(ctx context.Context, s secret) (*portalAttributesResult, error) {
	defer s.pin.Clear()
	installation, err := o.person()
	if err != nil {
		return nil, err
	}
	var result *portalAttributesResult
	_, err = o.lend(ctx, card.InputSupport, &s, func(ctx context.Context, c *card.Card) error {
		o.desk.recognised(card.MyNumber)
		a, manufacture, err := c.AttributesAndManufacture(ctx, s.pin, s.acceptLastTry)
		if err != nil {
			return err
		}
		o.desk.remember(a)
		result = &portalAttributesResult{a.Name, a.Address, a.Birth, a.Sex, newPortalPerson(manufacture, installation)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}
