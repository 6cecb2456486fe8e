package xmldoc

import (
	"slices"
	"strings"
	"sync"
)

// Parse reads a document. Errors are *SyntaxError.
func Parse(source string) (doc *Document, err error) {
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
	p := &parser{scanner: scanner{src: source}, doc: arenas.Get().(*Document)}
	p.doc.begin(source)
	p.checkChars()
	p.document()
	return p.doc, nil
}

// arenas are documents that nobody uses any more. A signed document is read
// several times in a row, and fresh memory costs more than reading it does.
var arenas = sync.Pool{New: func() any { return new(Document) }}

// maxSpare bounds what one of them keeps, in nodes.
const maxSpare = 1 << 15

// begin makes room for about what a source will need: an element for every two <,
// and text between them.
func (d *Document) begin(source string) {
	tags := min(strings.Count(source, "<"), maxNodes/2)
	d.Source, d.Root = source, Node{}
	d.nodes = append(slices.Grow(d.nodes[:0], 2+tags+tags/2), node{})
	d.elements = slices.Grow(d.elements[:0], 1+tags/2)
	d.attrs, d.declared, d.named = d.attrs[:0], d.declared[:0], d.named[:0]
	d.spaces = append(d.spaces[:0], "", nsXML)
}

// Release lets the next document have the memory of d. Nothing of d may be used
// after that; texts that were taken out of it stay.
func (d *Document) Release() {
	if cap(d.nodes) > maxSpare {
		return
	}
	clear(d.declared[:cap(d.declared)]) // they hold texts
	clear(d.spaces[:cap(d.spaces)])
	d.Source, d.Root, d.nodes = "", Node{}, d.nodes[:0]
	arenas.Put(d)
}

type parser struct {
	scanner
	doc   *Document
	count int // nodes and attributes so far
}

// node puts a new node behind what its parent holds, 0 for the document.
func (p *parser) node(kind Kind, parent int32) int32 {
	// A node takes many times the memory of its bytes.
	if p.count++; p.count > maxNodes {
		p.tooMany()
	}
	d := p.doc
	at := int32(len(d.nodes))
	d.nodes = append(d.nodes, node{kind: kind, parent: parent, start: int32(p.at)})
	above := &d.nodes[parent]
	if above.last == 0 {
		above.first = at
	} else {
		d.nodes[above.last].next = at
	}
	above.last = at
	return at
}

func (p *parser) tooMany() { p.fail("the document has too many parts") }

func (p *parser) document() {
	p.take("\xEF\xBB\xBF")
	if p.sees("<?xml") && p.at+5 < len(p.src) && isSpace(p.src[p.at+5]) {
		p.declaration()
	}
	for {
		p.space()
		switch {
		case p.done():
			if p.doc.Root.None() {
				p.fail("there is no element")
			}
			return
		case p.sees("<!DOCTYPE"):
			p.fail("a document type declaration (DTD) is not accepted")
		case p.sees("<?"), p.sees("<!--"):
			p.aside(0)
		case p.sees("<") && p.doc.Root.None():
			p.doc.Root = Node{p.doc, p.startTag(0)}
			p.tree(p.doc.Root.at)
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
		at := p.at
		p.word()
		name := p.src[at:p.at]
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
		seen[name] = p.until(string(p.quote()), "the XML declaration")
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

func (p *parser) quote() byte {
	for _, q := range []byte(`"'`) {
		if p.takeByte(q) {
			return q
		}
	}
	p.fail("a quotation mark is missing")
	return 0
}

// aside reads a comment or a processing instruction.
func (p *parser) aside(parent int32) {
	if p.sees("<!--") {
		at := p.node(Comment, parent)
		p.expect("<!--")
		p.until("--", "a comment")
		p.expect(">")
		p.doc.nodes[at].end = int32(p.at)
		return
	}
	at := p.node(Instruction, parent)
	p.expect("<?")
	target := p.unqualified()
	if strings.EqualFold(p.doc.local(target), "xml") {
		p.fail("an XML declaration in the middle of the document")
	}
	spaced := p.space()
	data := int32(p.at)
	if p.until("?>", "a processing instruction") != "" && !spaced {
		p.fail("a processing instruction that is not well-formed")
	}
	n := &p.doc.nodes[at]
	n.element = int32(len(p.doc.elements))
	p.doc.elements = append(p.doc.elements, element{name: target})
	n.end = int32(p.at)
	n.innerStart, n.innerEnd = data, n.end-int32(len("?>"))
}

// tree reads all that stands in an element, without recursion: a hostile
// document must not decide how deep the stack grows.
func (p *parser) tree(root int32) {
	for open, depth := root, 1; ; {
		if p.doc.nodes[open].innerEnd != 0 { // closed
			if open == root {
				return
			}
			open, depth = p.doc.nodes[open].parent, depth-1
			continue
		}
		switch {
		case p.done():
			p.fail("the document ends within an element")
		case p.src[p.at] != '<' || p.sees(cdata):
			p.text(open)
		case p.sees("</"):
			p.endTag(open)
		case p.sees("<?"), p.sees("<!--"):
			p.aside(open)
		default:
			if depth++; depth > maxDepth {
				p.fail("elements are nested too deeply")
			}
			open = p.startTag(open)
		}
	}
}

// endTag wants the very characters of the start tag's name.
func (p *parser) endTag(at int32) {
	n := &p.doc.nodes[at]
	n.innerEnd = int32(p.at)
	p.expect("</")
	name := p.doc.elements[n.element].name
	if !p.take(p.src[name.from:name.to]) {
		p.fail("an end tag that does not fit its start tag")
	}
	p.space()
	if !p.takeByte('>') {
		p.fail("an end tag that does not fit its start tag")
	}
	n.end = int32(p.at)
}

// text reads character data, references and CDATA sections up to the next tag.
// Adjacent pieces are one node.
func (p *parser) text(parent int32) {
	at := p.node(Text, parent)
	for !p.done() {
		switch {
		case p.src[p.at] != '<':
			p.plain()
		case p.take(cdata):
			p.until("]]>", "a CDATA section")
		default:
			p.doc.nodes[at].end = int32(p.at)
			return
		}
	}
	p.fail("the document ends within an element")
}

// plain reads to the next < and looks at the references on the way.
func (p *parser) plain() {
	length := strings.IndexByte(p.src[p.at:], '<')
	if length < 0 {
		length = len(p.src) - p.at
	}
	run := p.src[p.at : p.at+length]
	if strings.IndexByte(run, ']') >= 0 && strings.Contains(run, "]]>") {
		p.fail("]]> in the middle of text")
	}
	p.references(run)
	p.at += length
}

// references refuses an & that begins no reference.
func (p *parser) references(run string) {
	for {
		i := strings.IndexByte(run, '&')
		if i < 0 {
			return
		}
		_, length := reference(run[i:])
		if length == 0 {
			p.fail("a reference that stands for no character")
		}
		run = run[i+length:]
	}
}
