package sign

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReportOfAnUntouchedSignature(t *testing.T) {
	at := time.Now().Truncate(time.Second).UTC()
	r, err := Verify(signLetter(t, at), bytes.NewReader(letter), [][]byte{identity().ca})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Intact || r.Reason != "" || r.Dates != "within" || r.Chain != (Chain{"intact", "test"}) ||
		r.Revocation != "not-checked" || !r.SigningTime.Equal(at) || r.Certificate.Holder.Name != "見本　花子" {
		t.Errorf("%+v", r)
	}
}

func TestReportWithoutRootsSaysSo(t *testing.T) {
	r, err := Verify(signLetter(t, time.Now()), bytes.NewReader(letter), nil)
	if err != nil || r.Chain.State != "not-checked" || !r.Intact {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestEachChangedByteOfTheSignatureFileIsNoticed(t *testing.T) {
	p7s := signLetter(t, time.Now())
	for i := range p7s {
		changed := bytes.Clone(p7s)
		changed[i] ^= 0x01
		r, err := Verify(changed, bytes.NewReader(letter), nil)
		if err == nil && (r.Intact || !slices.Contains(Reasons(), r.Reason)) {
			t.Errorf("byte %d of %d changed: %+v", i, len(p7s), r)
		}
	}
}

func TestChangedContentIsNoticed(t *testing.T) {
	p7s := signLetter(t, time.Now())
	for _, content := range []string{"", string(letter[1:]), string(letter) + "\n"} {
		r, err := Verify(p7s, strings.NewReader(content), nil)
		if err != nil || r.Intact || r.Reason != "content-changed" {
			t.Errorf("%q: %+v, %v", content, r, err)
		}
	}
}

func TestDatesAreThoseOfTheClaimedTime(t *testing.T) {
	for years, want := range map[int]string{-3: "not-yet", 0: "within", 6: "expired"} {
		r, err := Verify(signLetter(t, time.Now().AddDate(years, 0, 0)), bytes.NewReader(letter), nil)
		if err != nil || r.Dates != want || !r.Intact {
			t.Errorf("%d years: %+v, %v", years, r, err)
		}
	}
}

func TestOtherFilesAreNotSignatures(t *testing.T) {
	p7s := signLetter(t, time.Now())
	for name, der := range map[string][]byte{
		"nothing": nil, "text": letter, "a certificate": identity().leaf,
		"cut": p7s[:len(p7s)-1], "with a tail": append(bytes.Clone(p7s), 0), "endless": make([]byte, maxSignature+1),
	} {
		if _, err := Verify(der, bytes.NewReader(letter), nil); err == nil {
			t.Errorf("%s was read as a signature", name)
		}
	}
}

// FuzzVerify feeds the verifier, the part of a signing program that strangers reach.
func FuzzVerify(f *testing.F) {
	f.Add([]byte{0x30, 0x00})
	f.Fuzz(func(t *testing.T, der []byte) {
		if r, err := Verify(der, bytes.NewReader(letter), nil); err == nil && r.Intact {
			t.Error("somebody else's bytes are a signature of ours")
		}
	})
}
