package pin

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// The reasons why a new PIN is weak: somebody who finds the card would try it
// first.
const (
	WeakRepeated     = "repeated"
	WeakSequence     = "sequence"
	WeakBirthDate    = "birth-date"
	WeakYear         = "year"
	WeakPostalCode   = "postal-code"
	WeakPhone        = "phone"
	WeakSecurityCode = "security-code"
)

// Hints are what others may know about the holder, or read on the card. Each is
// optional, and only its digits count. They are the holder's own data: never
// printed, and cleared after use. The writings that are compared are made of
// them for a moment and left to the garbage collector.
type Hints struct {
	Birth        *PIN // YYYYMMDD
	Phone        *PIN
	PostalCode   *PIN // 7 digits
	SecurityCode *PIN // 4 digits, printed on the card
}

// Clear overwrites all of them.
func (h Hints) Clear() {
	for _, p := range []*PIN{h.Birth, h.Phone, h.PostalCode, h.SecurityCode} {
		p.Clear()
	}
}

// Weak returns why p is a poor choice for a new PIN, or "". A PIN that is in
// use is never judged: only setting one can be reconsidered.
func Weak(p *PIN, known Hints) string {
	b := p.Bytes()
	number := digitsOf(p)
	defer clear(number)
	switch {
	case repeats(b):
		return WeakRepeated
	case runs(b), bytes.Equal(b, keypad), bytes.Equal(b, upKeypad):
		return WeakSequence
	case among(number, birthWritings(digitsOf(known.Birth))):
		return WeakBirthDate
	case among(number, endings(digitsOf(known.SecurityCode))):
		return WeakSecurityCode
	case among(number, endings(digitsOf(known.Phone))):
		return WeakPhone
	case among(number, postalWritings(digitsOf(known.PostalCode))):
		return WeakPostalCode
	case len(number) == 4 && (string(number[:2]) == "19" || string(number[:2]) == "20"):
		return WeakYear
	}
	return ""
}

// The middle column of a keypad, downwards and upwards.
var keypad, upKeypad = []byte{'2', '5', '8', '0'}, []byte{'0', '8', '5', '2'}

// repeats reports one character, or one group of up to half the length, again
// and again: 0000, 1212, ABC1ABC1.
func repeats(b []byte) bool {
	for n := 1; n <= len(b)/2; n++ {
		if len(b)%n == 0 && bytes.Equal(b[n:], b[:len(b)-n]) {
			return true
		}
	}
	return len(b) < 2
}

// runs reports characters that follow each other up or down, 9 and 0 being
// neighbours: 1234, 9876, 7890. Letters and digits of a signature PIN are two
// runs: ABC123.
func runs(b []byte) bool {
	if len(b) < 4 {
		return true
	}
	for i := 1; i < len(b); i++ {
		if isLetter(b[i]) != isLetter(b[i-1]) {
			return i >= 2 && len(b)-i >= 2 && run(b[:i]) && run(b[i:])
		}
	}
	return run(b)
}

func run(b []byte) bool {
	for _, step := range []int{1, -1} {
		ok := true
		for i := 1; i < len(b); i++ {
			next := int(b[i-1]) + step
			if b[i-1] == '9' && step == 1 {
				next = '0'
			} else if b[i-1] == '0' && step == -1 {
				next = '9'
			}
			ok = ok && int(b[i]) == next
		}
		if ok {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

// digitsOf returns the ASCII digits of p in order, in a slice of its own.
func digitsOf(p *PIN) []byte {
	out := make([]byte, 0, p.Len())
	for _, c := range p.Bytes() {
		if c < utf8.RuneSelf && c >= '0' && c <= '9' {
			out = append(out, c)
		}
	}
	return out
}

// among reports a number that is one of writings, or holds one that is long
// enough not to be there by chance.
func among(number []byte, writings []string) bool {
	for _, w := range writings {
		if string(number) == w || len(w) >= 6 && bytes.Contains(number, []byte(w)) {
			return true
		}
	}
	return false
}

// endings are the last four digits, and all of them where there are more.
func endings(number []byte) []string {
	if len(number) < 4 {
		return nil
	}
	return []string{string(number[len(number)-4:]), string(number)}
}

// postalWritings are 1000013 and its last four digits; the first three with a 0
// on either side are how people make four of them.
func postalWritings(number []byte) []string {
	if len(number) != 7 {
		return nil
	}
	front := string(number[:3])
	return append(endings(number), front+"0", "0"+front)
}

// eras are the years in which each era's first year lies, newest first. 明治 counts from its retroactive first day: here more
// dates are refused, not fewer. Forms are told the day it was proclaimed (internal/autofill).
var eras = []struct{ from, first int }{
	{20190501, 2019}, {19890108, 1989}, {19261225, 1926}, {19120730, 1912}, {18680125, 1868},
}

// birthWritings are the ways to write a date of birth with digits: year,
// month and day in any order that is in use, Western or era year, with and
// without leading zeros.
func birthWritings(birth []byte) []string {
	if len(birth) != 8 {
		return nil
	}
	year, _ := strconv.Atoi(string(birth[:4]))
	month, _ := strconv.Atoi(string(birth[4:6]))
	day, _ := strconv.Atoi(string(birth[6:]))
	full := fmt.Sprintf("%04d", year)
	years := []string{full[2:], full}
	if era := eraYear(year*10000 + month*100 + day); era > 0 {
		years = append(years, fmt.Sprintf("%02d", era))
	}
	writings := []string{full}
	for _, shape := range []string{"%02d", "%d"} {
		m, d := fmt.Sprintf(shape, month), fmt.Sprintf(shape, day)
		writings = append(writings, m+d, d+m)
		for _, y := range years {
			writings = append(writings, y+m, m+y, y+d, y+m+d, m+d+y, d+m+y)
		}
	}
	return slices.DeleteFunc(writings, func(w string) bool { return len(w) < 4 })
}

// eraYear returns the year within its era of the date YYYYMMDD, 0 before 1868.
func eraYear(date int) int {
	for _, era := range eras {
		if date >= era.from {
			return date/10000 - era.first + 1
		}
	}
	return 0
}
