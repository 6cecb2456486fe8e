package autofill

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Name is the name as on the card and a proposal for forms with two boxes.
type Name struct {
	Full   string `json:"full"`
	Family string `json:"family"` // "" when there is nothing to split at
	Given  string `json:"given"`
	Sure   bool   `json:"sure"`   // false: a person looks at the split first
	Script string `json:"script"` // "cjk", "latin" or "other"
}

// splitName splits at the space the register puts between 氏 and 名. It is sure
// of one case alone: two Japanese parts, one space between them. Names in Latin
// letters stand in the order of the passport, family name first as a rule and
// not always. A former name (旧氏) or 通称 in brackets is not part of a box for
// the family or given name.
func splitName(full string) Name {
	full = strings.TrimFunc(full, unicode.IsSpace)
	n := Name{Full: full, Script: script(full)}
	legal, bracketed := withoutBrackets(full)
	at := strings.IndexFunc(legal, unicode.IsSpace)
	if at < 0 {
		return n
	}
	n.Family = legal[:at]
	n.Given = strings.TrimLeftFunc(legal[at:], unicode.IsSpace)
	spaces := legal[at : len(legal)-len(n.Given)]
	n.Sure = n.Script == "cjk" && utf8.RuneCountInString(spaces) == 1 && !bracketed && !strings.ContainsFunc(n.Given, unicode.IsSpace)
	return n
}

// withoutBrackets drops the parts in brackets and the spaces they leave at the
// ends. An unpaired bracket drops nothing.
func withoutBrackets(name string) (string, bool) {
	const open, closed = "[［(（〔", "]］)）〕"
	kept, found := name, false
	for {
		from := strings.IndexAny(kept, open)
		if from < 0 {
			break
		}
		length := strings.IndexAny(kept[from:], closed)
		if length < 0 {
			break
		}
		rest := []rune(kept[from+length:])
		kept, found = kept[:from]+string(rest[1:]), true
	}
	return strings.TrimFunc(kept, unicode.IsSpace), found
}

// script looks at letters only: spaces, hyphens and dots say nothing.
func script(name string) string {
	var cjk, latin, other bool
	for _, r := range name {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana), r == 'ー', r == '々', r == '〆':
			cjk = true
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.IsLetter(r):
			other = true
		}
	}
	switch {
	case cjk && !latin && !other:
		return "cjk"
	case latin && !cjk && !other:
		return "latin"
	}
	return "other"
}
