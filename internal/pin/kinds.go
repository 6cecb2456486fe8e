package pin

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Kind names one of the card's PINs, in the words of the messages.
type Kind string

// The kinds, in the order of pins.json. Each is a different secret with a
// counter of its own; resident-register is one PIN for people but two on the
// card (住基AP and 共通カードAP).
const (
	Signature        Kind = "signature"         // 署名用電子証明書暗証番号
	Authentication   Kind = "authentication"    // 利用者証明用電子証明書暗証番号
	InputSupport     Kind = "input-support"     // 券面事項入力補助用暗証番号
	ResidentRegister Kind = "resident-register" // 住民基本台帳用暗証番号
	VerificationA    Kind = "verification-a"    // 照合番号A: the 個人番号 itself
	VerificationB    Kind = "verification-b"    // 照合番号B: printed on the card's face
)

// Text is what a person is told about one kind of PIN, in one language.
type Text struct {
	Name  string `json:"name"`  // the official name
	Short string `json:"short"` // the name inside a sentence
	Form  string `json:"form"`  // what a correct one looks like
	Use   string `json:"use"`   // when it is asked for
	Help  string `json:"help"`  // how to find out which one it is
}

type spec struct {
	Kind      Kind   `json:"kind"`
	Charset   string `json:"charset"` // "digits" or "upper-alnum"
	MinLength int    `json:"minLength"`
	MaxLength int    `json:"maxLength"`
	MaxTries  int    `json:"maxTries"`
	JA        Text   `json:"ja"`
	EN        Text   `json:"en"`
	// ConfusedWith is the PIN that people most often type in its place, "" when
	// there is none.
	ConfusedWith Kind     `json:"confusedWith"`
	AlsoCalled   []string `json:"alsoCalled"`
}

// file is pins.json: all that both halves know about PINs.
type file struct {
	Pins []spec `json:"pins"`
	// Order: charset → the reasons of a FormError in the order they are asked.
	Order map[string][]string `json:"order"`
	// Reasons and Weak: reason → language → a sentence.
	Reasons map[string]map[string]string `json:"reasons"`
	Weak    map[string]map[string]string `json:"weak"`
}

//go:embed pins.json
var table []byte

// shared is read when first asked for: a window that opens needs no PIN yet.
var shared = sync.OnceValue(func() file { return mustFile(table) })

// mustFile panics on a broken table: the file is part of the program, and a
// program that does not know the PINs' forms must not touch a card.
func mustFile(data []byte) file {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		panic("pin: reading pins.json: " + err.Error())
	}
	for charset, reasons := range f.Order {
		for _, reason := range reasons {
			if rules[reason] == nil {
				panic("pin: reading pins.json: no rule " + reason + " of " + charset)
			}
		}
	}
	return f
}

func specs() []spec { return shared().Pins }

func (k Kind) spec() (spec, bool) {
	i := slices.IndexFunc(specs(), func(s spec) bool { return s.Kind == k })
	if i < 0 {
		return spec{}, false
	}
	return specs()[i], true
}

// Kinds returns all kinds in the order of the table.
func Kinds() []Kind {
	var kinds []Kind
	for _, s := range specs() {
		kinds = append(kinds, s.Kind)
	}
	return kinds
}

// Known reports whether k is one of Kinds.
func (k Kind) Known() bool { _, ok := k.spec(); return ok }

// Printed reports the 照合番号, which stand on the card and are not chosen.
func (k Kind) Printed() bool { return k == VerificationA || k == VerificationB }

// MaxTries returns how many tries a fresh card gives, 0 for an unknown kind.
func (k Kind) MaxTries() int { s, _ := k.spec(); return s.MaxTries }

// Length returns the least and greatest length in characters.
func (k Kind) Length() (least, greatest int) {
	s, _ := k.spec()
	return s.MinLength, s.MaxLength
}

// AlsoCalled returns other names that forms and leaflets use in Japanese.
func (k Kind) AlsoCalled() []string { s, _ := k.spec(); return slices.Clone(s.AlsoCalled) }

// ConfusedWith returns the PIN that people most often type in place of k, ""
// when there is none. It is told to a person, and never tried.
func (k Kind) ConfusedWith() Kind { s, _ := k.spec(); return s.ConfusedWith }

// Sentence says e's reason to a person, in "en" or Japanese.
func (e *FormError) Sentence(lang string) string {
	s, _ := e.Kind.spec()
	return strings.NewReplacer("{min}", strconv.Itoa(s.MinLength), "{max}", strconv.Itoa(s.MaxLength)).
		Replace(inLanguage(shared().Reasons[e.Reason], lang))
}

// WeakSentence says one of the Weak reasons to a person, in "en" or Japanese.
func WeakSentence(reason, lang string) string { return inLanguage(shared().Weak[reason], lang) }

func inLanguage(words map[string]string, lang string) string {
	if lang == "en" {
		return words["en"]
	}
	return words["ja"]
}

// Text returns the words for lang, "en" or Japanese for anything else. An
// unknown kind is called by its own identifier.
func (k Kind) Text(lang string) Text {
	s, ok := k.spec()
	switch {
	case !ok:
		return Text{Name: string(k), Short: string(k)}
	case lang == "en":
		return s.EN
	}
	return s.JA
}
