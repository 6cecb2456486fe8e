package sign

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

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
	// What was put behind the last signature, nobody signed.
	if last := reports[len(reports)-1]; last.Covers == "earlier" && last.Reason == "" {
		last.Intact, last.Reason = false, "added-after"
	}
	return reports, nil
}

func verifyInPDF(content Content, s pdf.Found, roots [][]byte) (*Report, error) {
	other := &Report{Reason: "other-form", Revocation: "not-checked", Chain: Chain{"not-checked", "unknown"}}
	profile, want := "pdf-moj", formMOJ
	if s.SubFilter == pdfPAdES.subFilter {
		profile, want = "pdf-pades-b", formPAdES
	} else if s.SubFilter != pdfMOJ.subFilter {
		return other, nil
	}
	m, err := parseSignedData(padded(s.Contents), want)
	if err != nil {
		return other, nil
	}
	hash := sha256.New()
	for i := 0; i < 4; i += 2 {
		if _, err := io.Copy(hash, io.NewSectionReader(content, s.Range[i], s.Range[i+1])); err != nil {
			return nil, fmt.Errorf("reading the signed file: %w", err)
		}
	}
	r, err := m.report(profile, hash.Sum(nil), roots)
	if err != nil {
		return nil, err
	}
	switch {
	case s.Revision:
		r.Covers = "earlier"
	case !s.Whole && r.Intact:
		r.Intact, r.Reason = false, "content-changed"
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
