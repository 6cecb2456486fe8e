// Package xmldoc reads XML documents for signing: a tree that knows at which
// byte each part begins and ends, and the canonical form of any element of it.
//
// A document that is signed is never written anew: a signature is spliced into
// the person's own bytes at an offset from this tree. So the tree is read-only.
//
// What is read is XML 1.0 with namespaces, in UTF-8, without a document type
// declaration: entities and default attributes would make the text a person
// sees differ from the text that is signed. Everything else that is not
// well-formed is refused too; a signature must not depend on how a lenient
// parser mends its input.
package xmldoc

import (
	"fmt"
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
	Source   []byte // as it was given; the offsets of all nodes point into it
	Root     *Node
	Children []*Node // Root and what stands beside it: processing instructions and comments
}

// Kind tells what a node is.
type Kind int

// The kinds of nodes. CDATA sections are text.
const (
	Element Kind = iota
	Text
	Instruction
	Comment
)

// Name is a qualified name; Space is the namespace it is bound to, "" for none.
type Name struct{ Space, Prefix, Local string }

func (n Name) qualified() string {
	if n.Prefix == "" {
		return n.Local
	}
	return n.Prefix + ":" + n.Local
}

// Attribute is one attribute with its value normalised (XML 1.0 §3.3.3).
type Attribute struct {
	Name
	Value string
}

// Node is an element, a run of text, a processing instruction or a comment.
type Node struct {
	Kind     Kind
	Parent   *Node // nil beside and for the root
	Name     Name  // of an element
	Attrs    []Attribute
	Children []*Node
	Data     string // text, or the data of an instruction
	Target   string // of an instruction

	// Start and End are the offsets of the whole node in Source. For an element
	// InnerStart and InnerEnd are those of what stands between its tags; for an
	// empty-element tag both are End.
	Start, InnerStart, InnerEnd, End int

	declared []declaration // xmlns attributes, in their order
	scope    int           // declarations of n and of what it stands in
}

// declaration binds a prefix ("" the default namespace) to a namespace.
type declaration struct{ prefix, space string }

// SyntaxError says what is wrong with a document, and at which line.
type SyntaxError struct {
	Line   int
	Reason string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("reading XML: line %d: %s", e.Line, e.Reason)
}

// Attr returns the value of an attribute without a namespace.
func (n *Node) Attr(local string) (string, bool) {
	for _, a := range n.Attrs {
		if a.Space == "" && a.Local == local {
			return a.Value, true
		}
	}
	return "", false
}

// Is reports whether n is an element of that expanded name.
func (n *Node) Is(space, local string) bool {
	return n.Kind == Element && n.Name.Space == space && n.Name.Local == local
}

// Walk calls visit for n and everything in it, in document order.
func (n *Node) Walk(visit func(*Node)) {
	visit(n)
	for _, c := range n.Children {
		c.Walk(visit)
	}
}

// Inner is the text of n and of everything in it.
func (n *Node) Inner() string {
	var text strings.Builder
	n.Walk(func(c *Node) {
		if c.Kind == Text {
			text.WriteString(c.Data)
		}
	})
	return text.String()
}

// lookup returns the namespace that a prefix is bound to at n.
func (n *Node) lookup(prefix string) (space string, bound bool) {
	for at := n; at != nil; at = at.Parent {
		for _, d := range at.declared {
			if d.prefix == prefix {
				return d.space, d.space != "" || prefix == ""
			}
		}
	}
	if prefix == "xml" {
		return nsXML, true
	}
	return "", prefix == ""
}
