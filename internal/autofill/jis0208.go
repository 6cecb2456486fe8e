package autofill

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Reduction maps each character of the texts that is outside JIS X 0208 to the
// one that forms take instead: 髙→高, 﨑→崎, and "" where none is known. A variation
// selector belongs to the character before it, so a key may be two characters
// long. It is nil when there is nothing to replace.
//
// ASCII and half-width kana, which are in JIS X 0201, are left to the rules of
// width, and so are the spaces. The extension replaces by this map alone, where
// a site asks for it, and shows every replacement.
func Reduction(texts ...string) map[string]string {
	var found map[string]string
	for _, text := range texts {
		for text != "" {
			var character string
			character, text = nextCharacter(text)
			if plain := reduced(character); plain != character {
				if found == nil {
					found = map[string]string{}
				}
				found[character] = plain
			}
		}
	}
	return found
}

// nextCharacter takes a character and the selectors and marks that belong to it.
func nextCharacter(text string) (character, rest string) {
	_, end := utf8.DecodeRuneInString(text)
	for {
		r, size := utf8.DecodeRuneInString(text[end:])
		if size == 0 || !selector(r) && !unicode.Is(unicode.Mn, r) {
			return text[:end], text[end:]
		}
		end += size
	}
}

// reduced is the character itself when JIS X 0208 has it, else what stands for it.
func reduced(character string) string {
	r, size := utf8.DecodeRuneInString(character)
	if size < len(character) {
		if whole, ok := voiced(character); ok {
			return whole
		}
	}
	switch plain := replacement(r); {
	case plain == r && size == len(character):
		return character
	case plain == 0:
		return ""
	default:
		return string(plain)
	}
}

// voiced joins a kana and a separate voicing mark, which some systems write as
// two: が as か and U+3099.
func voiced(character string) (string, bool) {
	const plain = "かきくけこさしすせそたちつてとはひふへほカキクケコサシスセソタチツテトハヒフヘホ"
	r, size := utf8.DecodeRuneInString(character)
	switch mark := character[size:]; {
	case mark == "\u3099" && r == 'ウ':
		return "ヴ", true
	case mark == "\u3099" && strings.ContainsRune(plain, r):
		return string(r + 1), true
	case mark == "\u309A" && strings.ContainsRune("はひふへほハヒフヘホ", r):
		return string(r + 2), true
	}
	return "", false
}

// replacement is 0 when none is known, and r itself when it needs none.
func replacement(r rune) rune {
	if inJIS(r) {
		return r
	}
	for _, next := range []func(rune) (rune, bool){nameVariant, compatible, newForm} {
		if other, ok := next(r); ok && other != r && inJIS(other) {
			return other
		}
	}
	return 0
}

// inJIS also takes the signs that some tables give to another code point of the
// same sign (－ and −, ～ and 〜, ― and —), and what JIS X 0201 and widths settle.
func inJIS(r rune) bool {
	return r < 0x7F && r >= 0x20 || r >= 0xFF61 && r <= 0xFF9F || unicode.IsSpace(r) ||
		strings.ContainsRune("－−～〜―—∥‖￢￡￠", r) || strings.ContainsRune(jis0208Characters(), r)
}

var jis0208Characters = sync.OnceValue(func() string {
	for line := range linesOf(jis0208Table) {
		return line
	}
	return ""
})

// compatible and newForm read the tables that matching uses too.
func compatible(r rune) (rune, bool) { return pairOf(compatibilityTable, r) }
func newForm(r rune) (rune, bool)    { return pairOf(oldFormsTable, r) }

func pairOf(table string, r rune) (rune, bool) {
	return other(linesOf(table), r)
}

func nameVariant(r rune) (rune, bool) {
	return other(strings.FieldsSeq(nameVariants), r)
}

// other finds the pair that begins with r.
func other(pairs func(func(string) bool), r rune) (rune, bool) {
	for pair := range pairs {
		if first, size := utf8.DecodeRuneInString(pair); first == r {
			second, _ := utf8.DecodeRuneInString(pair[size:])
			return second, true
		}
	}
	return 0, false
}
