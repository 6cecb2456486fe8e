// Package xmldoc reads XML documents for signing: a tree that knows at which
// byte each part begins and ends, and the canonical form of any element of it.
//
// A document that is signed is never written anew: a signature is spliced into
// the person's own bytes at an offset from this tree. So the tree is read-only.
// It is made of offsets into the source, without texts and without pointers:
// every name and value was checked when it was read and is decoded only where it
// is asked for, and a tree of many nodes costs the collector nothing.
//
// What is read is XML 1.0 with namespaces, in UTF-8, without a document type
// declaration: entities and default attributes would make the text a person
// sees differ from the text that is signed. Everything else that is not
// well-formed is refused too; a signature must not depend on how a lenient
// parser mends its input.
package xmldoc

import (
	"fmt"
	"iter"
	"strings"
)

// The namespaces that are always bound (Namespaces in XML 1.0 §3).
const (
	nsXML   = "http://www.w3.org/XML/1998/namespace"
	nsXMLNS = "http://www.w3.org/2000/xmlns/"
)

// Limits of a document. Real application data stays far below them.
const (
	MaxSize       = 100 << 20 // bytes
	maxDepth      = 256       // elements within elements
	maxAttributes = 1000      // of one element
	maxNodes      = 1 << 20   // elements, attributes, texts, instructions and comments
	maxScope      = 1000      // namespace declarations within each other
)

// A Document is one parsed document.
type Document struct {
	Source string // as it was given; all offsets point into it
	Root   Node

	nodes    []node // the first stands for the document: its children are the root and what stands beside it
	elements []element
	attrs    []attribute
	declared []declaration
	spaces   []string // namespaces; the first two are none and that of xml
	named    []int32  // nodes of the elements that carry an identifier, in document order
}

// Kind tells what a node is.
type Kind uint8

// The kinds of nodes. CDATA sections are text.
const (
	Element Kind = iota
	Text
	Instruction
	Comment
)

// node is a node by offsets and by the numbers of other nodes, 0 for none.
type node struct {
	kind                             Kind
	parent, next, first, last        int32
	start, innerStart, innerEnd, end int32
	element                          int32 // of an element and, for its target, of an instruction
}

// element is what only an element has.
type element struct {
	name                 name
	space                int32 // in spaces
	attrs, attrCount     int32
	declared, declaredTo int32 // in declared
	scope                int32 // declarations of this element and of what it stands in
	binding              int32 // the nearest element with declarations, from this one outwards; 0 for none
}

// name is where a qualified name stands; local equals from where it has no prefix.
type name struct{ from, local, to int32 }

type attribute struct {
	name     name
	space    int32
	from, to int32 // between the quotation marks
}

// declaration binds a prefix ("" the default namespace) to a namespace.
type declaration struct {
	prefix string
	space  int32
}

func (d *Document) local(n name) string { return d.Source[n.local:n.to] }

func (d *Document) prefix(n name) string {
	if n.local == n.from {
		return ""
	}
	return d.Source[n.from : n.local-1]
}

// Node is an element, a run of text, a processing instruction or a comment. The
// zero Node is none.
type Node struct {
	doc *Document
	at  int32
}

func (n Node) node() *node       { return &n.doc.nodes[n.at] }
func (n Node) element() *element { return &n.doc.elements[n.node().element] }

// None reports that there is no such node.
func (n Node) None() bool { return n.at == 0 }

// Kind tells what n is.
func (n Node) Kind() Kind { return n.node().kind }

// Parent is the element that n stands in, none for the root.
func (n Node) Parent() Node {
	if at := n.node().parent; at != 0 {
		return Node{n.doc, at}
	}
	return Node{}
}

// Local is the name of an element without its prefix, "" for other nodes.
func (n Node) Local() string {
	if n.None() || n.Kind() != Element {
		return ""
	}
	return n.doc.local(n.element().name)
}

// Tag is the name of an element as it stands in its tags.
func (n Node) Tag() string {
	name := n.element().name
	return n.doc.Source[name.from:name.to]
}

// Start is where n begins in Source.
func (n Node) Start() int { return int(n.node().start) }

// End is where n ends in Source.
func (n Node) End() int { return int(n.node().end) }

// InnerStart is where what stands between the tags of an element begins; for an
// empty-element tag it is End.
func (n Node) InnerStart() int { return int(n.node().innerStart) }

// InnerEnd is where what stands between the tags of an element ends.
func (n Node) InnerEnd() int { return int(n.node().innerEnd) }

// SyntaxError says what is wrong with a document, and at which line.
type SyntaxError struct {
	Line   int
	Reason string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("reading XML: line %d: %s", e.Line, e.Reason)
}

// Attribute is one attribute of an element.
type Attribute struct {
	doc *Document
	at  int32
}

// Space is the namespace, "" for none.
func (a Attribute) Space() string { return a.doc.spaces[a.doc.attrs[a.at].space] }

// Local is the name without its prefix.
func (a Attribute) Local() string { return a.doc.local(a.doc.attrs[a.at].name) }

// Value is the value, normalised (XML 1.0 §3.3.3).
func (a Attribute) Value() string {
	in := &a.doc.attrs[a.at]
	return decode(a.doc.Source[in.from:in.to], &plainValue)
}

// Attributes are those of an element, in their order.
func (n Node) Attributes() iter.Seq[Attribute] {
	return func(yield func(Attribute) bool) {
		if n.Kind() != Element {
			return
		}
		e := n.element()
		for at := e.attrs; at < e.attrs+e.attrCount && yield(Attribute{n.doc, at}); at++ {
		}
	}
}

// AttributeCount is how many attributes an element has.
func (n Node) AttributeCount() int { return int(n.element().attrCount) }

// Attr returns the value of an attribute without a namespace.
func (n Node) Attr(local string) (string, bool) {
	for a := range n.Attributes() {
		if a.Local() == local && a.Space() == "" {
			return a.Value(), true
		}
	}
	return "", false
}

// Is reports whether n is an element of that expanded name.
func (n Node) Is(space, local string) bool {
	return n.Local() == local && n.Kind() == Element && n.doc.spaces[n.element().space] == space
}

// Empty reports that nothing stands in n, not even white space or a comment.
func (n Node) Empty() bool { return n.node().first == 0 }

// Children are the nodes in n, in their order.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for at := n.node().first; at != 0 && yield(Node{n.doc, at}); at = n.doc.nodes[at].next {
		}
	}
}

// Walk calls visit for n and everything in it, in document order: that is the
// order in which nodes are numbered.
func (n Node) Walk(visit func(Node)) {
	end := n.node().end
	for at := n.at; int(at) < len(n.doc.nodes) && n.doc.nodes[at].start < end; at++ {
		visit(Node{n.doc, at})
	}
}

// Named calls visit for every attribute that a reference could point at: ID in
// any case, in any namespace. Without a document type definition nothing says
// which of them is meant.
func (d *Document) Named(visit func(n Node, a Attribute)) {
	for _, at := range d.named {
		n := Node{d, at}
		for a := range n.Attributes() {
			if isIdentifier(a.Local()) {
				visit(n, a)
			}
		}
	}
}

func isIdentifier(local string) bool { return len(local) == 2 && strings.EqualFold(local, "id") }

// Text is the text of a text node, "" for any other.
func (n Node) Text() string {
	at := n.node()
	if at.kind != Text {
		return ""
	}
	return decode(n.doc.Source[at.start:at.end], &plainText)
}

// Inner is the text of n and of everything in it.
func (n Node) Inner() string {
	if at := n.node(); at.first != 0 && at.first == at.last && n.doc.nodes[at.first].kind == Text { // as a rule
		return Node{n.doc, at.first}.Text()
	}
	var text strings.Builder
	n.Walk(func(c Node) { text.WriteString(c.Text()) })
	return text.String()
}

// lookup returns the namespace that a prefix is bound to at an element.
func (d *Document) lookup(e *element, prefix string) (space int32, bound bool) {
	for at := e.binding; at != 0; {
		binding := &d.nodes[at]
		e := &d.elements[binding.element]
		for _, one := range d.declared[e.declared:e.declaredTo] {
			if one.prefix == prefix {
				return one.space, one.space != spaceNone || prefix == ""
			}
		}
		if at = 0; binding.parent != 0 {
			at = d.elements[d.nodes[binding.parent].element].binding
		}
	}
	if prefix == "xml" {
		return spaceXML, true
	}
	return spaceNone, prefix == ""
}

// The first two of spaces. A declaration of no namespace has spaceNone.
const (
	spaceNone = 0
	spaceXML  = 1
)
