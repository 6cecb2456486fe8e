package virtualcard

import (
	"strings"
	"testing"
)

func TestWrongPINCostsOneTryAndTheLastLocks(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	for _, sw := range []string{"63C4", "63C3", "63C2", "63C1", "63C0"} {
		want(t, c, verifyWith("9B", "WRONG1"), sw)
		want(t, c, "0020009B", sw)
	}
	want(t, c, verifyWith("9B", "TEST123"), "6984") // right, and too late
	want(t, c, "0020009B", "63C0")
	c.PowerOff()
	c.PowerOn()
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "6984") // power gives nothing back
}

func TestRightPINGivesAllTriesBack(t *testing.T) {
	c := open(t, "last-try")
	want(t, c, selectJPKI, "9000")
	want(t, c, "0020009B", "63C1")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	want(t, c, "0020009B", "63C5")
}

func TestCardComparesBytesAsTheyAre(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "test123"), "63C4")
	want(t, c, verifyWith("9B", "TEST123\x00"), "63C3")
	want(t, c, verifyWith("9B", "2345"), "63C2") // a four-digit PIN sent to the wrong file costs a try too
}

func TestEveryQueryFormCostsNothing(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00A4020C02 001B", "9000")
	for range 20 {
		want(t, c, "00200080", "63C5")
		want(t, c, "0020008000", "63C5")
		want(t, c, "0020009B", "63C5")
		want(t, c, "0020009B00", "63C5")
		want(t, c, "00200098", "63C3")
		want(t, c, "00A4020C02 001B", "9000")
	}
	if n := c.Counters().Verifies; n != 0 {
		t.Errorf("%d queries were counted as VERIFY", n)
	}
}

func TestVerifyOfWrongLengthIsRefusedWithoutCost(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", strings.Repeat("A", 17)), "6700")
	want(t, c, "0120009B04 31323334", "6881")
	want(t, c, "0020019B04 31323334", "6A86")
	want(t, c, "0020001B04 31323334", "6A86")
	want(t, c, "0020009B", "63C5")
}

func TestSecurityStatusSurvivesAWarmReset(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	c.Reset()
	want(t, c, "00B0810004", "9000")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00B0810004", "9000")
}

func TestSecurityStatusEnds(t *testing.T) {
	for how, end := range map[string]func(c *Card){
		"another application": func(c *Card) { want(t, c, selectInputSupport, "9000") },
		"common application":  func(c *Card) { want(t, c, selectCommon, "9000") },
		"security domain":     func(c *Card) { want(t, c, selectDomain, "9000") },
		"loss of power":       func(c *Card) { c.PowerOff(); c.PowerOn() },
		"cold reset":          func(c *Card) { c.PowerOn() },
		"a wrong PIN":         func(c *Card) { want(t, c, verifyWith("9B", "WRONG1"), "63C4") },
	} {
		c := open(t, "holder")
		want(t, c, selectJPKI, "9000")
		want(t, c, verifyWith("9B", "TEST123"), "9000")
		want(t, c, "00B0810004", "9000")
		end(c)
		if unlocked := c.Unlocked(); len(unlocked) != 0 {
			t.Errorf("after %s: %v unlocked", how, unlocked)
		}
		want(t, c, selectJPKI, "9000")
		if _, sw := send(t, c, "00B0810004"); sw != "6982" {
			t.Errorf("after %s the signature certificate answers %s", how, sw)
		}
	}
}

func TestFailedSelectLeavesEverythingAsItWas(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	want(t, c, "00A404000A A0000002770101000000", "6A82")
	want(t, c, "00B0810004", "9000")
}

func TestCheckNumbersOpenDifferentFiles(t *testing.T) {
	for _, v := range []struct{ pin, number, attributes string }{
		{verifyWith("94", "123456789018"), "9000", "6982"},
		{verifyWith("95", "60051520351234"), "6982", "9000"},
		{verifyWith("91", "1234"), "9000", "9000"},
	} {
		c := open(t, "holder")
		want(t, c, selectInputSupport, "9000")
		want(t, c, "00B0810000", "6982")
		want(t, c, "00B0820000", "6982")
		want(t, c, v.pin, "9000")
		want(t, c, "00B0810000", v.number)
		want(t, c, "00B0820000", v.attributes)
	}
}

func TestPINsOfOneApplicationStayVerifiedTogether(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("94", "123456789018"), "9000")
	want(t, c, verifyWith("95", "60051520351234"), "9000")
	want(t, c, "00B0810000", "9000")
	want(t, c, "00B0820000", "9000")
}

func TestOneVerifySignsManyTimes(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	sign := "802A009A33 3031300D060960864801650304020105000420" + strings.Repeat("5A", 32) + "00"
	for range 5 {
		want(t, c, sign, "9000")
	}
	want(t, c, strings.Replace(sign, "9A33", "9733", 1), "6982") // the other key has a PIN of its own
}

func TestPINChangesOnlyAfterVerifyAndOnlyToAFittingValue(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00A4020C02 001B", "9000")
	want(t, c, "0024018007 4E455750415353", "6982")
	want(t, c, verifyWith("80", "TEST123"), "9000")
	for _, bad := range []string{"05 4142433132", "06 616263313233", "06 41424321313233"[:15], "11" + strings.Repeat("41", 17)} {
		if _, sw := send(t, c, "00240180"+bad); sw == "9000" {
			t.Errorf("%s was taken as a new PIN", bad)
		}
	}
	want(t, c, "0024008007 4E455750415353", "6A86")
	want(t, c, "0024019B07 4E455750415353", "6A86")
	want(t, c, "0024018007 4E455750415331", "9000")
	c.PowerOn()
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "63C4")
	want(t, c, verifyWith("9B", "NEWPAS1"), "9000")
}

func TestCheckNumbersNeverChange(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("94", "123456789018"), "9000")
	want(t, c, "00240180 0C 303030303030303030303030", "6982")
}

func TestBothResidentRegisterPINsHaveCountersOfTheirOwn(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectResidentRegister, "9000")
	want(t, c, verifyWith("9C", "0000"), "63C2")
	want(t, c, selectCommon, "9000")
	want(t, c, "0020009C", "63C3")
	if left := c.Tries()[ResidentRegister]; left != 2 {
		t.Errorf("the smaller counter is 2, told %d", left)
	}
	one := 1
	c = open(t, "holder", func(p *Profile) { p.Pins[ResidentRegister] = PinSetting{Value: "3456", Common: &one} })
	want(t, c, selectResidentRegister, "9000")
	want(t, c, "0020009C", "63C3")
	want(t, c, selectCommon, "9000")
	want(t, c, "0020009C", "63C1")
}
