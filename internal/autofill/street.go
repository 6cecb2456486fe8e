package autofill

import (
	"regexp"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The words around a number tell whether it belongs to the name of a place or
// counts houses. Cards write 三丁目, ３丁目, ２番１号, 九十九番地の三, 2-3-1.
const (
	arabic = `[0-9０-９]+`
	kanji  = `[〇一二三四五六七八九十百千]+`
	number = `(?:` + arabic + `|` + kanji + `)`
	hyphen = `[-‐‑‒–—―−－ー─]`
	joint  = `(?:の|ノ|之|` + hyphen + `)`
)

// patterns are compiled with the first address and not at start: hello must not
// wait for them.
type patterns struct {
	anyNumber *regexp.Regexp
	// placeUnit is a number with one of the words that belong to the place:
	// 三丁目, １丁 (堺市), 第２地割 (岩手), 北３条, 東二線 (北海道), 二十四軒, 一番町,
	// 八番丁, 一番割, 一号地, 十番一丁目.
	placeUnit *regexp.Regexp
	// houseUnit is a kanji number that counts houses. Without one of its words it
	// is a name: 四谷, 三ノ輪, 八重洲. So is one whose 番 is followed by another
	// kind of number: 麻布十番２番１号.
	houseUnit *regexp.Regexp
	anyArabic *regexp.Regexp
	// house is numbers, their units and what ties them. Kanji numbers after a
	// unit need a unit of their own, or 三番館 would lose its three.
	house    *regexp.Regexp
	noNumber *regexp.Regexp
}

var compiled = sync.OnceValue(func() *patterns {
	return &patterns{
		anyNumber: regexp.MustCompile(`^` + number),
		placeUnit: regexp.MustCompile(`^` + number + `(?:丁目|丁|地割|条|線|区|町|軒|ノ町|の町|入会|号地|番町|番丁|番割|番` + number + `丁目)`),
		houseUnit: regexp.MustCompile(`^` + kanji + `(?:番(?:[^0-9０-９]|$)|号|` + joint + number + `)`),
		anyArabic: regexp.MustCompile(`^` + arabic),
		house: regexp.MustCompile(`^` + number +
			`(?:(?:番地|番|号)?` + joint + number + `|(?:番地|番)` + arabic + `|(?:番地|番)` + kanji + `(?:号|[\s　]|$))*` +
			`(?:番地|番|号)?(?:` + joint + `[イロハニホヘト甲乙丙](?:[\s　]|$))?`),
		noNumber: regexp.MustCompile(`^(?:無番地|番外地)`),
	}
})

// street returns where the house number begins and ends in s, the address after
// the municipality, whose first bytes are known to be the town. Without a number
// both are the end of the first word.
func street(s string, town int) (from, to int) {
	p, word := compiled(), len(s)
	for at := town; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if unicode.IsSpace(r) {
			word = min(word, at)
		}
		rest := s[at:]
		switch {
		case p.noNumber.MatchString(rest):
			return at, at + len(p.noNumber.FindString(rest))
		case p.placeUnit.MatchString(rest):
			size = len(p.placeUnit.FindString(rest))
		case p.anyArabic.MatchString(rest), p.houseUnit.MatchString(rest):
			if at > word && !onlySpace(s[word:at]) {
				return word, word // the number stands in the name of a building
			}
			return at, at + len(p.house.FindString(rest))
		default:
			size = max(size, len(p.anyNumber.FindString(rest)))
		}
		at += size
	}
	return word, word
}

func onlySpace(s string) bool { return trim(s) == "" }
