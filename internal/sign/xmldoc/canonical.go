package xmldoc

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"
)

// Method is the identifier of the only canonical form made here.
const Method = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"

// Canonical writes the canonical form of n and everything in it, without
// comments: Canonical XML 1.0 (W3C, 2001-03-15), inclusive, for the document
// subset that an element and its descendants are. without (may be nil) is left
// out with all in it, as the transform enveloped-signature asks for.
func (n *Node) Canonical(w io.Writer, without *Node) error {
	c := &canonical{Writer: bufio.NewWriter(w), without: without}
	c.element(n, nil, true)
	return c.Flush()
}

// Canonical writes the canonical form of the whole document (§1.1, §2.3).
func (d *Document) Canonical(w io.Writer, without *Node) error {
	c := &canonical{Writer: bufio.NewWriter(w), without: without}
	after := false
	for _, n := range d.Children {
		switch {
		case n == d.Root:
			c.element(n, nil, false)
			after = true
		case n.Kind == Instruction && after:
			c.put("\n")
			c.instruction(n)
		case n.Kind == Instruction:
			c.instruction(n)
			c.put("\n")
		}
	}
	return c.Flush()
}

// canonical keeps the first error in its buffered writer.
type canonical struct {
	*bufio.Writer
	without *Node
}

func (c *canonical) put(text string) { _, _ = c.WriteString(text) }

// element writes n. rendered holds the namespaces that the output so far has in
// scope; apex is the top of a document subset, which takes over what its
// ancestors say.
func (c *canonical) element(n *Node, rendered []declaration, apex bool) {
	if n == c.without {
		return
	}
	name := n.Name.qualified()
	c.put("<" + name)
	rendered = c.namespaces(n, rendered, apex)
	c.attributes(n, apex)
	c.put(">")
	for _, child := range n.Children {
		switch child.Kind {
		case Element:
			c.element(child, rendered, false)
		case Text:
			_, _ = inText.WriteString(c, child.Data)
		case Instruction:
			c.instruction(child)
		}
	}
	c.put("</" + name + ">")
}

// namespaces writes the declarations that n needs and returns what is in scope
// after them (§2.3, "Namespace Axis"; §4.6: superfluous ones are left out).
func (c *canonical) namespaces(n *Node, rendered []declaration, apex bool) []declaration {
	declared := n.declared
	if apex {
		declared = n.inScope()
	}
	var fresh []declaration
	for _, d := range declared {
		if space := spaceOf(rendered, d.prefix); space != d.space && d.prefix != "xml" {
			fresh = append(fresh, d)
		}
	}
	if len(fresh) == 0 {
		return rendered
	}
	slices.SortFunc(fresh, func(a, b declaration) int { return strings.Compare(a.prefix, b.prefix) })
	for _, d := range fresh {
		if d.prefix == "" {
			c.put(` xmlns="`)
		} else {
			c.put(" xmlns:" + d.prefix + `="`)
		}
		_, _ = inValue.WriteString(c, d.space)
		c.put(`"`)
	}
	return append(slices.Clip(rendered), fresh...)
}

// spaceOf returns the latest binding of prefix, "" when there is none.
func spaceOf(rendered []declaration, prefix string) string {
	for _, d := range slices.Backward(rendered) {
		if d.prefix == prefix {
			return d.space
		}
	}
	return ""
}

// inScope lists the bindings that hold at n, the nearest of each prefix.
func (n *Node) inScope() (found []declaration) {
	for at := n; at != nil; at = at.Parent {
		for _, d := range at.declared {
			if !slices.ContainsFunc(found, func(f declaration) bool { return f.prefix == d.prefix }) {
				found = append(found, d)
			}
		}
	}
	return found
}

// attributes writes them by namespace and local name (§2.2). An apex has the
// xml: attributes of its ancestors too, the nearest of each name (§2.4).
func (c *canonical) attributes(n *Node, apex bool) {
	sorted := slices.Clone(n.Attrs)
	for at := n.Parent; apex && at != nil; at = at.Parent {
		for _, a := range at.Attrs {
			if a.Space == nsXML && !slices.ContainsFunc(sorted, func(s Attribute) bool { return s.Space == nsXML && s.Local == a.Local }) {
				sorted = append(sorted, a)
			}
		}
	}
	slices.SortFunc(sorted, func(a, b Attribute) int {
		return cmp.Or(strings.Compare(a.Space, b.Space), strings.Compare(a.Local, b.Local))
	})
	for _, a := range sorted {
		c.put(" " + a.qualified() + `="`)
		_, _ = inValue.WriteString(c, a.Value)
		c.put(`"`)
	}
}

func (c *canonical) instruction(n *Node) {
	c.put("<?" + n.Target)
	if n.Data != "" {
		c.put(" ")
		_, _ = inInstruction.WriteString(c, n.Data)
	}
	c.put("?>")
}

// What stands for a character in the output (§2.3, "Text Nodes" and "Attribute Nodes").
var (
	inText        = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	inValue       = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
	inInstruction = strings.NewReplacer("\r", "&#xD;")
)
