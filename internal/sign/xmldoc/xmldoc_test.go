package xmldoc

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func parse(t *testing.T, source string) *Document {
	t.Helper()
	doc, err := Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The offsets decide where a signature is spliced in: one byte off destroys the
// document.
func TestOffsetsMeetTheTags(t *testing.T) {
	source := "\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<a><!-- x --><b c='>'>text</b><d /></a >\n"
	doc := parse(t, source)
	at := func(from, to int) string { return source[from:to] }
	a := doc.Root
	in := slices.Collect(a.Children())
	b, d := in[1], in[2]
	text := slices.Collect(b.Children())[0]
	for name, pair := range map[string][2]string{
		"a":       {at(a.Start(), a.End()), `<a><!-- x --><b c='>'>text</b><d /></a >`},
		"in a":    {at(a.InnerStart(), a.InnerEnd()), `<!-- x --><b c='>'>text</b><d />`},
		"comment": {at(in[0].Start(), in[0].End()), `<!-- x -->`},
		"b":       {at(b.Start(), b.End()), `<b c='>'>text</b>`},
		"in b":    {at(b.InnerStart(), b.InnerEnd()), `text`},
		"text":    {at(text.Start(), text.End()), `text`},
		"d":       {at(d.Start(), d.End()), `<d />`},
		"in d":    {at(d.InnerStart(), d.InnerEnd()), ``},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", name, pair[0], pair[1])
		}
	}
}

func TestWhatIsLeftOutIsLeftOut(t *testing.T) {
	doc := parse(t, `<a xmlns="urn:1"> <b><c/></b> <d/></a>`)
	var out bytes.Buffer
	if err := doc.Root.Canonical(&out, slices.Collect(doc.Root.Children())[1]); err != nil {
		t.Fatal(err)
	}
	if want := `<a xmlns="urn:1">  <d></d></a>`; out.String() != want {
		t.Errorf("%s, want %s", &out, want)
	}
}

// Things that a parser may take and that we do not: they let one text be shown
// and another be signed, or let a small document grow.
func TestDangerousDocumentsAreRefused(t *testing.T) {
	deep := strings.Repeat("<a>", maxDepth+1)
	for name, source := range map[string]string{
		"DTD":             `<!DOCTYPE a><a/>`,
		"entity":          `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`,
		"external entity": `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`,
		"default values":  `<!DOCTYPE a [<!ATTLIST a ID CDATA "x">]><a/>`,
		"deep":            deep + strings.Repeat("</a>", maxDepth+1),
		"XML 1.1":         `<?xml version="1.1"?><a/>`,
		"UTF-16":          "\xFE\xFF\x00<\x00a\x00/\x00>",
		"Shift_JIS":       `<?xml version="1.0" encoding="Shift_JIS"?><a/>`,
		"empty prefix":    `<:a/>`,
		"many attributes": "<a" + strings.Repeat(` b=""`, maxAttributes+1) + "/>",
	} {
		var syntax *SyntaxError
		if _, err := Parse(source); !errors.As(err, &syntax) {
			t.Errorf("%s: %v", name, err)
		}
	}
	allowed := strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth)
	parse(t, allowed)
}

func TestAnErrorNamesTheLine(t *testing.T) {
	_, err := Parse("<a>\n<b>\n</c>\n</a>")
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Line != 3 {
		t.Errorf("%v", err)
	}
}

// FuzzParse looks for input that makes the parser panic or hang, and holds that
// a canonical form is its own canonical form.
func FuzzParse(f *testing.F) {
	for _, c := range append(append([]string{}, handCases...), malformed...) {
		f.Add([]byte(c))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		doc, err := Parse(string(source))
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		if err := doc.Canonical(&once, Node{}); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(once.String())
		if err != nil {
			t.Fatalf("%v: %q", err, once.Bytes())
		}
		if err := again.Canonical(&twice, Node{}); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Errorf("%q, then %q, %v", once.Bytes(), twice.Bytes(), err)
		}
	})
}

// Canonical XML 1.0 §1.3: a document with a relative namespace has no canonical form.
func TestRelativeNamespaceIsRefused(t *testing.T) {
	for _, space := range []string{"rel", "#x", "/a:b", "1a:b", ":x", "a/b:c"} {
		if _, err := Parse(`<a xmlns="` + space + `"/>`); err == nil {
			t.Errorf("%q is read", space)
		}
	}
	for _, space := range []string{"", "urn:x", "http://example.jp/a", "x-y.z+1:a"} {
		if _, err := Parse(`<a xmlns="` + space + `"/>`); err != nil {
			t.Errorf("%q: %v", space, err)
		}
	}
}

// An apex inherits xml: attributes. There may be a hundred thousand, and comparing
// each with each would take hours: this test would not end.
func TestManyInheritedAttributesAreNoBurden(t *testing.T) {
	var b strings.Builder
	const depth, each = 120, 900
	for i := range depth {
		b.WriteString("<a")
		for j := range each {
			fmt.Fprintf(&b, " xml:a%d=''", i*each+j)
		}
		b.WriteString(">")
	}
	b.WriteString("<p/>" + strings.Repeat("</a>", depth))
	doc := parse(t, b.String())
	apex := doc.Root
	for apex.Local() != "p" {
		apex = slices.Collect(apex.Children())[0]
	}
	var out bytes.Buffer
	if err := apex.Canonical(&out, Node{}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "xml:a"); got != depth*each {
		t.Errorf("%d attributes", got)
	}
}
