package virtualcard

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryProfileMakesACard(t *testing.T) {
	files, err := filepath.Glob("testdata/profiles/*.json")
	if err != nil || len(files) < 17 {
		t.Fatalf("%d profiles: %v", len(files), err)
	}
	for _, file := range files {
		c, err := Load(file)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := c.Profile().Holder.Number; got != "123456789018" {
			t.Errorf("%s: the only test number is 123456789018", file)
		}
	}
	if len(Names()) != len(files) {
		t.Errorf("%d profiles are built in, %d in the folder", len(Names()), len(files))
	}
}

func TestMistakesInAProfileAreRefused(t *testing.T) {
	good, err := os.ReadFile("testdata/profiles/holder.json")
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string][2]string{
		"unknown key":         {`"quirks": {}`, `"quirks": {"cold6f": true, "x": 1}`},
		"unknown PIN":         {`"input-support"`, `"inputsupport"`},
		"too many tries":      {`{"value": "TEST123"}`, `{"value": "TEST123", "tries": 6}`},
		"negative tries":      {`{"value": "TEST123"}`, `{"value": "TEST123", "tries": -1}`},
		"empty PIN":           {`{"value": "TEST123"}`, `{"value": ""}`},
		"unknown application": {`"quirks": {}`, `"applications": ["jpki", "fido"], "quirks": {}`},
		"short number":        {`"number": "123456789018"`, `"number": "12345678901"`},
		"letters in a date":   {`"birth": "19850515"`, `"birth": "S600515."`},
		"unknown certificate": {`"certificates": {`, `"certificates": {"sign": null,`},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Fatalf("%s: nothing was changed", what)
		}
		if _, err := parseProfile("bad", []byte(bad)); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
}

func TestLongAddressNeedsTwoReads(t *testing.T) {
	c := open(t, "long-address")
	want(t, c, selectInputSupport, "9000")
	want(t, c, verifyWith("91", "1234"), "9000")
	head := want(t, c, "00B0820000", "9000")
	if size := 5 + int(head[3])<<8 + int(head[4]); size <= 256 || size > 512 {
		t.Errorf("the file has %d bytes", size)
	}
}

func TestForeignResidentHasNoWideSpace(t *testing.T) {
	if name := open(t, "foreign").Profile().Holder.Name; strings.Contains(name, "　") || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != "" {
		t.Errorf("the name is %q", name)
	}
}

func TestCardWithoutSignatureCertificate(t *testing.T) {
	for _, name := range []string{"no-signature", "face-auth"} {
		c := open(t, name)
		want(t, c, selectJPKI, "9000")
		want(t, c, "00A4020C02 0001", "6A82")
		want(t, c, "00A4020C02 001A", "6A82")
		want(t, c, "0020009B", "63C0")
		want(t, c, verifyWith("9B", "TEST123"), "6984")
		want(t, c, "00B08A0000", "9000")
		want(t, c, "00B0820000", "9000") // the CA certificate is there all the same
	}
	c := open(t, "no-signature", quirk(func(q *Quirks) { q.EmptyCertificate = true }))
	want(t, c, selectJPKI, "9000")
	want(t, c, "00A4020C02 0001", "9000")
	want(t, c, "00B0810000", "6982")
}

func TestFaceAuthenticationCardHasNoUsablePIN(t *testing.T) {
	c := open(t, "face-auth")
	for _, kind := range []string{Signature, Authentication, InputSupport, ResidentRegister} {
		if left, ok := c.Tries()[kind]; !ok || left != 0 {
			t.Errorf("%s: %d tries left", kind, left)
		}
	}
}

func TestOtherCardsAnswerOtherApplications(t *testing.T) {
	for name, answers := range map[string][]string{
		//               JPKI   0408    0402    0401    0100    ISD
		"holder":       {"9000", "9000", "9000", "9000", "9000", "9000"},
		"juki":         {"9000", "6A82", "6A82", "9000", "6A82", "9000"},
		"phone":        {"9000", "6A82", "6A82", "6A82", "6A82", "6A82"},
		"not-mynumber": {"6A82", "6A82", "6A82", "6A82", "6A82", "6A82"},
	} {
		c := open(t, name)
		for i, application := range selects {
			want(t, c, application, answers[i])
		}
	}
}

func TestTokenLabelsOfOtherCards(t *testing.T) {
	for name, label := range map[string]string{"holder": "JPKIAPICCTOKEN2", "juki": "JPKIAPICCTOKEN", "phone": "JPKIAPGPSETOKEN"} {
		c := open(t, name)
		want(t, c, selectJPKI, "9000")
		want(t, c, "00A4020C02 0006", "9000")
		if got := strings.TrimRight(string(want(t, c, "00B0000020", "9000")), " "); got != label {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestPhoneGuardsItsAuthenticationCertificate(t *testing.T) {
	c := open(t, "phone")
	want(t, c, selectJPKI, "9000")
	want(t, c, "00B08A0000", "6982")
	want(t, c, verifyWith("98", "2345"), "9000")
	want(t, c, "00B08A0000", "9000")
}
