package virtualcard

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"strings"
	"testing"
	"time"
)

func parse(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestCertificatesHaveTheShapeOfJPKI(t *testing.T) {
	c := open(t, "holder")
	for _, v := range []struct {
		key, ca    string
		usage      x509.KeyUsage
		policy     asn1.ObjectIdentifier
		least, top int // bytes; real ones have 1200 to 1600
	}{
		{Signature, "ca/TEST-sign-ca.pem", x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, policySignature, 1400, 1650},
		{Authentication, "ca/TEST-auth-ca.pem", x509.KeyUsageDigitalSignature, policyAuthentication, 1200, 1450},
	} {
		der := c.Certificate(v.key)
		cert := parse(t, der)
		caDER, err := readPEM(v.ca, "CERTIFICATE")
		if err != nil {
			t.Fatal(err)
		}
		if err := cert.CheckSignatureFrom(parse(t, caDER)); err != nil {
			t.Errorf("%s: %v", v.key, err)
		}
		if len(der) < v.least || len(der) > v.top || !bytes.HasPrefix(der, []byte{0x30, 0x82}) {
			t.Errorf("%s: %d bytes", v.key, len(der))
		}
		if cert.KeyUsage != v.usage || !critical(cert, asn1.ObjectIdentifier{2, 5, 29, 15}) {
			t.Errorf("%s: key usage %b", v.key, cert.KeyUsage)
		}
		if !slices.ContainsFunc(cert.PolicyIdentifiers, v.policy.Equal) {
			t.Errorf("%s: policies %v", v.key, cert.PolicyIdentifiers)
		}
	}
}

func critical(cert *x509.Certificate, id asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(cert.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(id) && e.Critical })
}

// TestEveryNameSaysTest keeps anybody from taking these certificates for real ones.
func TestEveryNameSaysTest(t *testing.T) {
	for _, name := range Names() {
		c := open(t, name)
		for key, der := range c.certificates {
			cert := parse(t, der)
			for _, n := range append(append(cert.Subject.Names, cert.Issuer.Names...), alternativeNames(t, cert)...) {
				if value, ok := n.Value.(string); !ok || (value != "JP" && !strings.Contains(value, "TEST")) {
					t.Errorf("%s, %s: %v says %q", name, key, n.Type, n.Value)
				}
			}
		}
	}
}

// alternativeNames are the attributes of the directoryName in the issuerAltName.
func alternativeNames(t *testing.T, cert *x509.Certificate) []pkix.AttributeTypeAndValue {
	t.Helper()
	for _, e := range cert.Extensions {
		if !e.Id.Equal(oidIssuerAltName) {
			continue
		}
		var outer, directory asn1.RawValue
		var names pkix.RDNSequence
		for data, into := e.Value, []any{&outer, &directory, &names}; len(into) > 0; into = into[1:] {
			if _, err := asn1.Unmarshal(data, into[0]); err != nil {
				t.Fatal(err)
			}
			if raw, ok := into[0].(*asn1.RawValue); ok {
				data = raw.Bytes
			}
		}
		var n pkix.Name
		n.FillFromRDNSequence(&names)
		return n.Names
	}
	t.Fatal("no issuerAltName")
	return nil
}

func TestCertificateDatesCountFromNow(t *testing.T) {
	for name, v := range map[string]struct{ begun, over bool }{
		"holder": {true, false}, "expired": {true, true}, "not-yet-valid": {false, false}, "juki": {true, true},
	} {
		c := open(t, name)
		for key, der := range c.certificates {
			cert, now := parse(t, der), time.Now()
			if begun, over := !now.Before(cert.NotBefore), now.After(cert.NotAfter); begun != v.begun || over != v.over {
				t.Errorf("%s, %s: from %v to %v", name, key, cert.NotBefore, cert.NotAfter)
			}
			if h, m, s := cert.NotAfter.UTC().Clock(); h != 14 || m != 59 || s != 59 {
				t.Errorf("%s, %s: ends at %v, not at the end of a day in Japan", name, key, cert.NotAfter)
			}
		}
	}
}

// otherName is one entry of the subjectAltName.
type otherName struct {
	ID    asn1.ObjectIdentifier
	Value asn1.RawValue // [0] around the text
}

func holderOf(t *testing.T, der []byte) (order []int, values map[int]string) {
	t.Helper()
	values = map[int]string{}
	for _, e := range parse(t, der).Extensions {
		if !e.Id.Equal(oidSubjectAltName) {
			continue
		}
		var names []asn1.RawValue
		if rest, err := asn1.Unmarshal(e.Value, &names); err != nil || len(rest) != 0 {
			t.Fatal(err)
		}
		for _, n := range names {
			var o otherName
			if _, err := asn1.UnmarshalWithParams(n.FullBytes, &o, "tag:0"); err != nil {
				t.Fatal(err)
			}
			var text asn1.RawValue
			if _, err := asn1.Unmarshal(o.Value.Bytes, &text); err != nil {
				t.Fatal(err)
			}
			arc := o.ID[len(o.ID)-1]
			if !o.ID[:len(o.ID)-1].Equal(oidHolder) || text.Tag != asn1.TagUTF8String {
				t.Errorf("%v with tag %d", o.ID, text.Tag)
			}
			order, values[arc] = append(order, arc), string(text.Bytes)
		}
	}
	return order, values
}

func TestSignatureCertificateCarriesTheHolder(t *testing.T) {
	order, values := holderOf(t, open(t, "holder").Certificate(Signature))
	if !slices.Equal(order, []int{1, 4, 3, 5, 2, 6}) {
		t.Errorf("the order is %v", order)
	}
	for arc, want := range map[int]string{
		1: "見本　花子", 2: "00000", 3: "2", 4: "319850515", 5: "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３", 6: strings.Repeat("0", 27),
	} {
		if values[arc] != want {
			t.Errorf(".%d is %q, want %q", arc, values[arc], want)
		}
	}
	if order, _ := holderOf(t, open(t, "holder").Certificate(Authentication)); len(order) != 0 {
		t.Error("the authentication certificate carries personal data")
	}
}

func TestCardFaceAndCertificateMayDiffer(t *testing.T) {
	_, moved := holderOf(t, open(t, "moved").Certificate(Signature))
	if p, _ := BuiltIn("moved"); moved[5] == p.Holder.Address {
		t.Error("the certificate has the new address")
	}
	_, replaced := holderOf(t, open(t, "replaced-character").Certificate(Signature))
	if replaced[1] != "吉見　花子" || replaced[2] != "10000" {
		t.Errorf("%q, %q", replaced[1], replaced[2])
	}
}

func TestErasOfBirth(t *testing.T) {
	for birth, want := range map[string]string{
		"19120729": "1", "19120730": "2", "19261224": "2", "19261225": "3", "19890107": "3", "19890108": "4", "20190430": "4", "20190501": "5",
		"18000101": "0",
	} {
		if got := eraDate(birth); got != want+birth {
			t.Errorf("%s: %s", birth, got)
		}
	}
}

func TestCertificateFilesAreTheCertificates(t *testing.T) {
	c := open(t, "holder")
	want(t, c, selectJPKI, "9000")
	want(t, c, verifyWith("9B", "TEST123"), "9000")
	for ef, der := range map[string][]byte{"81": c.Certificate(Signature), "8A": c.Certificate(Authentication)} {
		if got := want(t, c, "00B0"+ef+"00000000", "9000"); !bytes.Equal(got, der) {
			t.Errorf("EF %s differs from the certificate", ef)
		}
	}
	for _, ef := range []string{"82", "8B"} {
		parse(t, want(t, c, "00B0"+ef+"00000000", "9000"))
	}
}
