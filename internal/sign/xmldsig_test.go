package sign

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

// jdkVerify returns, for each document, how many signatures the JDK found to
// hold, 0 when one does not.
func jdkVerify(t *testing.T, ca []byte, paths []string) []string {
	t.Helper()
	java := exec.Command("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "testdata/VerifyXML.java", writeFile(t, "ca.pem", pemOf(ca)))
	java.Stdin = strings.NewReader(strings.Join(paths, "\n") + "\n")
	var stderr bytes.Buffer
	java.Stderr = &stderr
	out, err := java.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("java is not installed: XML signatures cannot be judged")
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != len(paths) {
		t.Fatalf("%v: %d answers for %d documents: %s", err, len(lines), len(paths), &stderr)
	}
	return lines
}

// xmlsecVerify asks xmlsec1; idAttr and root name the attribute and the element
// that carries it.
func xmlsecVerify(t *testing.T, path, idAttr, element string, ca []byte) error {
	t.Helper()
	args := []string{"--verify", "--trusted-pem", writeFile(t, "ca.pem", pemOf(ca))}
	if idAttr != "" {
		args = append(args, "--id-attr:"+idAttr, element)
	}
	cmd := exec.Command("xmlsec1", append(args, path)...)
	cmd.Dir = filepath.Dir(path)
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("xmlsec1 is not installed: XML signatures cannot be judged")
	}
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

func signXML(t *testing.T, source string, choices XMLChoices) string {
	t.Helper()
	batch, err := Prepare(enveloped{}, []Document{NewDocument("申請.xml", []byte(source))}, Choices{XML: choices})
	if err != nil {
		t.Fatalf("%.200s: %v", source, err)
	}
	out, err := batch.Sign(t.Context(), &softSigner{id: identity()}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if out[0].Name != "申請.signed.xml" {
		t.Errorf("output is called %s", out[0].Name)
	}
	return string(bytesOf(t, out[0]))
}

var xmlCases = map[string]struct {
	source  string
	choices XMLChoices
	idAttr  string
	element string
}{
	"no identifier":       {source: `<a><b>見本</b></a>`},
	"identifier":          {`<様式 id="S1" VR="1.0"><b>見本　花子</b></様式>`, XMLChoices{}, "id", "様式"},
	"ID in Japanese":      {`<a ID="申請"><b/></a>`, XMLChoices{}, "", ""},
	"empty root":          {`<a Id="x"/>`, XMLChoices{}, "Id", "a"},
	"namespaces":          {`<g:a xmlns:g="urn:g" xmlns="urn:d" xmlns:z="urn:a" xmlns:y="urn:b" Id="q" z:b="1" y:a="2" xml:lang="ja"><b xmlns="" c="&#9;"/></g:a>`, XMLChoices{}, "Id", "urn:g:a"},
	"BOM, CRLF, comments": {"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- x -->\r\n<a id=\"r\">\r\n <b c='\r\n'>&#13;</b><![CDATA[<&>]]></a>\r\n<?p?>", XMLChoices{}, "id", "a"},
	"element beside":      {`<root xmlns="urn:r" xml:space="preserve"><data ID="D"><v>1</v></data><sigs/></root>`, XMLChoices{ID: "D", Parent: "sigs"}, "ID", "urn:r:data"},
	"holder's characters": {`<a id="n"><name>山田　小林　丨　` + "\U0002000B" + `</name></a>`, XMLChoices{}, "id", "a"},
	"large":               {`<a id="n">` + strings.Repeat("<行 v='1'>見本</行>\r\n", 60000) + `</a>`, XMLChoices{}, "id", "a"},
}

func TestJDKAndXmlsecAcceptXMLSignatures(t *testing.T) {
	dir := t.TempDir()
	var names, paths []string
	var bad []string
	for name, c := range xmlCases {
		signed := signXML(t, c.source, c.choices)
		path := filepath.Join(dir, fmt.Sprintf("%d.xml", len(paths)))
		must(t, os.WriteFile(path, []byte(signed), 0o600))
		names, paths = append(names, name), append(paths, path)
		if c.idAttr != "" || name == "no identifier" {
			if err := xmlsecVerify(t, path, c.idAttr, c.element, identity().ca); err != nil {
				t.Errorf("%s: xmlsec1: %v", name, err)
			}
		}
		bad = append(bad, spoilXML(t, path, signed)...)
	}
	for i, answer := range jdkVerify(t, identity().ca, append(paths, bad...)) {
		switch {
		case i < len(paths) && answer != "1":
			t.Errorf("%s: the JDK says %s", names[i], answer)
		case i >= len(paths) && !strings.HasPrefix(answer, "0"):
			t.Errorf("%s: the JDK says %s", bad[i-len(paths)], answer)
		}
	}
	other := &testIdentity{caKey: newKey()}
	other.ca = issue(caTemplate("TEST other"), nil, &other.caKey.PublicKey, other.caKey)
	if answer := jdkVerify(t, other.ca, paths[:1]); !strings.HasPrefix(answer[0], "0") {
		t.Errorf("another CA: the JDK says %s", answer[0])
	}
}

// spoilXML writes copies with one thing changed that must be noticed.
func spoilXML(t *testing.T, path, signed string) (paths []string) {
	t.Helper()
	sig := strings.Index(signed, "<SignatureValue>") + len("<SignatureValue>") + 30
	flipped := []byte(signed)
	if flipped[sig] = 'A'; signed[sig] == 'A' {
		flipped[sig] = 'B'
	}
	root := strings.Index(signed, "<Signature ")
	for i, content := range []string{string(flipped), signed[:root] + "x" + signed[root:]} {
		spoiled := fmt.Sprintf("%s.spoiled%d.xml", path, i)
		must(t, os.WriteFile(spoiled, []byte(content), 0o600))
		paths = append(paths, spoiled)
	}
	if strings.Contains(signed, "<sigs>") { // beside the signed element, text may change
		return paths[:1]
	}
	return paths
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The person's bytes are not touched: the signature is an insertion.
func TestSigningOnlyInserts(t *testing.T) {
	for name, c := range xmlCases {
		signed := signXML(t, c.source, c.choices)
		start, end := strings.Index(signed, "<Signature xmlns"), strings.Index(signed, "</Signature>")+len("</Signature>")
		if rest := signed[:start] + signed[end:]; rest != c.source && name != "empty root" && name != "element beside" {
			t.Errorf("%s: %.200q", name, rest)
		}
	}
}

func TestXMLThatCannotBeSignedIsRefusedBeforeTheCard(t *testing.T) {
	for name, c := range map[string]struct {
		source  string
		choices XMLChoices
	}{
		"not XML":            {`見本`, XMLChoices{}},
		"DTD":                {`<!DOCTYPE a [<!ATTLIST a id ID #IMPLIED>]><a id="x"/>`, XMLChoices{}},
		"identifier twice":   {`<a id="x"><b id="x"/></a>`, XMLChoices{}},
		"under another name": {`<a id="x"><b ID="x"/></a>`, XMLChoices{}},
		"with a prefix":      {`<a id="x"><b xml:id="x"/></a>`, XMLChoices{}},
		"two names":          {`<a id="x" ID="y"/>`, XMLChoices{}},
		"no such identifier": {`<a id="x"/>`, XMLChoices{ID: "y"}},
		"space in it":        {`<a id="x y"/>`, XMLChoices{}},
		"percent in it":      {`<a id="x%41"/>`, XMLChoices{}},
		"other attribute":    {`<a name="x"/>`, XMLChoices{IDAttribute: "name"}},
		"no such parent":     {`<a id="x"/>`, XMLChoices{Parent: "b"}},
		"parent twice":       {`<a id="x"><b/><b/></a>`, XMLChoices{Parent: "b"}},
		"signed already":     {`<a id="x"><Signature xmlns="` + nsDSig + `"/></a>`, XMLChoices{}},
	} {
		var refused *DocumentError
		_, err := Prepare(enveloped{}, []Document{NewDocument("a.xml", []byte(c.source))}, Choices{XML: c.choices})
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const kousei = `<?xml version="1.0" encoding="UTF-8"?>
<DataRoot>
	<様式ID>999000000000000001</様式ID>
	<構成情報 ID="構成情報">
		<管理情報><手続名称>見本の手続</手続名称></管理情報>
		<申請書属性情報><申請書様式ID>900A01020000100001</申請書様式ID><申請書ファイル名称>900A01020000100001_01.xml</申請書ファイル名称></申請書属性情報>
		<申請書属性情報><申請書ファイル名称>届出 見本.xml</申請書ファイル名称></申請書属性情報>
		<添付書類属性情報><添付書類ファイル名称>a.pdf</添付書類ファイル名称></添付書類属性情報>
	</構成情報>
	<その他/>
</DataRoot>
`

var application = map[string]string{
	"申請/kousei.xml": kousei, "申請/900A01020000100001_01.xml": "<様式>見本　花子</様式>", "申請/届出 見本.xml": "<a/>\r\n", "申請/a.pdf": "%PDF",
}

// pack makes a ZIP of files, and of empty ones under the names of more.
func pack(t testing.TB, files map[string]string, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range more {
		_, err := w.Create(name)
		must(t, err)
	}
	for name, content := range files {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write([]byte(content))
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

// unpack writes the entries of an archive below dir and returns their contents.
func unpack(t *testing.T, archive []byte, dir string) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	must(t, err)
	files := map[string]string{}
	for _, f := range r.File {
		text, _, err := read(f)
		must(t, err)
		content := []byte(text)
		files[f.Name] = text
		target := filepath.Join(dir, filepath.Base(f.Name))
		must(t, os.WriteFile(target, content, 0o600))
	}
	return files
}

func signEgov(t *testing.T, archive []byte, at time.Time) []byte {
	t.Helper()
	out, err := signAll(t.Context(), egov{}, &softSigner{id: identity()}, []Document{NewDocument("申請.zip", archive)}, at)
	must(t, err)
	if out[0].Name != "申請.signed.zip" {
		t.Errorf("output is called %s", out[0].Name)
	}
	return bytesOf(t, out[0])
}

func TestJDKAcceptsEgovApplicationsAndTheirCoSigners(t *testing.T) {
	once, twice, changed := t.TempDir(), t.TempDir(), t.TempDir()
	at := time.Date(2026, 3, 15, 23, 0, 0, 0, japan)
	first := signEgov(t, pack(t, application), at)
	files := unpack(t, first, once)
	second := signEgov(t, first, at)
	unpack(t, second, twice)
	unpack(t, first, changed)
	must(t, os.WriteFile(filepath.Join(changed, "届出 見本.xml"), []byte("<b/>\r\n"), 0o600))
	var paths []string
	for _, dir := range []string{once, twice, changed} {
		paths = append(paths, filepath.Join(dir, "kousei.xml"))
	}
	got := jdkVerify(t, identity().ca, paths)
	if got[0] != "1" || got[1] != "2" || !strings.HasPrefix(got[2], "0") {
		t.Errorf("signed, co-signed, a file changed: %q", got)
	}
	for name, content := range application {
		if !strings.HasSuffix(name, "kousei.xml") && files[name] != content {
			t.Errorf("%s was changed", name)
		}
	}
	shape := files["申請/kousei.xml"]
	for _, want := range []string{
		`</構成情報><署名情報><Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="20260315230000"><SignedInfo>`,
		`<Reference URI="#%E6%A7%8B%E6%88%90%E6%83%85%E5%A0%B1"><Transforms>`,
		`<Reference URI="900A01020000100001_01.xml"><DigestMethod`,
		`<Reference URI="%E5%B1%8A%E5%87%BA%20%E8%A6%8B%E6%9C%AC.xml"><DigestMethod`,
		"</Signature></署名情報>\n\t<その他/>",
	} {
		if !strings.Contains(shape, want) {
			t.Errorf("%s is missing in\n%s", want, shape)
		}
	}
	if strings.Contains(shape, "a.pdf\"") {
		t.Error("an attached document is referenced")
	}
	if co, _ := os.ReadFile(paths[1]); !bytes.Contains(co, []byte(`Id="20260315230001"`)) {
		t.Error("the co-signer's Id is not one second later")
	}
}

// xmlsec1 looks for an identifier that equals the fragment as it is written, so
// it judges a twin of the document whose reference is not percent-encoded.
func TestXmlsecAcceptsTheTwinOfAnEgovApplication(t *testing.T) {
	dir := t.TempDir()
	doc, err := xmldoc.Parse(kousei)
	must(t, err)
	subject := child(doc.Root, "構成情報")
	digest, err := canonicalDigest(subject, xmldoc.Node{})
	must(t, err)
	file := NewDocument("", []byte("<x/>")).Digest
	s, err := newXMLSignature(doc, signaturePlace(doc, subject), []xmlReference{{"#構成情報", []string{xmldoc.Method}, digest}, {uri: "a.xml", digest: file}})
	must(t, err)
	key, err := newCardKey(t.Context(), &softSigner{id: identity()})
	must(t, err)
	signed, err := s.sign(key, time.Now())
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "a.xml"), []byte("<x/>"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "kousei.xml"), []byte(strings.Join(signed[:], "")), 0o600))
	if err := xmlsecVerify(t, filepath.Join(dir, "kousei.xml"), "ID", "構成情報", identity().ca); err != nil {
		t.Error(err)
	}
	must(t, os.WriteFile(filepath.Join(dir, "a.xml"), []byte("<y/>"), 0o600))
	if xmlsecVerify(t, filepath.Join(dir, "kousei.xml"), "ID", "構成情報", identity().ca) == nil {
		t.Error("accepted with a file changed")
	}
}

func TestArchivesThatCannotBeSignedAreRefusedBeforeTheCard(t *testing.T) {
	with := func(name, content string) map[string]string {
		files := map[string]string{}
		for n, c := range application {
			files[n] = c
		}
		if files[name] = content; content == "" {
			delete(files, name)
		}
		return files
	}
	for name, archive := range map[string][]byte{
		"not a ZIP":        []byte(kousei),
		"empty":            pack(t, nil),
		"no kousei":        pack(t, with("申請/kousei.xml", "")),
		"file missing":     pack(t, with("申請/届出 見本.xml", "")),
		"two applications": pack(t, with("別/kousei.xml", kousei)),
		"out of folder":    pack(t, with("../x", "y")),
		"absolute":         pack(t, with("/x", "y")),
		"backslash":        pack(t, with(`申請\x`, "y")),
		"same name":        pack(t, with("申請/A.PDF", "y")),
		"same name in NFD": pack(t, with("申請/カ\u3099.pdf", "y"), "申請/ガ.pdf"),
		"same name, both":  pack(t, with("申請/É.PDF", "y"), "申請/e\u0301.pdf"),
		"reference leaves": pack(t, with("申請/kousei.xml", strings.Replace(kousei, "届出 見本.xml", "../x.xml", 1))),
		"ID twice":         pack(t, with("申請/kousei.xml", strings.Replace(kousei, "<管理情報>", `<管理情報 Id="構成情報">`, 1))),
		"no ID":            pack(t, with("申請/kousei.xml", strings.Replace(kousei, ` ID="構成情報"`, "", 1))),
		"DTD":              pack(t, with("申請/kousei.xml", strings.Replace(kousei, "<DataRoot>", "<!DOCTYPE DataRoot><DataRoot>", 1))),
		"names no file":    pack(t, map[string]string{"kousei.xml": `<DataRoot><構成情報 ID="構成情報"/></DataRoot>`}),
	} {
		var refused *DocumentError
		_, err := Prepare(egov{}, []Document{NewDocument("a.zip", archive)}, Choices{})
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Entries of an archive that share their bytes make gigabytes of a small file.
func TestEntriesOverEachOtherAreRefused(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"x/kousei.xml": `<DataRoot><構成情報 ID="構成情報"><申請書属性情報><申請書ファイル名称>a.txt</申請書ファイル名称></申請書属性情報></構成情報></DataRoot>`,
		"x/a.txt":      "見本",
	} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(content))
	}
	big := bytes.Repeat([]byte("x"), 1<<16)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "x/0.bin", Method: zip.Deflate, CompressedSize64: uint64(len(big)), UncompressedSize64: 5})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write(big)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw := b.Bytes()
	entry, end := bytes.LastIndex(raw, []byte("PK\x01\x02")), bytes.LastIndex(raw, []byte("PK\x05\x06"))
	if _, err := Try(egov{}, NewDocument("a.zip", raw), Choices{}); err != nil {
		t.Fatalf("one of it: %v", err)
	}
	again := bytes.Replace(raw[entry:end], []byte("x/0.bin"), []byte("x/1.bin"), 1)
	tail := bytes.Clone(raw[end:])
	binary.LittleEndian.PutUint16(tail[8:], 4)
	binary.LittleEndian.PutUint16(tail[10:], 4)
	binary.LittleEndian.PutUint32(tail[12:], binary.LittleEndian.Uint32(tail[12:])+uint32(len(again)))
	hostile := slices.Concat(raw[:end], again, tail)
	var refused *DocumentError
	if _, err := Try(egov{}, NewDocument("a.zip", hostile), Choices{}); !errors.As(err, &refused) || !strings.Contains(refused.Error(), "over each other") {
		t.Errorf("two of it: %v", err)
	}
}
