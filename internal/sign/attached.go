package sign

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"time"

	tag "golang.org/x/crypto/cryptobyte/asn1"
)

// attached is the profile cms-attached: a CAdES-BES signature with the document
// inside, NAME.p7m. One file instead of two, which needs a program to be opened.
type attached struct{}

func (attached) Name() string       { return "cms-attached" }
func (attached) NeedsContent() bool { return true }

func (attached) Prepare(doc Document, _ Choices) (Prepared, error) {
	if doc.Digest == [32]byte{} {
		return nil, &DocumentError{doc.Name, "its digest is missing", ""}
	}
	return preparedAttached{doc}, nil
}

type preparedAttached struct{ doc Document }

func (p preparedAttached) Target() string { return p.doc.Name + ".p7m" }

func (p preparedAttached) Sign(k *cardKey, at time.Time) (Output, error) {
	head, tail, err := cades(p.doc.Digest, at).around(k, p.doc.Content.Size())
	if err != nil {
		return Output{}, err
	}
	return newOutput(p.Target(), "application/pkcs7-mime", bytes.NewReader(head), p.doc.Content, bytes.NewReader(tail)), nil
}

// verifyAttached looks at a file that attached made. The content is hashed
// where it lies: only what stands around it is read into memory.
func verifyAttached(content Content, roots [][]byte) ([]*Report, error) {
	from, length, detached, err := takeOut(content)
	if err != nil {
		return nil, err
	}
	m, err := parseSignedData(detached, formCAdES)
	if err != nil {
		return nil, fmt.Errorf("reading the signature: %w", err)
	}
	hash := sha256.New()
	if _, err := pour(hash, io.NewSectionReader(content, from, length)); err != nil {
		return nil, fmt.Errorf("reading the signed file: %w", err)
	}
	r, err := m.report("cms-attached", hash.Sum(nil), roots)
	return []*Report{r}, err
}

// takeOut finds the content in a message and returns the same message without
// it. What stands before the content must be, byte for byte, what is written
// there for that length: DER has no other way.
func takeOut(content Content) (from, length int64, detached []byte, err error) {
	start := make([]byte, 128)
	n, _ := content.ReadAt(start, 0)
	at := start[:n]
	fail := func() (int64, int64, []byte, error) {
		return 0, 0, nil, fmt.Errorf("reading the signature: %w", errForm)
	}
	for _, expected := range [][]byte{
		{byte(tag.SEQUENCE)}, oidBytes(oidSignedData), {byte(context0)}, {byte(tag.SEQUENCE)}, messageStart(),
		{byte(tag.SEQUENCE)}, oidBytes(oidData), {byte(context0)}, {byte(tag.OCTET_STRING)},
	} {
		if !bytes.HasPrefix(at, expected) {
			return fail()
		}
		if at = at[len(expected):]; len(expected) == 1 {
			if length, at, err = readLength(at); err != nil {
				return fail()
			}
		}
	}
	from = int64(n - len(at))
	behind := content.Size() - from - length
	if behind < 0 || behind > maxSignature || !bytes.Equal(start[:from], wrap(messageStart(), length, behind)) {
		return fail()
	}
	tail := make([]byte, behind)
	if _, err := content.ReadAt(tail, from+length); err != nil && err != io.EOF {
		return 0, 0, nil, fmt.Errorf("reading the signed file: %w", err)
	}
	return from, length, append(wrap(messageStart(), -1, behind), tail...), nil
}

// readLength reads the length octets of X.690 §8.1.3 in up to 8 bytes.
func readLength(b []byte) (length int64, rest []byte, err error) {
	if len(b) == 0 {
		return 0, nil, errForm
	}
	if b[0] < 0x80 {
		return int64(b[0]), b[1:], nil
	}
	n := int(b[0] & 0x7F)
	if n == 0 || n > 7 || len(b) < n+1 {
		return 0, nil, errForm
	}
	for _, c := range b[1 : n+1] {
		length = length<<8 | int64(c)
	}
	return length, b[n+1:], nil
}
