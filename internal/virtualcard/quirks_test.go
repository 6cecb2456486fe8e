package virtualcard

import (
	"bytes"
	"testing"
)

func TestColdCardAnswers6F00Once(t *testing.T) {
	c := open(t, "holder", quirk(func(q *Quirks) { q.Cold6F00 = true }))
	want(t, c, selectJPKI, "6F00")
	want(t, c, "00B0860000", "6A82") // the SELECT had no effect
	want(t, c, selectJPKI, "9000")
	c.Reset()
	want(t, c, selectJPKI, "9000") // a warm reset is no power-on
	c.PowerOff()
	c.PowerOn()
	want(t, c, selectJPKI, "6F00")
}

func TestQueryOfAVerifiedPINMayAnswer9000(t *testing.T) {
	c := open(t, "holder", quirk(func(q *Quirks) { q.Verified9000 = true }))
	want(t, c, selectJPKI, "9000")
	want(t, c, "0020009B", "63C5")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	want(t, c, "0020009B", "9000")
	want(t, c, "00200098", "63C3")
	want(t, c, selectDomain, "9000")
	want(t, c, selectJPKI, "9000")
	want(t, c, "0020009B", "63C5")
}

func TestExtendedLengthCanBeMissing(t *testing.T) {
	c := open(t, "holder", quirk(func(q *Quirks) { q.NoExtendedLength = true }))
	want(t, c, selectJPKI, "9000")
	want(t, c, "00B08A00000000", "6700")
	want(t, c, "00B08A0000", "9000")
}

func TestShortIdsCanBeRefusedInVerify(t *testing.T) {
	c := open(t, "holder", quirk(func(q *Quirks) { q.SFIQueryRefused = true }))
	want(t, c, selectJPKI, "9000")
	want(t, c, "0020009B", "6A86")
	want(t, c, verifyWith("9B", "WRONG1"), "6A86")
	want(t, c, "00A4020C02 001B", "9000")
	want(t, c, "00200080", "63C5")
	want(t, c, verifyWith("80", "TEST123"), "9000")
}

func TestQueryCanBeKnownByItsLongFormAlone(t *testing.T) {
	c := open(t, "holder", quirk(func(q *Quirks) { q.Query5Only = true }))
	want(t, c, selectJPKI, "9000")
	want(t, c, "00A4020C02 001B", "9000")
	want(t, c, "00200080", "6700")
	want(t, c, "0020008000", "63C5")
}

func TestLockedCanBeSaidInTwoOtherWays(t *testing.T) {
	c := open(t, "locked", quirk(func(q *Quirks) { q.LockedQuery6984, q.Locked6983 = true, true }))
	want(t, c, selectJPKI, "9000")
	want(t, c, "0020009B", "6984")
	want(t, c, verifyWith("9B", "TEST123"), "6983")
}

func TestSelectingAgainCanLock(t *testing.T) {
	c := open(t, "holder", quirk(func(q *Quirks) { q.ReselectLocks = true }))
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00B0810004", "6982")
}

func TestCertificatesCanHaveATail(t *testing.T) {
	c := open(t, "holder", quirk(func(q *Quirks) { q.CertificateTail = true }))
	want(t, c, selectJPKI, "9000")
	file := want(t, c, "00B08A00000000", "9000")
	if len(file) != 2048 || !bytes.HasPrefix(file, c.Certificate(Authentication)) || file[2047] != 0xFF {
		t.Errorf("%d bytes", len(file))
	}
}

func TestAttributesCanHaveAnUnknownElement(t *testing.T) {
	c := open(t, "test-card", quirk(func(q *Quirks) { q.UnknownTags = true }))
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("91", "1234"), "9000")
	file := want(t, c, "00B0820000", "9000")
	if !bytes.Contains(file, []byte{0xDF, 0x26}) || file[6] != 10 && file[5] != 10 {
		t.Errorf("% X", file)
	}
}
