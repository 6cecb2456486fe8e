package sign

import (
	"archive/zip"
	"bytes"
	"path"
	"slices"

	"github.com/hitofude/hitofude/internal/sign/pdf"
	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

// The kinds of documents that Inspect tells apart.
const (
	KindPDF   = "pdf"
	KindXML   = "xml"
	KindEgov  = "egov-zip" // a ZIP with a 構成管理XML
	KindOther = "other"
)

// Notes are words about a document that a person should know before signing it:
//
//   - form: a PDF with fields to fill in; they can be filled in until it is signed
//   - certified: the author of a PDF allows certain changes only; a signature is one of them
//   - rotated: the page of a PDF is shown turned, and a stamp turns with it
//   - not-referenced: files in an application that its signature does not cover
//   - digest-only: its content was not looked at
func Notes() []string {
	return []string{"form", "certified", "rotated", "not-referenced", "digest-only"}
}

// A View is what can be told of a document without any choice of a profile.
type View struct {
	Kind       string
	Pages      int        // of a PDF
	Box        [4]float64 // of its page asked for, in points: left, bottom, right, top
	Rotate     int        // of that page, degrees clockwise
	Signatures int        // in it already
	Notes      []string   // of Notes
}

// Inspect looks at a document for a person. page, from 0, is the page of a PDF
// whose size is wanted. What cannot be read is of the kind that it looks like;
// why it cannot be signed is for Try to say.
func Inspect(doc Document, page int) View {
	if doc.Content == nil {
		return View{Kind: KindOther, Notes: []string{"digest-only"}}
	}
	head := make([]byte, 8)
	n, _ := doc.Content.ReadAt(head, 0)
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return inspectPDF(doc, page)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return inspectArchive(doc)
	case bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n"), []byte("<")):
		return inspectXML(doc)
	}
	return View{Kind: KindOther}
}

func inspectPDF(doc Document, page int) View {
	v := View{Kind: KindPDF}
	file, err := pdf.Open(doc.Content, doc.Content.Size())
	if err != nil {
		return v
	}
	d, err := file.Describe(page)
	if err != nil {
		return v
	}
	v.Pages, v.Box, v.Rotate, v.Signatures = d.Pages, d.Box, d.Rotate, d.Signatures
	v.note(d.Form, "form")
	v.note(d.Certified > 0, "certified")
	v.note(d.Rotate != 0, "rotated")
	return v
}

func inspectArchive(doc Document) View {
	archive, err := openArchive(doc, nil)
	if err != nil {
		return View{Kind: KindOther}
	}
	entry, kousei, err := archive.kousei()
	if err != nil {
		return View{Kind: KindOther}
	}
	covered := applicationFiles(child(kousei.Root, "構成情報"))
	other := slices.ContainsFunc(archive.File, func(f *zip.File) bool {
		return f != entry && !f.FileInfo().IsDir() && !slices.Contains(covered, path.Base(f.Name))
	})
	v := View{Kind: KindEgov, Signatures: countSignatures(kousei)}
	v.note(other, "not-referenced")
	return v
}

func inspectXML(doc Document) View {
	parsed, err := readXML(doc)
	if err != nil {
		return View{Kind: KindXML}
	}
	return View{Kind: KindXML, Signatures: countSignatures(parsed)}
}

func countSignatures(doc *xmldoc.Document) (count int) {
	doc.Root.Walk(func(n xmldoc.Node) {
		if n.Is(nsDSig, "Signature") {
			count++
		}
	})
	return count
}

func (v *View) note(holds bool, word string) {
	if holds {
		v.Notes = append(v.Notes, word)
	}
}
