package host

import (
	"bytes"
	"os"
	"testing"

	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/sign"
	"github.com/hitofude/hitofude/internal/sign/pdf"
)

// A person whose document cannot be signed is told what is wrong with this one
// and what to do, in both languages, not only that it was not taken.
func TestEveryKindOfRefusedDocumentHasWordsOfItsOwn(t *testing.T) {
	plain, err := os.ReadFile("../../internal/sign/pdf/testdata/classic.pdf")
	if err != nil {
		t.Fatal(err)
	}
	general := &messaging.Error{Code: messaging.CodeDocumentInvalid}
	with := func(from, to string) []byte { return bytes.Replace(plain, []byte(from), []byte(to), 1) }
	signed := `<a id="x"><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></a>`
	for kind, c := range map[string]struct {
		profile string
		content []byte
		choices sign.Choices
	}{
		"not-pdf":     {"pdf-moj", []byte("text"), sign.Choices{}},
		"damaged":     {"pdf-moj", plain[:len(plain)-40], sign.Choices{}},
		"protected":   {"pdf-moj", with("trailer\n<<", "trailer\n<< /Encrypt 9 0 R"), sign.Choices{}},
		"stamp":       {"pdf-moj", plain, sign.Choices{PDF: sign.PDFChoices{Stamp: &pdf.Stamp{Page: 7, Rect: [4]float64{0, 0, 100, 50}}}}},
		"xml":         {"xmldsig-enveloped", []byte("<a>"), sign.Choices{}},
		"xml-signed":  {"xmldsig-enveloped", []byte(signed), sign.Choices{}},
		"application": {"egov-kousei", []byte("PK"), sign.Choices{}},
	} {
		p, _ := sign.Lookup(c.profile)
		_, err := sign.Prepare(p, []sign.Document{sign.NewDocument("a", c.content)}, c.choices)
		e := codeOf(err)
		if err == nil || e.Code != messaging.CodeDocumentInvalid || e.Params["reason"] != kind || e.Params["document"] != "a" {
			t.Errorf("%s: %v, %v", kind, err, e)
			continue
		}
		for _, lang := range []string{"ja", "en"} {
			cause, next := e.Text(lang)
			generalCause, generalNext := general.Text(lang)
			if cause == generalCause || next == generalNext {
				t.Errorf("%s, %s: %s %s", kind, lang, cause, next)
			}
		}
	}
}
