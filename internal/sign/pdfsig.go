package sign

import (
	"bytes"
	"crypto/sha256"
	"encoding"
	"errors"
	"hash"
	"io"
	"time"

	"github.com/hitofude/hitofude/internal/sign/pdf"
)

// PDFChoices are a person's for a PDF. The zero value makes a signature that
// does not show on a page.
type PDFChoices struct {
	Stamp *pdf.Stamp
}

// pdfProfile signs a PDF by an incremental update. Two forms differ in few
// entries:
//
// pdf-moj is what 登記・供託オンライン takes as 電子署名付きPDF (法務省, sign_pdf.html):
// adbe.pkcs7.detached, /Name, /M, signing time within the CMS.
//
// pdf-pades-b is PAdES B-B (ETSI EN 319 142-1 §5.3, §6.3) for 電子契約 and the
// like: ETSI.CAdES.detached, the certificate bound by signingCertificateV2, no
// signing time within the CMS.
type pdfProfile struct {
	name, subFilter string
	message         func(digest [32]byte, at time.Time) signedData
}

var (
	pdfMOJ = pdfProfile{"pdf-moj", "adbe.pkcs7.detached", func(digest [32]byte, at time.Time) signedData {
		return signedData{digest: digest, at: at}
	}}
	pdfPAdES = pdfProfile{"pdf-pades-b", "ETSI.CAdES.detached", func(digest [32]byte, _ time.Time) signedData {
		return signedData{digest: digest, bound: true}
	}}
)

func (p pdfProfile) Name() string     { return p.name }
func (pdfProfile) NeedsContent() bool { return true }

// rehearsalName stands in for the signer's in the rehearsal.
const rehearsalName = "見本　花子"

func (p pdfProfile) Prepare(doc Document, choices Choices) (Prepared, error) {
	refuse := func(err error) (Prepared, error) {
		var reason *pdf.Error
		if errors.As(err, &reason) {
			err = &DocumentError{doc.Name, reason.Reason, reason.Kind}
		}
		return nil, err
	}
	file, err := pdf.Open(doc.Content, doc.Content.Size())
	if err != nil {
		return refuse(err)
	}
	plan, err := file.Plan(choices.PDF.Stamp)
	if err != nil {
		return refuse(err)
	}
	rehearsal, err := plan.Update(pdf.Signature{SubFilter: p.subFilter, Name: rehearsalName, Room: 4096, Lines: []string{rehearsalName}})
	if err == nil {
		err = plan.Check(rehearsal)
	}
	if err != nil {
		return refuse(err)
	}
	base := sha256.New()
	if _, err := pour(base, io.NewSectionReader(doc.Content, 0, doc.Content.Size())); err != nil {
		return nil, err
	}
	return &preparedPDF{p, doc, plan, base}, nil
}

// preparedPDF keeps the hash of the original, so that it is read once only.
type preparedPDF struct {
	profile pdfProfile
	doc     Document
	plan    *pdf.Plan
	base    hash.Hash
}

func (p *preparedPDF) Target() string { return signedName(p.doc.Name, ".pdf") }

func (p *preparedPDF) Sign(k *cardKey, at time.Time) (Output, error) {
	defer p.plan.Forget()
	name := k.cert.Subject.CommonName
	if described, err := describe(k.cert); err == nil && described.Holder != nil && described.Holder.Name != "" {
		name = described.Holder.Name
	}
	update, err := p.plan.Update(pdf.Signature{
		SubFilter: p.profile.subFilter, Name: name, At: at, Room: len(k.cert.Raw) + len(k.cert.RawIssuer) + 1024,
		Lines: []string{name, at.In(japan).Format("2006年1月2日 15:04")},
	})
	if err != nil {
		return Output{}, err
	}
	digest, err := p.digest(update)
	if err != nil {
		return Output{}, err
	}
	cms, err := p.profile.message(digest, at).encode(k)
	if err != nil {
		return Output{}, err
	}
	if err := update.Fill(cms); err != nil {
		return Output{}, err
	}
	return newOutput(p.Target(), "application/pdf", p.doc.Content, bytes.NewReader(update.Bytes)), nil
}

// digest goes on from the hash of the original over the update.
func (p *preparedPDF) digest(u *pdf.Update) (digest [32]byte, err error) {
	state, err := p.base.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return digest, err
	}
	h := sha256.New()
	if err := h.(encoding.BinaryUnmarshaler).UnmarshalBinary(state); err != nil {
		return digest, err
	}
	before, after := u.Signed()
	h.Write(before)
	h.Write(after)
	return [32]byte(h.Sum(nil)), nil
}
