package xmldoc

import (
	"bytes"
	"strings"
)

// startTag reads <name …> or <name …/> and binds its names to namespaces.
func (p *parser) startTag(parent *Node) *Node {
	p.count()
	n := p.node()
	n.Kind, n.Parent, n.Start = Element, parent, p.at
	p.expect("<")
	n.Name.Prefix, n.Name.Local = p.qualified()
	for {
		spaced := p.space()
		if p.take("/>") {
			n.InnerStart, n.InnerEnd, n.End = p.at, p.at, p.at
			break
		}
		if p.take(">") {
			n.InnerStart = p.at
			break
		}
		if !spaced || len(n.Attrs)+len(n.declared) >= maxAttributes {
			p.fail("a tag that is not well-formed")
		}
		p.count()
		p.attribute(n)
	}
	if n.scope = len(n.declared); parent != nil {
		n.scope += parent.scope
	}
	if n.scope > maxScope {
		p.fail("too many namespaces within each other")
	}
	p.bind(n)
	return n
}

func (p *parser) attribute(n *Node) {
	prefix, local := p.qualified()
	p.space()
	p.expect("=")
	p.space()
	value := p.value()
	switch {
	case prefix == "" && local == "xmlns":
		p.declare(n, "", value)
	case prefix == "xmlns":
		p.declare(n, local, value)
	default:
		n.Attrs = append(n.Attrs, Attribute{Name{"", prefix, local}, value})
	}
}

// value reads a quoted value. Literal white space becomes spaces, references
// keep the character they stand for (XML 1.0 §3.3.3).
func (p *parser) value() string {
	quote := p.quote()
	var b strings.Builder
	for {
		rest := p.src[p.at:]
		i := bytes.IndexAny(rest, quote+"<&")
		if i < 0 {
			p.fail("the value of an attribute does not end")
		}
		p.checkChars(rest[:i])
		part := strings.Map(flatten, lines(rest[:i]))
		p.at += i
		if b.Len() == 0 && p.take(quote) { // as a rule that is all
			return part
		}
		b.WriteString(part)
		switch {
		case p.take(quote):
			return b.String()
		case p.take("&"):
			b.WriteRune(p.reference())
		default:
			p.fail("< in the value of an attribute")
		}
	}
}

func flatten(r rune) rune {
	if r == '\t' || r == '\n' {
		return ' '
	}
	return r
}

// declare notes xmlns="space" or xmlns:prefix="space" (Namespaces §3).
func (p *parser) declare(n *Node, prefix, space string) {
	for _, d := range n.declared {
		if d.prefix == prefix {
			p.fail("a namespace declared twice in one tag")
		}
	}
	switch {
	case prefix == "xmlns", space == nsXMLNS,
		(prefix == "xml") != (space == nsXML),
		prefix != "" && space == "":
		p.fail("a namespace declaration that is not allowed")
	}
	n.declared = append(n.declared, declaration{prefix, space})
}

// bind gives the names of a tag their namespaces.
func (p *parser) bind(n *Node) {
	n.Name.Space = p.resolve(n, n.Name.Prefix)
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Prefix != "" { // the default namespace is not for attributes (Namespaces §6.2)
			a.Space = p.resolve(n, a.Prefix)
		}
	}
	if len(n.Attrs) < 2 {
		return
	}
	seen := make(map[[2]string]bool, len(n.Attrs))
	for _, a := range n.Attrs {
		if key := [2]string{a.Space, a.Local}; seen[key] {
			p.fail("an attribute stands twice in one tag")
		} else {
			seen[key] = true
		}
	}
}

func (p *parser) resolve(n *Node, prefix string) string {
	space, bound := n.lookup(prefix)
	if !bound || prefix == "xmlns" {
		p.fail("a prefix without a namespace")
	}
	return space
}
