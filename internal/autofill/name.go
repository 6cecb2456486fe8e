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

	Alias  string `json:"alias,omitempty"`  // 通称, printed in brackets
	Former string `json:"former,omitempty"` // 旧氏, printed in brackets
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
	n.Alias, n.Former = otherNames(legal, bracketed)
	at := strings.IndexFunc(legal, unicode.IsSpace)
	if at < 0 {
		if n.Script == "cjk" {
			n.Family, n.Given = proposal(legal)
		}
		return n
	}
	n.Family = legal[:at]
	n.Given = strings.TrimLeftFunc(legal[at:], unicode.IsSpace)
	spaces := legal[at : len(legal)-len(n.Given)]
	n.Sure = n.Script == "cjk" && utf8.RuneCountInString(spaces) == 1 && bracketed == nil && !strings.ContainsFunc(n.Given, unicode.IsSpace)
	return n
}

// proposal splits a name that has no space where a common family name ends and
// one to three characters follow, which is how long given names are. Names that
// begin with none of the common ones (500, see docs/ADDRESSES.md) get none; of
// two that fit (林 and 林田) the longer is taken.
func proposal(name string) (family, given string) {
	for common := range linesOf(familyNamesTable) {
		rest, ok := strings.CutPrefix(name, common)
		if ok && len(common) > len(family) && characters(rest) >= 1 && characters(rest) <= 3 {
			family, given = common, rest
		}
	}
	return family, given
}

// characters does not count what chooses a glyph.
func characters(s string) (count int) {
	for _, r := range s {
		if !selector(r) {
			count++
		}
	}
	return count
}

// otherNames sorts what stands in brackets. 旧氏 is one word in square brackets,
// or in any behind the family name, where the given name follows. A 通称 is a
// name of its own: two words, or one beside a name in Latin letters. What fits
// neither stays in the whole name alone.
func otherNames(legal string, bracketed []bracketedName) (alias, former string) {
	for _, b := range bracketed {
		switch oneWord := !strings.ContainsFunc(b.text, unicode.IsSpace); {
		case b.text == "":
		case oneWord && (b.square || b.inside) && script(legal) != "latin":
			former = b.text
		case !b.square && (!oneWord || script(legal) == "latin"):
			alias = b.text
		}
	}
	return alias, former
}

// A bracketedName stands in brackets: square ones or others, inside the name or
// at its end.
type bracketedName struct {
	text           string
	square, inside bool
}

// withoutBrackets drops the parts in brackets and the spaces they leave at the
// ends. An unpaired bracket drops nothing.
func withoutBrackets(name string) (legal string, found []bracketedName) {
	const open, closed = "[［(（〔", "]］)）〕"
	kept := name
	for {
		from := strings.IndexAny(kept, open)
		if from < 0 {
			break
		}
		length := strings.IndexAny(kept[from:], closed)
		if length < 0 {
			break
		}
		first, size := utf8.DecodeRuneInString(kept[from:])
		_, last := utf8.DecodeRuneInString(kept[from+length:])
		rest := kept[from+length+last:]
		inside := ""
		if length > size {
			inside = kept[from+size : from+length]
		}
		found = append(found, bracketedName{trim(inside), strings.ContainsRune("[［〔", first), trim(rest) != ""})
		kept = kept[:from] + rest
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
