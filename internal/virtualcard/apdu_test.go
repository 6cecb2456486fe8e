package virtualcard

import (
	"bytes"
	"strings"
	"testing"
)

func TestEveryFormOfAnAPDU(t *testing.T) {
	for apdu, want := range map[string]struct {
		data, le int
		extended bool
	}{
		"00A40000":                         {0, noLe, false},
		"00B0000000":                       {0, 256, false},
		"00B0000001":                       {0, 1, false},
		"00200080 02 3132":                 {2, noLe, false},
		"802A0080 02 3132 00":              {2, 256, false},
		"00B00000 000000":                  {0, 65536, true},
		"00B00000 000100":                  {0, 256, true},
		"80A206C1 000002 3132":             {2, noLe, true},
		"80A206C1 000002 3132 0000":        {2, 65536, true},
		"80A206C1 000100" + rep("AA", 256): {256, noLe, true},
	} {
		c, ok := parseCommand(unhex(t, apdu))
		if !ok || len(c.data) != want.data || c.le != want.le || c.extended != want.extended {
			t.Errorf("%.40s: %+v, %v", apdu, c, ok)
		}
	}
}

func TestBytesThatAreNoAPDUAre6700(t *testing.T) {
	for _, apdu := range []string{
		"", "00", "00A400", "002000800231", "00200080 02 313233 34", "00B00000 0000", "00B00000 00000000", "80A206C1 000000 3132",
		"80A206C1 000003 3132", "80A206C1 000002 3132 00",
	} {
		c := open(t, "holder")
		if got := c.Process(unhex(t, apdu)); len(got) != 2 || got[0] != 0x67 {
			t.Errorf("%q: % X", apdu, got)
		}
	}
}

func rep(s string, n int) string { return strings.Repeat(s, n) }

// FuzzProcess: whatever comes, the card answers, keeps what is guarded, and loses no try but by VERIFY.
func FuzzProcess(f *testing.F) {
	seeds := []string{"00A40000", selectJPKI, "00B08100000000", "0020009B", "802A009A", "00B2010C00", "80AE0000", "00840000000000"}
	for _, s := range seeds {
		f.Add(unhex(f, s))
	}
	card := open(f, "holder")
	card.PowerOn()
	card.Process(unhex(f, selectJPKI))
	var free []byte // what anybody may read shares names and filler with the secret certificate
	for _, read := range []string{"00B08200000000", "00B08600000000", "00B08A00000000", "00B08B00000000"} {
		free = append(free, card.Process(unhex(f, read))...)
	}
	// secret reports a piece of the signature certificate that stands nowhere else.
	secret := func(out []byte) bool {
		for ; len(out) >= 16; out = out[16:] {
			if bytes.Contains(card.Certificate(Signature), out[:16]) && !bytes.Contains(free, out[:16]) {
				return true
			}
		}
		return false
	}
	if whole := card.Certificate(Signature); !secret(whole[len(whole)/2:]) {
		f.Fatal("the certificate is not known when it is seen")
	}
	f.Fuzz(func(t *testing.T, apdu []byte) {
		if len(apdu) > 1 && apdu[1] == 0x20 {
			return
		}
		card.PowerOn()
		card.Process(unhex(t, selectJPKI))
		before := card.Tries()
		out := card.Process(apdu)
		if len(out) < 2 {
			t.Fatalf("% X: answer of %d bytes", apdu, len(out))
		}
		if secret(out) {
			t.Errorf("% X gave the signature certificate", apdu)
		}
		for kind, left := range card.Tries() {
			if left != before[kind] {
				t.Errorf("% X changed the tries of %s", apdu, kind)
			}
		}
	})
}
