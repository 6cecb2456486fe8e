package sign

import (
	"bytes"
	"time"
)

// attached is the profile cms-attached: a CAdES-BES signature with the document
// inside, NAME.p7m. One file instead of two, which needs a program to be opened.
type attached struct{}

func (attached) Name() string       { return "cms-attached" }
func (attached) NeedsContent() bool { return true }

func (attached) Prepare(doc Document, _ Choices) (Prepared, error) {
	if doc.Digest == [32]byte{} {
		return nil, &DocumentError{doc.Name, "its digest is missing"}
	}
	return preparedAttached{doc}, nil
}

type preparedAttached struct{ doc Document }

func (p preparedAttached) Sign(k *cardKey, at time.Time) (Output, error) {
	head, tail, err := cades(p.doc.Digest, at).around(k, p.doc.Content.Size())
	if err != nil {
		return Output{}, err
	}
	return newOutput(p.doc.Name+".p7m", "application/pkcs7-mime", bytes.NewReader(head), p.doc.Content, bytes.NewReader(tail)), nil
}
