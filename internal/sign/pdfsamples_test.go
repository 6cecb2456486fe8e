package sign

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pdfBuilder writes a PDF with a classic table, object by object.
type pdfBuilder struct {
	bytes.Buffer
	offsets []int
	trailer string
}

func newPDF(version string) *pdfBuilder {
	b := &pdfBuilder{trailer: "/Root 1 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]"}
	b.WriteString("%PDF-" + version + "\n%\xE2\xE3\xCF\xD3\n")
	return b
}

func (b *pdfBuilder) add(body string) {
	b.offsets = append(b.offsets, b.Len())
	fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", len(b.offsets), body)
}

func (b *pdfBuilder) end() []byte {
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(b.offsets)+1)
	for _, offset := range b.offsets {
		fmt.Fprintf(b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(b, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", len(b.offsets)+1, b.trailer, start)
	return b.Bytes()
}

func content(text string) string {
	return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text)
}

// letterPDF is a page with a line of text; catalog and page are added to those dictionaries.
func letterPDF(catalog, page string, more ...string) []byte {
	b := newPDF("1.7")
	b.add("<< /Type /Catalog /Pages 2 0 R " + catalog + " >>")
	b.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	b.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> " + page + " >>")
	b.add(content("BT /F1 24 Tf 72 700 Td (MIHON application 0123) Tj ET"))
	b.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	for _, body := range more {
		b.add(body)
	}
	return b.end()
}

// hybridPDF has objects that only a cross-reference stream beside the table
// tells of, as a well-known word processor writes them (ISO 32000-1 §7.5.8.4).
func hybridPDF() []byte {
	b := newPDF("1.5")
	b.add("<< /Type /Catalog /Pages 2 0 R >>")
	b.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	b.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 7 0 R >>")
	b.add(content("BT /F1 24 Tf 72 700 Td (MIHON hybrid) Tj ET"))
	packed := "7 0 8 34 << /Font << /F1 8 0 R >> >>       << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
	b.add(fmt.Sprintf("<< /Type /ObjStm /N 2 /First 9 /Length %d >>\nstream\n%s\nendstream", len(packed), packed))
	rows := string([]byte{1, byte(b.offsets[4] >> 8), byte(b.offsets[4]), 0, 1, byte(b.Len() >> 8), byte(b.Len()), 0, 2, 0, 5, 0, 2, 0, 5, 1})
	hidden := b.Len()
	b.add(fmt.Sprintf("<< /Type /XRef /W [1 2 1] /Index [5 4] /Size 9 /Root 1 0 R /Length %d >>\nstream\n%s\nendstream", len(rows), rows))
	start := b.Len()
	b.WriteString("xref\n0 5\n0000000000 65535 f \n")
	for _, offset := range b.offsets[:4] {
		fmt.Fprintf(b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(b, "7 2\n0000000000 00000 f \n0000000000 00000 f \ntrailer\n<< /Size 9 %s /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n", b.trailer, hidden, start)
	return b.Bytes()
}

// run runs a program of the set-up and fails where it is missing.
func run(t *testing.T, name string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is not installed: PDF signatures cannot be judged", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	return string(out), err
}

// qpdf makes another form of a PDF.
func qpdf(t *testing.T, in []byte, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	source, target := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	must(t, os.WriteFile(source, in, 0o600))
	if out, err := run(t, "qpdf", append(args, source, target)...); err != nil {
		t.Fatalf("qpdf %v: %s", args, out)
	}
	made, err := os.ReadFile(target)
	must(t, err)
	return made
}

const jars = "/usr/share/java/pdfbox2.jar:/usr/share/java/fontbox2.jar:/usr/share/java/commons-logging.jar:/usr/share/java/bcprov.jar:/usr/share/java/bcpkix.jar:/usr/share/java/bcutil.jar"

func pdfbox(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	java := exec.Command("java", append([]string{"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jars, "testdata/JudgePDF.java"}, args...)...)
	java.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	java.Stderr = &stderr
	out, err := java.Output()
	if err != nil {
		t.Fatalf("PDFBox cannot judge: %v: %s", err, &stderr)
	}
	return string(out)
}

// signedByPDFBox is a PDF that PDFBox signed, with 9,472 bytes of room for a
// signature of less than 2,000.
func signedByPDFBox(t *testing.T, in []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	source, target := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	must(t, os.WriteFile(source, in, 0o600))
	pdfbox(t, "", "sign", source, target, writeFile(t, "TEST-key.der", pkcs8(t, identity())), writeFile(t, "TEST-cert.pem", pemOf(identity().leaf)))
	made, err := os.ReadFile(target)
	must(t, err)
	return made
}

// A form of a text field and a field with one below it.
const textField = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (x) /Rect [10 10 100 30] /P 3 0 R /DA (/Helv 0 Tf 0 g) >>"
const nestedField = "<< /T (applicant) /Kids [9 0 R] >>"
const kidField = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (address) /Parent 8 0 R /Rect [10 50 100 70] /P 3 0 R >>"
const formEntries = "/DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 0 Tf 0 g) /NeedAppearances false"

func formPDF() []byte {
	return letterPDF("/AcroForm 6 0 R", "/Annots [7 0 R 9 0 R]", "<< /Fields [7 0 R 8 0 R] "+formEntries+" >>", textField, nestedField, kidField)
}

func pdfSamples(t *testing.T) map[string][]byte {
	plain := letterPDF("", "")
	samples := map[string][]byte{
		"classic":            plain,
		"object streams":     qpdf(t, plain, "--object-streams=generate"),
		"linearized":         qpdf(t, plain, "--linearize"),
		"linearized stream":  qpdf(t, plain, "--linearize", "--object-streams=generate"),
		"hybrid":             hybridPDF(),
		"no final newline":   bytes.TrimRight(plain, "\n"),
		"carriage returns":   bytes.ReplaceAll(plain, []byte("%%EOF\n"), []byte("%%EOF\r")),
		"trailing junk":      append(bytes.Clone(plain), "\r\n<!-- end -->\r\n"...),
		"version in catalog": letterPDF("/Version /1.7", ""),
		"form":               formPDF(),
		"form in catalog":    letterPDF("/AcroForm << /Fields 6 0 R "+formEntries+" >>", "/Annots 10 0 R", "[7 0 R 8 0 R]", textField, nestedField, kidField, "[7 0 R 9 0 R]"),
		"zeros in a page":    letterPDF("", "", content(strings.Repeat("0", 40000)+" [ 0 0000000000 0000000000 ] /ByteRange")),
		"signed by PDFBox":   signedByPDFBox(t, plain),
		"signed, streams":    signedByPDFBox(t, qpdf(t, plain, "--object-streams=generate")),
		"certified level 2":  letterPDF("/Perms << /DocMDP 6 0 R >>", "", "<< /Type /Sig /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 2 /V /1.2 >> >>] >>"),
	}
	samples["signed by us"] = signPDF(t, pdfMOJ, plain, identity(), Choices{})
	return samples
}
