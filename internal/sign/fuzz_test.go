package sign

import (
	"errors"
	"testing"
	"time"
)

// FuzzTry gives any content to every profile, as a person might: it is refused
// with a reason, or goes through the rehearsal, and then a card that answers is all
// that is missing. Whatever it is, nothing panics or hangs before the PIN.
func FuzzTry(f *testing.F) {
	application := pack(f, map[string]string{"申請/kousei.xml": kousei, "申請/900A01020000100001_01.xml": "<a/>", "申請/届出 見本.xml": "<b/>"})
	f.Add(application)
	f.Add([]byte(kousei))
	f.Add([]byte(`<p:a xmlns:p="urn:a" xml:lang="ja" id="x"><![CDATA[<]]>&#13;<b/></p:a>`))
	f.Add(letterPDF("", ""))
	f.Add(letterPDF("/AcroForm << /Fields [] >>", ""))
	for _, name := range []string{"egov-kousei", "xmldsig-enveloped", "pdf-moj"} {
		p, _ := Lookup(name)
		doc := map[string]Document{
			"egov-kousei": NewDocument("a.zip", application), "xmldsig-enveloped": NewDocument("a.xml", []byte(`<a><b id="y"/></a>`)),
			"pdf-moj": NewDocument("a.pdf", letterPDF("", "")),
		}[name]
		out, err := signAll(f.Context(), p, &softSigner{id: identity()}, []Document{doc}, time.Unix(1e9, 0))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(bytesOf(f, out[0]))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		doc := NewDocument("a", content)
		Inspect(doc, 0)
		for _, p := range profiles {
			_, err := Try(p, doc, Choices{})
			var refused *DocumentError
			if err != nil && (!errors.As(err, &refused) || refused.Reason == "") {
				t.Errorf("%s: %v", p.Name(), err)
			}
		}
	})
}
