package virtualcard

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	selectJPKI             = "00A4040C0A D392F000260100000001"
	selectInputSupport     = "00A4040C0A D3921000310001010408"
	selectCardFace         = "00A4040C0A D3921000310001010402"
	selectResidentRegister = "00A4040C0A D3921000310001010401"
	selectCommon           = "00A4040C0A D3921000310001010100"
	selectDomain           = "00A4040C07 A0000001510000"
)

// open makes the card of a built-in profile, changed as the test wants it.
func open(t testing.TB, name string, change ...func(*Profile)) *Card {
	t.Helper()
	p, err := BuiltIn(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(p)
	}
	c, err := New(p, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func quirk(set func(*Quirks)) func(*Profile) { return func(p *Profile) { set(&p.Quirks) } }

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.NewReplacer(" ", "", "\n", "", "\t", "").Replace(s))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return b
}

// send sends one APDU and returns data and status word apart.
func send(t testing.TB, c *Card, apdu string) ([]byte, string) {
	t.Helper()
	out := c.Process(unhex(t, apdu))
	if len(out) < 2 {
		t.Fatalf("> %s: answer of %d bytes", apdu, len(out))
	}
	return out[:len(out)-2], fmt.Sprintf("%X", out[len(out)-2:])
}

// want sends one APDU, wants this status word and returns the data.
func want(t testing.TB, c *Card, apdu, sw string) []byte {
	t.Helper()
	data, got := send(t, c, apdu)
	if got != strings.ReplaceAll(sw, " ", "") {
		t.Fatalf("> %s\n< %s, want %s", apdu, got, sw)
	}
	return data
}

// exactly sends one APDU and wants the whole answer.
func exactly(t testing.TB, c *Card, apdu, answer string) {
	t.Helper()
	if got, want := c.Process(unhex(t, apdu)), unhex(t, answer); !bytes.Equal(got, want) {
		t.Fatalf("> %s\n< %X\nwant %X", apdu, got, want)
	}
}

// verify is the VERIFY command for a PIN with the P2 given.
func verifyWith(p2, pin string) string { return fmt.Sprintf("002000%s%02X%X", p2, len(pin), pin) }

// readAll reads the file with the short id from beginning to end, 256 bytes at a time.
func readAll(t testing.TB, c *Card, sfi byte) []byte {
	t.Helper()
	all := want(t, c, fmt.Sprintf("00B0%02X0000", 0x80|sfi), "9000")
	for len(all)%256 == 0 {
		part, sw := send(t, c, fmt.Sprintf("00B0%04X00", len(all)))
		if sw == "6B00" {
			break
		}
		all = append(all, part...)
	}
	return all
}
