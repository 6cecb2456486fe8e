// Package number decides when the 個人番号 may be read at all. It is read for
// one box at a time: on a site of a body that the law lets use it, for a box
// whose label asks for it, and for a purpose that the person chose from the law.
//
// The law is the Number Act (番号法, 平成25年法律第27号): the number may be used
// for what §9 lists and nothing else, nobody may ask for another person's (§15) or
// keep it (§20), and consent does not change that. Who is told the number, and for
// what, is data with source and date: hosts.json and purposes.json. What a label
// must say is in labels.json, which the extension reads too.
//
// The package knows no number. It only says yes or why not.
package number

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Reason is why the number is not read: the parameter reason of NUMBER_REFUSED.
type Reason string

// The reasons, in the order in which they are asked.
const (
	NotHTTPS      Reason = "not-https"        // anybody on the way could read it
	NotListed     Reason = "not-listed"       // not the site of a body that may ask for it
	NotLabelled   Reason = "not-labelled"     // the box does not ask for the 個人番号
	NotAPurpose   Reason = "purpose"          // not one that the law names
	NotTheirs     Reason = "purpose-not-here" // a purpose of the law, but not of this kind of body
	maxLabelRunes        = 200
)

// RefusedError says why the number is not read.
type RefusedError struct{ Reason Reason }

func (e *RefusedError) Error() string { return "individual number refused: " + string(e.Reason) }

// Kind is whose site it is, which decides what the number may be asked for.
type Kind string

// The kinds. An administrator lists the site of an employer or payer.
const (
	National      Kind = "national"
	Local         Kind = "local"
	Administrator Kind = "administrator"
)

// A Host is one entry of the compiled-in list.
type Host struct {
	Pattern string `json:"pattern"` // a name, or ".name" for every name below it
	Kind    Kind   `json:"kind"`
	JA      string `json:"ja"`
	EN      string `json:"en"`
	Source  string `json:"source"` // where it was read that the name is theirs
	Date    string `json:"date"`   // when, 2006-01-02
}

// A Purpose is one use that the Act allows.
type Purpose struct {
	ID      string `json:"id"`
	Kinds   []Kind `json:"kinds"` // whose sites may ask for it
	JA      string `json:"ja"`
	EN      string `json:"en"`
	Article string `json:"article"` // of the Act
	Source  string `json:"source"`
	Date    string `json:"date"` // 2006-01-02
}

//go:embed hosts.json
var hostsJSON []byte

//go:embed purposes.json
var purposesJSON []byte

//go:embed labels.json
var labelsJSON []byte

// Hosts lists the compiled-in hosts.
var Hosts = sync.OnceValue(func() []Host {
	var table struct {
		Hosts []Host `json:"hosts"`
	}
	mustRead("hosts.json", hostsJSON, &table)
	return table.Hosts
})

// Purposes lists the purposes, in the order in which a person is asked.
var Purposes = sync.OnceValue(func() []Purpose {
	var table struct {
		Purposes []Purpose `json:"purposes"`
	}
	mustRead("purposes.json", purposesJSON, &table)
	return table.Purposes
})

type labelWords struct {
	Names  []string `json:"names"`  // one of them has to stand there
	Cards  []string `json:"cards"`  // names of cards, which hold a name of the number
	Others []string `json:"others"` // with one of them the box is about something else
}

var labels = sync.OnceValue(func() (words labelWords) {
	mustRead("labels.json", labelsJSON, &words)
	return words
})

func mustRead(name string, data []byte, into any) {
	if err := json.Unmarshal(data, into); err != nil {
		panic(fmt.Errorf("number: reading %s: %w", name, err))
	}
}

// KindOf tells whose site an origin is, by the compiled-in list or by more, an
// administrator's list of whole origins. Only https without a port is anybody's.
// The error is a *RefusedError.
func KindOf(origin string, more []string) (Kind, error) {
	host, secure := strings.CutPrefix(origin, "https://")
	if !secure {
		if strings.HasPrefix(origin, "http://") {
			return "", &RefusedError{NotHTTPS}
		}
		return "", &RefusedError{NotListed}
	}
	if !strings.ContainsAny(host, ":/@?#") {
		for _, h := range Hosts() {
			if h.covers(host) {
				return h.Kind, nil
			}
		}
	}
	if slices.Contains(more, origin) {
		return Administrator, nil
	}
	return "", &RefusedError{NotListed}
}

// covers is true for names below a pattern with a dot in front, and for the name
// itself otherwise. "evil-go.jp" does not end in ".go.jp".
func (h Host) covers(host string) bool {
	if strings.HasPrefix(h.Pattern, ".") {
		return strings.HasSuffix(host, h.Pattern) && len(host) > len(h.Pattern)
	}
	return host == h.Pattern
}

// PurposesOf lists what a kind of body may ask the number for.
func PurposesOf(kind Kind) (list []Purpose) {
	for _, p := range Purposes() {
		if slices.Contains(p.Kinds, kind) {
			list = append(list, p)
		}
	}
	return list
}

// CheckPurpose refuses, with a *RefusedError, a purpose that the Act does not
// name or that is not one of this kind of body.
func CheckPurpose(id string, kind Kind) error {
	i := slices.IndexFunc(Purposes(), func(p Purpose) bool { return p.ID == id })
	if i < 0 {
		return &RefusedError{NotAPurpose}
	}
	if !slices.Contains(Purposes()[i].Kinds, kind) {
		return &RefusedError{NotTheirs}
	}
	return nil
}

// CheckLabel refuses, with a *RefusedError, a box whose text as the page shows it
// does not ask for the 個人番号: 本人確認番号 is another number, and a マイナンバーカード
// is a card.
func CheckLabel(label string) error {
	text := strings.ToLower(norm.NFKC.String(label))
	text = strings.Join(strings.Fields(text), "")
	in := func(word string) bool { return strings.Contains(text, word) }
	if len([]rune(text)) > maxLabelRunes || slices.ContainsFunc(labels().Others, in) {
		return &RefusedError{NotLabelled}
	}
	for _, card := range labels().Cards {
		text = strings.ReplaceAll(text, card, "")
	}
	if !slices.ContainsFunc(labels().Names, in) {
		return &RefusedError{NotLabelled}
	}
	return nil
}
