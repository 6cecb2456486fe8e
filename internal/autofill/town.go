package autofill

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// A foundTown is the line of placesTable whose name is the longest that an
// address goes on with after its municipality.
type foundTown struct {
	length int    // bytes of the address up to the end of the name; 0: none fits
	ends   bool   // a house number, a 丁目, a 字 or nothing follows: it is this town
	fields string // its codes, as in the table
	towers string // the lines of its towers
}

// findTown looks through the towns of one municipality; Kyoto's streets may
// stand before the town.
func findTown(m municipality, rest string) foundTown {
	best := longestTown(m, rest)
	if best.length > 0 && best.ends || !strings.HasPrefix(m.name, "京都市") {
		return best
	}
	for _, at := range streetEnds(rest) {
		if found := longestTown(m, rest[at:]); found.length > 0 && found.ends {
			found.length += at
			return found
		}
	}
	return best
}

func longestTown(m municipality, rest string) foundTown {
	var best foundTown
	table := placesTable[m.from:m.to]
	for table != "" {
		line, more, _ := strings.Cut(table, "\n")
		name, fields, _ := strings.Cut(line, "\t")
		table = more
		if name == "" || line[0] == '+' || !mayBegin(rest, name) {
			continue
		}
		n := walk(rest, name)
		if n <= best.length {
			continue
		}
		best = foundTown{n, townEnds(rest[n:]), fields, ""}
		for strings.HasPrefix(table, "+") {
			tower, more, _ := strings.Cut(table, "\n")
			best.towers += tower + "\n"
			table = more
		}
	}
	return best
}

// mayBegin turns nearly all lines away without walking.
func mayBegin(rest, name string) bool {
	if aza(rest) > 0 || aza(name) > 0 {
		return true
	}
	for _, r := range rest {
		return sameStart(r, name) || kanjiValue(r) >= 0 || r >= '0' && r <= '9' || r >= '０' && r <= '９'
	}
	return false
}

// bareCodes are those of 以下に掲載がない場合; alone says that the municipality has
// no other line.
func bareCodes(m municipality) (codes []string, alone bool) {
	table := placesTable[m.from:m.to]
	if !strings.HasPrefix(table, "\t") {
		return nil, false
	}
	line, more, _ := strings.Cut(table[1:], "\n")
	return strings.Fields(line), more == ""
}

var boundary = sync.OnceValue(func() *regexp.Regexp {
	// A number that counts houses or 丁目, and what may stand instead of one. A
	// number before 条, 線, 区, 町 … belongs to a longer name.
	return regexp.MustCompile(`^(?:$|[\s　(（]|大字|字|第?` + number + `(?:丁目|丁|番地|番(?:[^町丁割]|$)|号(?:[^東西南北地線通]|$)|地割|` + joint + number + `|[\s　]|$)|` +
		arabic + `(?:[イロハニホヘト甲乙丙]|` + joint + `)|[イロハニホヘト甲乙丙丁](?:` + arabic + `|` + joint + `)|無番地|番外地|番地)`)
})

func townEnds(rest string) bool { return boundary().MatchString(rest) }

// streetWord ends the words of Kyoto for where in a street a house stands.
var streetWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:上[るル]|下[るル]|入[るル]?|通|東側|西側|南側|北側)`)
})

// streetEnds are the places where a town may begin, the last first. What stands
// after a space is the name of a building.
func streetEnds(rest string) []int {
	var ends []int
	if at := strings.IndexFunc(rest, unicode.IsSpace); at >= 0 {
		rest = rest[:at]
	}
	for _, found := range streetWord().FindAllStringIndex(rest, -1) {
		ends = append([]int{found[1]}, ends...)
	}
	return ends
}
