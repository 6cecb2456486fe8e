package virtualcard

import "bytes"

const (
	insChangeReference byte = 0x24 // CHANGE REFERENCE DATA, 公的個人認証AP and 券面事項入力補助AP
	insChangeKey       byte = 0x32 // JICSAP CHANGE KEY, 住基AP and 共通カードAP
)

// changeReference is CHANGE REFERENCE DATA (00 24 01 80) with the new PIN alone as data.
func (c *Card) changeReference(cmd command) answer { return c.change(cmd, insChangeReference, 0x01) }

// changeKey is CHANGE KEY (80 32 00 80) with the new PIN alone as data.
func (c *Card) changeKey(cmd command) answer { return c.change(cmd, insChangeKey, 0x00) }

// change replaces the PIN in the current EF. The old PIN is not part of the command: it must have been verified before, in
// this session. That a value of the wrong form is refused (6A80) is assumed; a card that took it would leave its holder with
// a PIN no form accepts.
func (c *Card) change(cmd command, ins, p1 byte) answer {
	if c.current == nil || c.current.change != ins {
		return only(swInstruction)
	}
	if cmd.p1 != p1 || cmd.p2 != 0x80 {
		return only(swWrongParameters)
	}
	f, sw := c.refer(cmd.p2, pinFile)
	if sw != swOK {
		return only(sw)
	}
	pin := f.pin
	switch {
	case !pin.verified || pin.form == notChanged:
		return only(swSecurityStatus)
	case len(cmd.data) == 0 || len(cmd.data) > maxReferenceLength || cmd.le != noLe:
		return only(swWrongLength)
	case !pin.form.fits(cmd.data):
		return only(swWrongData)
	}
	pin.value = bytes.Clone(cmd.data)
	return only(swOK)
}
