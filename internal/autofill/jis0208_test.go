package autofill

import (
	"maps"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCharactersOutsideAreReplacedAndNoOthers(t *testing.T) {
	for text, want := range map[string]map[string]string{
		"見本　花子": nil,
		"東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３": nil,
		"１－２−３～４〜５―６":                 nil, "Mihon (Hanako) 1-2": nil, "ﾐﾎﾝ": nil, "": nil, "佐々木〆ー": nil, "大藏 齊藤 龍渕": nil,
		"髙橋　﨑子":        {"髙": "高", "﨑": "崎"},
		"𠮷田":           {"𠮷": "吉"},
		"\uFA19":       {"\uFA19": "神"},
		"花\U000E0100子": {"花\U000E0100": "花"},
		"髙\U000E0101":  {"髙\U000E0101": "高"},
		"德川　瀨名":        {"德": "徳", "瀨": "瀬"},
		"彅":            {"彅": ""},
		"か\u3099き":     {"か\u3099": "が"},
		"ハ\u309Aソ":     {"ハ\u309A": "パ"},
		"Müller":       {"ü": ""},
		"①番館":          {"①": ""},
		"😀":            {"😀": ""},
		"見本\u200B":     {"\u200B": ""},
		"\xff":         {"\xff": ""},
	} {
		if got := Reduction(text); !maps.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestReplacementsAreInsideTheSet(t *testing.T) {
	if n := utf8.RuneCountInString(jis0208Characters()); n != 6879 {
		t.Errorf("%d characters, and JIS X 0208 has 6879", n)
	}
	for pair := range strings.FieldsSeq(nameVariants) {
		r := []rune(pair)
		if len(r) != 2 || inJIS(r[0]) || !inJIS(r[1]) || replacement(r[0]) != r[1] {
			t.Errorf("%s", pair)
		}
	}
}

// Replacing by the map leaves nothing to replace.
func FuzzReduction(f *testing.F) {
	for _, s := range []string{"髙橋", "花\U000E0100子", "か\u3099", "\uFA19\uFE00", "\xff\xfe", "①\u309A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var plain strings.Builder
		replace := Reduction(text)
		for rest := text; rest != ""; {
			var character string
			character, rest = nextCharacter(rest)
			if other, ok := replace[character]; ok {
				character = other
			}
			plain.WriteString(character)
		}
		if again := Reduction(plain.String()); utf8.ValidString(text) && again != nil {
			t.Errorf("%q became %q, which still has %q", text, plain.String(), again)
		}
	})
}
