package virtualcard

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
)

// The tests of this file hold bytes that others published about real and official test cards: OpenSC, myna, myna-card, jsapdu.

func TestATRsHaveTheRightCheckByte(t *testing.T) {
	for _, name := range Names() {
		atr := open(t, name).ATR()
		var sum byte
		for _, b := range atr[1:] {
			sum ^= b
		}
		if atr[0] != 0x3B || sum != 0 {
			t.Errorf("%s: ATR %X", name, atr)
		}
	}
	if got := hex.EncodeToString(open(t, "holder").ATR()); got != "3be000ff8131fe4514" {
		t.Errorf("the holder's ATR is %s", got) // the one OpenSC knows
	}
}

func TestSignatureCertificateIsRefusedWithoutItsPIN(t *testing.T) {
	c := open(t, "holder")
	exactly(t, c, selectJPKI, "9000")
	exactly(t, c, "00A4020C02 0001", "9000")
	exactly(t, c, "00B0000004", "6982")
	exactly(t, c, "00B08100000000", "6982")
}

func TestNumberFileHasItsSeventeenBytes(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("91", "1234"), "9000")
	exactly(t, c, "00B0810011", "FF100C 313233343536373839303138 FFFF 9000")
	exactly(t, c, "00B0810000", "FF100C 313233343536373839303138 FFFF 9000")
}

func TestAttributesOfTheOfficialTestCardByteForByte(t *testing.T) {
	c := open(t, "test-card", func(p *Profile) {
		p.Holder.Name, p.Holder.Address = "黒桐　幹也", "東京都清瀬市観布子南１２－７－２０２"
		p.Holder.Birth, p.Holder.Sex = "19800217", "1"
	})
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("91", "1234"), "9000")
	exactly(t, c, "00B0820000", `ff2065df2108000e002000590064df220fe9bb92e6a190e38080e5b9b9e4b99fdf2336e69db1e4baace983bde6b885e7
80ace5b882e8a6b3e5b883e5ad90e58d97efbc91efbc92efbc8defbc97efbc8defbc92efbc90efbc92df2408313938303032
3137df250131 9000`)
}

func TestProductionFormHasWideLengthsAndFiller(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("91", "1234"), "9000")
	file := readAll(t, c, 2)
	size := int(file[3])<<8 | int(file[4])
	if !bytes.HasPrefix(file, []byte{0xFF, 0x20, 0x82, 0x00}) || size > 0x7F+0x80 {
		t.Fatalf("the file begins % X", file[:6])
	}
	if !bytes.HasPrefix(file[5:], unhex(t, "DF2108 0010")) {
		t.Errorf("the table is % X; with a header of five bytes the first element lies at 0010", file[5:16])
	}
	for i, tag := range []byte{0x22, 0x23, 0x24, 0x25} {
		at := int(file[8+2*i])<<8 | int(file[9+2*i])
		if file[at] != 0xDF || file[at+1] != tag {
			t.Errorf("offset %d points at % X", at, file[at:at+2])
		}
	}
	if rest := bytes.Trim(file[5+size:], "\xFF"); len(file) != 1024 || len(rest) != 0 {
		t.Errorf("%d bytes, after the data % X", len(file), rest)
	}
}

func TestBasicInformationHasNonMinimalLengths(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	file := readAll(t, c, 5)
	if !bytes.HasPrefix(file, unhex(t, "FF4082009F DF410401030E01 DF4210")) {
		t.Errorf("it begins % X", file[:16])
	}
	if !bytes.HasPrefix(file[5+7+19:], unhex(t, "DF43820080")) {
		t.Errorf("DF43 begins % X", file[31:36])
	}
	if key := string(file[15:22]); key != "6000034" {
		t.Errorf("key id %q", key)
	}
}

func TestIdentificationOfTheCardFaceApplication(t *testing.T) {
	c := open(t, "holder", func(p *Profile) { p.Body.Municipality = "13221" })
	want(t, c, selectCardFace, "9000")
	file := readAll(t, c, 3)
	if !bytes.HasPrefix(file, unhex(t, "FF3082013B DF310406030E01 DF3210")) || len(file) != 320 {
		t.Errorf("%d bytes, beginning % X", len(file), file[:16])
	}
	if !bytes.Contains(file, append(unhex(t, "DF3405"), "13221"...)) || !bytes.Contains(file, unhex(t, "DF35820110")) {
		t.Errorf("DF34 or DF35 is missing in % X", file[:64])
	}
}

func TestCommonRecordByteForByte(t *testing.T) {
	c := open(t, "holder", func(p *Profile) {
		p.Body.Serial, p.Body.Municipality, p.Body.Expires = "400000012719843", "13221", "20350217"
	})
	record := "011C 34303030303030313237313938343331333232313230333530323137 9000"
	exactly(t, c, "00A4040C0A D3921000310001010100", "9000")
	exactly(t, c, "00A4020C02 0001", "9000")
	exactly(t, c, "00B2010400", record)
	want(t, c, selectCommon, "9000")
	exactly(t, c, "00B2010C00", record)
	want(t, c, "00B2020C00", "6A83")
	want(t, c, "00B2010500", "6A81")
}

func TestTokenInformationByteForByte(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	exactly(t, c, "00B0860000", `4a504b494150494343544f4b454e322020202020202020202020202020202020
3030303030303030303030303030303030303030303030303030303030303031
4531365230314e4a2020202020202020
30303030303030303230353030303033
0000040d 00000001 00000000 00000001 00000000 00000010 00000006
ffffffff ffffffff ffffffff ffffffff
3033 3031 39393939393939393939393939393939 9000`)
}

func TestEF0008TellsWhichCertificatesExist(t *testing.T) {
	for name, answer := range map[string]string{"holder": "8F8F00", "no-signature": "008F00", "face-auth": "008F00", "juki": "8F0000"} {
		c := open(t, name)
		want(t, c, selectJPKI, "9000")
		exactly(t, c, "00B0880000", answer+"9000")
	}
}

func TestPINCommandsOfSeveralImplementations(t *testing.T) {
	c := open(t, "holder", func(p *Profile) { p.Pins[Authentication] = PinSetting{Value: "1234"} })
	exactly(t, c, selectJPKI, "9000")
	exactly(t, c, "00A4020C02 0018", "9000")
	exactly(t, c, "00200080", "63C3")
	exactly(t, c, "0020008004 35353535", "63C2")
	exactly(t, c, "0020008004 31323334", "9000")
	exactly(t, c, "0020009804 31323334", "9000")
	exactly(t, c, "00A4020C02 0018", "9000")
	exactly(t, c, "0024018004 35363738", "9000")
	exactly(t, c, "00A4020C02 0017", "9000")
	signature := want(t, c, "802A008033 3031300D060960864801650304020105000420"+strings.Repeat("5A", 32)+"00", "9000")
	other := want(t, c, "802A029720"+strings.Repeat("5A", 32)+"00", "9000")
	if !bytes.Equal(signature, other) || len(signature) != 256 {
		t.Error("a DigestInfo and a bare hash with P1=02 give different signatures")
	}
	c.PowerOn()
	want(t, c, selectJPKI, "9000")
	exactly(t, c, "0020009804 31323334", "63C2") // the new PIN is another one
	exactly(t, c, "0020009804 35363738", "9000")
}

func TestResidentRegisterPINsChangeByTheirOwnCommand(t *testing.T) {
	for _, application := range []string{selectCommon, selectResidentRegister} {
		c := open(t, "holder")
		want(t, c, application, "9000")
		want(t, c, "00A4020C02 001C", "9000")
		want(t, c, "8032008004 35363738", "6982") // not verified
		want(t, c, verifyWith("80", "3456"), "9000")
		want(t, c, "0024018004 35363738", "6D00")
		exactly(t, c, "8032008004 35363738", "9000")
		c.PowerOn()
		want(t, c, application, "9000")
		want(t, c, verifyWith("9C", "5678"), "9000")
	}
}

func TestTerminalCertificateShape(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	exactly(t, c, "00A4020C02 0016", "9000")
	body := "7F21820233 5F4E820129" + strings.Repeat("00", 297)
	exactly(t, c, "80A206C1000133"+body, "9000")
	want(t, c, "80A200C1000105 5F37820100"+strings.Repeat("00", 256), "6A80")
	exactly(t, c, "80A200C1000100"+strings.Repeat("00", 256)+"0000", "6700")
	want(t, c, "80A201C1000133"+body, "6A86")
	want(t, c, "802A009733 3031300D060960864801650304020105000420"+strings.Repeat("5A", 32)+"00", "6982") // nothing was opened
}

func TestAnswersOfARealCardToOtherForms(t *testing.T) {
	c := open(t, "holder")
	exactly(t, c, "00A404000A D392F000260100000001 00", "9000")
	exactly(t, c, "00A404000A D3921000310001010408 00", "9000")
	pub := publicKeyOf(t, c)
	message := bytes.Repeat([]byte{1}, 32)
	signature := want(t, c, "802A050020"+strings.Repeat("01", 32)+"00", "9000")
	sum := sha256.Sum256(message)
	if err := rsa.VerifyPSS(pub, crypto.SHA256, sum[:], signature, &rsa.PSSOptions{SaltLength: 32}); err != nil {
		t.Error(err)
	}
	signature = want(t, c, "802A000020"+strings.Repeat("02", 32)+"00", "9000")
	if err := rsa.VerifyPKCS1v15(pub, 0, bytes.Repeat([]byte{2}, 32), signature); err != nil {
		t.Error(err)
	}
}

func TestStatusWordsOfRealCards(t *testing.T) {
	for _, v := range []struct{ before, apdu, sw string }{
		{"", "00A40000", "6A86"},
		{selectJPKI, "00A40000", "9000"},
		{selectDomain, "00A40000", "6A86"},
		{"", "00A4000002 3F00", "6A82"},
		{selectJPKI, "00A4000C02 3F00", "6A82"},
		{selectJPKI, "00A4090C02 0001", "6A86"},
		{selectJPKI, "01A4020C02 0001", "6881"},
		{selectJPKI, "08A4020C02 0001", "6882"},
		{selectJPKI, "0CA4020C02 0001", "6882"},
		{selectJPKI, "0CB0860000", "69FC"},
		{selectJPKI, "0C20009804 31323334", "69FC"},
		{selectInputSupport, "00200092", "63C0"},
		{selectInputSupport, "0020009204 31323334", "6984"},
		{selectCommon, "80AE0000000100" + strings.Repeat("11", 256), "66F1"},
		{selectCardFace, "80AE0000000100" + strings.Repeat("11", 256), "66F1"},
		{selectJPKI, "80AE0000000100" + strings.Repeat("11", 256), "6982"},
		{selectResidentRegister, "80AE0000000100" + strings.Repeat("11", 256), "6982"},
		{selectInputSupport, "80AE0000000100" + strings.Repeat("11", 256), "6982"},
		{selectInputSupport + "|" + verifyWith("91", "1234"), "80AE0000000100" + strings.Repeat("11", 256), "6A80"},
		{selectInputSupport + "|" + verifyWith("91", "1234"), "80AE0000000100" + strings.Repeat("FF", 256), "6F00"},
		{selectJPKI, "00840000000000", "6985"},
		{selectDomain, "00CA00F800", "6700"},
		{selectJPKI, "80FC0000", "6700"},
		{selectInputSupport, "0088000004 01020304 00", "6985"},
		{selectJPKI, "00CB3FFF035C017E08", "6D00"},
		{selectJPKI, "90B0860000", "6E00"},
		{selectJPKI, "00A4020C02 0003", "6A82"},
		{"", "00A4020C02 0001", "6A82"},
		{"", "00B0000000", "6986"},
		{"", "00200080", "6986"},
		{selectJPKI + "|00A4020C02 0018", "00B0000000", "6981"},
		{selectJPKI + "|00A4020C02 000A", "00200080", "6981"},
		{selectJPKI, "00B0830000", "6A82"},
		{selectJPKI, "00200091", "6A88"},
		{selectJPKI + "|00A4020C02 000A", "00B07FFF00", "6B00"},
		{selectJPKI + "|00A4020C02 000A", "00B00000", "6700"},
		{selectJPKI + "|00A4020C02 000A", "00B2010400", "6981"},
		{selectJPKI, "00B0890000", "6982"},
		{selectJPKI, "00CA00F200", "6A88"},
		{selectInputSupport, "00B0860000", "6982"},
		{selectInputSupport, "00B0870000", "6982"},
		{selectInputSupport + "|" + verifyWith("95", "60051520351234"), "00B0870000", "9000"},
	} {
		c := open(t, "holder")
		for _, apdu := range strings.Split(v.before, "|") {
			if apdu != "" {
				want(t, c, apdu, "9000")
			}
		}
		if _, sw := send(t, c, v.apdu); sw != v.sw {
			t.Errorf("after %q: > %.30s < %s, want %s", v.before, v.apdu, sw, v.sw)
		}
	}
}

func TestSelectWithoutIdChangesNothing(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00A4020C02 0008", "9000")
	want(t, c, "00A40000", "9000")
	exactly(t, c, "00B0000000", "8F8F009000")
}

func TestObjectsOfTheCardItself(t *testing.T) {
	c := open(t, "holder")
	exactly(t, c, "00A4040C07 A0000001510000", "9000")
	exactly(t, c, "00CA00F000", hex.EncodeToString([]byte("13101"))+"9000")
	exactly(t, c, "00CA00F200", hex.EncodeToString([]byte("20350515"))+"9000")
	exactly(t, c, "00CA5F5100", "E000FF8131FE4514 9000")
	if id := want(t, c, "00CA004500", "9000"); !bytes.HasPrefix(id, []byte("TEST")) {
		t.Errorf("card id %q", id)
	}
	if reference := want(t, c, "00CA004200", "9000"); len(reference) != 16 {
		t.Errorf("key reference of %d bytes", len(reference))
	}
	if cv := want(t, c, "00CA00F8000000", "9000"); len(cv) != 568 {
		t.Errorf("upper CV certificate of %d bytes", len(cv))
	}
	want(t, c, "00CA7F21000000", "6A88")
	want(t, c, "00CA006600", "9000")
	want(t, c, "00CADF3005", "6A88")
}

func TestChallengeHasTheWantedLength(t *testing.T) {
	c := open(t, "holder")
	a, b := want(t, c, "0084000010", "9000"), want(t, c, "0084000010", "9000")
	if len(a) != 16 || bytes.Equal(a, b) {
		t.Errorf("% X, then % X", a, b)
	}
}

// TestBeginningOfAnAIDSelectsTheFirstApplicationThatHasIt: JICSAP 4.2 allows it, which is why clients always send the whole AID.
func TestBeginningOfAnAIDSelectsTheFirstApplicationThatHasIt(t *testing.T) {
	c := open(t, "holder")
	want(t, c, "00A4040C03 D392F0", "9000")
	exactly(t, c, "00B0880000", "8F8F009000") // 公的個人認証AP
	want(t, c, "00A4040C04 D3921000", "9000")
	want(t, c, "00200091", "63C3") // 券面事項入力補助AP
	want(t, c, "00A4040C0B D392F000260100000001 00", "6A82")
	want(t, c, "00A4040C", "6700")
}
