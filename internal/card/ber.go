package card

import "errors"

var (
	errShortBER = errors.New("BER ends early")
	errBadBER   = errors.New("BER not understood")
)

// tlv is one data object. value is a part of the input, not a copy.
type tlv struct {
	tag   uint32 // all tag bytes, first one highest: 0xFF20, 0xDF22, 0x30
	value []byte
}

// header reads tag and length at the start of data. It is kinder than DER in
// the one way real cards need: lengths may be longer than necessary (82 00 9F
// for 159). Indefinite lengths and tags of more than three bytes are refused.
// errShortBER asks for more bytes.
func header(data []byte) (tag uint32, headerLen, valueLen int, err error) {
	tag, n, err := readTag(data)
	if err != nil {
		return 0, 0, 0, err
	}
	if n >= len(data) {
		return 0, 0, 0, errShortBER
	}
	first := data[n]
	n++
	if first < 0x80 {
		return tag, n, int(first), nil
	}
	count := int(first & 0x7F)
	if count == 0 || count > 4 {
		return 0, 0, 0, errBadBER
	}
	if len(data)-n < count {
		return 0, 0, 0, errShortBER
	}
	for _, b := range data[n : n+count] {
		valueLen = valueLen<<8 | int(b)
	}
	// No file of the card is longer than what READ BINARY can address; a
	// greater length would only make a caller wait or allocate.
	if valueLen > maxFile {
		return 0, 0, 0, errBadBER
	}
	return tag, n + count, valueLen, nil
}

func readTag(data []byte) (tag uint32, n int, err error) {
	if len(data) == 0 {
		return 0, 0, errShortBER
	}
	tag = uint32(data[0])
	if data[0]&0x1F != 0x1F {
		return tag, 1, nil
	}
	for n = 1; n <= 2; n++ {
		if n >= len(data) {
			return 0, 0, errShortBER
		}
		tag = tag<<8 | uint32(data[n])
		if data[n]&0x80 == 0 {
			return tag, n + 1, nil
		}
	}
	return 0, 0, errBadBER
}

// outerLength returns how many bytes the first data object of a file takes,
// header included.
func outerLength(data []byte) (int, error) {
	_, h, v, err := header(data)
	return h + v, err
}

// next cuts the first data object off data. Filler bytes before it (FF FF …
// or 00, as cards leave behind their records) are skipped. ok is false at the
// end of data.
func next(data []byte) (object tlv, rest []byte, ok bool, err error) {
	data = skipFiller(data)
	if len(data) == 0 {
		return tlv{}, nil, false, nil
	}
	tag, h, v, err := header(data)
	if err != nil {
		return tlv{}, nil, false, err
	}
	if v > len(data)-h {
		return tlv{}, nil, false, errShortBER
	}
	return tlv{tag, data[h : h+v]}, data[h+v:], true, nil
}

// skipFiller drops 00 bytes, and FF bytes that begin no tag: the card's own
// tags FF xx have a second byte from 01 to 7F.
func skipFiller(data []byte) []byte {
	for len(data) > 0 {
		lone := data[0] == 0xFF && (len(data) == 1 || data[1] == 0x00 || data[1] >= 0x80)
		if data[0] != 0x00 && !lone {
			break
		}
		data = data[1:]
	}
	return data
}

// find returns the value of the first object with tag at the top level of
// data. Objects with other tags are skipped; nil when there is none.
func find(data []byte, tag uint32) ([]byte, error) {
	for {
		object, rest, ok, err := next(data)
		if err != nil || !ok {
			return nil, err
		}
		if object.tag == tag {
			return object.value, nil
		}
		data = rest
	}
}
