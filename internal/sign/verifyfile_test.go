package sign

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

func verifyBytes(t *testing.T, file []byte) ([]*Report, error) {
	t.Helper()
	return VerifyFile(bytes.NewReader(file), [][]byte{identity().ca})
}

// allProfiles are one signed file of each profile that holds its document.
func allProfiles(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for name, doc := range map[string]Document{
		"cms-attached":      NewDocument("a.txt", letter),
		"egov-kousei":       NewDocument("a.zip", pack(t, application)),
		"pdf-moj":           NewDocument("a.pdf", letterPDF("", "")),
		"pdf-pades-b":       NewDocument("a.pdf", letterPDF("", "")),
		"xmldsig-enveloped": NewDocument("a.xml", []byte(`<a id="x"><b>見本</b></a>`)),
	} {
		p, ok := Lookup(name)
		if !ok {
			t.Fatalf("%s is missing", name)
		}
		out, err := signAll(t.Context(), p, &softSigner{id: identity()}, []Document{doc}, time.Now())
		must(t, err)
		files[name] = bytesOf(t, out[0])
	}
	return files
}

func TestEveryProfileIsReportedAsIntact(t *testing.T) {
	for name, file := range allProfiles(t) {
		reports, err := verifyBytes(t, file)
		if err != nil || len(reports) != 1 {
			t.Errorf("%s: %v, %v", name, reports, err)
			continue
		}
		r := reports[0]
		if !r.Intact || r.Profile != name || r.Covers != "whole" || r.Chain.State != "intact" || r.Certificate.Holder.Name != "見本　花子" || r.Revocation != "not-checked" {
			t.Errorf("%s: %s, %s, %s", name, r.Profile, r.Reason, r.Covers)
		}
	}
}

// One byte anywhere: never an intact report over something else.
func TestNoChangedByteIsReportedAsIntact(t *testing.T) {
	for name, file := range allProfiles(t) {
		step := max(1, len(file)/400)
		for at := 0; at < len(file); at += step {
			changed := bytes.Clone(file)
			changed[at] ^= 0x01
			reports, err := verifyBytes(t, changed)
			if err != nil {
				continue
			}
			for _, r := range reports {
				if r.Intact && r.Chain.State == "intact" && !harmless(name, file, at) {
					t.Errorf("%s: byte %d of %d changed from %q", name, at, len(file), file[at])
				}
			}
		}
	}
}

// harmless bytes are not signed and say nothing: the case of hexadecimal digits,
// padding, the packaging of an archive, the Id of an XML signature.
func harmless(name string, file []byte, at int) bool {
	near := string(file[max(0, at-20):min(len(file), at+20)])
	switch name {
	case "pdf-moj", "pdf-pades-b":
		return strings.Trim(near, "0") == ""
	case "egov-kousei": // names and content are checked by the archive's own sums
		return true
	case "xmldsig-enveloped":
		return strings.Contains(near, `Id="`)
	}
	return false
}

func TestSignaturesOfOthersStandBesideOurs(t *testing.T) {
	reports, err := verifyBytes(t, signPDF(t, pdfMOJ, signedByPDFBox(t, letterPDF("", "")), identity(), Choices{}))
	if err != nil || len(reports) != 2 || reports[0].Reason != "other-form" || reports[0].Intact || !reports[1].Intact {
		t.Errorf("%v, %v", reports, err)
	}
	reports, err = verifyBytes(t, signPDF(t, pdfPAdES, signPDF(t, pdfMOJ, letterPDF("", ""), identity(), Choices{}), identity(), Choices{}))
	if err != nil || len(reports) != 2 || !reports[0].Intact || reports[0].Covers != "earlier" || !reports[1].Intact || reports[1].Covers != "whole" {
		t.Errorf("%d reports, %v", len(reports), err)
	}
	out := signEgov(t, signEgov(t, pack(t, application), time.Now()), time.Now())
	reports, err = verifyBytes(t, out)
	if err != nil || len(reports) != 2 || !reports[0].Intact || !reports[1].Intact {
		t.Errorf("%v, %v", reports, err)
	}
}

// What was put behind a signed PDF, or into a hole that is larger than the
// signature, nobody signed: several verifiers reported such files as intact.
func TestGamesWithByteRangeAreNoticed(t *testing.T) {
	signed := signPDF(t, pdfMOJ, letterPDF("", ""), identity(), Choices{})
	numbers := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`).FindSubmatch(signed)
	at := func(i int) int { n, _ := strconv.Atoi(string(numbers[i])); return n }
	set := func(a, b, c int) []byte {
		text := fmt.Sprintf("/ByteRange [0 %d %d %d", a, b, c)
		return bytes.Replace(signed, numbers[0], []byte(text+strings.Repeat(" ", len(numbers[0])-len(text)-1)+"]"), 1)
	}
	for name, file := range map[string][]byte{
		"appended":            append(bytes.Clone(signed), "\n% more\n"...),
		"appended update":     append(bytes.Clone(signed), "\n%%EOF\n"...),
		"hole too large":      set(at(1)-10, at(2), at(3)),
		"hole too far":        set(at(1), at(2)+10, at(3)-10),
		"does not begin at 0": bytes.Replace(signed, []byte("/ByteRange [0 "), []byte("/ByteRange [1 "), 1),
		"ends early":          set(at(1), at(2), at(3)-20),
		"beyond the file":     set(at(1), at(2), at(3)+20),
		"nothing":             set(0, 0, 0),
	} {
		reports, err := verifyBytes(t, file)
		for _, r := range reports {
			if r.Intact {
				t.Errorf("%s: %s over %s, %v", name, r.Profile, r.Covers, err)
			}
		}
	}
}

// The signed element is moved aside and another is put in its place: the digest
// still fits, and nobody signed what a person sees.
func TestWrappedXMLSignaturesAreNoticed(t *testing.T) {
	signed := signXML(t, `<order id="x"><pay>100</pay></order>`, XMLChoices{})
	start := strings.Index(signed, "<Signature")
	signature := signed[start : strings.Index(signed, "</Signature>")+len("</Signature>")]
	for name, file := range map[string]string{
		"moved into an object": `<order id="evil"><pay>900</pay>` + strings.Replace(signature, "</Signature>", "<Object>"+strings.Replace(signed, signature, "", 1)+"</Object></Signature>", 1) + `</order>`,
		"moved aside":          `<order><pay>900</pay><hidden>` + strings.Replace(signed, signature, "", 1) + `</hidden>` + signature + `</order>`,
		"same id twice":        `<order id="x"><pay>900</pay>` + signature + `<hidden>` + strings.Replace(signed, signature, "", 1) + `</hidden></order>`,
		"signature in a part":  `<all><pay>900</pay>` + signed + `</all>`,
		"two SignedInfo":       strings.Replace(signed, "<SignedInfo>", "<SignedInfo></SignedInfo><SignedInfo>", 1),
		"another digest":       strings.Replace(signed, algSHA256, "http://www.w3.org/2000/09/xmldsig#sha1", 1),
		"another method":       strings.Replace(signed, algRSASHA256, "http://www.w3.org/2000/09/xmldsig#hmac-sha1", 1),
		"a transform more":     strings.Replace(signed, "</Transforms>", `<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></Transform></Transforms>`, 1),
		"comment in the value": strings.Replace(signed, "<SignatureValue>", "<SignatureValue><!-- -->", 1),
	} {
		reports, err := verifyBytes(t, []byte(file))
		for _, r := range reports {
			if r.Intact && r.Covers == "whole" {
				t.Errorf("%s: %s over %s, %v", name, r.Profile, r.Covers, err)
			}
		}
	}
}

// A signature by a certificate that is not for signing, or with too short a
// key, is not called intact.
func TestCertificatesThatMustNotSignAreNamed(t *testing.T) {
	id := identity()
	wrong := *id
	template := caTemplate("TEST not for signing")
	wrong.leaf = issue(template, nil, &id.key.PublicKey, id.key)
	key, err := newCardKey(t.Context(), &softSigner{id: &wrong})
	must(t, err)
	der, err := cades(sha256.Sum256(letter), time.Now()).encode(key)
	must(t, err)
	r, err := Verify(der, bytes.NewReader(letter), nil)
	if err != nil || r.Intact || r.Reason != "not-for-signing" {
		t.Errorf("%+v, %v", r, err)
	}
	// And the host does not hand such a one out.
	if _, err := signAll(t.Context(), detached{}, &softSigner{id: &wrong}, []Document{NewDocument("a", letter)}, time.Now()); err == nil {
		t.Error("a signature by a CA's certificate is handed out")
	}
}

func FuzzVerifyFile(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte(`<a id="x"><Signature xmlns="` + nsDSig + `"/></a>`))
	for _, p := range profiles {
		doc := map[string]Document{
			"cms-attached": NewDocument("a", letter), "xmldsig-enveloped": NewDocument("a", []byte(`<a id="x"/>`)),
			"pdf-moj": NewDocument("a", letterPDF("", "")), "pdf-pades-b": NewDocument("a", letterPDF("", "")),
		}[p.Name()]
		if doc.Content == nil {
			continue
		}
		out, err := signAll(f.Context(), p, &softSigner{id: identity()}, []Document{doc}, time.Unix(1e9, 0))
		if err != nil {
			f.Fatal(err)
		}
		file, err := out[0].Bytes()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		reports, err := VerifyFile(bytes.NewReader(file), nil)
		if err == nil && len(reports) == 0 {
			t.Error("neither a report nor an error")
		}
	})
}
