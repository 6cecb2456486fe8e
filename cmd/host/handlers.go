package main

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
)

// handle turns a request about a card into an operation.
func (s *server) handle(ctx context.Context, op *operation, r *messaging.Request) (any, error) {
	o := &operator{
		desk: s.desk, now: s.parts.Now, version: s.version, commit: op.commit,
		progress: func(stage string, done, total int) {
			s.out.send(messaging.NewProgress(r.ID, stage, done, total))
		},
	}
	switch p := r.Params.(type) {
	case *messaging.StatusParams:
		o.reader = p.Reader
		return o.status(ctx)
	case *messaging.AttributesParams:
		o.reader = p.Reader
		given := secret{kind: pin.InputSupport, pin: p.PIN, acceptLastTry: p.AcceptLastTry}
		if p.VerificationB != nil {
			given.kind, given.pin = pin.VerificationB, p.VerificationB
		}
		return o.attributes(ctx, given, p.Fields)
	case *messaging.CertificateParams:
		o.reader = p.Reader
		return o.certificate(ctx, keyOf(p.Key), secret{kind: pin.Kind(p.Key), pin: p.PIN, acceptLastTry: p.AcceptLastTry})
	case *messaging.SignParams:
		o.reader = p.Reader
		docs, err := documents(r.Origin, p.Documents, op.blobs)
		if err != nil {
			return nil, err
		}
		return o.sign(ctx, p.Profile, docs, secret{kind: pin.Signature, pin: p.PIN, acceptLastTry: p.AcceptLastTry})
	case *messaging.AuthenticateParams:
		o.reader = p.Reader
		return o.authenticate(ctx, r.Origin, p.Nonce, secret{kind: pin.Authentication, pin: p.PIN, acceptLastTry: p.AcceptLastTry})
	case *messaging.PINChangeParams:
		o.reader = p.Reader
		return o.changePIN(ctx, secret{kind: pin.Kind(p.Kind), pin: p.Current, acceptLastTry: p.AcceptLastTry}, p.New, p.Hints(), p.AcceptWeak)
	}
	return nil, &messaging.Error{Code: messaging.CodeRequestUnknown}
}

func keyOf(name string) card.Key {
	if name == card.SignatureKey.String() {
		return card.SignatureKey
	}
	return card.AuthenticationKey
}

// documents reduces each document to its digest. A digest that somebody else
// computed is taken only from Hitofude's own window, where a person saw the
// file.
func documents(origin string, given []messaging.Document, blobs map[string]*blob) ([]sign.Document, error) {
	docs := make([]sign.Document, len(given))
	for i, d := range given {
		docs[i].Name = d.Name
		var err error
		switch {
		case d.Blob != "":
			docs[i].Digest, err = blobs[d.Blob].digest()
		case d.Digest != nil && origin != messaging.OriginUI:
			err = &messaging.Error{Code: messaging.CodeOriginRefused}
		case d.Digest != nil:
			docs[i].Digest = [32]byte(d.Digest)
		case len(d.Content) > messaging.MaxContent:
			err = withParams(messaging.CodeDocumentTooLarge, "limit", messaging.MaxContent)
		default:
			docs[i] = sign.NewDocument(d.Name, d.Content)
		}
		if err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// spill moves files of a result that is too long for one frame into blobs,
// which go out before it: the largest first, and no more than needed. The card
// is locked by now, so there is time.
func (s *server) spill(id string, result any) (any, error) {
	signed, ok := result.(*signResult)
	if !ok {
		return result, nil
	}
	bySize := make([]*outputResult, len(signed.Outputs))
	for i := range signed.Outputs {
		bySize[i] = &signed.Outputs[i]
	}
	slices.SortStableFunc(bySize, func(a, b *outputResult) int { return len(b.Content) - len(a.Content) })
	for n := 0; ; n++ {
		var tooLarge *messaging.TooLargeError
		_, err := messaging.Encode(messaging.NewResult(id, result))
		switch {
		case !errors.As(err, &tooLarge):
			return result, err
		case n == min(len(bySize), messaging.MaxBlobs):
			return nil, withParams(messaging.CodeDocumentTooLarge, "limit", messaging.MaxFrame)
		}
		if err := s.sendBlob(bySize[n]); err != nil {
			return nil, err
		}
	}
}

// sendBlob sends the content of out in pieces and leaves the blob's name in
// its place.
func (s *server) sendBlob(out *outputResult) error {
	s.blobsOut++
	out.Blob = "r" + strconv.Itoa(s.blobsOut)
	size := int64(len(out.Content))
	for seq := 0; len(out.Content) > 0; seq++ {
		n := min(len(out.Content), messaging.MaxPiece)
		piece := messaging.Piece{Type: "blob", Blob: out.Blob, Size: size, Seq: seq, Data: out.Content[:n]}
		if err := s.out.sendLarge(piece); err != nil {
			return err
		}
		out.Content = out.Content[n:]
	}
	out.Content = nil
	return nil
}
