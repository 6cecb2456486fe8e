package autofill

import (
	"slices"
	"strconv"
	"strings"
)

// maxCandidates is how many codes a person may be asked to choose from.
const maxCandidates = 12

// postalCode looks a up in the municipalities it may be in. It returns one code
// when the table leaves no doubt, else the codes that are possible, the most
// likely first, and none when it knows nothing. No doubt means: one municipality,
// the name of the town ends where a house number, 丁目 or 字 begins, and all of the
// town has this code (or the 丁目 that is written has).
func postalCode(a located) (code string, candidates []string) {
	for _, m := range a.where {
		certain, possible := codesIn(m, a.rest)
		if certain != "" && len(a.where) == 1 {
			return certain, nil
		}
		candidates = append(candidates, possible...)
	}
	return "", shortened(candidates)
}

// codesIn answers for one municipality; a certain code is possible too.
func codesIn(m municipality, rest string) (certain string, possible []string) {
	bare, alone := bareCodes(m)
	if alone && len(bare) == 1 {
		return bare[0], bare
	}
	found := findTown(m, rest)
	if found.length == 0 {
		return "", bare
	}
	codes, partly := readCodes(found.fields)
	possible = plain(codes)
	switch {
	case found.towers != "":
		return "", append(towerCodes(found.towers, rest[found.length:]), possible...)
	case !found.ends || partly:
		return "", append(possible, bare...)
	case len(codes) == 1 && codes[0].chome == "":
		return codes[0].code, possible
	}
	if code := codeOfChome(codes, rest[found.length:]); code != "" {
		return code, possible
	}
	return "", append(possible, bare...)
}

func shortened(codes []string) []string {
	var list []string
	for _, code := range codes {
		if len(list) < maxCandidates && !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	return list
}

type townCode struct{ code, chome string }

// readCodes reads "1000003:1,3-5", "1000005" and "?", which says that the table
// lists parts of the town alone.
func readCodes(fields string) (codes []townCode, partly bool) {
	for field := range strings.FieldsSeq(fields) {
		if field == "?" {
			partly = true
			continue
		}
		code, chome, _ := strings.Cut(field, ":")
		codes = append(codes, townCode{code, chome})
	}
	return codes, partly
}

func plain(codes []townCode) (list []string) {
	for _, c := range codes {
		list = append(list, c.code)
	}
	return list
}

// codeOfChome is "" when rest begins with no 丁目 (or 2-3-1), or with one that
// no code has. その他 ("*") takes what is left.
func codeOfChome(codes []townCode, rest string) string {
	n, chome := leadingNumber(rest)
	if n == 0 || !chomeFollows(rest[n:]) {
		return ""
	}
	others := ""
	for _, c := range codes {
		switch {
		case c.chome == "":
			return ""
		case has(c.chome, chome):
			return c.code
		case strings.Contains(c.chome, "*"):
			others = c.code
		}
	}
	return others
}

// chomeFollows: 丁目 is written out. In 3-2-1 the first number is the 丁目 only
// where the town has them, which the table does not tell.
func chomeFollows(rest string) bool { return strings.HasPrefix(rest, "丁目") }

func has(list string, chome int) bool {
	for part := range strings.SplitSeq(list, ",") {
		first, last, ranged := strings.Cut(part, "-")
		low, err := strconv.Atoi(first)
		if err != nil {
			continue
		}
		high := low
		if ranged {
			high, _ = strconv.Atoi(last)
		}
		if chome >= low && chome <= high {
			return true
		}
	}
	return false
}

// towerCodes are those of the tower that the address names: that of its floor
// when one is written (１０階, 10F), then that of unknown floors, then, when none
// is written, those of all floors.
func towerCodes(towers, rest string) (codes []string) {
	for line := range strings.Lines(towers) {
		name, floors, _ := strings.Cut(strings.TrimSpace(line), "\t")
		end := containsName(rest, name[1:])
		if end < 0 {
			continue
		}
		floor := floorOf(rest[end:])
		var unknown, others []string
		for field := range strings.FieldsSeq(floors) {
			switch number, code, _ := strings.Cut(field, "="); {
			case number == "":
				unknown = append(unknown, code)
			case number == floor:
				codes = append(codes, code)
			case floor == "":
				others = append(others, code)
			}
		}
		codes = slices.Concat(codes, unknown, others)
	}
	return codes
}

// containsName returns where name ends in s, whatever the widths; −1: nowhere.
func containsName(s, name string) int {
	for at := range s {
		if n := walk(s[at:], name); n > 0 {
			return at + n
		}
	}
	return -1
}

// floorOf is the number before 階 or F; "" when none is written.
func floorOf(s string) string {
	for at := range s {
		n, value := leadingNumber(s[at:])
		if n == 0 {
			continue
		}
		for _, word := range []string{"階", "Ｆ", "F"} {
			if strings.HasPrefix(s[at+n:], word) {
				return strconv.Itoa(value)
			}
		}
	}
	return ""
}
