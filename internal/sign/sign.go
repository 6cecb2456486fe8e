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

// A Document is one file to sign. A detached signature needs no more of it than
// its digest, so a document of any size costs the host 32 bytes.
type Document struct {
	Name   string   // as the person's file is called, without a folder
	Digest [32]byte // SHA-256 of the whole content
}

// An Output is one file made by a profile.
type Output struct {
	Name, MediaType string
	Content         []byte
}

// A Profile makes one kind of signed file.
type Profile interface {
	Name() string
	// Check refuses documents this profile cannot sign with a *DocumentError.
	// It needs no card: whoever signs calls it before a try of the PIN is spent.
	Check(docs []Document) error
	// Sign makes one output per document, in their order, with one call of s
	// per document. at is the time the signature claims; it is the clock of this
	// computer and nobody else confirms it.
	Sign(ctx context.Context, s Signer, docs []Document, at time.Time) ([]Output, error)
}

// A DocumentError says which document cannot be signed and why.
type DocumentError struct{ Name, Reason string }

func (e *DocumentError) Error() string {
	return fmt.Sprintf("checking document %q: %s", e.Name, e.Reason)
}

var profiles = []Profile{detached{}}

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
		return &DocumentError{name, "the name is empty"}
	case len(name) > 255:
		return &DocumentError{strings.ToValidUTF8(name[:60], ""), "the name is longer than 255 bytes"}
	case strings.ContainsAny(name, `/\`):
		return &DocumentError{name, "the name holds a folder"}
	case !utf8.ValidString(name) || strings.ContainsFunc(name, hidden):
		return &DocumentError{name, "the name holds a control character"}
	}
	return nil
}

// hidden is true for characters that do not show, among them the ones that
// reverse the direction of text: "photo‮fdp.exe" reads as a PDF.
func hidden(r rune) bool {
	return r < 0x20 || r >= 0x7F && r < 0xA0 ||
		r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E || r >= 0x2060 && r <= 0x206F || r == 0xFEFF
}
