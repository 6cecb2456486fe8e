package virtualcard

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"
)

var aidJPKI = []byte{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01}

const certificateFileSize = 2048 // with the quirk certificateTail

// makeJPKI is 公的個人認証AP. The signature certificate (0001) is behind its PIN; that of authentication (000A) is free on plastic.
func (c *Card) makeJPKI(now time.Time) (*application, error) {
	p := c.profile
	files := []*file{
		elementary(0x0006, tokenInfo(or(p.Body.TokenLabel, "JPKIAPICCTOKEN2"))),
		elementary(0x0008, []byte{present(p.Certificates[Signature]), present(p.Certificates[Authentication]), 0x00}),
		{id: 0x0016, kind: keyFile, closed: true, key: c.keys.common},
		p.pin(0x0018, Authentication), p.pin(0x001B, Signature),
	}
	for _, id := range []uint16{0x0005, 0x0009, 0x0010, 0x0019, 0x001C, 0x001E} {
		files = append(files, sealed(id)) // seen on cards, content unknown
	}
	own, err := c.certificateFiles(now)
	if err != nil {
		return nil, err
	}
	a := newApplication(appJPKI, aidJPKI, insChangeReference, append(files, own...)...)
	a.exchange = swSecurityStatus
	return a, nil
}

func present(v *Validity) byte {
	if v == nil {
		return 0x00
	}
	return 0x8F
}

// certificateFiles makes both certificates, their CA certificates and keys. The CA certificates are there even where the
// holder has no certificate, as they were put on the card when it was made.
func (c *Card) certificateFiles(now time.Time) ([]*file, error) {
	var files []*file
	for _, k := range []struct {
		key                     string
		cert, caCert, key2, pin uint16
	}{
		{Signature, 0x0001, 0x0002, 0x001A, 0x001B},
		{Authentication, 0x000A, 0x000B, 0x0017, 0x0018},
	} {
		files = append(files, elementary(k.caCert, c.certificateFile(c.keys.caCertificates[k.key])))
		v := c.profile.Certificates[k.key]
		if v == nil {
			files = append(files, c.missingCertificate(k.cert, c.certificatePINs(k.key, k.pin)...))
			continue
		}
		purpose := c.keys.purpose(k.key)
		der, err := purpose.userCertificate(k.key, c.profile.Holder, v, now)
		if err != nil {
			return nil, fmt.Errorf("personalising: %w", err)
		}
		c.certificates[k.key] = der
		files = append(files, elementary(k.cert, c.certificateFile(der), c.certificatePINs(k.key, k.pin)...),
			privateKey(k.key2, purpose.key, k.pin))
	}
	return files, nil
}

// missingCertificate is the file of a certificate the holder does not have. No source shows such a card; the file is taken to
// be absent (6A82), or empty with the quirk.
func (c *Card) missingCertificate(id uint16, openedBy ...uint16) *file {
	if !c.quirks.EmptyCertificate {
		return nil
	}
	return elementary(id, nil, openedBy...)
}

func (c *Card) certificatePINs(key string, pin uint16) []uint16 {
	if key == Signature || c.quirks.AuthenticationCertificateNeedsPIN {
		return []uint16{pin}
	}
	return nil
}

func (c *Card) certificateFile(der []byte) []byte {
	if c.quirks.CertificateTail {
		return filled(bytes.Clone(der), certificateFileSize)
	}
	return der
}

// Certificate gives a certificate of the card as DER: key is Signature or Authentication; nil when the card has none.
func (c *Card) Certificate(key string) []byte { return bytes.Clone(c.certificates[key]) }

// tokenInfo is EF 0006: a PKCS #11 CK_TOKEN_INFO with 32-bit big-endian words (layout of a real card, myna-card).
func tokenInfo(label string) []byte {
	out := fmt.Appendf(nil, "%-32s%032d%-16s%016d", label, 1, "E16R01NJ", 20500003)
	for _, word := range []uint32{0x40D, 1, 0, 1, 0, 16, 6, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF} {
		out = binary.BigEndian.AppendUint32(out, word)
	}
	return append(out, "03019999999999999999"...)
}
