package xmldoc

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

// Method is the identifier of the only canonical form made here.
const Method = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"

// Canonical writes the canonical form of n and everything in it, without
// comments: Canonical XML 1.0 (W3C, 2001-03-15), inclusive, for the document
// subset that an element and its descendants are. without (may be none) is left
// out with all in it, as the transform enveloped-signature asks for.
func (n Node) Canonical(w io.Writer, without Node) error {
	c := newCanonical(n.doc, w, without)
	c.element(n.at, nil, true)
	return c.end()
}

// Canonical writes the canonical form of the whole document (§1.1, §2.3).
func (d *Document) Canonical(w io.Writer, without Node) error {
	c := newCanonical(d, w, without)
	after := false
	for at := d.nodes[0].first; at != 0; at = d.nodes[at].next {
		switch kind := d.nodes[at].kind; {
		case at == d.Root.at:
			c.element(at, nil, false)
			after = true
		case kind == Instruction && after:
			c.put("\n")
			c.instruction(at)
		case kind == Instruction:
			c.instruction(at)
			c.put("\n")
		}
	}
	return c.end()
}

// canonical writes straight from the source: nothing of it is decoded into
// memory on the way.
type canonical struct {
	writer
	doc     *Document
	without int32
	sorted  []attribute // of the element that is written
}

// rendering is a namespace that the output has in scope.
type rendering struct{ prefix, space string }

func newCanonical(d *Document, w io.Writer, without Node) *canonical {
	return &canonical{writer: writer{src: d.Source, w: w, buf: make([]byte, bufferSize)}, doc: d, without: without.at}
}

// element writes a node. rendered holds the namespaces that the output so far has
// in scope; apex is the top of a document subset, which takes over what its
// ancestors say. The depth of the recursion is that of the tree, which is bounded.
func (c *canonical) element(at int32, rendered []rendering, apex bool) {
	if at == c.without {
		return
	}
	d, n := c.doc, &c.doc.nodes[at]
	e := &d.elements[n.element]
	c.piece(n.start, e.name.to)
	rendered = c.namespaces(at, e, rendered, apex)
	c.attributes(n, e, apex)
	c.piece(n.innerStart-1, n.innerStart)
	for child := n.first; child != 0; child = d.nodes[child].next {
		switch in := &d.nodes[child]; in.kind {
		case Element:
			c.element(child, rendered, false)
		case Text:
			c.content(in.start, in.end, &canonicalText)
		case Instruction:
			c.instruction(child)
		}
	}
	if n.innerEnd == n.end { // an empty-element tag
		c.put("</")
		c.piece(e.name.from, e.name.to)
		c.put(">")
		return
	}
	c.piece(n.innerEnd, n.innerEnd+int32(len("</"))+e.name.to-e.name.from)
	c.piece(n.end-1, n.end)
}

// namespaces writes the declarations that an element needs and returns what is in
// scope after them (§2.3, "Namespace Axis"; §4.6: superfluous ones are left out).
func (c *canonical) namespaces(at int32, e *element, rendered []rendering, apex bool) []rendering {
	declared := c.doc.declared[e.declared:e.declaredTo]
	if apex {
		declared = c.doc.inScope(at)
	}
	var fresh []rendering
	for _, one := range declared {
		space := c.doc.spaces[one.space]
		if spaceOf(rendered, one.prefix) != space && one.prefix != "xml" {
			fresh = append(fresh, rendering{one.prefix, space})
		}
	}
	if len(fresh) == 0 {
		return rendered
	}
	slices.SortFunc(fresh, func(a, b rendering) int { return strings.Compare(a.prefix, b.prefix) })
	for _, d := range fresh {
		c.put(" xmlns")
		if d.prefix != "" {
			c.put(":")
			c.put(d.prefix)
		}
		c.put(`="`)
		c.decoded(d.space, &canonicalValue)
		c.put(`"`)
	}
	return append(slices.Clip(rendered), fresh...)
}

// spaceOf returns the latest binding of prefix, "" when there is none.
func spaceOf(rendered []rendering, prefix string) string {
	for _, d := range slices.Backward(rendered) {
		if d.prefix == prefix {
			return d.space
		}
	}
	return ""
}

// inScope lists the bindings that hold at an element, the nearest of each prefix.
func (d *Document) inScope(at int32) (found []declaration) {
	for ; at != 0; at = d.nodes[at].parent {
		e := &d.elements[d.nodes[at].element]
		for _, one := range d.declared[e.declared:e.declaredTo] {
			if !slices.ContainsFunc(found, func(f declaration) bool { return f.prefix == one.prefix }) {
				found = append(found, one)
			}
		}
	}
	return found
}

func (d *Document) attrsOf(e *element) []attribute { return d.attrs[e.attrs : e.attrs+e.attrCount] }

// attributes writes them by namespace and local name (§2.2). An apex has the
// xml: attributes of its ancestors too, the nearest of each name (§2.4).
func (c *canonical) attributes(n *node, e *element, apex bool) {
	d := c.doc
	sorted := append(c.sorted[:0], d.attrsOf(e)...)
	if apex {
		sorted = d.inherited(sorted, n.parent)
	}
	if c.sorted = sorted; len(sorted) > 1 {
		slices.SortFunc(sorted, func(a, b attribute) int {
			return cmp.Or(strings.Compare(d.spaces[a.space], d.spaces[b.space]), strings.Compare(d.local(a.name), d.local(b.name)))
		})
	}
	for i := range sorted {
		a := &sorted[i]
		c.spelt(a.name.from-1, a.name.from, " ")
		c.piece(a.name.from, a.name.to)
		c.spelt(a.name.to, a.from, `="`)
		c.content(a.from, a.to, &canonicalValue)
		c.spelt(a.to, a.to+1, `"`)
	}
}

// inherited appends the xml: attributes of node at and those around it, the nearest
// of each name that attrs does not have. A document may have many thousands of them.
func (d *Document) inherited(attrs []attribute, at int32) []attribute {
	had := map[string]bool{}
	for _, a := range attrs {
		if d.spaces[a.space] == nsXML {
			had[d.local(a.name)] = true
		}
	}
	for ; at != 0; at = d.nodes[at].parent {
		for _, a := range d.attrsOf(&d.elements[d.nodes[at].element]) {
			if name := d.local(a.name); d.spaces[a.space] == nsXML && !had[name] {
				had[name] = true
				attrs = append(attrs, a)
			}
		}
	}
	return attrs
}

// spelt writes text, from the source where it stands there.
func (c *canonical) spelt(from, to int32, text string) {
	if c.src[from:to] == text {
		c.piece(from, to)
	} else {
		c.put(text)
	}
}

func (c *canonical) instruction(at int32) {
	n := &c.doc.nodes[at]
	target := c.doc.elements[n.element].name
	c.piece(n.start, target.to)
	if n.innerStart < n.innerEnd {
		c.put(" ")
		c.lines(n.innerStart, n.innerEnd)
	}
	c.piece(n.innerEnd, n.end)
}
