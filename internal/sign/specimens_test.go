package sign

import (
	"bytes"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

// A sample is one document of a profile and who signs it.
type sample struct {
	name    string
	people  []string // names of the holders, in the order in which they sign
	size    int      // about, in bytes; 0 small
	samples int      // how many of the further changes a large one gets; 0 all
}

// The names are those that went wrong elsewhere: the second byte of 山 and 小 in
// UTF-16 is a backslash, that of 丨 a bracket.
var samples = []sample{
	{name: "small", people: []string{"見本　花子"}},
	{name: "large", people: []string{"見本　花子"}, size: 8 << 20, samples: 2},
	{name: "山田", people: []string{"山田　太郎"}},
	{name: "小林", people: []string{"小林　一郎"}},
	{name: "丨", people: []string{"岡　丨"}},
	{name: "co-signed", people: []string{"山田　太郎", "小林　一郎"}},
}

// possible: the CMS profiles are for one signer, and an enveloped signature
// would break another one inside the same element.
func (s sample) possible(profile string) bool {
	return len(s.people) == 1 || strings.HasPrefix(profile, "pdf") || profile == "egov-kousei"
}

// persons makes holders of the TEST CA, and for each the twin whose certificate
// says the same of another key.
type persons struct {
	known map[string]*testIdentity
	twins map[string]*testIdentity
}

func (p *persons) get(name string) (person, twin *testIdentity) {
	if p.known[name] == nil {
		for _, into := range []map[string]*testIdentity{p.known, p.twins} {
			id := *identity()
			id.key = newKey()
			id.serial = big.NewInt(0x00C0_FF00 + int64(len(p.known)) + map[bool]int64{true: 1}[p.known[name] == nil])
			id.leaf = issueLeaf(&id, subjectAltName(append([]otherName{{1, name}}, holderNames[1:]...)...), id.since)
			into[name] = &id
		}
	}
	return p.known[name], p.twins[name]
}

// digits is text of which one figure may be changed without hurting its form.
func digits(n int, random *rand.Rand) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = "0123456789"[random.IntN(10)]
	}
	return out
}

// document makes the sample's document for a profile, and the figures in it
// that stand for all of its content.
func (s sample) document(t *testing.T, profile string, random *rand.Rand) (doc Document, figures []byte) {
	t.Helper()
	figures = digits(max(32, s.size), random)
	name := s.people[0] + "の申請書（控え）"
	switch profile {
	case "pdf-moj", "pdf-pades-b":
		return NewDocument(name+".pdf", letterPDF("", "", content("% "+string(figures)))), figures
	case "xmldsig-enveloped":
		return NewDocument(name+".xml", fmt.Appendf(nil, "<様式 id=\"S1\" VR=\"1.0\"><氏名>%s</氏名>\r\n<v>%s</v></様式>", s.people[0], figures)), figures
	case "egov-kousei":
		return NewDocument(name+".zip", pack(t, s.application(figures))), figures
	}
	return NewDocument(name+".txt", figures), figures
}

func (s sample) file() string { return s.people[0] + " 届.xml" }

func (s sample) application(figures []byte) map[string]string {
	files := map[string]string{"申請/kousei.xml": strings.Replace(kousei, "届出 見本.xml", s.file(), 1), "申請/" + s.file(): "<v>" + string(figures) + "</v>"}
	for name, content := range application {
		if files[name] == "" && name != "申請/届出 見本.xml" {
			files[name] = content
		}
	}
	return files
}

// sign signs the document of a sample by all of its people.
func (s sample) sign(t *testing.T, profile string, doc Document, people *persons) (signed []byte, last string) {
	t.Helper()
	p, _ := Lookup(profile)
	for _, name := range s.people {
		person, _ := people.get(name)
		out, err := signAll(t.Context(), p, &softSigner{id: person}, []Document{doc}, time.Now())
		must(t, err)
		signed, last = bytesOf(t, out[0]), out[0].Name
		doc = NewDocument(doc.Name, signed)
	}
	return signed, last
}

// twin signs the 構成管理XML with references that are not percent-encoded.
func (s sample) twin(t *testing.T, files map[string]string, people *persons) []byte {
	t.Helper()
	source := []byte(files["申請/kousei.xml"])
	for _, name := range s.people {
		doc, err := xmldoc.Parse(string(source))
		must(t, err)
		subject := child(doc.Root, "構成情報")
		digest, err := canonicalDigest(subject, xmldoc.Node{})
		must(t, err)
		references := []xmlReference{{"#構成情報", []string{xmldoc.Method}, digest}}
		for _, file := range applicationFiles(subject) {
			references = append(references, xmlReference{uri: escapeURI(file), digest: NewDocument("", []byte(files["申請/"+file])).Digest})
		}
		signature, err := newXMLSignature(doc, signaturePlace(doc, subject), references)
		must(t, err)
		person, _ := people.get(name)
		key, err := newCardKey(t.Context(), &softSigner{id: person})
		must(t, err)
		signed, err := signature.sign(key, time.Now())
		must(t, err)
		source = []byte(strings.Join(signed[:], ""))
	}
	return source
}

// specimens writes the signed file of a sample and its changed copies below dir.
func (s sample) specimens(t *testing.T, profile, dir string, people *persons, rounds int, random *rand.Rand) (all []specimen) {
	t.Helper()
	doc, figures := s.document(t, profile, random)
	signed, name := s.sign(t, profile, doc, people)
	person, other := people.get(s.people[len(s.people)-1])
	if s.samples > 0 {
		rounds = min(rounds, s.samples)
	}
	var application map[string]string
	var twin []byte
	if profile == "egov-kousei" {
		application = s.application(figures)
		twin = s.twin(t, application, people)
		signed = []byte(unpack(t, signed, t.TempDir())["申請/kousei.xml"])
	}
	add := func(changed string, signed, twin, figuresNow []byte) {
		folder := filepath.Join(dir, fmt.Sprintf("%s %s %d", profile, s.name, len(all)))
		must(t, os.MkdirAll(folder, 0o700))
		put := func(name string, content []byte) string {
			path := filepath.Join(folder, name)
			must(t, os.WriteFile(path, content, 0o600))
			return path
		}
		one := specimen{profile: profile, sample: s.name, changed: changed, signatures: len(s.people)}
		switch profile {
		case "egov-kousei":
			for file, content := range s.application(figuresNow) {
				put(filepath.Base(file), []byte(content))
			}
			one.path, one.twin = put("kousei.xml", signed), put("twin.xml", twin)
		case "cms-detached":
			one.path, one.content = put(name, signed), put(doc.Name, figuresNow)
		default:
			one.path = put(name, signed)
		}
		all = append(all, one)
	}
	add("", signed, twin, figures)
	for range rounds {
		now := bytes.Clone(figures)
		at := random.IntN(len(now))
		now[at] = otherLetter("0123456789", now[at], random)
		if profile == "egov-kousei" || profile == "cms-detached" {
			add("content", signed, twin, now)
		} else {
			add("content", bytes.Replace(signed, figures, now, 1), nil, figures)
		}
		var brokenTwin []byte
		if twin != nil {
			brokenTwin = breakSignature(t, profile, twin, random)
		}
		add("signature", breakSignature(t, profile, signed, random), brokenTwin, figures)
	}
	var swappedTwin []byte
	if twin != nil {
		swappedTwin = swapCertificate(t, profile, twin, person.leaf, other.leaf)
	}
	add("certificate", swapCertificate(t, profile, signed, person.leaf, other.leaf), swappedTwin, figures)
	return all
}
