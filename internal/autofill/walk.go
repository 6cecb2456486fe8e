package autofill

import (
	"strings"
	"unicode/utf8"
)

// walk goes through s and the name key together and returns how many bytes of s
// are the name, or −1. Spellings count as one (fold), and so do 二 and ２, a 大字 or
// 字 that one side writes and the other does not, and 西入る beside 西入 (the table
// has the latter).
func walk(s, key string) int {
	at, before := 0, rune(0)
	for key != "" {
		if strings.HasPrefix(s[at:], "大字") && !strings.HasPrefix(key, "大字") {
			at += len("大字") // before the characters: 大字大町 is 大町
			continue
		}
		if n, k := sameNumber(s[at:], key); n > 0 {
			at, key = at+n, key[k:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		k, keySize := utf8.DecodeRuneInString(key)
		switch {
		case size > 0 && fold(r) == fold(k):
			at, key, before = at+size, key[keySize:], k
		case size > 0 && selector(r):
			at += size
		case before == '入' && fold(r) == 'る':
			at += size
		case aza(s[at:]) > 0:
			at += aza(s[at:])
		case aza(key) > 0:
			key = key[aza(key):]
		default:
			return -1
		}
	}
	for { // a selector belongs to the character before it
		r, size := utf8.DecodeRuneInString(s[at:])
		if size == 0 || !selector(r) {
			return at
		}
		at += size
	}
}

// aza is the length of a 大字 or 字 that s begins with.
func aza(s string) int {
	for _, word := range []string{"大字", "字"} {
		if strings.HasPrefix(s, word) {
			return len(word)
		}
	}
	return 0
}

// sameNumber returns the lengths of the numbers that both begin with, when they
// say the same in different writing (十二, １２).
func sameNumber(s, key string) (n, k int) {
	n, value := leadingNumber(s)
	k, other := leadingNumber(key)
	if n == 0 || k == 0 || value != other {
		return 0, 0
	}
	return n, k
}

// leadingNumber reads digits or kanji numerals up to 9999 and how many bytes they
// are; a number is never both.
func leadingNumber(s string) (length, value int) {
	kanji, unit := false, 0
	for at, r := range s {
		r = fold(r)
		digit := strings.IndexRune("0123456789", r)
		numeral := kanjiValue(r)
		switch {
		case digit >= 0 && !kanji:
			value = value*10 + digit
		case numeral >= 0 && (at == 0 || kanji):
			kanji = true
			value, unit = kanjiStep(value, unit, numeral)
		default:
			return at, value + unit
		}
		if value > 99999 {
			return 0, 0
		}
	}
	return len(s), value + unit
}

// kanjiStep takes one more numeral: unit holds digits that wait for 十, 百 or 千.
func kanjiStep(value, unit, numeral int) (int, int) {
	if numeral < 10 {
		return value, unit*10 + numeral
	}
	return value + max(unit, 1)*numeral, 0
}

// kanjiValue is −1 for what is no numeral.
func kanjiValue(r rune) int {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '〇':
		return 0
	}
	for i, numeral := range []rune("一二三四五六七八九") {
		if r == numeral {
			return i + 1
		}
	}
	return -1
}
