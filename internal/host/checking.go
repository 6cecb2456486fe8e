package host

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/sign"
)

// signCheckResult is what can be told before a PIN: of every document, not only
// of the first that is wrong, and of the card.
type signCheckResult struct {
	Documents   []checkedDocument `json:"documents"`
	Problems    []problem         `json:"problems"`
	Certificate *checkedKey       `json:"certificate"` // null: no card was at hand
}

type checkedDocument struct {
	Name       string    `json:"name"`
	Size       int64     `json:"size,omitempty"` // absent where only a digest is at hand
	SHA256     string    `json:"sha256"`         // hexadecimal
	Kind       string    `json:"kind"`           // one of sign's kinds
	Pages      int       `json:"pages,omitempty"`
	PageSize   []float64 `json:"pageSize,omitempty"` // width and height of the stamp's page in points
	PageBox    []float64 `json:"pageBox,omitempty"`  // left, bottom, right, top of it, as a stamp counts
	Rotate     int       `json:"rotate,omitempty"`   // how the page is turned for showing
	Signatures int       `json:"signatures"`         // in it already
	Notes      []string  `json:"notes"`              // of sign.Notes
	Target     string    `json:"target,omitempty"`   // what the signed file will be called
}

// problem is an error that `sign` would end with. Name is the document's, "" for
// the card or the profile.
type problem struct {
	Name   string         `json:"name"`
	Code   messaging.Code `json:"code"`
	Params map[string]any `json:"params"`
}

// checkedKey is what the card tells of its signature certificate without a PIN.
type checkedKey struct {
	Present     bool   `json:"present"`
	ChainPinned *bool  `json:"chainPinned"` // null: the card does not show its CA
	Root        string `json:"root,omitempty"`
}

// signCheck does all that can fail before the PIN. It never sends one.
func (o *operator) signCheck(ctx context.Context, p *messaging.SignCheckParams, blobs map[string]*blob) (*signCheckResult, error) {
	if o.site != messaging.OriginUI {
		return nil, &messaging.Error{Code: messaging.CodeOriginRefused}
	}
	result := &signCheckResult{Documents: []checkedDocument{}, Problems: []problem{}}
	profile, known := sign.Lookup(p.Profile)
	if !known {
		result.complain("", &messaging.Error{Code: messaging.CodeProfileUnknown})
	}
	wanted := choices(p.Stamp, p.XML)
	page := 0
	if p.Stamp != nil {
		page = p.Stamp.Page
	}
	for _, given := range p.Documents {
		doc, err := document(o.site, given, blobs)
		if err != nil {
			result.complain(given.Name, err)
			continue
		}
		checked := newCheckedDocument(doc, page)
		if known {
			if checked.Target, err = sign.Try(profile, doc, wanted); err != nil {
				result.complain(doc.Name, err)
			}
		}
		result.Documents = append(result.Documents, checked)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if err := o.checkKey(ctx, result); err != nil {
		return nil, err
	}
	return result, nil
}

func newCheckedDocument(doc sign.Document, page int) checkedDocument {
	view := sign.Inspect(doc, page)
	c := checkedDocument{
		Name: doc.Name, Size: doc.Size, SHA256: hex.EncodeToString(doc.Digest[:]), Kind: view.Kind,
		Pages: view.Pages, Rotate: view.Rotate, Signatures: view.Signatures, Notes: append([]string{}, view.Notes...),
	}
	if b := view.Box; b != [4]float64{} {
		c.PageSize, c.PageBox = []float64{b[2] - b[0], b[3] - b[1]}, b[:]
	}
	return c
}

// complain adds a problem in the words of the one table of errors.
func (r *signCheckResult) complain(name string, err error) {
	e := codeOf(err)
	params := e.Params
	if params == nil {
		params = map[string]any{}
	}
	if name != "" {
		params["document"] = name
	}
	r.Problems = append(r.Problems, problem{name, e.Code, params})
}

// keyPatience is how long a card that is there may take to be found: a check is
// about documents first, and waits for no card.
const keyPatience = 2 * time.Second

// checkKey looks at the card, if one lies there: whether it lists a signature
// certificate, and whether its CA is pinned. What the card does not tell is left
// open; the same is looked at again when it signs.
func (o *operator) checkKey(ctx context.Context, result *signCheckResult) error {
	if !o.desk.cardAtHand(ctx, o.reader) {
		return nil
	}
	quiet := *o
	quiet.progress = func(string, int, int) {}
	limited, stop := context.WithTimeoutCause(ctx, keyPatience, errTimeout)
	defer stop()
	var ca []byte
	_, err := quiet.lend(limited, card.JPKI, nil, func(ctx context.Context, c *card.Card) (err error) {
		ca, err = c.Authority(ctx, card.SignatureKey)
		return err
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, card.ErrCertificateMissing):
		result.Certificate = &checkedKey{}
		result.complain("", aboutKey(card.SignatureKey, err))
	case err != nil: // no card of this kind, or one that another program holds
	case ca == nil:
		result.Certificate = &checkedKey{Present: true}
	default:
		untrusted := o.pinned.CheckCA(ca)
		pinned := untrusted == nil
		result.Certificate = &checkedKey{Present: true, ChainPinned: &pinned, Root: sign.CheckChain(nil, ca).Root}
		if !pinned {
			result.complain("", aboutKey(card.SignatureKey, untrusted))
		}
	}
	return nil
}

// cardAtHand reports that a card lies in the reader, "" in any.
func (d *desk) cardAtHand(ctx context.Context, reader string) bool {
	readers, err := d.source.Readers(ctx)
	return err == nil && slices.ContainsFunc(readers, func(r pcsc.Reader) bool {
		return (reader == "" || r.Name == reader) && r.State == pcsc.Held
	})
}
