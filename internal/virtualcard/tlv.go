package virtualcard

import "bytes"

// der is one DER element with its shortest length.
func der(tag byte, parts ...[]byte) []byte { return tlv([]byte{tag}, false, parts...) }

// tlv is one BER element. Real cards write their outer lengths, and lengths from 128 on, as 82 hh ll although one byte less would
// do; wide asks for that.
func tlv(tag []byte, wide bool, parts ...[]byte) []byte {
	value := bytes.Join(parts, nil)
	out := append([]byte{}, tag...)
	n := len(value)
	switch {
	case wide || n > 0xFF:
		out = append(out, 0x82, byte(n>>8), byte(n))
	case n > 0x7F:
		out = append(out, 0x81, byte(n))
	default:
		out = append(out, byte(n))
	}
	return append(out, value...)
}

// inner is an element inside a card-face file: short lengths in one byte, longer ones minimal or not as the card does it.
func inner(tag uint16, minimal bool, parts ...[]byte) []byte {
	value := bytes.Join(parts, nil)
	return tlv([]byte{byte(tag >> 8), byte(tag)}, !minimal && len(value) > 0x7F, value)
}

// filled pads a file to its size on the card with FF.
func filled(data []byte, size int) []byte {
	if len(data) >= size {
		return data
	}
	return append(data, bytes.Repeat([]byte{0xFF}, size-len(data))...)
}
