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

func splitAddress(full string) Address {
	a := Address{Full: strings.TrimFunc(full, unicode.IsSpace)}
	rest := a.Full
	a.Prefecture, rest = cut(rest, prefectureLength(rest))
	a.City, rest = cut(rest, cityLength(rest, a.Prefecture))
	from, to := street(rest)
	a.Town, a.Street, a.Building = trim(rest[:from]), trim(rest[from:to]), trim(rest[to:])
	return a
}

// cut splits s after n bytes and drops the space that may stand there.
func cut(s string, n int) (string, string) { return s[:n], trim(s[n:]) }

func trim(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }
