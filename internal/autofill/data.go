package autofill

import (
	_ "embed"
	"iter"
	"strings"
	"sync"
)

// The tables are strings in the program file, searched where they lie: what no
// look-up needs is never read from the disk, and nothing is copied. They come
// from public packages by gen; docs/ADDRESSES.md names them and the form.
var (
	//go:embed data/places.txt
	placesTable string
	//go:embed data/municipalities.txt
	municipalitiesTable string
	//go:embed data/oldforms.txt
	oldFormsTable string
	//go:embed data/compatibility.txt
	compatibilityTable string
	//go:embed data/jis0208.txt
	jis0208Table string
	//go:embed data/familynames.txt
	familyNamesTable string
)

// linesOf goes through a table without its header.
func linesOf(table string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimSuffix(line, "\n")
			if !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}

// folds maps a character to the one that stands for all its spellings in the
// names of places: 檜→桧, ヶ→ケ, の→ノ, １→1. For matching alone; what is filled
// in keeps its own characters.
var folds = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	for _, pairs := range []iter.Seq[string]{linesOf(compatibilityTable), linesOf(oldFormsTable), strings.FieldsSeq(nameVariants)} {
		for text := range pairs {
			if pair := []rune(text); len(pair) == 2 {
				m[pair[0]] = pair[1]
			}
		}
	}
	for spellings := range strings.FieldsSeq(placeSpellings) {
		r := []rune(spellings)
		for _, other := range r[1:] {
			m[other] = r[0]
		}
	}
	return m
})

// placeSpellings are characters of one sound and sense in the names of places,
// the first for all: 茅ヶ崎 茅ケ崎 茅が崎, 四ッ谷 四ツ谷 四つ谷, 一ノ宮 一の宮 一之宮.
const placeSpellings = `ケヶヵがガ ツッつっ ノの之乃 るル -‐‑‒–—―−－ー─ 渕淵 薮藪 涛濤 梼檮 諌諫 篭籠 嶋島 舘館 鴬鶯 礪砺 侭儘 潅灌`

// fold is the character that r is compared by.
func fold(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	if r >= 'Ａ' && r <= 'ｚ' {
		return r - 'Ａ' + 'A'
	}
	table := folds()
	for range 2 { // a compatibility ideograph may be an old form
		if other, ok := table[r]; ok {
			r = other
		}
	}
	return r
}

// selector tells variation selectors, which choose a glyph and no other character.
func selector(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF
}
