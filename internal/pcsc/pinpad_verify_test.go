package pcsc

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

// Each PIN that can be typed on a pad of digits, with the file it is in
// (80|SFI), written out byte by byte from PC/SC part 10 section 2.6.2.
func TestStructureForEachPinIsExact(t *testing.T) {
	for _, c := range []struct {
		pin    string
		p2     byte
		digits int
		want   string
	}{
		{"authentication", 0x98, 4, "3C 3C 82 04 00 0404 02 01 1104 00 000000 09000000 00200098 04 00000000"},
		{"input-support", 0x91, 4, "3C 3C 82 04 00 0404 02 01 1104 00 000000 09000000 00200091 04 00000000"},
		{"resident-register", 0x9C, 4, "3C 3C 82 04 00 0404 02 01 1104 00 000000 09000000 0020009C 04 00000000"},
		{"file selected before", 0x80, 4, "3C 3C 82 04 00 0404 02 01 1104 00 000000 09000000 00200080 04 00000000"},
		{"verification-a", 0x94, 12, "3C 3C 82 0C 00 0C0C 02 01 1104 00 000000 11000000 00200094 0C 000000000000000000000000"},
		{"verification-b", 0x95, 14, "3C 3C 82 0E 00 0E0E 02 01 1104 00 000000 13000000 00200095 0E 0000000000000000000000000000"},
	} {
		got, err := VerifyStructure(c.p2, c.digits)
		want := strings.ReplaceAll(c.want, " ", "")
		if err != nil || !strings.EqualFold(hex.EncodeToString(got), want) || len(got) != structureOverhead+5+c.digits {
			t.Errorf("%s: %X, %v\nwant %s", c.pin, got, err, want)
		}
	}
	for _, digits := range []int{0, 3, 16, -1} {
		if _, err := VerifyStructure(0x9B, digits); !errors.Is(err, ErrNoPad) {
			t.Errorf("%d digits: %v", digits, err)
		}
	}
}

func TestControlCodeIsTheReadersOwn(t *testing.T) {
	for list, want := range map[string]uint32{
		"": 0, "0604": 0, "060442330006": 0x42330006, "0104423300010604423300060804423300": 0x42330006, "120442330012": 0, "060342330006": 0,
	} {
		raw, _ := hex.DecodeString(list)
		if got := verifyDirect(raw); got != want {
			t.Errorf("%s: %08X", list, got)
		}
	}
}

func TestReadersAnswerIsNotTheCards(t *testing.T) {
	for answer, want := range map[string]error{"6400": ErrPadTimeout, "6401": ErrPadCancelled, "6402": ErrPadLength, "6403": ErrPadLength, "90": ErrRemoved, "": ErrRemoved, "9000": nil, "63C2": nil, "6984": nil} {
		raw, _ := hex.DecodeString(answer)
		got, err := padAnswer(raw)
		if !errors.Is(err, want) || (err == nil) != (got != nil) {
			t.Errorf("%s: %X, %v", answer, got, err)
		}
	}
}
