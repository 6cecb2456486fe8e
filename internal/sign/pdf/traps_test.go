package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// file writes a PDF of these objects, the first of which is the catalog.
func file(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, body := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	start := b.Len()
	fmt.Fprintf(&b, "%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, start)
	return b.Bytes()
}

// signed puts an empty signature behind a file and opens the result.
func signed(t *testing.T, source []byte, stamp *Stamp) (*File, []byte) {
	t.Helper()
	before, err := Open(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := before.Plan(stamp)
	if err != nil {
		t.Fatal(err)
	}
	update, err := plan.Update(Signature{SubFilter: "adbe.pkcs7.detached", Name: "見本", At: time.Unix(0, 0), Room: 64, Lines: []string{"見本"}})
	if err == nil {
		err = plan.Check(update)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole := append(bytes.Clone(source), update.Bytes...)
	after, err := Open(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	return after, whole
}

// annots are the annotations of a page.
func annots(t *testing.T, f *File, page int) (list []string) {
	t.Helper()
	err := guard(func() {
		_, dict := f.findPage(f.catalog(), page)
		v, _ := dict.Get("Annots")
		for _, item := range f.Resolve(v).Items {
			list = append(list, string(item.Raw))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

const note = "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>"

// Pages may keep their annotations in one array, and a form may keep its fields
// in the same one: only the page that is signed gets the new field.
func TestArraysThatPagesShareAreNotWritten(t *testing.T) {
	page := "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots 5 0 R >>"
	for name, catalog := range map[string]string{
		"two pages":               "<< /Type /Catalog /Pages 2 0 R >>",
		"two pages and the form":  "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 5 0 R >> >>",
		"with a form of its own":  "<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>",
		"form and array in a row": "<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R /X 5 0 R >>",
	} {
		source := file(catalog, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", page, page, "[6 0 R]", note, "<< /Fields 5 0 R >>")
		for signedPage := range 2 {
			after, _ := signed(t, source, &Stamp{Page: signedPage, Rect: [4]float64{100, 100, 200, 150}})
			if with, without := annots(t, after, signedPage), annots(t, after, 1-signedPage); len(with) != 2 || len(without) != 1 {
				t.Errorf("%s, page %d: %v, the other %v", name, signedPage, with, without)
			}
		}
	}
}

// Some readers take the first free number they see: an object that only a hidden
// section tells of would be replaced by ours.
func TestNumbersBeginBehindTheLargestSize(t *testing.T) {
	for name, size := range map[string]int{"as it is": 5, "larger": 40} {
		source := bytes.Replace(file("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", "null"), []byte("/Size 5"), fmt.Appendf(nil, "/Size %d", size), 1)
		after, whole := signed(t, source, nil)
		first := fmt.Sprintf("\n%d 0 obj\n<< /Type /Sig ", size)
		if !bytes.Contains(whole, []byte(first)) || after.trailer.integer("Size", 0) != int64(size+2) {
			t.Errorf("%s: %q is not there", name, first)
		}
	}
}

// A catalog's /Version stays one.
func TestVersionIsNotRepeated(t *testing.T) {
	_, whole := signed(t, file("<< /Type /Catalog /Version /1.7 /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"), nil)
	for _, catalog := range bytes.Split(whole, []byte("/Type /Catalog"))[1:] {
		if n := bytes.Count(catalog[:bytes.Index(catalog, []byte("endobj"))], []byte("/Version")); n != 1 {
			t.Errorf("/Version stands %d times", n)
		}
	}
}

// What stands in a page may look like anything: the places of a signature are
// known from writing it and never looked for.
func TestPlacesOfASignatureAreNotLookedFor(t *testing.T) {
	decoy := "/ByteRange [" + strings.Repeat(" ", rangeWidth) + "] /Contents <" + strings.Repeat("0", 2*64) + ">"
	source := file("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>", fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(decoy), decoy))
	after, whole := signed(t, source, nil)
	if !bytes.HasPrefix(whole, source) {
		t.Error("the page was written over")
	}
	found, err := after.Signatures()
	if err != nil || len(found) != 1 || !found[0].Whole {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestDescriptionTellsWhatAStampNeedsToKnow(t *testing.T) {
	source := file("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 6 0 R 7 0 R] >> >>", "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] >>",
		"<< /Type /Page /Parent 2 0 R /CropBox [50 60 545 782] >>", "<< /Type /Page /Parent 2 0 R /MediaBox [842 595 0 0] /Rotate -90 >>",
		"<< /FT /Sig /T (a) /V << /Type /Sig >> >>", "<< /FT /Sig /T (b) >>", "<< /T (c) /Kids [<< /FT /Tx /T (d) >>] >>")
	f, err := Open(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		t.Fatal(err)
	}
	for page, want := range []Description{
		{Pages: 2, Box: [4]float64{50, 60, 545, 782}, Signatures: 1, Form: true},
		{Pages: 2, Box: [4]float64{0, 0, 842, 595}, Rotate: 270, Signatures: 1, Form: true},
		{Pages: 2, Signatures: 1, Form: true},
	} {
		if got, err := f.Describe(page); err != nil || got != want {
			t.Errorf("page %d: %+v, %v", page, got, err)
		}
	}
}
