package sign

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/sign/pdf"
)

func pkcs8(t *testing.T, id *testIdentity) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(id.key)
	must(t, err)
	return der
}

func signPDF(t *testing.T, p Profile, source []byte, id *testIdentity, choices Choices) []byte {
	t.Helper()
	batch, err := Prepare(p, []Document{NewDocument("申請書.PDF", source)}, choices)
	if err != nil {
		t.Fatal(err)
	}
	out, err := batch.Sign(t.Context(), &softSigner{id: id}, time.Now())
	must(t, err)
	if out[0].Name != "申請書.signed.pdf" {
		t.Errorf("output is called %s", out[0].Name)
	}
	signed := bytesOf(t, out[0])
	if !bytes.HasPrefix(signed, source) {
		t.Error("bytes of the original were changed")
	}
	return signed
}

// database is a certificate store of NSS that trusts the TEST CA, for pdfsig.
func database(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, args := range [][]string{
		{"-N", "-d", "sql:" + dir, "--empty-password"},
		{"-A", "-d", "sql:" + dir, "-n", "TEST CA", "-t", "CT,C,C", "-i", writeFile(t, "ca.pem", pemOf(identity().ca))},
	} {
		if out, err := run(t, "certutil", args...); err != nil {
			t.Fatalf("certutil: %s", out)
		}
	}
	return dir
}

// images are the pages of a PDF as two programs draw them.
func images(t *testing.T, path string) string {
	t.Helper()
	base := filepath.Join(t.TempDir(), "page")
	if out, err := run(t, "pdftoppm", "-r", "40", path, base); err != nil {
		t.Fatalf("pdftoppm: %s", out)
	}
	if out, err := run(t, "mutool", "draw", "-q", "-r", "40", "-o", base+"-mu%d.pnm", path); err != nil {
		t.Fatalf("mutool draw: %s", out)
	}
	files, err := filepath.Glob(base + "*")
	must(t, err)
	var all bytes.Buffer
	for _, f := range files {
		data, err := os.ReadFile(f)
		must(t, err)
		fmt.Fprintf(&all, "%s %x\n", strings.TrimPrefix(f, base), sha(data))
	}
	return all.String()
}

func sha(data []byte) [32]byte { return NewDocument("", data).Digest }

// Five programs look at every form of PDF in both profiles. One alone is not
// enough: pdfsig calls a file with a destroyed page tree valid.
func TestFiveProgramsAcceptEveryFormOfPDF(t *testing.T) {
	dir, nss := t.TempDir(), database(t)
	var paths, labels []string
	var counts []int
	for name, source := range pdfSamples(t) {
		original := filepath.Join(dir, fmt.Sprintf("%d-original.pdf", len(paths)))
		must(t, os.WriteFile(original, source, 0o600))
		before := images(t, original)
		earlier := bytes.Count(source, []byte("/ByteRange [")) + bytes.Count(source, []byte("/ByteRange["))
		for _, p := range []pdfProfile{pdfMOJ, pdfPAdES} {
			path := filepath.Join(dir, fmt.Sprintf("%d.pdf", len(paths)))
			must(t, os.WriteFile(path, signPDF(t, p, source, identity(), Choices{}), 0o600))
			paths, labels, counts = append(paths, path), append(labels, name+", "+p.name), append(counts, earlier+1)
			// Where one certificate stands in a file twice, pdfsig 22.12 may not trust the second, also when PDFBox made both;
			// PDFBox looks at the certificates of those. Two people's are both trusted (TestEveryProfileBeforeEveryJudge).
			out, err := run(t, "pdfsig", "-nssdir", "sql:"+nss, path)
			if valid := strings.Count(out, "Signature is Valid"); err != nil || valid != earlier+1 || !strings.Contains(out, "Certificate is Trusted") ||
				!strings.Contains(out, "Total document signed") {
				t.Errorf("%s, %s: pdfsig: %v\n%s", name, p.name, err, out)
			}
			if out, err := run(t, "qpdf", "--check", path); err != nil {
				t.Errorf("%s, %s: qpdf: %s", name, p.name, out)
			}
			if out, _ := run(t, "mutool", "sign", "-v", path); strings.Count(out, "unchanged since signing") < 1 || strings.Contains(out, "mismatch") {
				t.Errorf("%s, %s: mutool: %s", name, p.name, out)
			}
			if after := images(t, path); after != before {
				t.Errorf("%s, %s: the pages look different:\n%s%s", name, p.name, before, after)
			}
		}
	}
	answers := strings.Split(strings.TrimSpace(pdfbox(t, strings.Join(paths, "\n")+"\n", "verify", writeFile(t, "ca.pem", pemOf(identity().ca)))), "\n")
	for i, answer := range answers {
		if !strings.HasPrefix(answer, fmt.Sprintf("%d name=", counts[i])) || !strings.Contains(answer, "name=見本　花子") {
			t.Errorf("%s: PDFBox: %s", labels[i], answer)
		}
		if strings.HasPrefix(labels[i], "form") {
			for _, field := range []string{"field=name ", "field=applicant ", "field=applicant.address ", "field=Signature1"} {
				if !strings.Contains(answer+" ", field) {
					t.Errorf("%s: %s is lost: %s", labels[i], field, answer)
				}
			}
		}
	}
}

func TestFormKeepsWhatItHad(t *testing.T) {
	signed := signPDF(t, pdfMOJ, formPDF(), identity(), Choices{})
	form := signed[bytes.LastIndex(signed, []byte("6 0 obj")):]
	for _, want := range []string{"/DR << /Font << /Helv 5 0 R >> >>", "/DA (/Helv 0 Tf 0 g)", "/NeedAppearances false", "/SigFlags 3", "/Fields [7 0 R 8 0 R 11 0 R]"} {
		if !bytes.Contains(form[:bytes.Index(form, []byte("endobj"))], []byte(want)) {
			t.Errorf("%s is missing", want)
		}
	}
}

// Every byte that is signed is changed in turn, in steps; each change must be
// noticed by a program that is not ours.
func TestChangedPDFsAreRefused(t *testing.T) {
	signed := signPDF(t, pdfPAdES, letterPDF("", ""), identity(), Choices{})
	m := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`).FindSubmatch(signed)
	if m == nil {
		t.Fatal("no /ByteRange")
	}
	hole := bytes.Index(signed, []byte("/Contents <")) + len("/Contents <")
	end := hole + len(bytes.TrimRight(signed[hole:hole+bytes.IndexByte(signed[hole:], '>')], "0")) // of the CMS, whose end is the signature
	var paths []string
	dir := t.TempDir()
	for i, at := range []int{20, bytes.Index(signed, []byte("MIHON")), hole - 40, end - 200, len(signed) - 3} {
		changed := bytes.Clone(signed)
		if changed[at] ^= 1; at == end-200 {
			changed[at] = "0123456789ABCDEF"[(bytes.IndexByte([]byte("0123456789abcdef"), signed[at])+1)%16]
		}
		path := filepath.Join(dir, fmt.Sprintf("%d.pdf", i))
		must(t, os.WriteFile(path, changed, 0o600))
		paths = append(paths, path)
	}
	for i, answer := range strings.Split(strings.TrimSpace(pdfbox(t, strings.Join(paths, "\n")+"\n", "verify", writeFile(t, "ca.pem", pemOf(identity().ca)))), "\n") {
		if !strings.HasPrefix(answer, "0") {
			t.Errorf("change %d: PDFBox: %s", i, answer)
		}
		if out, _ := run(t, "pdfsig", "-nocert", paths[i]); strings.Contains(out, "Signature is Valid") {
			t.Errorf("change %d: pdfsig: %s", i, out)
		}
	}
}

// In UTF-16 the second byte of 山 is a backslash and that of 丨 a bracket.
func TestNamesAreReadBackAsTheyAre(t *testing.T) {
	people := []string{"山田　太郎", "小林　一郎", "岡　丨", `ABC (DEF) \GHI`, "𠮷田　花子", "不動　上人"} // 不 and 上 hold a carriage return and a line feed
	var paths []string
	for _, name := range people {
		id := *identity()
		names := append([]otherName{{1, name}}, holderNames[1:]...)
		id.leaf = issueLeaf(&id, subjectAltName(names...), id.since)
		paths = append(paths, writeFile(t, "named.pdf", signPDF(t, pdfMOJ, letterPDF("", ""), &id, Choices{})))
	}
	answers := strings.Split(strings.TrimSpace(pdfbox(t, strings.Join(paths, "\n")+"\n", "verify", writeFile(t, "ca.pem", pemOf(identity().ca)))), "\n")
	for i, name := range people {
		if !strings.Contains(answers[i], "1 name="+name+" field") {
			t.Errorf("%s: %s", name, answers[i])
		}
	}
}

func TestPDFsThatCannotBeSignedAreRefusedBeforeTheCard(t *testing.T) {
	plain := letterPDF("", "")
	for name, c := range map[string]struct {
		source []byte
		want   string
	}{
		"not PDF":        {[]byte("見本"), pdf.ReasonNotPDF},
		"empty":          {nil, pdf.ReasonNotPDF},
		"junk before":    {append([]byte("\n\n"), plain...), pdf.ReasonNotPDF},
		"RC4-40":         {qpdf(t, plain, "--allow-weak-crypto", "--encrypt", "", "owner", "40", "--"), pdf.ReasonEncrypted},
		"RC4-128":        {qpdf(t, plain, "--allow-weak-crypto", "--encrypt", "", "owner", "128", "--"), pdf.ReasonEncrypted},
		"AES-128":        {qpdf(t, plain, "--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=y", "--"), pdf.ReasonEncrypted},
		"AES-256":        {qpdf(t, plain, "--encrypt", "", "owner", "256", "--"), pdf.ReasonEncrypted},
		"certified":      {letterPDF("/Perms << /DocMDP 6 0 R >>", "", "<< /Type /Sig /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>] >>"), pdf.ReasonCertified},
		"XFA":            {letterPDF("/AcroForm << /Fields [] /XFA 6 0 R >>", "", content("<xdp/>")), pdf.ReasonXFA},
		"cut off":        {plain[:len(plain)-40], pdf.ReasonDamaged},
		"shifted":        {bytes.Replace(plain, []byte("MIHON"), bytes.Repeat([]byte("MIHON"), 20), 1), pdf.ReasonDamaged},
		"no pages":       {bytes.Replace(plain, []byte("/Pages 2 0 R"), []byte("/Pagez 2 0 R"), 1), pdf.ReasonDamaged},
		"circle":         {bytes.Replace(plain, []byte("/Kids [3 0 R]"), []byte("/Kids [2 0 R]"), 1), pdf.ReasonDamaged},
		"prev in circle": {bytes.Replace(plain, []byte("/Root 1 0 R"), fmt.Appendf(nil, "/Root 1 0 R /Prev %d", bytes.Index(plain, []byte("xref\n0"))), 1), pdf.ReasonDamaged},
	} {
		var refused *DocumentError
		_, err := Prepare(pdfMOJ, []Document{NewDocument("a.pdf", c.source)}, Choices{})
		if !errors.As(err, &refused) || !strings.HasPrefix(refused.Reason, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStampShowsAndChangesNothingElse(t *testing.T) {
	dir := t.TempDir()
	source, signed := filepath.Join(dir, "a.pdf"), filepath.Join(dir, "b.pdf")
	plain := letterPDF("", "")
	must(t, os.WriteFile(source, plain, 0o600))
	stamped := signPDF(t, pdfMOJ, plain, identity(), Choices{PDF: PDFChoices{Stamp: &pdf.Stamp{Rect: [4]float64{350, 100, 550, 150}}}})
	must(t, os.WriteFile(signed, stamped, 0o600))
	// The stamp's rectangle is cut out of both pictures: 595 × 842 points at 72 dpi, from the top.
	outside := func(path string) (rows [32]byte, inside [32]byte) {
		base := filepath.Join(dir, "p")
		if out, err := run(t, "pdftoppm", "-r", "72", "-gray", "-singlefile", path, base); err != nil {
			t.Fatal(out)
		}
		picture, err := os.ReadFile(base + ".pgm")
		must(t, err)
		pixels := picture[len(picture)-595*842:]
		var out, in []byte
		for y := range 842 {
			for x := range 595 {
				if x >= 349 && x <= 551 && y >= 842-151 && y <= 842-99 {
					in = append(in, pixels[y*595+x])
				} else {
					out = append(out, pixels[y*595+x])
				}
			}
		}
		return sha(out), sha(in)
	}
	outBefore, inBefore := outside(source)
	outAfter, inAfter := outside(signed)
	if outBefore != outAfter || inBefore == inAfter {
		t.Errorf("outside the same: %v, inside different: %v", outBefore == outAfter, inBefore != inAfter)
	}
	if out, err := run(t, "qpdf", "--check", signed); err != nil {
		t.Error(out)
	}
	for _, stamp := range []*pdf.Stamp{{Page: 1, Rect: [4]float64{0, 0, 100, 50}}, {Rect: [4]float64{0, 0, 5, 5}}, {Page: -1, Rect: [4]float64{0, 0, 100, 50}}} {
		if _, err := Prepare(pdfMOJ, []Document{NewDocument("a.pdf", plain)}, Choices{PDF: PDFChoices{Stamp: stamp}}); err == nil {
			t.Errorf("%+v is taken", stamp)
		}
	}
}
