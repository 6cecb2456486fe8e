package host

import (
	"context"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
)

// handle turns a request about a card into an operation.
func (s *server) handle(ctx context.Context, op *operation, r *messaging.Request) (any, error) {
	o := &operator{
		desk: s.desk, now: s.parts.Now, version: s.version, gate: s.gate, commit: op.commit, asker: s.asker, site: r.Origin, pinned: s.trusted(),
		progress: func(stage string, done, total int) {
			s.out.send(messaging.NewProgress(r.ID, stage, done, total))
		},
	}
	switch p := r.Params.(type) {
	case *messaging.DoctorParams:
		return s.examine(ctx), nil
	case *messaging.StatusParams:
		o.reader = p.Reader
		return o.status(ctx)
	case *messaging.AttributesParams:
		o.reader = p.Reader
		given := secret{kind: pin.InputSupport, pin: p.PIN, acceptLastTry: p.AcceptLastTry, acceptTrial: p.AcceptTrial}
		if p.VerificationB != nil {
			given.kind, given.pin = pin.VerificationB, p.VerificationB
		}
		return o.attributes(ctx, given, p.Fields)
	case *messaging.NumberParams:
		o.reader = p.Reader
		given := secret{kind: pin.InputSupport, pin: p.PIN, acceptLastTry: p.AcceptLastTry}
		if p.VerificationA != nil {
			given.kind, given.pin = pin.VerificationA, p.VerificationA
		}
		return o.number(ctx, given)
	case *messaging.CertificateParams:
		o.reader = p.Reader
		return o.certificate(ctx, keyOf(p.Key), secret{kind: pin.Kind(p.Key), pin: p.PIN, acceptLastTry: p.AcceptLastTry})
	case *messaging.SignParams:
		o.reader = p.Reader
		docs, err := documents(r.Origin, p.Documents, op.blobs)
		if err != nil {
			return nil, err
		}
		return o.sign(ctx, p.Profile, docs, choices(p.Stamp, p.XML), secret{kind: pin.Signature, pin: p.PIN, acceptLastTry: p.AcceptLastTry, acceptTrial: p.AcceptTrial})
	case *messaging.SignCheckParams:
		o.reader = p.Reader
		return o.signCheck(ctx, p, op.blobs)
	case *messaging.AuthenticateParams:
		o.reader = p.Reader
		return o.authenticate(ctx, r.Origin, p.Nonce, secret{kind: pin.Authentication, pin: p.PIN, acceptLastTry: p.AcceptLastTry})
	case *messaging.PINChangeParams:
		o.reader = p.Reader
		return o.changePIN(ctx, secret{kind: pin.Kind(p.Kind), pin: p.Current, acceptLastTry: p.AcceptLastTry}, p.New, p.Hints(), p.AcceptWeak)
	}
	return o.handlePortal(ctx, r.Params)
}

func keyOf(name string) card.Key {
	if name == card.SignatureKey.String() {
		return card.SignatureKey
	}
	return card.AuthenticationKey
}
