package sign

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"path"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

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
	archive, err := openArchive(doc)
	if err != nil {
		return nil, err
	}
	entry, kousei, err := archive.kousei()
	if err != nil {
		return nil, err
	}
	refuse := func(reason string) (Prepared, error) { return nil, &DocumentError{doc.Name, reason, "application"} }
	subject := child(kousei.Root, "構成情報")
	if id, _ := subject.Attr("ID"); id != "構成情報" || !unique(kousei, id) {
		return refuse("構成情報 has to be the one element with ID=\"構成情報\"")
	}
	digest, err := canonicalDigest(subject, nil)
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
func signaturePlace(doc *xmldoc.Document, subject *xmldoc.Node) splice {
	if n := child(doc.Root, "署名情報"); n != nil {
		return within(doc.Source, n)
	}
	return splice{subject.End, subject.End, "<署名情報>", "</署名情報>"}
}

// child is the only child element of that local name, or nil.
func child(n *xmldoc.Node, local string) (found *xmldoc.Node) {
	for _, c := range n.Children {
		if c.Kind != xmldoc.Element || c.Name.Local != local {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

// applicationFiles lists the 申請書ファイル名称, in their order.
func applicationFiles(subject *xmldoc.Node) (names []string) {
	subject.Walk(func(n *xmldoc.Node) {
		if n.Kind == xmldoc.Element && n.Name.Local == "申請書ファイル名称" && n.Parent.Name.Local == "申請書属性情報" {
			if name := strings.TrimSpace(n.Inner()); name != "" {
				names = append(names, name)
			}
		}
	})
	return names
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
	w := zip.NewWriter(&out)
	for _, f := range p.archive.File {
		if f != p.entry {
			err = errors.Join(err, w.Copy(f))
			continue
		}
		header := zip.FileHeader{Name: f.Name, NonUTF8: f.NonUTF8, Method: zip.Deflate, Modified: at}
		content, failed := w.CreateHeader(&header)
		if err = errors.Join(err, failed); failed == nil {
			_, failed = content.Write(signed)
			err = errors.Join(err, failed)
		}
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return Output{}, err
	}
	return newOutput(p.Target(), "application/zip", bytes.NewReader(out.Bytes())), nil
}

// archive is a ZIP whose entries were looked at.
type archive struct {
	*zip.Reader
	name string
	sums map[*zip.File][32]byte // of the files that were unpacked already
}

func (a *archive) refuse(reason string) error { return &DocumentError{a.name, reason, "application"} }

func openArchive(doc Document) (*archive, error) {
	a := &archive{name: doc.Name, sums: map[*zip.File][32]byte{}}
	r, err := zip.NewReader(doc.Content, doc.Content.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, a.refuse("it is not a ZIP file of an application's folder")
	}
	a.Reader = r
	seen, total := map[string]bool{}, uint64(0)
	for _, f := range r.File {
		total += f.UncompressedSize64
		switch name := path.Clean(f.Name); {
		case len(r.File) > maxEntries || f.UncompressedSize64 > maxUnpacked || total > maxUnpacked:
			return nil, a.refuse("it holds more than an application does")
		case f.Flags&1 != 0:
			return nil, a.refuse("it is encrypted")
		case strings.ContainsAny(f.Name, `\:`) || path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../"):
			return nil, a.refuse("a file in it lies outside of its folder")
		case seen[sameName(name)]:
			return nil, a.refuse("two files in it have the same name")
		default:
			seen[sameName(name)] = true
		}
	}
	return a, nil
}

// sameName is equal for names that are one file on some system: macOS takes both
// ways of writing が for one, Windows both cases of a letter.
func sameName(name string) string { return norm.NFC.String(strings.ToLower(norm.NFC.String(name))) }

// kousei finds the one 構成管理XML: a DataRoot with 構成情報 in it.
func (a *archive) kousei() (entry *zip.File, doc *xmldoc.Document, err error) {
	for _, f := range a.File {
		if !strings.EqualFold(path.Ext(f.Name), ".xml") {
			continue
		}
		source, err := read(f)
		if err != nil {
			return nil, nil, a.refuse("a file in it is damaged")
		}
		if len(source) <= xmldoc.MaxSize { // else it was not read to its end
			a.sums[f] = sha256.Sum256(source)
		}
		if !bytes.Contains(source, []byte("構成情報")) {
			continue
		}
		parsed, err := xmldoc.Parse(source)
		if err != nil {
			return nil, nil, &DocumentError{path.Base(f.Name), err.Error(), "application"}
		}
		if parsed.Root.Name.Local != "DataRoot" || child(parsed.Root, "構成情報") == nil {
			continue
		}
		if entry != nil {
			return nil, nil, a.refuse("it holds more than one 構成管理XML: several applications, or 個別署名形式, which is not made here")
		}
		entry, doc = f, parsed
	}
	if entry == nil {
		return nil, nil, a.refuse("it holds no 構成管理XML (kousei.xml)")
	}
	return entry, doc, nil
}

// digest is the SHA-256 of a file as it lies in the archive.
func (a *archive) digest(full, name string) (digest [32]byte, err error) {
	if strings.ContainsAny(name, "/\\%#?&<>\"'") {
		return digest, a.refuse("the name of a 申請書 file leaves its folder or cannot stand in a reference")
	}
	for _, f := range a.File {
		if f.Name != full {
			continue
		}
		if sum, known := a.sums[f]; known {
			return sum, nil
		}
		content, err := f.Open()
		if err != nil {
			return digest, a.refuse("a file in it is damaged")
		}
		defer func() { _ = content.Close() }()
		hash := sha256.New()
		if _, err := io.Copy(hash, io.LimitReader(content, maxUnpacked)); err != nil {
			return digest, a.refuse("a file in it is damaged")
		}
		return [32]byte(hash.Sum(nil)), nil
	}
	return digest, a.refuse("a 申請書 file that 構成情報 names is missing")
}

func read(f *zip.File) ([]byte, error) {
	content, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	return io.ReadAll(io.LimitReader(content, xmldoc.MaxSize+1))
}
