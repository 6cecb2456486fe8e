package card

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

func TestReadsFollow6CAnd61(t *testing.T) {
	card := insert(t, "holder")
	var rest []byte
	card.after = func(_ int, apdu, answer []byte) []byte {
		switch {
		case apdu[1] == 0xB0 && apdu[len(apdu)-1] == 0x00 && apdu[2] == 0x82:
			return unhex("6CF0")
		case apdu[1] == 0xB0 && apdu[2] == 0x82:
			rest = answer[100:]
			return append(bytes.Clone(answer[:100]), 0x61, byte(len(rest)-2))
		case apdu[1] == 0xC0:
			return rest
		}
		return answer
	}
	a, err := New(card, nil).Attributes(t.Context(), right(pin.InputSupport), pin.InputSupport, false)
	if err != nil || a.Name != "見本　花子" {
		t.Errorf("%v %+v\n%s", err, a, strings.Join(card.sent, "\n"))
	}
}

// parts answers commands that want asks for in two parts.
func parts(want func(apdu []byte) bool, first int) func(int, []byte, []byte) []byte {
	var rest []byte
	return func(_ int, apdu, answer []byte) []byte {
		switch {
		case want(apdu):
			rest = bytes.Clone(answer[first:])
			return append(bytes.Clone(answer[:first]), 0x61, byte(min(len(rest)-2, 256)))
		case apdu[1] == 0xC0 && rest != nil:
			answer, rest = rest, nil
			return answer
		}
		return answer
	}
}

func TestSignatureInParts(t *testing.T) {
	card := insert(t, "holder")
	s, err := New(card, nil).Signer(t.Context(), SignatureKey, right(pin.Signature), false)
	if err != nil {
		t.Fatal(err)
	}
	digest := make([]byte, 32)
	want, err := s.Sign(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	for _, first := range []int{0, 100} {
		card.after = parts(func(apdu []byte) bool { return apdu[1] == 0x2A }, first)
		card.sent = nil
		if got, err := s.Sign(t.Context(), digest); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes first: %X, %v", first, got, err)
		}
		if card.count("802A") != 1 || card.count("00C0") != 1 {
			t.Errorf("sent %v", card.sent)
		}
	}
	card.after = func(_ int, _, answer []byte) []byte { return unhex("6100") }
	var declined *StatusWordError
	if _, err := s.Sign(t.Context(), digest); !errors.As(err, &declined) || declined.SW != 0x6100 {
		t.Errorf("parts for ever: %v", err)
	}
}

func TestExtendedReadInParts(t *testing.T) {
	isExtended := func(apdu []byte) bool { return apdu[1] == 0xB0 && len(apdu) == 7 }
	for name, c := range map[string]struct {
		after func(int, []byte, []byte) []byte
		want  extended
	}{
		"two parts": {parts(isExtended, 1000), extendedWorks},
		"more parts": {func(_ int, apdu, answer []byte) []byte {
			if isExtended(apdu) || apdu[1] == 0xC0 {
				return append(make([]byte, 256), 0x61, 0x00)
			}
			return answer
		}, extendedRefused},
		"no GET RESPONSE": {func(_ int, apdu, answer []byte) []byte {
			switch {
			case isExtended(apdu):
				return unhex("6100")
			case apdu[1] == 0xC0:
				return unhex("6F00")
			}
			return answer
		}, extendedRefused},
	} {
		card := insert(t, "holder")
		card.after = c.after
		memory := new(Memory)
		file, err := New(card, memory).Certificate(t.Context(), SignatureKey, right(pin.Signature), false)
		if err != nil || !bytes.Equal(file.DER, card.card.Certificate("signature")) || file.CA == nil {
			t.Errorf("%s: %v\n%s", name, err, strings.Join(card.sent, "\n"))
		}
		if memory.extended != c.want {
			t.Errorf("%s: extended %d", name, memory.extended)
		}
	}
}
