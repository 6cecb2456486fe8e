package autofill

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var prefectures = strings.Fields(`北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県
	東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県
	奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県
	宮崎県 鹿児島県 沖縄県`)

func prefectureLength(s string) int {
	for _, name := range prefectures {
		if strings.HasPrefix(s, name) {
			return len(name)
		}
	}
	return 0
}

// A municipality is one of the embedded list: its towns are placesTable[from:to].
type municipality struct {
	prefecture, name string
	from, to         int
}

// findMunicipality returns the length of the longest name that s begins with,
// and those that have it: more than one where an address without prefecture says
// 府中市, none for a designated city without its ward, for a name that is not on
// the list, and (with length 0) for no municipality at all.
func findMunicipality(s, prefecture string) (length int, found []municipality) {
	city := 0 // of a designated city alone: 横浜市
	for line := range linesOf(municipalitiesTable) {
		of, rest, _ := strings.Cut(line, "\t")
		if prefecture != "" && of != prefecture {
			continue
		}
		name, _, _ := strings.Cut(rest, "\t")
		n := matchMunicipality(s, name)
		if n > 0 && n >= length {
			if n > length {
				length, found = n, nil
			}
			found = append(found, readMunicipality(line))
		}
		if before, _, ok := strings.Cut(name, "市"); ok && strings.HasSuffix(name, "区") {
			city = max(city, walkName(s, before+"市"))
		}
	}
	switch {
	case city > length:
		return city + upTo(s[city:], 6, "区"), nil // a ward of another time
	case length == 0:
		return ruleOfThumb(s, prefecture), nil
	}
	return length, found
}

func readMunicipality(line string) municipality {
	field := strings.Split(line, "\t")
	from, err := strconv.Atoi(field[2])
	length, err2 := strconv.Atoi(field[3])
	if err != nil || err2 != nil || from+length > len(placesTable) {
		return municipality{prefecture: field[0], name: field[1]}
	}
	return municipality{field[0], field[1], from, from + length}
}

// matchMunicipality is the length of name at the start of s, written with its 郡
// or without.
func matchMunicipality(s, name string) int {
	if n := walkName(s, name); n > 0 {
		return n
	}
	if !strings.HasSuffix(name, "町") && !strings.HasSuffix(name, "村") {
		return 0
	}
	_, size := utf8.DecodeRuneInString(name)
	if _, bare, ok := strings.Cut(name[size:], "郡"); ok {
		return walkName(s, bare)
	}
	return 0
}

// walkName is walk over the parts of a name, between which s may have spaces.
func walkName(s, name string) int {
	if r, _ := utf8.DecodeRuneInString(s); !sameStart(r, name) {
		return 0 // most names end here, at no cost
	}
	if n := walk(s, name); n > 0 {
		return n
	}
	for _, end := range []string{"郡", "市"} {
		at := strings.Index(name, end)
		if at <= 0 || at+len(end) == len(name) {
			continue
		}
		first := walk(s, name[:at+len(end)])
		if first <= 0 {
			continue
		}
		rest := strings.TrimLeftFunc(s[first:], unicode.IsSpace)
		if n := walk(rest, name[at+len(end):]); n > 0 && len(rest) < len(s[first:]) {
			return len(s) - len(rest) + n
		}
	}
	return 0
}

func sameStart(r rune, name string) bool {
	k, _ := utf8.DecodeRuneInString(name)
	return fold(r) == fold(k)
}

// ruleOfThumb is for municipalities that are not on the list, which has a date:
// the end is the first 区, 市, 町 or 村, where a 郡 may stand before it.
func ruleOfThumb(s, prefecture string) int {
	if n := upTo(s, 6, "郡"); n > 0 && !strings.Contains(s[:n], "市") {
		if more := upTo(s[n:], 8, "町", "村"); more > 0 {
			return n + more
		}
	}
	if prefecture == "東京都" {
		if n := upTo(s, 4, "区"); n > 0 {
			return n
		}
	}
	if n := upTo(s, longestName, "市"); n > 0 {
		return n
	}
	return upTo(s, longestName, "区", "町", "村")
}

// longestName is above the longest name of 郡 and 町 together, in characters.
const longestName = 14

// upTo returns the length of s up to and with the first of the ends, which
// stands neither first nor after more than limit characters; else 0.
func upTo(s string, limit int, ends ...string) int {
	count := 0
	for at, r := range s {
		for _, end := range ends {
			if count > 0 && strings.HasPrefix(s[at:], end) {
				return at + len(end)
			}
		}
		count++
		if count > limit || unicode.IsSpace(r) {
			break
		}
	}
	return 0
}
