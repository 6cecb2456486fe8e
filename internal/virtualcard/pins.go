package virtualcard

import "bytes"

// birthKey is the kind of the six-digit 生年月日 key of 券面事項確認AP; no person types it.
const birthKey = "birth"

// maxTries are the counters of the card; 10 for 照合番号 as measured, and for the 生年月日 key as assumed.
var maxTries = map[string]int{
	Signature: 5, Authentication: 3, InputSupport: 3, ResidentRegister: 3, VerificationA: 10, VerificationB: 10, birthKey: 10,
}

var forms = map[string]form{
	Signature: passwordForm, Authentication: fourDigits, InputSupport: fourDigits, ResidentRegister: fourDigits,
}

// pin makes the IEF of one PIN. A kind the profile does not name exists and is locked from the beginning: the only PIN ever seen
// on a card that nobody can use, EF 0012 of 券面事項入力補助AP, behaves like that.
func (p *Profile) pin(id uint16, kind string) *file {
	f := &file{id: id, kind: pinFile, pin: &reference{kind: kind, max: maxTries[kind], form: forms[kind]}}
	s, ok := p.Pins[kind]
	if !ok {
		return f
	}
	f.pin.value = bytes.Clone([]byte(s.Value))
	f.pin.tries = f.pin.max
	if s.Tries != nil {
		f.pin.tries = *s.Tries
	}
	return f
}

// commonPIN is the second 住民基本台帳用暗証番号, a PIN of its own with a counter of its own.
func (p *Profile) commonPIN(id uint16) *file {
	f := p.pin(id, ResidentRegister)
	if s := p.Pins[ResidentRegister]; s.Common != nil {
		f.pin.tries = *s.Common
	}
	return f
}

// bornLocked is an IEF nobody ever opens.
func bornLocked(id uint16) *file { return &file{id: id, kind: pinFile, pin: &reference{}} }
