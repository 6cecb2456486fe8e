package sign

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/hitofude/hitofude/internal/sign/pdf"
)

// verifyPDF looks at every signature dictionary of a file, not only at those
// that its form shows: verifiers that stopped at the form missed some.
func verifyPDF(content Content, roots [][]byte) (reports []*Report, err error) {
	file, err := pdf.Open(content, content.Size())
	if err != nil {
		return nil, err
	}
	found, err := file.Signatures()
	if err != nil {
		return nil, err
	}
	if len(found) > maxSignatures {
		return nil, errManySignatures
	}
	for _, s := range found {
		r, err := verifyInPDF(content, s, roots)
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	if len(reports) == 0 {
		return nil, errors.New("reading the signature: the PDF holds none")
	}
	addedAfter(reports)
	return reports, nil
}

// addedAfter takes back what was said of signatures behind which something was
// put that nobody signed who could be judged here: more bytes, or a signature of
// another form or one that does not hold, which may have brought anything along.
// The reports come in the order in which the signatures were made.
func addedAfter(reports []*Report) {
	signed := false // to the end of the file, by a later one that holds
	for _, r := range slices.Backward(reports) {
		switch {
		case r.Intact && r.Covers == "earlier" && !signed:
			r.Intact, r.Reason = false, "added-after"
		case r.Intact:
			signed = true
		}
	}
}

// otherForm is the report on a signature that is not judged.
func otherForm() *Report {
	return &Report{Reason: "other-form", Revocation: "not-checked", Chain: Chain{"not-checked", "unknown"}}
}

func verifyInPDF(content Content, s pdf.Found, roots [][]byte) (*Report, error) {
	profile, want := "pdf-moj", formMOJ
	if s.SubFilter == pdfPAdES.subFilter {
		profile, want = "pdf-pades-b", formPAdES
	} else if s.SubFilter != pdfMOJ.subFilter {
		return otherForm(), nil
	}
	m, err := parseSignedData(padded(s.Contents), want)
	if err != nil {
		return otherForm(), nil
	}
	hash := sha256.New()
	for i := 0; i < 4; i += 2 {
		if _, err := pour(hash, io.NewSectionReader(content, s.Range[i], s.Range[i+1])); err != nil {
			return nil, fmt.Errorf("reading the signed file: %w", err)
		}
	}
	r, err := m.report(profile, hash.Sum(nil), roots)
	if err != nil {
		return otherForm(), nil
	}
	switch {
	case s.Revision:
		r.Covers = "earlier"
	case !s.Whole && r.Intact:
		r.Intact, r.Reason = false, "content-changed"
	}
	if !s.Whole {
		r.beside = "content-changed" // a new signature is always over all of it
	}
	return r, nil
}

// padded cuts off the zeros behind the message.
func padded(contents []byte) []byte {
	input := cryptobyte.String(contents)
	var element cryptobyte.String
	if !input.ReadASN1Element(&element, tag.SEQUENCE) {
		return contents
	}
	for _, c := range input {
		if c != 0 {
			return contents
		}
	}
	return element
}
