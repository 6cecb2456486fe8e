package xmldoc

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator makes well-formed documents that are hard to canonicalise: prefixes
// bound anew, defaults undone, attributes of many namespaces, xml: attributes at
// several heights, white space of every kind, and Japanese names.
type generator struct {
	*rand.Rand
	strings.Builder
	elements int
}

func randomSubsets(n int) []subset {
	var subsets []subset
	for seed := range n {
		g := &generator{Rand: rand.New(rand.NewPCG(uint64(seed), 20010315))}
		g.document()
		subsets = append(subsets, subset{g.String(), g.IntN(g.elements+1) - 1})
	}
	return subsets
}

func (g *generator) pick(from ...string) string { return from[g.IntN(len(from))] }

func (g *generator) maybe(percent int, text string) {
	if g.IntN(100) < percent {
		g.WriteString(text)
	}
}

func (g *generator) document() {
	g.maybe(20, "\xEF\xBB\xBF")
	g.maybe(60, g.pick(`<?xml version="1.0"?>`, `<?xml version='1.0' encoding='UTF-8'?>`, `<?xml version="1.0" encoding="utf-8" standalone="yes" ?>`))
	g.asides()
	g.element(map[string]string{"": ""}, 0)
	g.asides()
}

func (g *generator) asides() {
	for g.IntN(3) == 0 {
		g.WriteString(g.pick("\n", "\r\n", " ", "<!-- a & b < c -->", "<?印刷 する\r\n ?>", "<?p?>", "<?p  a=\"1\"?>"))
	}
}

var spaces = []string{"urn:a", "urn:b", "http://example.jp/申請", "urn:z", "urn:a&amp;b", "urn:q&quot;r"}

// element writes one element. scope is prefix → namespace.
func (g *generator) element(outer map[string]string, depth int) {
	g.elements++
	scope := make(map[string]string, len(outer))
	for prefix, space := range outer {
		scope[prefix] = space
	}
	attributes := g.declarations(scope)
	name := g.pick(g.prefixes(scope)...) + g.pick("a", "b", "構成情報", "住所", "x-1", "_y.z")
	attributes = append(attributes, g.attributes(scope)...)
	g.Shuffle(len(attributes), func(i, j int) { attributes[i], attributes[j] = attributes[j], attributes[i] })
	g.WriteString("<" + name)
	for _, a := range attributes {
		g.WriteString(g.pick(" ", "\n", "\t ", "\r\n") + a)
	}
	g.maybe(10, " ")
	if g.IntN(4) == 0 {
		g.WriteString("/>")
		return
	}
	g.WriteString(">")
	for n := g.IntN(5); n > 0; n-- {
		if depth < 6 && g.IntN(2) == 0 {
			g.element(scope, depth+1)
			continue
		}
		g.WriteString(g.pick("文字 a", "\n", "\r\n\t", "\r", "&lt;&gt;&amp;&quot;&apos;", "&#13;&#x9;&#10;", "&#x2000B;", "a > b", "]]",
			"<![CDATA[<&>]]&#13;\r\n]]>", "<![CDATA[]]>", "<!-- c -->", "<?p d\r?>", "\"'", "　\u00a0\u0085\u2028"))
	}
	g.WriteString("</" + name + g.pick("", " ", "\n") + ">")
}

// declarations binds some prefixes for an element.
func (g *generator) declarations(scope map[string]string) (written []string) {
	for _, prefix := range []string{"", "p", "q", "r", "zz", "申"} {
		if g.IntN(5) > 0 {
			continue
		}
		space := g.pick(spaces...)
		if prefix == "" {
			space = g.pick("", space)
			written = append(written, fmt.Sprintf(`xmlns="%s"`, space))
		} else {
			written = append(written, fmt.Sprintf(`xmlns:%s='%s'`, prefix, space))
		}
		scope[prefix] = space
	}
	if g.IntN(20) == 0 {
		written = append(written, `xmlns:xml="`+nsXML+`"`)
	}
	return written
}

// prefixes lists what may stand before a name, the default among them.
func (g *generator) prefixes(scope map[string]string) []string {
	found := []string{""}
	for _, prefix := range []string{"p", "q", "r", "zz", "申"} {
		if _, bound := scope[prefix]; bound {
			found = append(found, prefix+":")
		}
	}
	return found
}

func (g *generator) attributes(scope map[string]string) (written []string) {
	seen := map[string]bool{}
	add := func(space, prefix, local string) {
		if key := space + "}" + local; !seen[key] {
			seen[key] = true
			written = append(written, prefix+local+"="+g.value())
		}
	}
	for _, prefix := range g.prefixes(scope) {
		for g.IntN(2) == 0 {
			space := ""
			if prefix != "" {
				space = scope[strings.TrimSuffix(prefix, ":")]
			}
			add(space, prefix, g.pick("id", "ID", "a", "b", "B", "番号", "z"))
		}
	}
	for _, local := range []string{"lang", "space", "base", "id", "other"} {
		if g.IntN(8) == 0 {
			add(nsXML, "xml:", local)
		}
	}
	return written
}

func (g *generator) value() string {
	var b strings.Builder
	for n := g.IntN(4); n > 0; n-- {
		b.WriteString(g.pick("見本", " ", "\t", "\n", "\r\n", "\r", "&#9;", "&#10;", "&#13;", "&amp;", "&lt;", ">", "&quot;", "&apos;", "a  b"))
	}
	if g.IntN(2) == 0 {
		return `"` + b.String() + `'"`
	}
	return `'` + b.String() + `"'`
}
