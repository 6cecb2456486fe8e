package xmldoc

// handCases are one property each; ready-made canonicalisers get several of
// them wrong: what an ancestor declares wins over the element's own, xmlns=""
// is lost, attributes are sorted by prefix, literal white space is kept.
var handCases = []string{
	`<a/>`,
	`<a xmlns="urn:1"><b xmlns="urn:2" id="x"/></a>`,
	`<a xmlns="urn:1"><b xmlns=""><c/></b></a>`,
	`<a xmlns="urn:1"><b xmlns=""><c xmlns="urn:1"/></b></a>`,
	`<a xmlns=""><b/></a>`,
	`<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"/></p:b></p:a>`,
	`<a xmlns:p="urn:1"><b xmlns:p="urn:1" p:x="1"/></a>`,
	`<a xml:lang="ja"><b xml:lang="en"><c/></b><d/></a>`,
	`<a xml:space="preserve" xml:base="x/"><b xml:base="y"><c xml:id="q"/></b></a>`,
	`<a xmlns:b="urn:2" xmlns:a="urn:1" b:z="1" a:y="2" z="3" a="4" xml:x="5"/>`,
	`<a xmlns:z="urn:1" xmlns:y="urn:2" y:a="1" z:b="2"/>`,
	"<a b='x\ty\nz\r\nw\rv'/>",
	`<a b="&#9;&#10;&#13;&#32;"/>`,
	`<a b='"' c="'" d="&lt;&gt;&amp;"/>`,
	"<a>x\r\ny\rz&#13;\n</a>",
	`<a>&lt;&gt;&amp;"'</a>`,
	`<a><![CDATA[<b>&amp;]]>x<![CDATA[]]></a>`,
	`<?xml version="1.0" encoding="UTF-8"?><?one?><a/><?two  b ?>`,
	"<!--x-->\n<?one a?>\n<a><!--y--></a>\n<!--z-->\n<?two?>\n",
	`<a>one<!-- two -->three</a>`,
	`<構成情報 ID="構成情報" 様式="１"><申請:書 xmlns:申請="urn:申"/></構成情報>`,
	"<a>\U0002000B丨&#x2000B;</a>",
	"<a  b = 'c'\n></a\t>",
	"\xEF\xBB\xBF<a/>",
	`<a xmlns:xml="http://www.w3.org/XML/1998/namespace"><b xml:lang="ja"/></a>`,
	`<a xmlns:p="urn:&amp;&quot;x" p:y="1"/>`,
	`<a xmlns="urn:1" xmlns:p="urn:1" p:x="1" x="2"><p:b/></a>`,
	`<a><?p x?><?p?><?p ?></a>`,
	"<a>a\u0085b\u2028c</a>",
	`<a xmlns:b="urn:1"><c><d b:e="1"/></c></a>`,
}

// malformed is what no XML 1.0 parser with namespaces takes.
var malformed = []string{
	``, ` `, `text`, `<a>`, `</a>`, `<a></b>`, `<a/><b/>`, `<a/>x`, `x<a/>`, `<a b/>`, `<a b=c/>`, `<a b="1" b="2"/>`,
	`<a b="1"c="2"/>`, `<a b="<"/>`, `<a b="&"/>`, `<a>&b;</a>`, `<a>&#0;</a>`, `<a>&#xFFFE;</a>`, `<a>&#x110000;</a>`, `<a>&#;</a>`,
	`<a>&amp</a>`, `<a>]]></a>`, "<a>\x01</a>", "<a>\xFF</a>", "<a>\xED\xA0\x80</a>", "<a>\uFFFE</a>", `<a><![CDATA[</a>`, `<a><!-- -- --></a>`,
	`<a><!-- --->`, `<a><?xml version="1.0"?></a>`, ` <?xml version="1.0"?><a/>`, `<?xml version="1.0"encoding="UTF-8"?><a/>`,
	`<?xml encoding="UTF-8"?><a/>`, `<?xml version="1.0" standalone="maybe"?><a/>`, `<?xml version="1.0" standalone="yes" encoding="UTF-8"?><a/>`,
	`<p:a/>`, `<a p:b="1"/>`, `<a xmlns:p=""/>`, `<a xmlns:xmlns="urn:1"/>`, `<a xmlns:xml="urn:1"/>`, `<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>`,
	`<a xmlns:p="http://www.w3.org/2000/xmlns/"/>`, `<a xmlns="http://www.w3.org/2000/xmlns/"/>`, `<a xmlns:p="urn:1" xmlns:q="urn:1" p:x="1" q:x="2"/>`,
	`<a:b:c xmlns:a="urn:1"/>`, `<a: xmlns:a="urn:1"/>`, `<1a/>`, `<a><b></a></b>`, `<a`, `<a b="1`, `<a><!--</a>`, `<!DOCTYPE a`, `<![CDATA[x]]>`,
	`<a><!ELEMENT b ANY></a>`, `<xmlns:a/>`,
}
