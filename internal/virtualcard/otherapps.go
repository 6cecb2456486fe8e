package virtualcard

import (
	"fmt"
	"time"
)

var (
	aidCardFace         = []byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02}
	aidResidentRegister = []byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01}
	aidCommon           = []byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00}
	aidDomain           = []byte{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00}
)

// makeCardFace is 券面事項確認AP as far as its PINs, identification and key. Its pictures (0002, 0005) are not made: the files are
// there, behind their 照合番号, and hold filler alone.
func (c *Card) makeCardFace(time.Time) (*application, error) {
	p := c.profile
	age, err := c.ageProof()
	if err != nil {
		return nil, err
	}
	cv, err := cvCertificate("6000023", "6000024", &c.keys.inputSupportIssuer.PublicKey, c.keys.cvCA)
	if err != nil {
		return nil, err
	}
	const birth, b, a = 0x0011, 0x0012, 0x0013
	app := newApplication(appCardFace, aidCardFace, 0,
		elementary(0x0001, age, birth), elementary(0x0002, filled(nil, 256), a, b), elementary(0x0003, p.identification()),
		elementary(0x0004, cv), elementary(0x0005, filled(nil, 256), a), elementary(0x0006, filled(nil, 16), a, b),
		p.pin(birth, birthKey), p.pin(b, VerificationB), p.pin(a, VerificationA))
	app.exchange = swNoSessionKey
	app.key = privateKey(0, c.keys.cardFace)
	return app, nil
}

// ageProof is EF 0001: the birth date and the AP's public key, signed.
func (c *Card) ageProof() ([]byte, error) {
	body := append(inner(0xDF11, true, []byte(c.profile.Holder.Birth)), inner(0xDF12, true, publicKey(&c.keys.cardFace.PublicKey))...)
	signature, err := signSHA256(c.keys.inputSupportIssuer, body)
	if err != nil {
		return nil, fmt.Errorf("signing the age proof: %w", err)
	}
	return tlv([]byte{0xFF, 0x10}, true, body, inner(0xDF13, true, signature)), nil
}

// identification is EF 0003, 320 bytes, free to read.
func (p *Profile) identification() []byte {
	return tlv([]byte{0xFF, 0x30}, true,
		inner(0xDF31, true, []byte{0x06, 0x03, 0x0E, 0x01}), inner(0xDF32, true, keyReference("6000024")),
		inner(0xDF33, true, []byte{0x01}), inner(0xDF34, true, []byte(p.Body.Municipality)),
		inner(0xDF35, true, keyReference("6900025"), make([]byte, 256)))
}

// makeResidentRegister is 住基AP: its PIN and a key reference.
func (c *Card) makeResidentRegister(time.Time) (*application, error) {
	app := newApplication(appResidentRegister, aidResidentRegister, insChangeKey,
		recordFile(0x0002, keyReference("6000020")), c.profile.pin(0x001C, ResidentRegister))
	app.exchange = swSecurityStatus
	return app, nil
}

// makeCommon is 共通カードAP: the record with serial, municipality and expiry, and a PIN of its own that people know as the same
// 住民基本台帳用暗証番号.
func (c *Card) makeCommon(time.Time) (*application, error) {
	b := c.profile.Body
	app := newApplication(appCommon, aidCommon, insChangeKey,
		recordFile(0x0001, der(0x01, []byte(b.Serial+b.Municipality+b.Expires))),
		recordFile(0x0002, keyReference("6000020")),
		privateKey(0x0019, c.keys.common), c.profile.commonPIN(0x001C))
	app.exchange = swNoSessionKey
	return app, nil
}

// makeDomain is the issuer security domain: nothing but GET DATA.
func (c *Card) makeDomain(time.Time) (*application, error) {
	cv, err := cvCertificate("6000020", "6000021", &c.keys.common.PublicKey, c.keys.cvCA)
	if err != nil {
		return nil, err
	}
	b := c.profile.Body
	c.objects = map[uint16][]byte{
		0x0042: keyReference("6000020"),
		0x0045: []byte("TEST" + b.Serial),
		0x0066: {0x73, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B, 0x01}, // GlobalPlatform 2.2, H.2
		0x00F0: []byte(b.Municipality),
		0x00F2: []byte(b.Expires),
		0x00F7: keyReference("6000021"),
		0x00F8: cv,
		0x5F51: c.ATR()[1:],
	}
	c.domain = newApplication(appDomain, aidDomain, 0)
	return c.domain, nil
}
