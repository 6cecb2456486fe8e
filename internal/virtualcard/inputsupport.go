package virtualcard

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"time"
)

var aidInputSupport = []byte{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08}

// EF ids of the PINs of 券面事項入力補助AP.
const (
	efInputSupportPIN uint16 = 0x0011
	efVerificationA   uint16 = 0x0014
	efVerificationB   uint16 = 0x0015
)

const attributesFileSize = 1024 // assumed; real cards have filler after the data

// makeInputSupport is 券面事項入力補助AP. 照合番号A opens the number but not the four attributes, 照合番号B the reverse, the PIN both.
func (c *Card) makeInputSupport(time.Time) (*application, error) {
	p := c.profile
	number, attributes, signed := p.number(), p.attributes(), p.signedAttributes()
	integrity, err := c.integrity(number, signed)
	if err != nil {
		return nil, err
	}
	cv, err := cvCertificate("6000033", "6000034", &c.keys.inputSupportIssuer.PublicKey, c.keys.cvCA)
	if err != nil {
		return nil, err
	}
	ownKey, err := c.signedKey(&c.keys.inputSupport.PublicKey)
	if err != nil {
		return nil, err
	}
	pin, a, b := efInputSupportPIN, efVerificationA, efVerificationB
	key := privateKey(0x0013, c.keys.inputSupport)
	app := newApplication(appInputSupport, aidInputSupport, insChangeReference,
		elementary(0x0001, number, pin, a),
		elementary(0x0002, attributes, pin, b),
		elementary(0x0003, integrity, pin, a, b),
		elementary(0x0004, cv),
		elementary(0x0005, p.basicInformation()),
		elementary(0x0006, tlv([]byte{0xA1}, false, publicKey(&c.keys.session.PublicKey)), pin, a, b),
		elementary(0x0007, ownKey, pin, a, b),
		elementary(0x0008, filled(nil, 16)),
		sealed(0x0010),
		p.pin(pin, InputSupport), bornLocked(0x0012), key,
		p.pin(a, VerificationA), p.pin(b, VerificationB),
	)
	app.key = key
	return app, nil
}

// number is EF 0001: 17 bytes, two of them filler.
func (p *Profile) number() []byte {
	return append(inner(0xFF10, true, []byte(p.Holder.Number)), 0xFF, 0xFF)
}

// signedAttributes is what the integrity record covers: 基本4情報 without the table of offsets.
func (p *Profile) signedAttributes() []byte {
	out := bytes.Join(p.attributeElements(), nil)
	return out
}

func (p *Profile) attributeElements() [][]byte {
	h, minimal := p.Holder, p.Quirks.MinimalBER
	elements := [][]byte{
		inner(0xDF22, minimal, []byte(h.Name)), inner(0xDF23, minimal, []byte(h.Address)),
		inner(0xDF24, minimal, []byte(h.Birth)), inner(0xDF25, minimal, []byte(h.Sex)),
	}
	if p.Quirks.UnknownTags {
		elements = append(elements, inner(0xDF26, minimal, []byte("ミホン　ハナコ")))
	}
	return elements
}

// attributes is EF 0002 (基本4情報). The production card writes the outer length as 82 hh ll whatever it is, the test card as
// short as it goes; the table of offsets counts from the first byte of the file.
func (p *Profile) attributes() []byte {
	elements := p.attributeElements()
	table := make([]byte, 0, 2*len(elements))
	size := 3 + 2*len(elements) // DF21 len
	for _, e := range elements {
		size += len(e)
	}
	header := len(tlv([]byte{0xFF, 0x20}, !p.Quirks.MinimalBER, make([]byte, size))) - size
	offset := header + 3 + 2*len(elements)
	for _, e := range elements {
		table = append(table, byte(offset>>8), byte(offset))
		offset += len(e)
	}
	parts := append([][]byte{inner(0xDF21, true, table)}, elements...)
	out := tlv([]byte{0xFF, 0x20}, !p.Quirks.MinimalBER, parts...)
	if p.Quirks.NoFiller {
		return out
	}
	return filled(out, attributesFileSize)
}

// integrity is EF 0003: digests of the number file and of the attributes, signed by the key of EF 0004.
func (c *Card) integrity(number, attributes []byte) ([]byte, error) {
	numberSum, attributesSum := sha256.Sum256(number), sha256.Sum256(attributes)
	digests := append(inner(0xDF31, true, numberSum[:]), inner(0xDF32, true, attributesSum[:])...)
	signature, err := signSHA256(c.keys.inputSupportIssuer, digests)
	if err != nil {
		return nil, fmt.Errorf("signing the integrity record: %w", err)
	}
	return tlv([]byte{0xFF, 0x30}, true, digests, inner(0xDF33, true, signature)), nil
}

// basicInformation is EF 0005: version, support of extended lengths, key id. 164 bytes on the production card, in a file of 256.
func (p *Profile) basicInformation() []byte {
	minimal := p.Quirks.MinimalBER
	extended := byte(0x03)
	if p.Quirks.NoExtendedLength {
		extended = 0x00
	}
	value := [][]byte{
		inner(0xDF41, minimal, []byte{0x01, extended, 0x0E, 0x01}),
		inner(0xDF42, minimal, keyReference("6000034")),
		inner(0xDF43, minimal, filled(make([]byte, 32), 128)),
	}
	return filled(tlv([]byte{0xFF, 0x40}, !minimal, value...), 256)
}

// signedKey is EF 0007: the public half of the key in 0013, signed by the key of 0004.
func (c *Card) signedKey(key *rsa.PublicKey) ([]byte, error) {
	element := inner(0xDF51, true, publicKey(key))
	signature, err := signSHA256(c.keys.inputSupportIssuer, element)
	if err != nil {
		return nil, fmt.Errorf("signing the key record: %w", err)
	}
	return tlv([]byte{0xFF, 0x50}, true, element, inner(0xDF52, true, signature)), nil
}

// publicKey is { 90 exponent, 91 modulus }.
func publicKey(key *rsa.PublicKey) []byte {
	return append(der(0x90, []byte{0x01, 0x00, 0x01}), tlv([]byte{0x91}, true, key.N.FillBytes(make([]byte, signatureSize)))...)
}

// keyReference is the 16-byte name of a key on the card, for example 6000034/001.
func keyReference(id string) []byte {
	return append(append([]byte(id), 0x08, 0x05), "0010000"...)
}

// cvCertificate is a card-verifiable certificate (EF 0004): body { issuer, subject, key } and a signature over it, 568 bytes.
func cvCertificate(issuer, subject string, key *rsa.PublicKey, ca *rsa.PrivateKey) ([]byte, error) {
	body := tlv([]byte{0x5F, 0x4E}, true, keyReference(issuer), keyReference(subject), publicKey(key))
	signature, err := signSHA256(ca, body)
	if err != nil {
		return nil, fmt.Errorf("signing the CV certificate: %w", err)
	}
	return tlv([]byte{0x7F, 0x21}, true, body, tlv([]byte{0x5F, 0x37}, true, signature)), nil
}

func signSHA256(key *rsa.PrivateKey, data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	return rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
}
