package xmldoc

import "strings"

// startTag reads <name …> or <name …/> and binds its names to namespaces.
func (p *parser) startTag(parent int32) int32 {
	d := p.doc
	at := p.node(Element, parent)
	p.expect("<")
	e := element{name: p.qualified(), attrs: int32(len(d.attrs)), declared: int32(len(d.declared))}
	for {
		spaced := p.space()
		if p.takeByte('>') {
			break
		}
		if p.take("/>") {
			d.nodes[at].innerEnd, d.nodes[at].end = int32(p.at), int32(p.at)
			break
		}
		if !spaced || len(d.attrs)+len(d.declared)-int(e.attrs+e.declared) >= maxAttributes {
			p.fail("a tag that is not well-formed")
		}
		if p.count++; p.count > maxNodes {
			p.tooMany()
		}
		p.attribute(e.declared)
	}
	n := &d.nodes[at]
	n.innerStart, n.element = int32(p.at), int32(len(d.elements))
	e.attrCount, e.declaredTo = int32(len(d.attrs))-e.attrs, int32(len(d.declared))
	if e.scope = e.declaredTo - e.declared; e.scope > 0 {
		e.binding = at
	}
	if parent != 0 {
		above := &d.elements[d.nodes[parent].element]
		e.scope += above.scope
		if e.binding == 0 {
			e.binding = above.binding
		}
	}
	if e.scope > maxScope {
		p.fail("too many namespaces within each other")
	}
	d.elements = append(d.elements, e)
	p.bind(&d.elements[n.element], at)
	return at
}

// attribute reads one attribute; declared is where the declarations of its tag
// begin.
func (p *parser) attribute(declared int32) {
	name := p.qualified()
	p.space()
	p.expect("=")
	p.space()
	from, to := p.value()
	prefix, local := p.doc.prefix(name), p.doc.local(name)
	switch {
	case prefix == "" && local == "xmlns":
		p.declare(declared, "", decode(p.src[from:to], &plainValue))
	case prefix == "xmlns":
		p.declare(declared, local, decode(p.src[from:to], &plainValue))
	default:
		p.doc.attrs = append(p.doc.attrs, attribute{name: name, from: from, to: to})
	}
}

// value reads a quoted value and returns where it stands.
func (p *parser) value() (from, to int32) {
	quote := p.quote()
	length := strings.IndexByte(p.src[p.at:], quote)
	if length < 0 {
		p.fail("the value of an attribute does not end")
	}
	value := p.src[p.at : p.at+length]
	if strings.IndexByte(value, '<') >= 0 {
		p.fail("< in the value of an attribute")
	}
	p.references(value)
	from = int32(p.at)
	p.at += length + 1
	return from, from + int32(length)
}

// declare notes xmlns="space" or xmlns:prefix="space" (Namespaces §3).
func (p *parser) declare(from int32, prefix, space string) {
	d := p.doc
	for _, other := range d.declared[from:] {
		if other.prefix == prefix {
			p.fail("a namespace declared twice in one tag")
		}
	}
	switch {
	case prefix == "xmlns", space == nsXMLNS,
		(prefix == "xml") != (space == nsXML),
		prefix != "" && space == "":
		p.fail("a namespace declaration that is not allowed")
	case space != "" && !absolute(space):
		// Canonical XML 1.0 §1.3 knows no canonical form of it, and xmlsec and the JDK
		// refuse to check a signature over one.
		p.fail("the name of a namespace that is not an absolute URI")
	}
	number := int32(spaceNone)
	if space != "" {
		number = int32(len(d.spaces))
		d.spaces = append(d.spaces, space)
	}
	d.declared = append(d.declared, declaration{prefix, number})
}

// absolute reports that a URI begins with a scheme (RFC 3986 §3.1).
func absolute(uri string) bool {
	for i, c := range []byte(uri) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		switch {
		case c == ':':
			return i > 0
		case !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.')):
			return false
		}
	}
	return false
}

// bind gives the names of a tag their namespaces.
func (p *parser) bind(e *element, at int32) {
	d := p.doc
	e.space = p.resolve(e, d.prefix(e.name))
	attrs := d.attrsOf(e)
	identified := false
	for i := range attrs {
		a := &attrs[i]
		if a.name.local != a.name.from { // the default namespace is not for attributes (Namespaces §6.2)
			a.space = p.resolve(e, d.prefix(a.name))
		}
		identified = identified || isIdentifier(d.local(a.name))
	}
	if identified {
		d.named = append(d.named, at)
	}
	if d.twice(attrs) {
		p.fail("an attribute stands twice in one tag")
	}
}

// fewAttributes is up to where it is faster to compare each with each.
const fewAttributes = 16

func (d *Document) twice(attrs []attribute) bool {
	if len(attrs) <= fewAttributes {
		for i, a := range attrs {
			for _, b := range attrs[:i] {
				if d.local(a.name) == d.local(b.name) && d.spaces[a.space] == d.spaces[b.space] {
					return true
				}
			}
		}
		return false
	}
	seen := make(map[[2]string]bool, len(attrs))
	for _, a := range attrs {
		key := [2]string{d.spaces[a.space], d.local(a.name)}
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}

func (p *parser) resolve(e *element, prefix string) int32 {
	space, bound := p.doc.lookup(e, prefix)
	if !bound || prefix == "xmlns" {
		p.fail("a prefix without a namespace")
	}
	return space
}
