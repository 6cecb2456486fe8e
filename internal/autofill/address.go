package autofill

import (
	"strings"
	"unicode"
)

// An Address is the address as on the card and its parts: substrings in order,
// with nothing but spaces between them. A part nobody wrote is "".
type Address struct {
	Full       string `json:"full"`
	Prefecture string `json:"prefecture"`
	City       string `json:"city"`     // 市区町村: 千代田区, 横浜市中区, 杵島郡大町町
	Town       string `json:"town"`     // 町域 with 丁目, 大字, 通り名
	Street     string `json:"street"`   // 番地, 号
	Building   string `json:"building"` // 方書
}

// located is an address and what the tables know of it.
type located struct {
	Address
	where []municipality
	rest  string // what follows the municipality
}

func splitAddress(full string) located {
	a := located{Address: Address{Full: strings.TrimFunc(full, unicode.IsSpace)}}
	a.Prefecture, a.rest = cut(a.Full, prefectureLength(a.Full))
	var length int
	length, a.where = findMunicipality(a.rest, a.Prefecture)
	a.City, a.rest = cut(a.rest, length)
	from, to := street(a.rest, a.townLength())
	a.Town, a.Street, a.Building = trim(a.rest[:from]), trim(a.rest[from:to]), trim(a.rest[to:])
	return a
}

// townLength is where the house number can begin at the earliest: numbers in the
// name of a town (東７号南, 旧舘１番) are known from the table alone.
func (a located) townLength() int {
	longest := 0
	for _, m := range a.where {
		if found := findTown(m, a.rest); found.ends {
			longest = max(longest, found.length)
		}
	}
	return longest
}

// cut splits s after n bytes and drops the space that may stand there.
func cut(s string, n int) (string, string) { return s[:n], trim(s[n:]) }

func trim(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }
