package sign

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

var errXMLForm = errors.New("reading the signature: it is not an XML signature of a form that is made here")

// verifyXML looks at the signatures in a document of the profile
// xmldsig-enveloped. Each must stand where the profile puts it and sign the
// root or the one element that it names: verifiers that looked for the named
// element anywhere were shown one and told of another (signature wrapping).
func verifyXML(content Content, roots [][]byte) ([]*Report, error) {
	doc, err := readXML(Document{Content: content})
	if err != nil {
		return nil, err
	}
	defer doc.Release()
	reports, err := verifySignatures(doc, "xmldsig-enveloped", nil, roots)
	return withoutSubjects(reports), err
}

// verifyEgov looks at the signatures of the 構成管理XML in an archive. before is
// what is known of its entries.
func verifyEgov(content Content, before unpacked, roots [][]byte) ([]*Report, error) {
	archive, err := openArchive(Document{Content: content}, before)
	if err != nil {
		return nil, err
	}
	entry, doc, err := archive.kousei()
	if err != nil {
		return nil, err
	}
	defer doc.Release()
	files := func(name string) ([32]byte, error) {
		return archive.digest(path.Join(path.Dir(entry.Name), name), name)
	}
	reports, err := verifySignatures(doc, "egov-kousei", files, roots)
	if err != nil {
		return nil, err
	}
	subject := child(doc.Root, "構成情報")
	for _, r := range reports {
		if r.value != nil && (!slices.Equal(r.files, applicationFiles(subject)) || r.subject != subject) {
			r.Intact, r.Reason, r.beside = false, "content-changed", "content-changed" // a file that 構成情報 names is not signed
		}
	}
	return withoutSubjects(reports), nil
}

func withoutSubjects(reports []xmlReport) (out []*Report) {
	for _, r := range reports {
		out = append(out, r.Report)
	}
	return out
}

type xmlReport struct {
	*Report
	subject xmldoc.Node
	files   []string
}

// verifySignatures looks at all Signature elements of a document. files gives
// the digest of a file that is referenced; nil where none may be.
func verifySignatures(doc *xmldoc.Document, profile string, files func(name string) ([32]byte, error), roots [][]byte) (reports []xmlReport, err error) {
	doc.Root.Walk(func(n xmldoc.Node) {
		if n.Is(nsDSig, "Signature") && err == nil && len(reports) == maxSignatures {
			err = errManySignatures
		}
		if n.Is(nsDSig, "Signature") && err == nil {
			var r xmlReport
			if r, err = verifySignature(doc, n, files, roots); r.value != nil {
				r.Profile = profile
			}
			reports = append(reports, r)
		}
	})
	// A file of nothing but other forms is none of ours.
	if err == nil && !slices.ContainsFunc(reports, func(r xmlReport) bool { return r.value != nil }) {
		err = errXMLForm
	}
	if err != nil {
		return nil, err
	}
	return reports, nil
}

func verifySignature(doc *xmldoc.Document, n xmldoc.Node, files func(string) ([32]byte, error), roots [][]byte) (r xmlReport, err error) {
	s, ok := readSignature(n)
	if !ok {
		return xmlReport{Report: otherForm()}, nil
	}
	described, cert, err := describeSigner(s.certificate, time.Time{}, roots)
	if err != nil {
		return xmlReport{Report: otherForm()}, nil
	}
	r = xmlReport{Report: described}
	r.value = s.value
	digest, err := canonicalDigest(s.info, xmldoc.Node{})
	if err != nil {
		return r, err
	}
	r.Reason = broken(cert, digest, s.value)
	if r.Reason != "signature-broken" {
		r.beside = r.Reason
	}
	for i, ref := range s.references {
		reason := ref.check(doc, n, &r, i == 0, files)
		if r.Reason == "" {
			r.Reason = reason
		}
		if r.beside == "" {
			r.beside = reason
		}
	}
	r.Intact = r.Reason == ""
	if r.subject != doc.Root && files == nil {
		r.Covers = "part"
	}
	return r, nil
}

// check says what is wrong with one reference, one of Reasons, or "". The first
// one is to an element of the document, the others are to files.
func (ref parsedReference) check(doc *xmldoc.Document, signature xmldoc.Node, r *xmlReport, first bool, files func(string) ([32]byte, error)) string {
	if !first {
		name, err := url.PathUnescape(ref.uri)
		if files == nil || err != nil || len(ref.transforms) > 0 || strings.HasPrefix(ref.uri, "#") {
			return "other-form"
		}
		r.files = append(r.files, name)
		if digest, err := files(name); err != nil || digest != ref.digest {
			return "content-changed"
		}
		return ""
	}
	subject, reason := ref.subject(doc)
	if reason != "" {
		return reason
	}
	r.subject = subject
	var without xmldoc.Node
	switch {
	case slices.Equal(ref.transforms, []string{algEnveloped, xmldoc.Method}) && inside(signature, subject):
		without = signature
	case !slices.Equal(ref.transforms, []string{xmldoc.Method}):
		return "other-form"
	}
	hash := sha256.New()
	var err error
	if ref.uri == "" {
		err = doc.Canonical(hash, without)
	} else {
		err = subject.Canonical(hash, without)
	}
	if err != nil || [32]byte(hash.Sum(nil)) != ref.digest {
		return "content-changed"
	}
	return ""
}

// subject is the one element that a reference names.
func (ref parsedReference) subject(doc *xmldoc.Document) (found xmldoc.Node, reason string) {
	if ref.uri == "" {
		return doc.Root, ""
	}
	id, err := url.PathUnescape(strings.TrimPrefix(ref.uri, "#"))
	if err != nil || !strings.HasPrefix(ref.uri, "#") {
		return found, "other-form"
	}
	if !unique(doc, id) {
		return found, "content-changed"
	}
	eachIdentifier(doc, func(n xmldoc.Node, value string) {
		if value == id {
			found = n
		}
	})
	return found, ""
}

// parsedSignature is a Signature element taken apart.
type parsedSignature struct {
	info        xmldoc.Node
	references  []parsedReference
	value       []byte
	certificate []byte
}

type parsedReference struct {
	uri        string
	transforms []string
	digest     [32]byte
}

// readSignature reads what xmlSignature writes, and nothing looser but white
// space between the elements.
func readSignature(n xmldoc.Node) (s parsedSignature, ok bool) {
	parts, ok := elements(n, "SignedInfo", "SignatureValue", "KeyInfo")
	if !ok {
		return s, false
	}
	s.info = parts[0]
	data, ok1 := elements(parts[2], "X509Data")
	if !ok1 {
		return s, false
	}
	certificate, ok2 := elements(data[0], "X509Certificate")
	if !ok2 {
		return s, false
	}
	var ok3, ok4, ok5 bool
	s.value, ok3 = decoded(parts[1])
	s.certificate, ok4 = decoded(certificate[0])
	s.references, ok5 = readReferences(s.info)
	return s, ok3 && ok4 && ok5
}

func readReferences(info xmldoc.Node) (references []parsedReference, ok bool) {
	parts, ok := elements(info)
	if !ok || len(parts) < 3 || !algorithm(parts[0], "CanonicalizationMethod", xmldoc.Method) || !algorithm(parts[1], "SignatureMethod", algRSASHA256) {
		return nil, false
	}
	for _, n := range parts[2:] {
		ref, ok := readReference(n)
		if !ok {
			return nil, false
		}
		references = append(references, ref)
	}
	return references, true
}

func readReference(n xmldoc.Node) (ref parsedReference, ok bool) {
	parts, ok := elements(n)
	uri, has := n.Attr("URI")
	if !ok || !n.Is(nsDSig, "Reference") || !has || n.AttributeCount() != 1 || len(parts) < 2 {
		return ref, false
	}
	ref.uri = uri
	if len(parts) == 3 {
		transforms, ok := elements(parts[0])
		if !ok || !parts[0].Is(nsDSig, "Transforms") {
			return ref, false
		}
		for _, t := range transforms {
			id, _ := t.Attr("Algorithm")
			if !algorithm(t, "Transform", id) {
				return ref, false
			}
			ref.transforms = append(ref.transforms, id)
		}
		parts = parts[1:]
	}
	digest, ok := decoded(parts[1])
	if len(parts) != 2 || !ok || len(digest) != 32 || !algorithm(parts[0], "DigestMethod", algSHA256) || !parts[1].Is(nsDSig, "DigestValue") {
		return ref, false
	}
	ref.digest = [32]byte(digest)
	return ref, true
}

// elements returns the child elements, which must be those named if any are;
// anything but white space between them is refused.
func elements(n xmldoc.Node, named ...string) (found []xmldoc.Node, ok bool) {
	for c := range n.Children() {
		switch {
		case c.Kind() == xmldoc.Element && c.Is(nsDSig, c.Local()):
			found = append(found, c)
		case c.Kind() != xmldoc.Text || strings.TrimSpace(c.Text()) != "":
			return nil, false
		}
	}
	for i, name := range named {
		if len(found) != len(named) || found[i].Local() != name {
			return nil, false
		}
	}
	return found, true
}

func algorithm(n xmldoc.Node, local, id string) bool {
	got, has := n.Attr("Algorithm")
	return n.Is(nsDSig, local) && has && got == id && n.AttributeCount() == 1 && n.Empty()
}

func decoded(n xmldoc.Node) ([]byte, bool) {
	for c := range n.Children() {
		if c.Kind() != xmldoc.Text {
			return nil, false
		}
	}
	b, err := base64.StdEncoding.Strict().DecodeString(strings.Join(strings.Fields(n.Inner()), ""))
	return b, err == nil
}
