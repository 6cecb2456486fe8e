package sign

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

// XMLChoices say which element of a document is signed and where the signature
// goes. The zero value signs the root and puts the signature last in it.
type XMLChoices struct {
	IDAttribute string // the attribute that names the element: "ID", "Id" or "id"; "" takes the one that is there
	ID          string // its value; "" is the root's
	Parent      string // local name of the element that takes the signature, "" for the signed one
}

// enveloped is the profile xmldsig-enveloped: an XML signature (W3C
// xmldsig-core) inside the document. No counter is known to take it in this
// general form: it is for people whose receiver named the form to them.
type enveloped struct{}

func (enveloped) Name() string       { return "xmldsig-enveloped" }
func (enveloped) NeedsContent() bool { return true }

func (enveloped) Prepare(doc Document, choices Choices) (Prepared, error) {
	refuse := func(reason string) (Prepared, error) { return nil, &DocumentError{doc.Name, reason, "xml"} }
	parsed, err := readXML(doc)
	if err != nil {
		return nil, err
	}
	defer parsed.Release()
	target, uri, reason := choices.XML.target(parsed)
	if reason != "" {
		return refuse(reason)
	}
	parent, reason := choices.XML.parent(parsed, target)
	if reason != "" {
		return refuse(reason)
	}
	if holdsSignature(target) {
		return nil, &DocumentError{doc.Name, "it holds a signature already, which another one inside would break", "xml-signed"}
	}
	transforms := []string{xmldoc.Method}
	if uri == "" || inside(parent, target) {
		transforms = []string{algEnveloped, xmldoc.Method}
	}
	digest, err := canonicalDigest(target, xmldoc.Node{})
	if uri == "" {
		digest, err = documentDigest(parsed)
	}
	if err != nil {
		return nil, err
	}
	s, err := newXMLSignature(parsed, within(parent), []xmlReference{{uri, transforms, digest}})
	if err != nil {
		return refuse(err.Error())
	}
	return preparedXML{s, signedName(doc.Name, ".xml"), "application/xml"}, nil
}

type preparedXML struct {
	*xmlSignature
	name, mediaType string
}

func (p preparedXML) Target() string { return p.name }

func (p preparedXML) Sign(k *cardKey, at time.Time) (Output, error) {
	signed, err := p.sign(k, at)
	if err != nil {
		return Output{}, err
	}
	return newOutput(p.name, p.mediaType, signed.parts()...), nil
}

// readXML reads a document into memory, once, and parses it there.
func readXML(doc Document) (*xmldoc.Document, error) {
	if doc.Content.Size() > xmldoc.MaxSize {
		return nil, &DocumentError{doc.Name, "the XML is longer than 100 MiB", "too-long"}
	}
	source, err := textOf(io.NewSectionReader(doc.Content, 0, doc.Content.Size()), doc.Content.Size())
	if err != nil {
		return nil, err
	}
	parsed, err := xmldoc.Parse(source)
	if err != nil {
		return nil, &DocumentError{doc.Name, err.Error(), "xml"}
	}
	return parsed, nil
}

// textOf reads all of a content of about that size, without a second copy.
func textOf(r io.Reader, size int64) (string, error) {
	var text strings.Builder
	text.Grow(int(size))
	_, err := pour(&text, r)
	return text.String(), err
}

// target finds the element to sign and the URI that points at it: "" is the
// whole document, for a root without an identifier.
func (c XMLChoices) target(doc *xmldoc.Document) (n xmldoc.Node, uri, reason string) {
	names := idAttributes
	if c.IDAttribute != "" {
		if !slices.Contains(idAttributes, c.IDAttribute) {
			return n, "", "the attribute that names the element has to be ID, Id or id"
		}
		names = []string{c.IDAttribute}
	}
	var found []xmldoc.Node
	value := c.ID
	doc.Named(func(n xmldoc.Node, a xmldoc.Attribute) {
		if a.Space() != "" || !slices.Contains(names, a.Local()) {
			return
		}
		if v := a.Value(); v != "" && (v == c.ID || c.ID == "" && n == doc.Root) {
			found, value = append(found, n), v
		}
	})
	switch {
	case len(found) == 0 && c.ID == "" && c.IDAttribute == "":
		return doc.Root, "", ""
	case len(found) == 0:
		return n, "", "there is no element with that identifier"
	case len(found) > 1 || !unique(doc, value):
		return n, "", "more than one element has the identifier that is signed"
	case strings.ContainsAny(value, " \t\r\n%\"<>&'"):
		return n, "", "the identifier holds a character that a reference cannot carry"
	}
	return found[0], "#" + escapeURI(value), ""
}

// parent finds the element that takes the signature.
func (c XMLChoices) parent(doc *xmldoc.Document, target xmldoc.Node) (n xmldoc.Node, reason string) {
	if c.Parent == "" {
		return target, ""
	}
	doc.Root.Walk(func(at xmldoc.Node) {
		if at.Kind() != xmldoc.Element || at.Local() != c.Parent {
			return
		}
		if !n.None() {
			reason = "more than one element has the name that takes the signature"
		}
		n = at
	})
	if n.None() {
		return n, "there is no element with the name that takes the signature"
	}
	return n, reason
}

func inside(n, of xmldoc.Node) bool {
	for ; !n.None(); n = n.Parent() {
		if n == of {
			return true
		}
	}
	return false
}

func holdsSignature(n xmldoc.Node) (found bool) {
	n.Walk(func(at xmldoc.Node) { found = found || at.Is(nsDSig, "Signature") })
	return found
}

// signedName is what a signed file is called that replaces the original:
// "a.xml" becomes "a.signed.xml".
func signedName(name, extension string) string {
	stem := name
	if len(name) > len(extension) && strings.EqualFold(name[len(name)-len(extension):], extension) {
		stem = name[:len(name)-len(extension)]
	}
	return stem + ".signed" + extension
}
