package virtualcard

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"math/big"
	"strings"
	"testing"
)

// publicKeyOf reads EF 0007 of 券面事項入力補助AP with the PIN.
func publicKeyOf(t *testing.T, c *Card) *rsa.PublicKey {
	t.Helper()
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("91", "1234"), "9000")
	file := readAll(t, c, 7)
	if !bytes.HasPrefix(file, unhex(t, "FF50820213 DF51820109 9003010001 91820100")) {
		t.Fatalf("EF 0007 begins % X", file[:20])
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(file[19 : 19+256]), E: 65537}
}

func TestSignatureFormsAboveFiveDoNotExist(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	for p1 := 0x06; p1 <= 0xFF; p1++ {
		want(t, c, fmt.Sprintf("802A%02X0020%s00", p1, strings.Repeat("01", 32)), "6A86")
	}
}

func TestIntegrityRecordIsSignedByTheKeyInTheCVCertificate(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectInputSupport, "9000")
	cv := readAll(t, c, 4)
	if len(cv) != 568 || !bytes.HasPrefix(cv, unhex(t, "7F21820233 5F4E820129")) {
		t.Fatalf("%d bytes, beginning % X", len(cv), cv[:10])
	}
	issuer := &rsa.PublicKey{N: new(big.Int).SetBytes(cv[10+32+9 : 10+32+9+256]), E: 65537}
	want(t, c, verifyWith("91", "1234"), "9000")
	record := readAll(t, c, 3)
	if len(record) != 336 || !bytes.HasPrefix(record, unhex(t, "FF3082014B DF3120")) {
		t.Fatalf("%d bytes, beginning % X", len(record), record[:8])
	}
	sum := sha256.Sum256(record[5 : 5+35+35])
	if err := rsa.VerifyPKCS1v15(issuer, crypto.SHA256, sum[:], record[5+70+5:]); err != nil {
		t.Error(err)
	}
	number, file := readAll(t, c, 1), readAll(t, c, 2)
	size := int(file[3])<<8 | int(file[4])
	numberSum, attributesSum := sha256.Sum256(number), sha256.Sum256(file[5+11:5+size])
	if !bytes.Equal(record[8:40], numberSum[:]) || !bytes.Equal(record[43:75], attributesSum[:]) {
		t.Error("the digests are not those of the files")
	}
}

func TestInternalAuthenticationOfTheCommonApplication(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectCommon, "9000")
	signature := want(t, c, "0088009904 01020304 00", "9000")
	sum := sha256.Sum256([]byte{1, 2, 3, 4})
	if err := rsa.VerifyPKCS1v15(&c.keys.common.PublicKey, crypto.SHA256, sum[:], signature); err != nil {
		t.Error(err)
	}
}

func TestEverySignatureForm(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	cert, err := x509.ParseCertificate(c.Certificate(Signature))
	if err != nil {
		t.Fatal(err)
	}
	pub := cert.PublicKey.(*rsa.PublicKey)
	digest := sha256.Sum256([]byte("見本"))
	again := sha256.Sum256(digest[:])
	sign := func(p1 int) []byte { return want(t, c, fmt.Sprintf("802A%02X9A20%X00", p1, digest), "9000") }
	for p1, check := range map[int]func(sig []byte) error{
		0: func(s []byte) error { return rsa.VerifyPKCS1v15(pub, 0, digest[:], s) },
		1: func(s []byte) error { return rsa.VerifyPKCS1v15(pub, 0, again[:], s) },
		2: func(s []byte) error { return rsa.VerifyPKCS1v15(pub, crypto.SHA256, digest[:], s) },
		3: func(s []byte) error { return rsa.VerifyPKCS1v15(pub, crypto.SHA256, again[:], s) },
		4: func(s []byte) error { return rsa.VerifyPSS(pub, crypto.SHA256, digest[:], s, nil) },
		5: func(s []byte) error { return rsa.VerifyPSS(pub, crypto.SHA256, again[:], s, nil) },
	} {
		if err := check(sign(p1)); err != nil {
			t.Errorf("P1=%02X: %v", p1, err)
		}
	}
	want(t, c, "802A009AF6"+strings.Repeat("00", 246)+"00", "6985")
	want(t, c, "802A009AF5"+strings.Repeat("00", 245)+"00", "9000")
	want(t, c, "802A029A1F"+strings.Repeat("00", 31)+"00", "6985")
	want(t, c, "802A049A21"+strings.Repeat("00", 33)+"00", "6985")
	want(t, c, "802A029A20"+strings.Repeat("00", 32), "6700") // no Le
	want(t, c, "802A000020"+strings.Repeat("00", 32)+"00", "6A88")
}
