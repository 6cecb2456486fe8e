package xmldoc

import (
	"bytes"
	"strings"
)

// Parse reads a document. Errors are *SyntaxError.
func Parse(source []byte) (doc *Document, err error) {
	if len(source) > MaxSize {
		return nil, &SyntaxError{1, "the document is too long"}
	}
	defer func() {
		if failure := recover(); failure != nil {
			syntax, ours := failure.(*SyntaxError)
			if !ours {
				panic(failure)
			}
			doc, err = nil, syntax
		}
	}()
	p := &parser{scanner: scanner{src: source, names: map[string]string{}}, doc: &Document{Source: source}}
	p.document()
	return p.doc, nil
}

type parser struct {
	scanner
	doc   *Document
	nodes int    // so far
	spare []Node // made at once, for the ones to come
}

// node returns an empty node. They are made in batches, which grow with the
// document: most of reading one is making them.
func (p *parser) node() *Node {
	if len(p.spare) == 0 {
		p.spare = make([]Node, min(100, 8+p.nodes))
	}
	n := &p.spare[0]
	p.spare = p.spare[1:]
	return n
}

// count bounds the tree: a node takes fifty times the memory of its bytes.
func (p *parser) count() {
	if p.nodes++; p.nodes > maxNodes {
		p.fail("the document has too many parts")
	}
}

func (p *parser) document() {
	p.take("\xEF\xBB\xBF")
	if p.sees("<?xml") && p.at+5 < len(p.src) && isSpace(p.src[p.at+5]) {
		p.declaration()
	}
	for {
		p.space()
		switch {
		case p.done():
			if p.doc.Root == nil {
				p.fail("there is no element")
			}
			return
		case p.sees("<!DOCTYPE"):
			p.fail("a document type declaration (DTD) is not accepted")
		case p.sees("<?"), p.sees("<!--"):
			p.doc.Children = append(p.doc.Children, p.aside(nil))
		case p.sees("<") && p.doc.Root == nil:
			p.doc.Root = p.tree()
			p.doc.Children = append(p.doc.Children, p.doc.Root)
		default:
			p.fail("something stands outside of the element")
		}
	}
}

// declaration reads <?xml …?> (XML 1.0 §2.8) and insists on UTF-8.
func (p *parser) declaration() {
	p.expect("<?xml")
	seen := map[string]string{}
	for order := []string{"version", "encoding", "standalone"}; ; {
		space := p.space()
		if p.take("?>") {
			break
		}
		name := p.name()
		for len(order) > 0 && order[0] != name {
			order = order[1:]
		}
		if len(order) == 0 || !space {
			p.fail("an XML declaration that is not well-formed")
		}
		order = order[1:]
		p.space()
		p.expect("=")
		p.space()
		quote := p.quote()
		seen[name] = string(p.until(quote, "the XML declaration"))
	}
	encoding, named := seen["encoding"]
	standalone, said := seen["standalone"]
	switch {
	case seen["version"] != "1.0":
		p.fail("only XML 1.0 is read")
	case named && !strings.EqualFold(encoding, "UTF-8"):
		p.fail("the encoding is not UTF-8")
	case said && standalone != "yes" && standalone != "no":
		p.fail("an XML declaration that is not well-formed")
	}
}

func (p *parser) quote() string {
	for _, q := range []string{`"`, `'`} {
		if p.take(q) {
			return q
		}
	}
	p.fail("a quotation mark is missing")
	return ""
}

// aside reads a comment or a processing instruction.
func (p *parser) aside(parent *Node) *Node {
	p.count()
	n := p.node()
	n.Parent, n.Start = parent, p.at
	if p.take("<!--") {
		n.Kind = Comment
		text := p.until("--", "a comment")
		n.Data = lines(text)
		p.expect(">")
	} else {
		p.expect("<?")
		n.Kind, n.Target = Instruction, p.name()
		if strings.EqualFold(n.Target, "xml") {
			p.fail("an XML declaration in the middle of the document")
		}
		spaced := p.space()
		if data := p.until("?>", "a processing instruction"); len(data) > 0 {
			if !spaced {
				p.fail("a processing instruction that is not well-formed")
			}
			n.Data = lines(data)
		}
	}
	n.End = p.at
	return n
}

// tree reads an element and all in it, without recursion: a hostile document
// must not decide how deep the stack grows.
func (p *parser) tree() *Node {
	root := p.startTag(nil)
	for open, depth := root, 1; ; {
		if open.InnerEnd != 0 { // closed
			if open == root {
				return root
			}
			open, depth = open.Parent, depth-1
			continue
		}
		switch {
		case p.done():
			p.fail("the document ends within an element")
		case p.sees("</"):
			p.endTag(open)
		case p.sees("<?"), p.sees("<!--"):
			open.Children = append(open.Children, p.aside(open))
		case p.sees("<") && !p.sees("<![CDATA["):
			if depth++; depth > maxDepth {
				p.fail("elements are nested too deeply")
			}
			child := p.startTag(open)
			open.Children = append(open.Children, child)
			open = child
		default:
			p.text(open)
		}
	}
}

func (p *parser) endTag(n *Node) {
	n.InnerEnd = p.at
	p.expect("</")
	prefix, local := p.qualified()
	if prefix != n.Name.Prefix || local != n.Name.Local {
		p.fail("an end tag that does not fit its start tag")
	}
	p.space()
	p.expect(">")
	n.End = p.at
}

// text reads character data, references and CDATA sections up to the next tag.
// Adjacent pieces are one node.
func (p *parser) text(parent *Node) {
	p.count()
	n := p.node()
	n.Kind, n.Parent, n.Start = Text, parent, p.at
	var b strings.Builder
	for !p.done() {
		switch {
		case p.take("<![CDATA["):
			b.WriteString(lines(p.until("]]>", "a CDATA section")))
		case p.sees("<"):
			if n.End = p.at; b.Len() > 0 {
				n.Data += b.String()
			}
			parent.Children = append(parent.Children, n)
			return
		case p.take("&"):
			b.WriteRune(p.reference())
		case p.at == n.Start: // as a rule that is all
			n.Data = lines(p.plain())
		default:
			b.WriteString(lines(p.plain()))
		}
	}
	p.fail("the document ends within an element")
}

func (p *parser) plain() []byte {
	rest := p.src[p.at:]
	for _, end := range []byte("<&") { // twice IndexByte is several times faster than IndexAny
		if i := bytes.IndexByte(rest, end); i >= 0 {
			rest = rest[:i]
		}
	}
	if bytes.Contains(rest, []byte("]]>")) {
		p.fail("]]> in the middle of text")
	}
	p.checkChars(rest)
	p.at += len(rest)
	return rest
}
