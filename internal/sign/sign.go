// Package sign turns documents into signatures with a key that never leaves the card.
//
// It knows signature formats (one file per profile) and certificates. It never
// sees a reader, an APDU, a PIN or a JSON frame: the card comes in as a [Signer].
// Every signature is checked with the certificate's own key before it is handed
// out, so a card or a cable that answers nonsense cannot produce a file that a
// counter rejects three weeks later.
//
// No function of this package says that a signature is valid. Whether the
// certificate was revoked is known to J-LIS alone, which answers registered
// verifiers only, so results say what was looked at: intact, chain, dates.
package sign

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Signer is the key on the card, after its PIN was accepted.
type Signer interface {
	// Certificate is the DER of the X.509 certificate that belongs to the key.
	Certificate() []byte
	// Sign takes a SHA-256 digest (32 bytes) and returns RSASSA-PKCS1-v1_5 over
	// its DigestInfo: 256 bytes for the RSA-2048 keys of JPKI.
	Sign(ctx context.Context, digest []byte) ([]byte, error)
}

// A Profile makes one kind of signed file.
type Profile interface {
	Name() string
	// NeedsContent is true where the file that is made holds the document or
	// depends on more of it than its digest.
	NeedsContent() bool
	// Prepare does everything that can fail without the card: it reads the
	// document and builds the signed file up to what only the card adds. A
	// document that this profile cannot sign is a *DocumentError.
	Prepare(doc Document, choices Choices) (Prepared, error)
}

// Prepared is one document that waits for its signature.
type Prepared interface {
	// Target is the name of the file that will be made.
	Target() string
	// Sign calls the card once. at is the time the signature claims; it is the
	// clock of this computer and nobody else confirms it.
	Sign(k *cardKey, at time.Time) (Output, error)
}

// Choices are what a person may choose beside the document. A profile reads
// its own part; the zero value is what most people want.
type Choices struct {
	XML XMLChoices
	PDF PDFChoices
}

// A Batch is what one PIN entry signs.
type Batch struct {
	docs        []Document
	parts       []Prepared
	certificate []byte // of the signer, once it signed
}

// Prepare readies all documents for a profile, so that a wrong one is found
// before a try of the PIN is spent.
func Prepare(p Profile, docs []Document, choices Choices) (*Batch, error) {
	if len(docs) == 0 {
		return nil, &DocumentError{"", "there is none", ""}
	}
	b := &Batch{}
	for _, d := range docs {
		ready, err := ready(p, d, choices)
		if err != nil {
			return nil, err
		}
		b.docs, b.parts = append(b.docs, d), append(b.parts, ready)
	}
	return b, nil
}

// Try is Prepare for one document, of which nothing is kept: whoever wants to
// know of every document what is wrong with it asks one by one.
// target is the name of the file that would be made.
func Try(p Profile, d Document, choices Choices) (target string, err error) {
	part, err := ready(p, d, choices)
	if err != nil {
		return "", err
	}
	return part.Target(), nil
}

// ready does with a document all that needs no card, to its last step: the
// finished file, with an empty signature in it, is looked at as its receiver
// would.
func ready(p Profile, d Document, choices Choices) (Prepared, error) {
	if err := checkName(d.Name); err != nil {
		return nil, err
	}
	if p.NeedsContent() && d.Content == nil {
		return nil, &DocumentError{d.Name, "its content is missing", ""}
	}
	part, err := p.Prepare(d, choices)
	if err == nil {
		err = rehearse(d, part)
	}
	return part, err
}

// Targets are the names of the files that will be made, in order.
func (b *Batch) Targets() (names []string) {
	for _, p := range b.parts {
		names = append(names, p.Target())
	}
	return names
}

// Sign makes one output per document, in their order, with one call of s per
// document. After an error the outputs are those made before it: a signature
// that the card has given is not thrown away. The files have yet to pass Check,
// which needs no card and may take a while.
func (b *Batch) Sign(ctx context.Context, s Signer, at time.Time) ([]Output, error) {
	key, err := newCardKey(ctx, s)
	if err != nil {
		return nil, err
	}
	b.certificate = key.cert.Raw
	var outputs []Output
	for _, part := range b.parts {
		if err := ctx.Err(); err != nil {
			return outputs, err
		}
		out, err := part.Sign(key, at)
		if err != nil {
			return outputs, err
		}
		out.signature = key.last
		outputs = append(outputs, out)
	}
	return outputs, nil
}

// A DocumentError says which document cannot be signed and why. Reason is for
// the developer; Kind, where there is one, is the word by which a person is told
// what to do: one of pdf.Error's, xml, xml-signed or application.
type DocumentError struct{ Name, Reason, Kind string }

func (e *DocumentError) Error() string {
	return fmt.Sprintf("checking document %q: %s", e.Name, e.Reason)
}

var profiles = []Profile{attached{}, detached{}, egov{}, enveloped{}, pdfMOJ, pdfPAdES}

// Profiles lists the names of all profiles, sorted.
func Profiles() []string {
	names := make([]string, 0, len(profiles))
	for _, p := range profiles {
		names = append(names, p.Name())
	}
	slices.Sort(names)
	return names
}

// Lookup finds a profile by its name.
func Lookup(name string) (Profile, bool) {
	for _, p := range profiles {
		if p.Name() == name {
			return p, true
		}
	}
	return nil, false
}

// checkName refuses names that could leave the folder a person saves into, or
// that a download dialog would show other than they are.
func checkName(name string) error {
	switch {
	case name == "" || name == "." || name == "..":
		return &DocumentError{name, "the name is empty", ""}
	case len(name) > 255:
		return &DocumentError{strings.ToValidUTF8(name[:60], ""), "the name is longer than 255 bytes", ""}
	case strings.ContainsAny(name, `/\`):
		return &DocumentError{name, "the name holds a folder", ""}
	case !utf8.ValidString(name) || strings.ContainsFunc(name, hidden):
		return &DocumentError{name, "the name holds a control character", ""}
	}
	return nil
}

// hidden is true for characters that do not show, among them the ones that
// reverse the direction of text: "photo‮fdp.exe" reads as a PDF.
func hidden(r rune) bool {
	return r < 0x20 || r >= 0x7F && r < 0xA0 ||
		r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r == 0xFEFF
}
