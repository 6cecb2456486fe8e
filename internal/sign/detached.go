package sign

import (
	"bytes"
	"time"
)

// detached is the profile cms-detached: a CAdES-BES signature in a file beside
// the document, NAME.p7s. It fits every kind of file and changes none.
type detached struct{}

func (detached) Name() string       { return "cms-detached" }
func (detached) NeedsContent() bool { return false }

func (detached) Prepare(doc Document, _ Choices) (Prepared, error) {
	if doc.Digest == [32]byte{} {
		return nil, &DocumentError{doc.Name, "its digest is missing", ""}
	}
	return preparedDetached{doc}, nil
}

const mediaDetached = "application/pkcs7-signature"

type preparedDetached struct{ doc Document }

func (p preparedDetached) Target() string { return p.doc.Name + ".p7s" }

func (p preparedDetached) Sign(k *cardKey, at time.Time) (Output, error) {
	der, err := cades(p.doc.Digest, at).encode(k)
	if err != nil {
		return Output{}, err
	}
	return newOutput(p.Target(), mediaDetached, bytes.NewReader(der)), nil
}
