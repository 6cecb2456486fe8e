package card

import "time"

// certificateValidity finds notBefore and notAfter in the beginning of a
// certificate (RFC 5280 section 4.1): SEQUENCE { SEQUENCE { [0] version,
// serial, algorithm, issuer, SEQUENCE { notBefore, notAfter }. It is not a
// parser for certificates: it lets the status be shown from 256 bytes, and
// whoever needs to trust a date parses the whole. errShortBER asks for more.
func certificateValidity(head []byte) (Validity, error) {
	data, err := intoCertificate(head)
	if err != nil {
		return Validity{}, err
	}
	if data, err = after(data); err != nil { // issuer
		return Validity{}, err
	}
	period, _, ok, err := next(data)
	if err != nil || !ok {
		return Validity{}, errShortBER
	}
	first, rest, _, err := next(period.value)
	if err != nil {
		return Validity{}, errBadBER
	}
	second, _, _, err := next(rest)
	if err != nil {
		return Validity{}, errBadBER
	}
	from, to := certificateTime(first), certificateTime(second)
	if from.IsZero() || to.IsZero() {
		return Validity{}, errBadBER
	}
	return Validity{NotBefore: from, NotAfter: to}, nil
}

// intoCertificate returns what stands in the beginning of a certificate from the
// issuer's name on.
func intoCertificate(head []byte) ([]byte, error) {
	data := head
	for range 2 {
		_, h, _, err := header(data)
		if err != nil {
			return nil, err
		}
		data = data[h:]
	}
	skip := 2
	if len(data) > 0 && data[0] == 0xA0 {
		skip = 3
	}
	for range skip {
		var err error
		if data, err = after(data); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// after drops the first data object.
func after(data []byte) ([]byte, error) {
	_, h, v, err := header(data)
	if err != nil {
		return nil, err
	}
	if len(data) < h+v {
		return nil, errShortBER
	}
	return data[h+v:], nil
}

// certificateTime reads UTCTime (tag 17) and GeneralizedTime (tag 18) as
// RFC 5280 section 4.1.2.5 writes them. time.Parse puts two-digit years from
// 69 on into the twentieth century where RFC 5280 has 50.
func certificateTime(object tlv) time.Time {
	layout := "20060102150405Z"
	if object.tag == 0x17 {
		layout = "060102150405Z"
	}
	at, err := time.Parse(layout, string(object.value))
	if err != nil {
		return time.Time{}
	}
	if object.tag == 0x17 && at.Year() >= 2050 {
		at = at.AddDate(-100, 0, 0)
	}
	return at
}
