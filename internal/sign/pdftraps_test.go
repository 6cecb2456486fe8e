package sign

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/sign/pdf"
)

// judgedPDF asks three programs about a file and compares its pages with those
// of the original.
func judgedPDF(t *testing.T, name string, source, signed []byte, signatures int) {
	t.Helper()
	before, after := writeFile(t, "before.pdf", source), writeFile(t, "after.pdf", signed)
	j := &jury{nss: database(t)}
	s := specimen{path: after, signatures: signatures}
	for judge, accepts := range map[string]bool{"pdfsig": pdfsigJudges(t, j, s), "mutool": mutoolJudges(t, j, s), "qpdf": qpdfJudges(t, j, s)} {
		if !accepts {
			t.Errorf("%s: %s refuses it", name, judge)
		}
	}
	if images(t, before) != images(t, after) {
		t.Errorf("%s: the pages look different", name)
	}
}

func TestPDFOfFiftyMegabytesIsSigned(t *testing.T) {
	source := letterPDF("", "", content(string(digits(50<<20, rand.New(rand.NewPCG(3, 4))))))
	begin := time.Now()
	signed := signPDF(t, pdfMOJ, source, identity(), Choices{})
	t.Logf("%d MB in %v", len(signed)>>20, time.Since(begin))
	judgedPDF(t, "50 MB", source, signed, 1)
}

// A signature with 9,472 bytes of room, as PDFBox reserves them, is followed by
// a run of zeros; a writer that looks for such a run finds the wrong one.
func TestEarlierSignatureWithLongPaddingIsKept(t *testing.T) {
	source := signedByPDFBox(t, qpdf(t, letterPDF("", ""), "--object-streams=generate"))
	if !bytes.Contains(source, bytes.Repeat([]byte("0"), 12000)) {
		t.Fatal("the earlier signature has no long padding")
	}
	signed := signPDF(t, pdfMOJ, source, identity(), Choices{}) // fails when a byte of the source is another
	reports, err := verifyBytes(t, signed)
	if err != nil || len(reports) != 2 || !reports[1].Intact || reports[1].Covers != "whole" {
		t.Errorf("%d reports, %v", len(reports), err)
	}
}

// A form keeps its fields, nested ones too, DR and DA, and gets one more.
func TestFormHasTheSameFieldsAndOneMore(t *testing.T) {
	var paths []string
	for name, source := range map[string][]byte{
		"form":            formPDF(),
		"form in catalog": letterPDF("/AcroForm << /Fields 6 0 R "+formEntries+" >>", "/Annots 10 0 R", "[7 0 R 8 0 R]", textField, nestedField, kidField, "[7 0 R 9 0 R]"),
	} {
		signed := signPDF(t, pdfPAdES, source, identity(), Choices{})
		paths = append(paths, writeFile(t, "signed.pdf", signed))
		last := signed[len(source):]
		if !bytes.Contains(last, []byte("/DR << /Font << /Helv 5 0 R >> >>")) || !bytes.Contains(last, []byte("/DA (/Helv 0 Tf 0 g)")) {
			t.Errorf("%s: DR or DA is lost", name)
		}
	}
	for answer := range strings.Lines(pdfbox(t, strings.Join(paths, "\n")+"\n", "verify", writeFile(t, "ca.pem", pemOf(identity().ca)))) {
		_, fields, _ := strings.Cut(strings.TrimSpace(answer), " field=")
		if fields != "name field=applicant field=applicant.address field=Signature1" {
			t.Errorf("%s", answer)
		}
	}
}

// A PDF that is certified for forms and signatures (2) or comments (3) is signed,
// one that is certified against every change (1) is refused.
func TestCertifiedPDFsAreSignedAsFarAsTheirAuthorAllows(t *testing.T) {
	certified := func(p string) []byte {
		return letterPDF("/Perms << /DocMDP 6 0 R >>", "", "<< /Type /Sig /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams "+p+" /V /1.2 >> >>] >>")
	}
	for p, allowed := range map[string]bool{"/P 1": false, "/P 2": true, "/P 3": true, "": true, "/P true": false} {
		_, err := Prepare(pdfMOJ, []Document{NewDocument("a.pdf", certified(p))}, Choices{})
		if (err == nil) != allowed {
			t.Errorf("%q: %v", p, err)
		}
	}
}

// A file with 100 signatures would be refused by our own check afterwards, when
// the card has already signed: it is refused before.
func TestDocumentThatTheSelfCheckWouldRefuseIsRefusedBefore(t *testing.T) {
	object := "<< /Type /Sig /SubFilter /adbe.pkcs7.detached /ByteRange [0 1 2 3] /Contents <00> >>"
	var many []string
	for range maxSignatures {
		many = append(many, object)
	}
	broken := letterPDF("", "", "<< /Loose (object >>")
	for name, source := range map[string][]byte{"100 signatures": letterPDF("", "", many...), "an object that nothing names is damaged": broken} {
		if _, err := Prepare(pdfMOJ, []Document{NewDocument("a.pdf", source)}, Choices{}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := Prepare(pdfMOJ, []Document{NewDocument("a.pdf", letterPDF("", "", many[1:]...))}, Choices{}); err != nil {
		t.Error(err)
	}
}

// What stands behind a signature is judged whoever came after it: bytes, a form
// that is not judged here, a signature that does not hold.
func TestWhatWasAddedAfterAnySignatureIsNoticed(t *testing.T) {
	first := signPDF(t, pdfMOJ, letterPDF("", ""), identity(), Choices{})
	second := signPDF(t, pdfPAdES, first, identity(), Choices{})
	broken := breakSignature(t, "pdf-pades-b", second, rand.New(rand.NewPCG(5, 6)))
	for name, c := range map[string]struct {
		file []byte
		want []string // reasons in order; "" intact
	}{
		"nothing":                     {second, []string{"", ""}},
		"bytes":                       {append(bytes.Clone(second), "\n%%EOF\n"...), []string{"added-after", "added-after"}},
		"a signature of another form": {signedByPDFBox(t, first), []string{"added-after", "other-form"}},
		"a signature that is broken":  {broken, []string{"added-after", "signature-broken"}},
	} {
		reports, err := verifyBytes(t, c.file)
		if err != nil || len(reports) != len(c.want) {
			t.Errorf("%s: %d reports, %v", name, len(reports), err)
			continue
		}
		for i, r := range reports {
			if r.Reason != c.want[i] || r.Intact != (c.want[i] == "") {
				t.Errorf("%s, signature %d: %q, want %q", name, i+1, r.Reason, c.want[i])
			}
		}
	}
}

// A stamp that the page would not show is refused before anybody asks for a PIN.
func TestStampOutsideOfThePageIsRefused(t *testing.T) {
	moved := letterPDF("", "/CropBox [300 400 595 842]")
	for name, c := range map[string]struct {
		source  []byte
		rect    [4]float64
		allowed bool
	}{
		"within":             {letterPDF("", ""), [4]float64{350, 100, 550, 150}, true},
		"half over the edge": {letterPDF("", ""), [4]float64{500, 100, 680, 150}, true},
		"beside":             {letterPDF("", ""), [4]float64{600, 100, 800, 150}, false},
		"within, moved zero": {moved, [4]float64{310, 410, 390, 450}, true},
		"as if from zero":    {moved, [4]float64{10, 10, 90, 50}, false},
	} {
		_, err := Prepare(pdfMOJ, []Document{NewDocument("a.pdf", c.source)}, Choices{PDF: PDFChoices{Stamp: &pdf.Stamp{Rect: c.rect}}})
		if (err == nil) != c.allowed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A scanned page is often turned for showing; the stamp is read upright then:
// turned back, the picture of the turned page is that of the plain one.
func TestStampOfATurnedPageStandsUpright(t *testing.T) {
	draw := func(rotate int, rect [4]float64) (width int, dark map[[2]int]bool) {
		source := bytes.ReplaceAll(letterPDF("", fmt.Sprintf("/Rotate %d /CropBox [100 100 500 500]", rotate)), []byte("MIHON application 0123"), bytes.Repeat([]byte(" "), 22))
		path := writeFile(t, "turned.pdf", signPDF(t, pdfMOJ, source, identity(), Choices{PDF: PDFChoices{Stamp: &pdf.Stamp{Rect: rect}}}))
		base := strings.TrimSuffix(path, ".pdf")
		if out, err := run(t, "pdftoppm", "-r", "72", "-gray", "-singlefile", "-cropbox", path, base); err != nil {
			t.Fatal(out)
		}
		picture, err := os.ReadFile(base + ".pgm")
		must(t, err)
		pixels := picture[len(picture)-400*400:]
		dark = map[[2]int]bool{}
		for i, c := range pixels {
			if c < 128 {
				dark[[2]int{i % 400, i / 400}] = true
			}
		}
		return 400, dark
	}
	// A box of 120 × 40 in the upper left corner of what is seen.
	_, plain := draw(0, [4]float64{110, 450, 230, 490})
	if len(plain) < 50 {
		t.Fatalf("%d dark points in the plain stamp", len(plain))
	}
	for rotate, rect := range map[int][4]float64{90: {110, 110, 150, 230}, 180: {370, 110, 490, 150}, 270: {450, 370, 490, 490}} {
		_, turned := draw(rotate, rect)
		same := 0
		for at := range plain {
			for dx := -1; dx <= 1; dx++ {
				for dy := -1; dy <= 1; dy++ {
					if turned[[2]int{at[0] + dx, at[1] + dy}] {
						same++
						dx, dy = 2, 2
					}
				}
			}
		}
		if 10*same < 9*len(plain) {
			t.Errorf("%d degrees: %d of %d dark points are where they are without turning", rotate, same, len(plain))
		}
	}
}
