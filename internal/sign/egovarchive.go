package sign

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"io"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/hitofude/hitofude/internal/sign/xmldoc"
)

// archive is a ZIP whose entries were looked at.
type archive struct {
	*zip.Reader
	name     string
	size     int64
	unpacked unpacked
}

// unpacked is what is known of entries that were unpacked before. An entry of
// another archive is the same one if its packed bytes, and all that says how to
// unpack them and what has to come out, are the same: so the look at a signed
// application unpacks anew what was written anew, and hashes the packed bytes of
// what had to be left as it was. A fault that changed one of these is still found.
type unpacked map[packing]entryContent

type packing struct {
	bytes        [32]byte // SHA-256 of the packed bytes
	method       uint16
	crc          uint32
	packed, size uint64
}

type entryContent struct {
	sum     [32]byte // SHA-256
	subject bool     // 構成情報 stands in it
}

func (a *archive) refuse(reason string) error { return &DocumentError{a.name, reason, "application"} }

// openArchive reads the list of an archive. before is what is known of entries,
// nil for nothing; what comes to be known is added.
func openArchive(doc Document, before unpacked) (*archive, error) {
	if before == nil {
		before = unpacked{}
	}
	a := &archive{name: doc.Name, size: doc.Content.Size(), unpacked: before}
	r, err := zip.NewReader(doc.Content, doc.Content.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, a.refuse("it is not a ZIP file of an application's folder")
	}
	a.Reader = r
	seen, total, packed := map[string]bool{}, uint64(0), uint64(0)
	size := uint64(max(a.size, 0))
	for _, f := range r.File {
		// Entries may lie over each other: a list of a thousand over the same megabyte
		// would be a gigabyte to copy. An honest archive is longer than what is packed in it.
		if f.CompressedSize64 > size || packed+f.CompressedSize64 > size {
			return nil, a.refuse("the files in it lie over each other")
		}
		packed += f.CompressedSize64
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
		parsed, err := a.candidate(f)
		if err != nil {
			return nil, nil, err
		}
		if parsed == nil || parsed.Root.Local() != "DataRoot" || child(parsed.Root, "構成情報").None() {
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

// candidate reads an XML file that may be the 構成管理XML; nil where the word
// does not occur in it.
func (a *archive) candidate(f *zip.File) (*xmldoc.Document, error) {
	key, err := packingOf(f)
	if err != nil {
		return nil, a.refuse("a file in it is damaged")
	}
	known, seen := a.unpacked[key]
	if seen && !known.subject {
		return nil, nil
	}
	source, sum, err := read(f)
	if err != nil {
		return nil, a.refuse("a file in it is damaged")
	}
	subject := strings.Contains(source, "構成情報")
	if len(source) <= xmldoc.MaxSize { // else it was not read to its end
		a.unpacked[key] = entryContent{sum, subject}
	}
	if !subject {
		return nil, nil
	}
	parsed, err := xmldoc.Parse(source)
	if err != nil {
		return nil, &DocumentError{path.Base(f.Name), err.Error(), "application"}
	}
	return parsed, nil
}

// packingOf reads the packed bytes of an entry.
func packingOf(f *zip.File) (key packing, err error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return key, err
	}
	hash := sha256.New()
	if _, err := pour(hash, raw); err != nil {
		return key, err
	}
	return packing{[32]byte(hash.Sum(nil)), f.Method, f.CRC32, f.CompressedSize64, f.UncompressedSize64}, nil
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
		key, err := packingOf(f)
		if err != nil {
			return digest, a.refuse("a file in it is damaged")
		}
		if known, seen := a.unpacked[key]; seen {
			return known.sum, nil
		}
		file, err := f.Open()
		if err != nil {
			return digest, a.refuse("a file in it is damaged")
		}
		defer func() { _ = file.Close() }()
		hash := sha256.New()
		if _, err := pour(hash, io.LimitReader(file, maxUnpacked)); err != nil {
			return digest, a.refuse("a file in it is damaged")
		}
		digest = [32]byte(hash.Sum(nil))
		a.unpacked[key] = entryContent{sum: digest, subject: true} // not searched
		return digest, nil
	}
	return digest, a.refuse("a 申請書 file that 構成情報 names is missing")
}

// read unpacks a file, one byte more of it than is taken. What its size is said to
// be is believed only as far as its packed bytes can become that much (deflate
// makes at most 1032 of one).
func read(f *zip.File) (text string, sum [32]byte, err error) {
	file, err := f.Open()
	if err != nil {
		return "", sum, err
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	var b strings.Builder
	b.Grow(int(min(f.UncompressedSize64, f.CompressedSize64*1032, xmldoc.MaxSize+1)))
	_, err = pour(io.MultiWriter(&b, hash), io.LimitReader(file, xmldoc.MaxSize+1))
	return b.String(), [32]byte(hash.Sum(nil)), err
}
