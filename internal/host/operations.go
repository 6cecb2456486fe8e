package host

import (
	"context"
	"errors"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/trial"
)

// operator does the operations on a card, the same for a window and for the
// terminal. Nobody but its methods asks for a visit to the desk.
type operator struct {
	desk    *desk
	now     func() time.Time
	version string
	reader  string // "" any
	// progress hears of a stage; done and total count signatures.
	progress func(stage string, done, total int)
	gate     *gate          // of the trial; nil where there is none
	asker    *asker         // asks for PINs that a request did not bring; nil where it must
	site     string         // for whom, as an origin
	pinned   sign.PinnedSet // the CAs whose signature certificates are used
	// commit is called before what cannot be taken back; nil in the terminal.
	commit func() error
}

// secret is a PIN with what a person has confirmed about it. The operation
// clears it as soon as the card has seen it.
type secret struct {
	kind          pin.Kind
	pin           *pin.PIN
	acceptLastTry bool
	optional      bool       // the card may not want it
	step          trial.Step // what it is for; "" the rest
	acceptTrial   bool       // the person agreed to that step
}

// lend runs work at the desk. s is nil when no PIN is involved; during work its
// acceptLastTry holds only if it was given for this very card.
func (o *operator) lend(ctx context.Context, app card.Application, s *secret, work func(context.Context, *card.Card) error) (string, error) {
	if o.asker != nil && s != nil && s.pin == nil && !s.optional {
		if err := o.obtain(ctx, app, s); err != nil {
			return "", err
		}
		defer s.pin.Clear()
	}
	return o.desk.lend(ctx, visit{
		reader: o.reader, app: app, secret: s, commit: o.commit,
		stage: func(stage string) { o.progress(stage, 0, 0) },
	}, o.steps(s, true, work))
}

func (o *operator) status(ctx context.Context) (*statusResult, error) {
	var status *card.Status
	var steps *trialResult
	reader, err := o.lend(ctx, card.JPKI, nil, func(ctx context.Context, c *card.Card) (err error) {
		c.SeekMaker = o.gate != nil
		if status, err = c.Status(ctx); err != nil {
			return err
		}
		o.desk.showed()
		o.desk.recognised(status.Type)
		steps = o.looked(c.Maker(), status)
		return nil
	})
	if err != nil {
		return nil, err
	}
	result := newStatusResult(status, reader, o.now())
	result.Trial = steps
	return result, nil
}

func (o *operator) attributes(ctx context.Context, s secret, fields []string) (*attributesResult, error) {
	defer s.pin.Clear()
	s.step = trial.Attributes
	var a *card.Attributes
	_, err := o.lend(ctx, card.InputSupport, &s, func(ctx context.Context, c *card.Card) (err error) {
		o.desk.recognised(card.MyNumber) // no other one has the card-face application
		if a, err = c.Attributes(ctx, s.pin, s.kind, s.acceptLastTry); err == nil {
			o.desk.remember(a)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return newAttributesResult(a, fields, o.now()), nil
}

func (o *operator) certificate(ctx context.Context, key card.Key, s secret) (*certificateResult, error) {
	defer s.pin.Clear()
	s.optional = key == card.AuthenticationKey
	var file *card.CertificateFile
	_, err := o.lend(ctx, card.JPKI, &s, func(ctx context.Context, c *card.Card) (err error) {
		file, err = c.Certificate(ctx, key, s.pin, s.acceptLastTry)
		return err
	})
	if err != nil {
		return nil, aboutKey(key, err)
	}
	parsed, err := sign.ParseCertificate(file.DER)
	if err != nil {
		return nil, &card.MalformedError{Step: "reading " + key.String() + " certificate"}
	}
	result := newCertificateResult(key.String(), parsed, sign.CheckChain(file.DER, file.CA))
	result.Certificate = file.DER
	return &result, nil
}

// aboutKey says whose certificate an error is about, where that is the point.
func aboutKey(key card.Key, err error) error {
	var issuer *sign.IssuerError
	if errors.As(err, &issuer) {
		return &keyError{key.String(), err}
	}
	for _, e := range []error{card.ErrCertificateMissing, card.ErrPINRequired, sign.ErrExpired, sign.ErrNotYetValid} {
		if errors.Is(err, e) {
			return &keyError{key.String(), err}
		}
	}
	return err
}

// sign makes one output per document under one VERIFY. Everything that can be
// refused without the card is refused before.
func (o *operator) sign(ctx context.Context, profile string, docs []sign.Document, choices sign.Choices, s secret) (*signResult, error) {
	defer s.pin.Clear()
	s.step = trial.Sign
	p, ok := sign.Lookup(profile)
	if !ok {
		return nil, &messaging.Error{Code: messaging.CodeProfileUnknown}
	}
	batch, err := sign.Prepare(p, docs, choices)
	if err != nil {
		return nil, err
	}
	result := &signResult{Warnings: []warning{{Code: revocationNotChecked}}}
	var outputs []sign.Output
	_, err = o.lend(ctx, card.JPKI, &s, func(ctx context.Context, c *card.Card) error {
		signer, err := o.unlock(ctx, c, card.SignatureKey, s, &result.Certificate)
		if err != nil {
			return err
		}
		result.Warnings = append(result.Warnings, o.health(&result.Certificate)...)
		outputs, err = batch.Sign(ctx, &countedSigner{Signer: signer, total: len(docs), operator: o}, o.now())
		return err
	})
	if err != nil && (len(outputs) == 0 || errors.Is(err, pcsc.ErrHung)) {
		return nil, aboutKey(card.SignatureKey, err)
	}
	if wrong := batch.Check(outputs); wrong != nil {
		return nil, wrong
	}
	result.add(outputs)
	if err != nil {
		result.stopped(docs, aboutKey(card.SignatureKey, err))
	}
	return result, nil
}

// unlock verifies the PIN of key and looks at its certificate. A signature by
// an expired one, or by one of an unknown CA, would be refused weeks later, so it
// is not made. An unknown CA is refused before the PIN is sent wherever the card
// has shown it by then.
func (o *operator) unlock(ctx context.Context, c *card.Card, key card.Key, s secret, described *certificateResult) (*card.Signer, error) {
	if key == card.SignatureKey {
		c.Trust = func(_ card.Key, ca []byte) error { return o.pinned.CheckCA(ca) }
		// A CA certificate costs a command where it was not read yet. It is worth that
		// before the PIN is sent to a card that says TEST, or for the CAs that are known
		// by their certificate alone; and after it where nothing else tells who issued.
		c.FetchCA = o.pinned.Extended() || c.Maker() == card.MakerTest && !o.pinned.TakesTests()
		c.Unknown = func(_ card.Key, certificate []byte) bool { return o.pinned.CheckIssuer(certificate, nil) != nil }
	}
	signer, err := c.Signer(ctx, key, s.pin, s.acceptLastTry)
	s.pin.Clear()
	if err != nil {
		return nil, err
	}
	if key == card.SignatureKey {
		if err := o.pinned.CheckIssuer(signer.Certificate(), signer.CA()); err != nil {
			return nil, err
		}
	}
	parsed, err := sign.ParseCertificate(signer.Certificate())
	if err != nil {
		return nil, &card.MalformedError{Step: "reading " + key.String() + " certificate"}
	}
	if err := parsed.CheckDates(o.now()); err != nil {
		return nil, err
	}
	*described = newCertificateResult(key.String(), parsed, sign.CheckChain(signer.Certificate(), signer.CA()))
	return signer, nil
}

// countedSigner tells how far the signatures are and marks the last one as the
// point after which a cancel comes too late.
type countedSigner struct {
	*card.Signer
	operator    *operator
	done, total int
}

func (s *countedSigner) Sign(ctx context.Context, digest []byte) ([]byte, error) {
	return s.counted(func() ([]byte, error) { return s.Signer.Sign(ctx, digest) })
}

func (s *countedSigner) SignInfo(ctx context.Context, info []byte) ([]byte, error) {
	return s.counted(func() ([]byte, error) { return s.Signer.SignInfo(ctx, info) })
}

func (s *countedSigner) counted(sign func() ([]byte, error)) ([]byte, error) {
	s.operator.progress(messaging.StageSigning, s.done, s.total)
	if s.done+1 == s.total && s.operator.commit != nil {
		if err := s.operator.commit(); err != nil {
			return nil, err
		}
	}
	signature, err := sign()
	s.done++
	return signature, err
}

// authenticate makes a token for origin. The authentication key signs nothing
// else.
func (o *operator) authenticate(ctx context.Context, origin, nonce string, s secret) (*tokenResult, error) {
	defer s.pin.Clear()
	// A window of ours has no site: nobody could say where its token may be used.
	if sign.CheckAudience(origin) != nil {
		return nil, &messaging.Error{Code: messaging.CodeOriginRefused}
	}
	if err := sign.CheckNonce(nonce); err != nil {
		return nil, err
	}
	var token string
	_, err := o.lend(ctx, card.JPKI, &s, func(ctx context.Context, c *card.Card) error {
		var described certificateResult
		signer, err := o.unlock(ctx, c, card.AuthenticationKey, s, &described)
		if err != nil {
			return err
		}
		token, err = sign.Token(ctx, &countedSigner{Signer: signer, total: 1, operator: o}, origin, nonce, o.version, o.now())
		return err
	})
	if err != nil {
		return nil, aboutKey(card.AuthenticationKey, err)
	}
	return &tokenResult{token}, nil
}

// changePIN replaces a PIN. The card counts from the full number of tries
// after its 9000, so that is not read again.
func (o *operator) changePIN(ctx context.Context, current secret, fresh *pin.PIN, known pin.Hints, acceptWeak bool) (*changeResult, error) {
	defer known.Clear()
	if o.asker != nil {
		var err error
		if fresh, err = o.obtainBoth(ctx, &current, fresh); err != nil {
			return nil, err
		}
	}
	defer current.pin.Clear()
	defer fresh.Clear()
	if reason := pin.Weak(fresh, known); reason != "" && !acceptWeak {
		return nil, withParams(messaging.CodePINWeak, "pin", string(current.kind), "reason", reason)
	}
	_, err := o.lend(ctx, applicationOf(current.kind), &current, func(ctx context.Context, c *card.Card) error {
		return c.ChangePIN(ctx, current.kind, current.pin, fresh, current.acceptLastTry)
	})
	if err != nil {
		return nil, err
	}
	return &changeResult{current.kind.MaxTries()}, nil
}

// applicationOf returns the application by which a card is recognised for a
// change of kind: the one that ChangePIN selects first.
func applicationOf(kind pin.Kind) card.Application {
	if kind == pin.InputSupport {
		return card.InputSupport
	}
	return card.JPKI
}
