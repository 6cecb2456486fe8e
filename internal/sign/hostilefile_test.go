package sign

import (
	"bytes"
	"strconv"
	"testing"
	"time"
)

// The hole of a signature is the only place that nobody signed. It may hold the
// message and zeros: an object in there could be shown by a reader.
func TestNothingButTheMessageStandsInTheHoleOfAPDF(t *testing.T) {
	signed := signPDF(t, pdfMOJ, letterPDF("", ""), identity(), Choices{})
	zeros := bytes.LastIndex(signed, append(bytes.Repeat([]byte("0"), 200), '>'))
	if zeros < 0 {
		t.Fatal("no zeros behind the message")
	}
	for name, planted := range map[string]string{
		"an entry":  "> /Reason (paid) /Foo <",
		"an object": "> >>\nendobj\n4 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\n9 0 obj << /X <",
		"a comment": "> % nothing\n/Location <",
		"a blank":   " \n ",
	} {
		changed := bytes.Clone(signed)
		copy(changed[zeros+100:], planted)
		reports, err := verifyBytes(t, changed)
		if err == nil && reports[len(reports)-1].Intact {
			t.Errorf("%s in the hole is reported as intact", name)
		}
	}
}

// A hostile document must be refused, or read, before it uses up time: the
// person waits, and a program that is out of memory does not lock the card.
func TestXMLThatIsSlowToReadIsRefused(t *testing.T) {
	var scopes bytes.Buffer
	for i := range 250 {
		scopes.WriteString("<a")
		for j := range 900 {
			scopes.WriteString(" xmlns:p" + string(rune('a'+i%26)) + strconv.Itoa(i) + "x" + strconv.Itoa(j) + "='u'")
		}
		scopes.WriteString(">")
	}
	scopes.Write(bytes.Repeat([]byte("<b/>"), 20000))
	scopes.Write(bytes.Repeat([]byte("</a>"), 250))
	for name, source := range map[string][]byte{
		"namespaces in scope": scopes.Bytes(),
		"elements":            append(append([]byte("<a>"), bytes.Repeat([]byte("<b/>"), 3<<20)...), "</a>"...),
	} {
		begin := time.Now()
		_, err := Prepare(xmldsigProfile(t), []Document{NewDocument("a.xml", source)}, Choices{})
		t.Logf("%s: %d bytes, %v, %v", name, len(source), time.Since(begin), err)
		if err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func xmldsigProfile(t *testing.T) Profile {
	p, ok := Lookup("xmldsig-enveloped")
	if !ok {
		t.Fatal("no such profile")
	}
	return p
}
