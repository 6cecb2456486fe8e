package sign

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestHolderIsReadAsTheCertificateSays(t *testing.T) {
	c, err := ParseCertificate(identity().leaf)
	if err != nil {
		t.Fatal(err)
	}
	want := Holder{Name: "見本　花子", Address: "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３", Birth: "1985-05-15", Sex: "2"}
	if c.Holder == nil || *c.Holder != want {
		t.Errorf("holder is %+v", c.Holder)
	}
	const issuer = "OU=TEST CA of Hitofude,OU=JPKI TEST for digital signature,O=JPKI-TEST,C=JP"
	if c.Serial != "C0FFEE" || c.Subject != "CN=TEST00000000000000000000S,L=Chiyoda-ku,C=JP" || c.Issuer != issuer {
		t.Errorf("serial %s, subject %s, issuer %s", c.Serial, c.Subject, c.Issuer)
	}
}

func TestCertificateWithoutNamesHasNoHolder(t *testing.T) {
	for name, san := range map[string][]byte{
		"no extension": nil,
		"only a directory name": {0x30, 0x11, 0xA4, 0x0F, 0x30, 0x0D, 0x31, 0x0B, 0x30, 0x09, 0x06, 0x03,
			0x55, 0x04, 0x06, 0x13, 0x02, 'J', 'P'},
	} {
		c, err := ParseCertificate(issueLeaf(identity(), san, time.Now()))
		if err != nil || c.Holder != nil {
			t.Errorf("%s: %v, %v", name, c, err)
		}
	}
}

func TestUnknownPartsOfTheHolderStayUnknown(t *testing.T) {
	for birth, want := range map[string]string{
		"319850515": "1985-05-15", "520190501": "2019-05-01", "118680101": "1868-01-01",
		"019850515": "", "319850500": "", "319850000": "", "300000000": "", "319850230": "",
		"19850515": "", "": "", "6198505155": "", "三一九八五": "",
	} {
		c, err := ParseCertificate(issueLeaf(identity(), subjectAltName(otherName{4, birth}), time.Now()))
		if err != nil || c.Holder.Birth != want || c.Holder.Name != "" {
			t.Errorf("birth %q is read as %+v, %v", birth, c.Holder, err)
		}
	}
}

func TestTextOfAnotherTypeDoesNotStopAPerson(t *testing.T) {
	san := subjectAltName(otherName{3, "2"}, otherName{4, "319850515"})
	san[bytes.Index(san, []byte("\x0c\x012"))] = 0x13         // the sex as PrintableString
	san[bytes.Index(san, []byte("\x0c\x09319850515"))] = 0x1e // the birth date as BMPString
	values, err := otherNames(san)
	if err != nil || values[3] != "2" || values[4] != "" {
		t.Errorf("%v, %v", values, err)
	}
}

func TestReplacedCharactersAreReported(t *testing.T) {
	c, err := ParseCertificate(issueLeaf(identity(), subjectAltName(
		otherName{1, "高見　花子"}, otherName{2, "10000"}, otherName{5, "見本市"}, otherName{6, "000"},
		otherName{7, "names of certificates to come"}), time.Now()))
	if err != nil || !c.Holder.NameReplaced || c.Holder.AddressReplaced {
		t.Errorf("%+v, %v", c.Holder, err)
	}
}

func TestDamagedNamesAreRefused(t *testing.T) {
	good := subjectAltName(holderNames...)
	many := make([]otherName, maxNames+1)
	for i := range many {
		many[i] = otherName{100 + i, "x"}
	}
	for name, san := range map[string][]byte{
		"cut":            good[:len(good)-1],
		"tail":           append(append([]byte{}, good...), 0),
		"name twice":     subjectAltName(otherName{1, "甲"}, otherName{1, "乙"}),
		"not UTF-8":      subjectAltName(otherName{1, "\xff\xfe"}),
		"line break":     subjectAltName(otherName{1, "甲\n乙"}),
		"reversed text":  subjectAltName(otherName{5, "\u202E東京都"}),
		"endless":        subjectAltName(otherName{5, strings.Repeat("あ", maxValue)}),
		"too many names": subjectAltName(many...),
	} {
		if _, err := otherNames(san); !errors.Is(err, errHolder) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCertificateWithATailIsRefused(t *testing.T) {
	if _, err := ParseCertificate(append(append([]byte{}, identity().leaf...), 0xFF)); err == nil {
		t.Error("accepted a byte after the certificate")
	}
	if _, err := ParseCertificate(make([]byte, maxCertificate+1)); err == nil {
		t.Error("accepted an endless certificate")
	}
}

func TestBothEndDaysCountAsWithin(t *testing.T) {
	from := time.Date(2025, 2, 17, 0, 0, 0, 0, time.UTC)
	to := time.Date(2030, 2, 16, 14, 59, 59, 0, time.UTC)
	c := &Certificate{NotBefore: from, NotAfter: to}
	for at, want := range map[time.Time]error{
		from.Add(-time.Second): ErrNotYetValid, from: nil, to: nil, to.Add(time.Second): ErrExpired,
	} {
		if got := c.CheckDates(at); got != want {
			t.Errorf("at %v: %v", at, got)
		}
	}
}

// FuzzHolder looks for certificates that crash the reader or slip text past it
// that does not show as it is.
func FuzzHolder(f *testing.F) {
	seeds, err := filepath.Glob("testdata/fuzz/FuzzHolder/*")
	if err != nil || len(seeds) == 0 {
		f.Fatal("the corpus testdata/fuzz/FuzzHolder is empty", err)
	}
	for _, s := range seeds {
		if info, err := os.Stat(s); err != nil || info.Size() == 0 {
			f.Fatalf("%s is empty: %v", s, err)
		}
	}
	f.Add(subjectAltName(holderNames...))
	f.Fuzz(func(t *testing.T, san []byte) {
		values, err := otherNames(san)
		if err != nil && values != nil {
			t.Error("an error with values")
		}
		for number, text := range values {
			if number < 1 || number > 6 || !plain([]byte(text)) {
				t.Errorf("value %d is %q", number, text)
			}
		}
		if birth := isoBirth(values[4]); birth != "" && len(birth) != len(time.DateOnly) {
			t.Errorf("birth date %q", birth)
		}
	})
}
