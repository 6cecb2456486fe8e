package messaging

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hitofude/hitofude/internal/pin"
)

// Code is the stable name of an error. Codes are appended, never renamed; the
// number is the place in the list and the exit status of the terminal.
type Code string

// The codes of protocol version 1, in the order of errors.json.
const (
	CodeFrameTooLarge          Code = "FRAME_TOO_LARGE"
	CodeFrameMalformed         Code = "FRAME_MALFORMED"
	CodeRequestInvalid         Code = "REQUEST_INVALID"
	CodeRequestUnknown         Code = "REQUEST_UNKNOWN"
	CodeProtocolVersion        Code = "PROTOCOL_VERSION"
	CodeCallerRefused          Code = "CALLER_REFUSED"
	CodeOriginRefused          Code = "ORIGIN_REFUSED"
	CodeBusy                   Code = "BUSY"
	CodeCancelled              Code = "CANCELLED"
	CodeTimeout                Code = "TIMEOUT"
	CodePCSCUnavailable        Code = "PCSC_UNAVAILABLE"
	CodeNoReader               Code = "NO_READER"
	CodeNoCard                 Code = "NO_CARD"
	CodeCardUnsupported        Code = "CARD_UNSUPPORTED"
	CodeCardRemoved            Code = "CARD_REMOVED"
	CodeCardInUse              Code = "CARD_IN_USE"
	CodeCardError              Code = "CARD_ERROR"
	CodePINRequired            Code = "PIN_REQUIRED"
	CodePINFormat              Code = "PIN_FORMAT"
	CodePINIncorrect           Code = "PIN_INCORRECT"
	CodePINLastTry             Code = "PIN_LAST_TRY"
	CodePINLocked              Code = "PIN_LOCKED"
	CodePINWeak                Code = "PIN_WEAK"
	CodeCertificateMissing     Code = "CERTIFICATE_MISSING"
	CodeCertificateExpired     Code = "CERTIFICATE_EXPIRED"
	CodeCertificateNotYetValid Code = "CERTIFICATE_NOT_YET_VALID"
	CodeProfileUnknown         Code = "PROFILE_UNKNOWN"
	CodeDocumentInvalid        Code = "DOCUMENT_INVALID"
	CodeDocumentTooLarge       Code = "DOCUMENT_TOO_LARGE"
	CodeNumberRefused          Code = "NUMBER_REFUSED"
	CodeInternal               Code = "INTERNAL"
	CodePINRepeated            Code = "PIN_REPEATED"
	CodePINEntryUnavailable    Code = "PIN_ENTRY_UNAVAILABLE"
	CodeDigestRefused          Code = "DIGEST_REFUSED"
	CodeCertificateExpiring    Code = "CERTIFICATE_EXPIRING"
	CodeCardExpiring           Code = "CARD_EXPIRING"
	CodeCardExpired            Code = "CARD_EXPIRED"
	CodeIssuerUnknown          Code = "CERTIFICATE_ISSUER_UNKNOWN"
	CodeTrialRefused           Code = "TRIAL_REFUSED"
)

//go:embed errors.json
var errorsJSON []byte

// Words are what a person reads about an error in one language. NextUnknown
// replaces Next when the card does not tell how many tries are left.
type Words struct {
	Cause       string `json:"cause"`
	Next        string `json:"next"`
	NextUnknown string `json:"nextUnknown,omitempty"`
}

type errorEntry struct {
	Code   Code  `json:"code"`
	Number int   `json:"number"`
	JA     Words `json:"ja"`
	EN     Words `json:"en"`
	// ByPIN has other words for some kinds of PIN: what helps differs.
	ByPIN map[pin.Kind]struct {
		JA Words `json:"ja"`
		EN Words `json:"en"`
	} `json:"byPin,omitempty"`
	// ByReason has other words for some values of the parameter reason.
	ByReason map[string]struct {
		JA Words `json:"ja"`
		EN Words `json:"en"`
	} `json:"byReason,omitempty"`
}

// words returns what to say in lang about the kind of PIN, "" for none.
func (e errorEntry) words(kind pin.Kind, lang string) Words {
	if lang == "en" {
		return e.EN.with(e.ByPIN[kind].EN)
	}
	return e.JA.with(e.ByPIN[kind].JA)
}

func (e errorEntry) reasoned(words Words, reason, lang string) Words {
	if lang == "en" {
		return words.with(e.ByReason[reason].EN)
	}
	return words.with(e.ByReason[reason].JA)
}

// with replaces what special says otherwise.
func (words Words) with(special Words) Words {
	if special.Cause != "" {
		words.Cause = special.Cause
	}
	if special.Next != "" {
		words.Next, words.NextUnknown = special.Next, special.NextUnknown
	}
	return words
}

type errorTable struct {
	Errors []errorEntry `json:"errors"`
	// Values: parameter name → value as in error.params → language → word.
	Values map[string]map[string]map[string]string `json:"values"`
}

// table is read when an error is first put into words or numbers; a host that
// serves a browser never does, the extension has its own copy.
var table = sync.OnceValue(func() errorTable {
	var t errorTable
	if err := json.Unmarshal(errorsJSON, &t); err != nil {
		panic("messaging: reading errors.json: " + err.Error())
	}
	return t
})

func entry(code Code) errorEntry {
	list := table().Errors
	i := slices.IndexFunc(list, func(e errorEntry) bool { return e.Code == code })
	if i < 0 {
		panic("messaging: no entry for " + string(code)) // a test compares list and constants
	}
	return list[i]
}

// Known reports whether the table has the code.
func (c Code) Known() bool {
	return slices.ContainsFunc(table().Errors, func(e errorEntry) bool { return e.Code == c })
}

// Number returns the code's number, which is the exit status in the terminal.
func (c Code) Number() int { return entry(c).Number }

var placeholder = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{([A-Za-z]+)\}`) })

// Text returns cause and next step for a person, with the parameters put in.
// lang is "en"; anything else is Japanese.
func (e *Error) Text(lang string) (cause, next string) {
	kind, _ := e.Params["pin"].(string)
	reason, _ := e.Params["reason"].(string)
	words := entry(e.Code).words(pin.Kind(kind), lang)
	words = entry(e.Code).reasoned(words, reason, lang)
	next = words.Next
	if tries, has := e.Params["triesLeft"]; words.NextUnknown != "" && (!has || tries == nil) {
		next = words.NextUnknown
	}
	return e.fill(words.Cause, lang), e.fill(next, lang)
}

func (e *Error) fill(s, lang string) string {
	return placeholder().ReplaceAllStringFunc(s, func(match string) string {
		return e.word(strings.Trim(match, "{}"), lang)
	})
}

func (e *Error) word(name, lang string) string {
	value := fmt.Sprint(e.Params[name])
	if e.Params[name] == nil {
		return "?"
	}
	if name == "pin" {
		return pin.Kind(value).Text(lang).Name
	}
	if word, ok := table().Values[name][value]; ok {
		return word[lang]
	}
	return value
}
