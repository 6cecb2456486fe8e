package host

import (
	"time"

	"github.com/hitofude/hitofude/internal/autofill"
	"github.com/hitofude/hitofude/internal/card"
	"github.com/hitofude/hitofude/internal/messaging"
	"github.com/hitofude/hitofude/internal/pcsc"
	"github.com/hitofude/hitofude/internal/pin"
	"github.com/hitofude/hitofude/internal/sign"
)

// The results of requests, as docs/PROTOCOL.md shows them. The terminal prints
// the same structs with --json.

type readersResult struct {
	Readers []readerResult `json:"readers"`
}

type readerResult struct {
	Name   string     `json:"name"`
	State  string     `json:"state"` // empty, card, mute, in-use
	Card   *card.Type `json:"card"`  // one of card.Type; null when not known
	PinPad bool       `json:"pinPad"`
}

func newReadersResult(readers []pcsc.Reader, kinds map[string]card.Type) readersResult {
	result := readersResult{Readers: []readerResult{}}
	for _, r := range readers {
		line := readerResult{Name: r.Name, State: r.State, PinPad: r.PinPad}
		if kind, ok := kinds[r.Name]; ok {
			line.Card = &kind
		}
		result.Readers = append(result.Readers, line)
	}
	return result
}

type statusResult struct {
	Pins         []pinResult        `json:"pins"`
	Certificates []certificateDates `json:"certificates"`
	Card         cardResult         `json:"card"`
	Advice       []messaging.Error  `json:"advice"`
	Trial        *trialResult       `json:"trial,omitempty"` // only of a card in use, while the trial lasts
}

type pinResult struct {
	Kind      pin.Kind `json:"kind"`
	TriesLeft any      `json:"triesLeft"` // null when the card does not tell
	MaxTries  int      `json:"maxTries"`
	Locked    bool     `json:"locked"`
}

type certificateDates struct {
	Key       string     `json:"key"`
	Present   bool       `json:"present"`
	NotBefore *time.Time `json:"notBefore,omitempty"` // only where no PIN is needed to know
	NotAfter  *time.Time `json:"notAfter,omitempty"`
}

type cardResult struct {
	Reader  string     `json:"reader"`
	Expires *string    `json:"expires"` // 2006-01-02
	Type    *card.Type `json:"type"`    // null when the status alone does not tell
}

func newStatusResult(s *card.Status, reader string, now time.Time) *statusResult {
	result := &statusResult{Card: cardResult{Reader: reader}}
	if s.Expires != "" {
		result.Card.Expires = &s.Expires
	}
	if s.Type != "" {
		result.Card.Type = &s.Type
	}
	for _, p := range s.Pins {
		result.Pins = append(result.Pins, pinResult{p.Kind, triesLeft(p.Tries), p.MaxTries, p.Locked})
	}
	authentication := certificateDates{Key: "authentication", Present: s.HasAuthentication}
	if v := s.AuthenticationValidity; !v.NotAfter.IsZero() {
		authentication.NotBefore, authentication.NotAfter = &v.NotBefore, &v.NotAfter
	}
	result.Certificates = []certificateDates{authentication, {Key: "signature", Present: s.HasSignature}}
	result.Advice = adviceFor(s, result.Certificates, now)
	return result
}

type attributesResult struct {
	Attributes attributes `json:"attributes"`
	Profile    profile    `json:"profile"`
}

// attributes are as on the card; nil was not asked for.
type attributes struct {
	Name    *string `json:"name,omitempty"`
	Address *string `json:"address,omitempty"`
	Birth   *string `json:"birth,omitempty"` // YYYYMMDD
	Sex     *string `json:"sex,omitempty"`
}

// profile is autofill.Profile with null for what was not asked for.
type profile struct {
	Name    *autofill.Name    `json:"name"`
	Address *autofill.Address `json:"address"`
	Birth   *autofill.Birth   `json:"birth"`
	Age     *int              `json:"age"`
	Sex     *autofill.Sex     `json:"sex"`

	PostalCode  string            `json:"postalCode,omitempty"`
	PostalCodes []string          `json:"postalCodes,omitempty"`
	JIS0208     map[string]string `json:"jis0208,omitempty"` // of name and address, as far as asked for
}

// newAttributesResult gives out what fields names; nil means all four.
func newAttributesResult(a *card.Attributes, fields []string, now time.Time) *attributesResult {
	made := autofill.Make(a.Name, a.Address, a.Birth, a.Sex, now)
	result := &attributesResult{}
	if fields == nil {
		fields = []string{"name", "address", "birth", "sex"}
	}
	var texts []string
	for _, field := range fields {
		switch field {
		case "name":
			result.Attributes.Name, result.Profile.Name = &a.Name, &made.Name
			texts = append(texts, a.Name)
		case "address":
			result.Attributes.Address, result.Profile.Address = &a.Address, &made.Address
			result.Profile.PostalCode, result.Profile.PostalCodes = made.PostalCode, made.PostalCodes
			texts = append(texts, a.Address)
		case "birth":
			result.Attributes.Birth, result.Profile.Birth, result.Profile.Age = &a.Birth, made.Birth, made.Age
		case "sex":
			result.Attributes.Sex, result.Profile.Sex = &a.Sex, &made.Sex
		}
	}
	result.Profile.JIS0208 = autofill.Reduction(texts...)
	return result
}

type certificateResult struct {
	Certificate []byte        `json:"certificate,omitempty"` // DER; left out beside a signature
	Key         string        `json:"key"`
	Subject     string        `json:"subject"`
	Issuer      string        `json:"issuer"`
	Serial      string        `json:"serial"`
	NotBefore   time.Time     `json:"notBefore"`
	NotAfter    time.Time     `json:"notAfter"`
	Chain       chainResult   `json:"chain"`
	Revocation  string        `json:"revocation"` // always "not-checked"
	Holder      *holderResult `json:"holder"`     // null for the authentication certificate
}

type chainResult struct {
	State string `json:"state"` // intact, broken, not-checked
	Root  string `json:"root"`
}

type holderResult struct {
	Name            string `json:"name"`
	Address         string `json:"address"`
	Birth           string `json:"birth"` // 2006-01-02, "" when unknown
	Sex             string `json:"sex"`
	NameReplaced    bool   `json:"nameReplaced"`
	AddressReplaced bool   `json:"addressReplaced"`
}

func newCertificateResult(key string, c *sign.Certificate, chain sign.Chain) certificateResult {
	result := certificateResult{
		Key: key, Subject: c.Subject, Issuer: c.Issuer, Serial: c.Serial,
		NotBefore: c.NotBefore, NotAfter: c.NotAfter,
		Chain: chainResult{chain.State, chain.Root}, Revocation: "not-checked",
	}
	if h := c.Holder; h != nil {
		result.Holder = &holderResult{h.Name, h.Address, h.Birth, h.Sex, h.NameReplaced, h.AddressReplaced}
	}
	return result
}

type signResult struct {
	Outputs     []outputResult    `json:"outputs"`
	Certificate certificateResult `json:"certificate"`
	Warnings    []warning         `json:"warnings"`
	// Unsigned names the documents that were not reached, and Stopped says why: a
	// signature that the card has given is not thrown away because a later one
	// failed or the person cancelled.
	Unsigned []string         `json:"unsigned,omitempty"`
	Stopped  *messaging.Error `json:"stopped,omitempty"`
}

// stopped notes that only the first documents were signed.
func (r *signResult) stopped(docs []sign.Document, err error) {
	r.Stopped = codeOf(err)
	for _, d := range docs[len(r.Outputs):] {
		r.Unsigned = append(r.Unsigned, d.Name)
	}
}

// outputResult carries its file as content, or names the part of the blob that
// was sent before.
type outputResult struct {
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
	Content   []byte `json:"content,omitempty"`
	Blob      string `json:"blob,omitempty"`
	From      int64  `json:"from,omitempty"`
	Length    int64  `json:"length,omitempty"`

	file sign.Output
}

// add takes over finished files.
func (r *signResult) add(outputs []sign.Output) {
	for _, out := range outputs {
		r.Outputs = append(r.Outputs, outputResult{Name: out.Name, MediaType: out.MediaType, file: out})
	}
}

// warning is something a person should know about a result that stands.
type warning struct {
	Code   string   `json:"code"`
	Fields []string `json:"fields,omitempty"` // with CERTIFICATE_DIFFERS: name, address
	Days   int      `json:"days,omitempty"`   // with CERTIFICATE_EXPIRING
}

// revocationNotChecked: only registered verifiers can ask J-LIS.
const revocationNotChecked = "REVOCATION_NOT_CHECKED"

type tokenResult struct {
	Token string `json:"token"`
}

type changeResult struct {
	TriesLeft int `json:"triesLeft"` // all of them: the card answered 9000
}

type cancelResult struct {
	Cancelled bool `json:"cancelled"`
}

type blobResult struct {
	Next int `json:"next"` // the seq of the next piece
}
