package sign

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

// The identifiers of XML Signature (W3C xmldsig-core, RFC 4051 for rsa-sha256).
const (
	nsDSig       = "http://www.w3.org/2000/09/xmldsig#"
	algRSASHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
	algSHA256    = "http://www.w3.org/2001/04/xmlenc#sha256"
	algEnveloped = nsDSig + "enveloped-signature"
)

// xmlReference is one Reference of a signature.
type xmlReference struct {
	uri        string   // as it stands in the attribute, with nothing left to escape
	transforms []string // identifiers in their order; none for the raw bytes of a file
	digest     [32]byte
}

// splice is where a signature goes: before and after stand around it in place
// of the bytes from..to of the source.
type splice struct {
	from, to      int
	before, after string
}

// within puts something behind all that an element holds. An empty-element tag
// becomes a start and an end tag.
func within(n xmldoc.Node) splice {
	if n.InnerStart() < n.End() {
		return splice{from: n.InnerEnd(), to: n.InnerEnd()}
	}
	return splice{n.End() - len("/>"), n.End(), ">", "</" + n.Tag() + ">"}
}

// xmlSignature is a Signature element that lacks only what the card adds: its
// value and the certificate. Neither is part of what is signed.
type xmlSignature struct {
	source     string
	place      splice
	signedInfo string
	digest     [32]byte // SHA-256 of the canonical SignedInfo at its place
	taken      map[string]bool
}

// newXMLSignature builds the signature and digests its SignedInfo. Its canonical
// form depends on what its ancestors declare, so it is read within their tags.
// The whole document with the signature in it is read by the rehearsal.
func newXMLSignature(doc *xmldoc.Document, place splice, references []xmlReference) (*xmlSignature, error) {
	s := &xmlSignature{source: doc.Source, place: place, signedInfo: signedInfo(references), taken: identifiers(doc)}
	before, after := ancestors(doc, place)
	head := before + `<Signature xmlns="` + nsDSig + `">`
	spliced, err := xmldoc.Parse(head + s.signedInfo + "</Signature>" + after)
	if err != nil {
		return nil, err
	}
	defer spliced.Release()
	node := nodeAt(spliced, len(head))
	if node.None() || !node.Is(nsDSig, "SignedInfo") {
		return nil, fmt.Errorf("placing the signature: it does not stand where it should")
	}
	s.digest, err = canonicalDigest(node, xmldoc.Node{})
	return s, err
}

// ancestors are the tags that a place lies in, without anything else.
func ancestors(doc *xmldoc.Document, place splice) (before, after string) {
	before, after = place.before, place.after
	for n := innermost(doc.Root, place.from); !n.None(); n = n.Parent() {
		if n.InnerStart() > place.from { // an empty-element tag, which the place opens
			before = doc.Source[n.Start():place.from] + before
			continue
		}
		before = doc.Source[n.Start():n.InnerStart()] + before
		after += "</" + n.Tag() + ">"
	}
	return before, after
}

// innermost is the deepest element around an offset.
func innermost(n xmldoc.Node, offset int) xmldoc.Node {
	for c := range n.Children() {
		if c.Kind() == xmldoc.Element && c.Start() < offset && offset < c.End() {
			return innermost(c, offset)
		}
	}
	return n
}

// signedXML is a signed document in its pieces: the first and the last are the
// person's own bytes, of which no copy is made.
type signedXML [3]string

func (x signedXML) parts() (parts []Content) {
	for _, piece := range x {
		parts = append(parts, strings.NewReader(piece))
	}
	return parts
}

// sign asks the card for the value and returns the whole document.
func (s *xmlSignature) sign(k *cardKey, at time.Time) (signedXML, error) {
	value, err := k.Sign(nil, s.digest[:], crypto.SHA256)
	if err != nil {
		return signedXML{}, err
	}
	element := s.place.before + `<Signature xmlns="` + nsDSig + `" Id="` + s.freeID(at) + `">` + s.signedInfo +
		"<SignatureValue>" + base64.StdEncoding.EncodeToString(value) + "</SignatureValue>" +
		"<KeyInfo><X509Data><X509Certificate>" + base64.StdEncoding.EncodeToString(k.cert.Raw) + "</X509Certificate></X509Data></KeyInfo>" +
		"</Signature>" + s.place.after
	return signedXML{s.source[:s.place.from], element, s.source[s.place.to:]}, nil
}

// freeID is the time in Japan as 14 digits. Signatures of one second would have
// the same, so a later second is taken.
func (s *xmlSignature) freeID(at time.Time) string {
	for at = at.In(japan); ; at = at.Add(time.Second) {
		if id := at.Format(idLayout); !s.taken[id] {
			return id
		}
	}
}

// idLayout is a time as 14 digits.
const idLayout = "20060102" + "150405"

var japan = time.FixedZone("JST", 9*60*60)

func signedInfo(references []xmlReference) string {
	var b strings.Builder
	b.WriteString(`<SignedInfo><CanonicalizationMethod Algorithm="` + xmldoc.Method + `"></CanonicalizationMethod>` +
		`<SignatureMethod Algorithm="` + algRSASHA256 + `"></SignatureMethod>`)
	for _, r := range references {
		b.WriteString(`<Reference URI="` + r.uri + `">`)
		if len(r.transforms) > 0 {
			b.WriteString("<Transforms>")
			for _, t := range r.transforms {
				b.WriteString(`<Transform Algorithm="` + t + `"></Transform>`)
			}
			b.WriteString("</Transforms>")
		}
		b.WriteString(`<DigestMethod Algorithm="` + algSHA256 + `"></DigestMethod><DigestValue>` +
			base64.StdEncoding.EncodeToString(r.digest[:]) + `</DigestValue></Reference>`)
	}
	b.WriteString("</SignedInfo>")
	return b.String()
}

func canonicalDigest(n, without xmldoc.Node) (digest [32]byte, err error) {
	hash := sha256.New()
	err = n.Canonical(hash, without)
	return [32]byte(hash.Sum(nil)), err
}

// documentDigest is what URI="" stands for: the document without comments.
func documentDigest(doc *xmldoc.Document) (digest [32]byte, err error) {
	hash := sha256.New()
	err = doc.Canonical(hash, xmldoc.Node{})
	return [32]byte(hash.Sum(nil)), err
}

// nodeAt finds the element whose tag begins at an offset.
func nodeAt(doc *xmldoc.Document, offset int) (found xmldoc.Node) {
	doc.Root.Walk(func(n xmldoc.Node) {
		if n.Kind() == xmldoc.Element && n.Start() == offset {
			found = n
		}
	})
	return found
}

// idAttributes are the names under which verifiers look for an identifier.
// Without a document type definition nothing says which of them is meant.
var idAttributes = []string{"ID", "Id", "id"}

// identifiers collects what a fragment could point at under any of the names.
func identifiers(doc *xmldoc.Document) map[string]bool {
	found := map[string]bool{}
	eachIdentifier(doc, func(_ xmldoc.Node, value string) { found[value] = true })
	return found
}

func eachIdentifier(doc *xmldoc.Document, visit func(n xmldoc.Node, value string)) {
	doc.Named(func(n xmldoc.Node, a xmldoc.Attribute) { visit(n, a.Value()) })
}

// unique reports whether exactly one element carries an identifier, under
// whatever name. Two would let a verifier look at one and a person at the other.
func unique(doc *xmldoc.Document, value string) bool {
	count := 0
	eachIdentifier(doc, func(_ xmldoc.Node, v string) {
		if v == value {
			count++
		}
	})
	return count == 1
}

// escapeURI percent-encodes what is not a visible ASCII character, as the
// libraries that e-Gov takes signatures from do.
func escapeURI(name string) string {
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; c >= '!' && c <= '~' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
