package main

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A town is one place of a municipality as people write it, with its codes.
type town struct {
	name  string
	codes []string
	// chome are the 丁目 that belong to each code, where the brackets of the
	// original say exactly that ("1,4-7", "*" for その他); else nil.
	chome map[string]string
	// partly: the original names parts of the town alone, so that what stands
	// elsewhere in the town has another code.
	partly bool
	// towers: buildings of the town have codes of their own for each floor.
	towers []tower
}

type tower struct {
	name   string
	floors map[string]string // floor ("12", "" for 地階・階層不明) → code
}

// A place is a municipality and its towns by name; that of name "" is the code
// for towns that are not listed.
type place struct {
	prefecture, city string
	towns            map[string]*town
}

// buildTowns takes the places of the detailed list that still have a code in the
// newest, adds what is new there, and then what only the brackets say.
func buildTowns(all *rows) map[string]*place {
	valid := map[string]bool{}
	for _, r := range all.newest {
		valid[r.code] = true
	}
	places := map[string]*place{}
	known := map[string]bool{}
	for _, r := range all.details {
		if valid[r.code] {
			known[r.code] = true
			addDetailed(places, r)
		}
	}
	for _, r := range all.newest {
		if !known[r.code] {
			addNew(places, r)
		}
	}
	addRenamed(places, all.brackets, valid)
	foldFloors(places)
	foldStreets(places)
	addBrackets(places, all.brackets, valid)
	return places
}

func (p *place) add(name, code string) *town {
	t := p.towns[name]
	if t == nil {
		t = &town{name: name}
		p.towns[name] = t
	}
	if !slices.Contains(t.codes, code) {
		t.codes = append(t.codes, code)
		slices.Sort(t.codes)
	}
	return t
}

func at(places map[string]*place, prefecture, city string) *place {
	key := prefecture + "\t" + city
	if places[key] == nil {
		places[key] = &place{prefecture, city, map[string]*town{}}
	}
	return places[key]
}

// addDetailed splits lists (飯村町西山、高山) and leaves out parts of the brackets
// that are no names; for those the town has a line of its own in that package.
func addDetailed(places map[string]*place, r row) {
	p := at(places, r.prefecture, r.city)
	if strings.ContainsAny(r.town, "「～〜") {
		return
	}
	first, more, _ := strings.Cut(r.town, "、")
	p.add(strings.TrimSuffix(first, "一円"), r.code)
	if base := longestTown(p, first); more != "" && base != nil {
		for part := range strings.SplitSeq(more, "、") {
			p.add(base.name+part, r.code)
		}
		p.add(base.name, r.code)
	}
}

// baseOf is the longest town before name's end that has the same code.
func baseOf(p *place, name, code string) string {
	base := ""
	for other, t := range p.towns {
		if len(other) > len(base) && len(other) < len(name) && strings.HasPrefix(name, other) && slices.Contains(t.codes, code) {
			base = other
		}
	}
	return base
}

// addNew knows no floors: a tower that is new counts as "its town has towers".
func addNew(places map[string]*place, r row) {
	at(places, r.prefecture, r.city).add(r.town, r.code)
}

// addRenamed keeps the names of municipalities that cards of before a change
// still have, with the codes that are in use.
func addRenamed(places map[string]*place, brackets []row, valid map[string]bool) {
	old := map[string]*place{}
	for _, r := range brackets {
		if places[r.prefecture+"\t"+r.city] == nil && valid[r.code] {
			name, inside, _ := strings.Cut(r.town, "（")
			if strings.Contains(inside, "階") {
				name += "　" + strings.TrimSuffix(inside, "）")
			}
			at(old, r.prefecture, r.city).add(name, r.code)
		}
	}
	maps.Copy(places, old)
}

// names are in one order, whatever that of the map is.
func names(p *place) []string { return slices.Sorted(maps.Keys(p.towns)) }

var floor = regexp.MustCompile(`^(.+)　(?:([０-９]+)階|地階・階層不明)$`)

// foldFloors turns lines such as 霞が関霞が関ビル　１０階 into a tower of 霞が関.
func foldFloors(places map[string]*place) {
	for _, p := range places {
		for _, name := range names(p) {
			t, found := p.towns[name], floor.FindStringSubmatch(name)
			if found == nil {
				continue
			}
			delete(p.towns, name)
			base := longestTown(p, found[1])
			if base == nil {
				continue
			}
			i := slices.IndexFunc(base.towers, func(w tower) bool { return base.name+w.name == found[1] })
			if i < 0 {
				i = len(base.towers)
				base.towers = append(base.towers, tower{found[1][len(base.name):], map[string]string{}})
			}
			base.towers[i].floors[ascii(found[2])] = t.codes[0]
		}
		nameTowers(p)
	}
}

// longestTown is the town that name begins with, which is not name itself and no floor.
func longestTown(p *place, name string) *town {
	var longest *town
	for other, t := range p.towns {
		if other != "" && other != name && len(other) < len(name) && strings.HasPrefix(name, other) && !floor.MatchString(other) &&
			(longest == nil || len(other) > len(longest.name)) {
			longest = t
		}
	}
	return longest
}

// nameTowers gives the code of a line that names a tower without a floor to the
// floors that are not known. A tower that is new has such lines alone: one for
// each floor, whose number ends the code, and 90 where it is not known.
func nameTowers(p *place) {
	for _, t := range p.towns {
		for _, w := range t.towers {
			if named := p.towns[t.name+w.name]; named != nil && len(named.codes) == 1 {
				w.floors[""] = named.codes[0]
			}
			delete(p.towns, t.name+w.name)
		}
	}
	for _, name := range names(p) {
		t, base := p.towns[name], longestTown(p, name)
		if len(t.codes) < fewFloors || base == nil || !sameStart(t.codes) {
			continue
		}
		w := tower{name[len(base.name):], map[string]string{}}
		for _, code := range t.codes {
			floor := strings.TrimPrefix(code[5:], "0")
			if floor == "90" {
				floor = ""
			}
			w.floors[floor] = code
		}
		base.towers = append(base.towers, w)
		delete(p.towns, name)
	}
}

// fewFloors is below what any tower with codes of its own has, and above the
// codes of any town.
const fewFloors = 15

func sameStart(codes []string) bool { return codes[0][:5] == codes[len(codes)-1][:5] }

// street is how Kyoto says where in a street a house stands.
var street = regexp.MustCompile(`(?:通|町|辻|筋|路|口|条|門|川|小路|[上下東西]).*(?:上る|下る|西入る?|東入る?|入る?|上ル|下ル|西側|東側|北側|南側)$|(?:通|筋)$`)

// foldStreets writes the streets of Kyoto where addresses have them, before the
// town: 桝屋町笹屋町通大宮西入 becomes 笹屋町通大宮西入桝屋町.
func foldStreets(places map[string]*place) {
	for _, p := range places {
		if !strings.HasPrefix(p.city, "京都市") {
			continue
		}
		for _, name := range names(p) {
			t := p.towns[name]
			base := baseOf(p, name, t.codes[0])
			if base == "" || !street.MatchString(name[len(base):]) {
				continue
			}
			delete(p.towns, name)
			for _, code := range t.codes {
				p.add(name[len(base):]+base, code)
			}
		}
	}
}

var bracket = regexp.MustCompile(`^(.*?)（(.*?)）?$`)

// addBrackets reads what the original says of parts of a town: the 丁目 of each
// code, or that it lists parts only. A code of a part that the other lists leave
// out (内橋７９０の１) makes the town one of several codes.
func addBrackets(places map[string]*place, brackets []row, valid map[string]bool) {
	parts := map[*town][]row{}
	for _, r := range brackets {
		p := places[r.prefecture+"\t"+r.city]
		name, inside := r.town, ""
		if found := bracket.FindStringSubmatch(r.town); found != nil {
			name, inside = found[1], found[2]
		}
		if p != nil && p.towns[name] != nil && name != "" && !strings.HasSuffix(inside, "階") && inside != "地階・階層不明" {
			parts[p.towns[name]] = append(parts[p.towns[name]], row{code: r.code, city: r.city, town: inside})
			if valid[r.code] {
				p.add(name, r.code)
			}
		}
	}
	for t, list := range parts {
		t.chome = chomeOf(t, list)
		t.partly = t.chome == nil && !strings.HasPrefix(list[0].city, "京都市") && !slices.ContainsFunc(list, func(r row) bool {
			return r.town == "" || r.town == "次のビルを除く"
		})
	}
}

// chomeOf is nil unless all brackets are 丁目 or その他 and the codes are still the same.
func chomeOf(t *town, list []row) map[string]string {
	chome, numbers := map[string]string{}, false
	for _, r := range list {
		said := "*"
		if r.town != "その他" {
			if said = chomeList(r.town); said == "" {
				return nil
			}
			numbers = true
		}
		if before := chome[r.code]; before != "" {
			said = before + "," + said
		}
		chome[r.code] = said
	}
	for _, code := range t.codes {
		if chome[code] == "" {
			return nil
		}
	}
	if len(chome) != len(t.codes) || !numbers {
		return nil
	}
	return chome
}

var onlyChome = regexp.MustCompile(`^[0-9]+(?:-[0-9]+)?丁目?(?:,[0-9]+(?:-[0-9]+)?丁目?)*$`)

// chomeList turns １〜１９丁目 into 1-19, and １、３丁目 into 1,3; "" for all else.
func chomeList(inside string) string {
	text := strings.NewReplacer("、", ",", "・", ",", "〜", "-", "～", "-", "－", "-", "−", "-").Replace(ascii(inside))
	text = regexp.MustCompile(`丁目-`).ReplaceAllString(text, "-")
	text = regexp.MustCompile(`([0-9]),`).ReplaceAllString(text, "${1}丁目,")
	if !onlyChome.MatchString(text) {
		return ""
	}
	return regexp.MustCompile(`丁目?`).ReplaceAllString(text, "")
}

func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return '0' + r - '０'
		}
		return r
	}, text)
}

// number reads a floor for sorting; "" (unknown) comes first.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}
