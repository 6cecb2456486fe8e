package sign

import (
	"context"
	"time"
)

// detached is the profile cms-detached: a CAdES-BES signature in a file beside
// the document, NAME.p7s. It fits every kind of file and changes none.
type detached struct{}

func (detached) Name() string { return "cms-detached" }

func (detached) Check(docs []Document) error {
	if len(docs) == 0 {
		return &DocumentError{"", "there is none"}
	}
	for _, d := range docs {
		if err := checkName(d.Name); err != nil {
			return err
		}
		if d.Digest == [32]byte{} {
			return &DocumentError{d.Name, "its digest is missing"}
		}
	}
	return nil
}

func (p detached) Sign(ctx context.Context, s Signer, docs []Document, at time.Time) ([]Output, error) {
	if err := p.Check(docs); err != nil {
		return nil, err
	}
	key, err := newCardKey(ctx, s)
	if err != nil {
		return nil, err
	}
	outputs := make([]Output, 0, len(docs))
	for _, d := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		der, err := signedData(key, d.Digest, at)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, Output{d.Name + ".p7s", "application/pkcs7-signature", der})
	}
	return outputs, nil
}
