package host

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"unicode"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
)

// face is what a process keeps of a card's name and address once it has read
// them: enough to see later that the signature certificate was issued for
// another name or address, and nothing that could be read. It lasts as long as
// the card stays.
type face struct {
	key           []byte
	name, address []byte
}

// remember keeps the face of the card of the present visit.
func (d *desk) remember(a *card.Attributes) {
	f := face{key: make([]byte, sha256.Size)}
	_, _ = rand.Read(f.key) // never fails: it ends the program instead
	f.name, f.address = f.mark(a.Name), f.mark(a.Address)
	d.face = f
}

func (f face) mark(text string) []byte {
	m := hmac.New(sha256.New, f.key)
	m.Write([]byte(folded(text)))
	return m.Sum(nil)
}

// folded leaves out what two copies of one entry of the register may write
// differently: spaces, full width, the kind of hyphen.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case strings.ContainsRune("-‐‑‒–—―−ーｰ－", r):
			return '-'
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFF01 + '!'
		}
		return r
	}, text)
}

// differs names what the certificate says otherwise than the card: "name",
// "address". A part with a replaced character is not compared, because the
// certificate could not write it.
func (f face) differs(h *holderResult) (fields []string) {
	if h == nil || f.key == nil {
		return nil
	}
	if !h.NameReplaced && !hmac.Equal(f.mark(h.Name), f.name) {
		fields = append(fields, "name")
	}
	if !h.AddressReplaced && !hmac.Equal(f.mark(h.Address), f.address) {
		fields = append(fields, "address")
	}
	return fields
}

// health says what is the matter with the certificate that a signature is made
// with, before the person files the document. The card is lent meanwhile.
func (o *operator) health(c *certificateResult) (found []warning) {
	if fields := o.desk.face.differs(c.Holder); fields != nil {
		found = append(found, warning{Code: certificateDiffers, Fields: fields})
	}
	if now := o.now(); !now.Before(renewable(c.NotAfter)) {
		found = append(found, warning{Code: string(messaging.CodeCertificateExpiring), Days: daysBetween(now, c.NotAfter)})
	}
	return found
}

// certificateDiffers: the register has changed since the certificate was issued.
// Such a certificate has lapsed as a rule (公的個人認証法: a change of name, address,
// birth date or sex), and only J-LIS could say so; an office will refuse the
// document weeks later.
const certificateDiffers = "CERTIFICATE_DIFFERS"
