package sign

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
	"time"

	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

// egov is the profile egov-kousei: an application of e-Gov 電子申請 in the
// standard form (標準形式), as a ZIP of its folder. Its 構成管理XML is signed
// with references to the 申請書 files beside it; 添付書類 are not referenced.
//
// No official text of the form could be read; two public implementations agree
// on it: kufu/kiji (lib/kiji/zipper.rb, signer.rb) and the sources of an SDK
// used against e-Gov's own acceptance test. What is made here was not filed.
type egov struct{}

func (egov) Name() string       { return "egov-kousei" }
func (egov) NeedsContent() bool { return true }

// Limits of an archive, so that a small one cannot become a large one.
const (
	maxEntries  = 1000
	maxUnpacked = 200 << 20
)

func (egov) Prepare(doc Document, _ Choices) (Prepared, error) {
	archive, err := openArchive(doc, nil)
	if err != nil {
		return nil, err
	}
	entry, kousei, err := archive.kousei()
	if err != nil {
		return nil, err
	}
	defer kousei.Release()
	refuse := func(reason string) (Prepared, error) { return nil, &DocumentError{doc.Name, reason, "application"} }
	subject := child(kousei.Root, "構成情報")
	if id, _ := subject.Attr("ID"); id != "構成情報" || !unique(kousei, id) {
		return refuse("構成情報 has to be the one element with ID=\"構成情報\"")
	}
	digest, err := canonicalDigest(subject, xmldoc.Node{})
	if err != nil {
		return nil, err
	}
	references := []xmlReference{{"#" + escapeURI("構成情報"), []string{xmldoc.Method}, digest}}
	for _, name := range applicationFiles(subject) {
		digest, err := archive.digest(path.Join(path.Dir(entry.Name), name), name)
		if err != nil {
			return nil, err
		}
		references = append(references, xmlReference{uri: escapeURI(name), digest: digest})
	}
	if len(references) == 1 {
		return refuse("構成情報 names no 申請書 file")
	}
	s, err := newXMLSignature(kousei, signaturePlace(kousei, subject), references)
	if err != nil {
		return refuse(err.Error())
	}
	return &preparedEgov{archive, entry, s}, nil
}

// signaturePlace is inside 署名情報, behind the signatures of others, or in a
// new one right behind 構成情報.
func signaturePlace(doc *xmldoc.Document, subject xmldoc.Node) splice {
	if n := child(doc.Root, "署名情報"); !n.None() {
		return within(n)
	}
	return splice{subject.End(), subject.End(), "<署名情報>", "</署名情報>"}
}

// child is the only child element of that local name, or none.
func child(n xmldoc.Node, local string) (found xmldoc.Node) {
	for c := range n.Children() {
		if c.Kind() != xmldoc.Element || c.Local() != local {
			continue
		}
		if !found.None() {
			return xmldoc.Node{}
		}
		found = c
	}
	return found
}

// applicationFiles lists the 申請書ファイル名称, in their order.
func applicationFiles(subject xmldoc.Node) (names []string) {
	subject.Walk(func(n xmldoc.Node) {
		if n.Kind() == xmldoc.Element && n.Local() == "申請書ファイル名称" && n.Parent().Local() == "申請書属性情報" {
			if name := strings.TrimSpace(n.Inner()); name != "" {
				names = append(names, name)
			}
		}
	})
	return names
}

// takeOver writes an entry of another archive as it is, packed.
func takeOver(w *zip.Writer, f *zip.File) error {
	packed, err := f.OpenRaw()
	if err != nil {
		return err
	}
	header := f.FileHeader
	entry, err := w.CreateRaw(&header)
	if err != nil {
		return err
	}
	_, err = pour(entry, packed)
	return err
}

type preparedEgov struct {
	archive *archive
	entry   *zip.File
	*xmlSignature
}

func (p *preparedEgov) Target() string { return signedName(p.archive.name, ".zip") }

// Sign writes the archive anew: every entry as it was, packed bytes and all,
// but for the 構成管理XML.
func (p *preparedEgov) Sign(k *cardKey, at time.Time) (Output, error) {
	signed, err := p.sign(k, at)
	if err != nil {
		return Output{}, err
	}
	var out bytes.Buffer
	out.Grow(int(p.archive.size) + len(p.signedInfo) + 8<<10) // about what it will be
	w := zip.NewWriter(&out)
	for _, f := range p.archive.File {
		if f != p.entry {
			err = errors.Join(err, takeOver(w, f))
			continue
		}
		header := zip.FileHeader{Name: f.Name, NonUTF8: f.NonUTF8, Method: zip.Deflate, Modified: at}
		content, failed := w.CreateHeader(&header)
		if err = errors.Join(err, failed); failed == nil {
			for _, piece := range signed {
				_, failed = io.WriteString(content, piece)
				err = errors.Join(err, failed)
			}
		}
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return Output{}, err
	}
	made := newOutput(p.Target(), "application/zip", bytes.NewReader(out.Bytes()))
	made.unpacked = p.archive.unpacked
	return made, nil
}
