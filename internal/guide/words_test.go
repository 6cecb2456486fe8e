package guide

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// seen holds, for each fact, what was read in its source: notes in our own
// words, with every number. It is what a sentence is held against.
func seen(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/seen.json")
	if err != nil {
		t.Fatal(err)
	}
	notes := map[string]string{}
	if err := json.Unmarshal(data, &notes); err != nil {
		t.Fatal(err)
	}
	return notes
}

var number = regexp.MustCompile(`[0-9]+`)

func numbers(text string) map[string]bool {
	found := map[string]bool{}
	for _, n := range number.FindAllString(strings.ReplaceAll(text, ",", ""), -1) {
		found[strings.TrimLeft(n, "0")] = true
	}
	return found
}

// Numbers are what people act on: how often, how long, when, where to call. None
// may stand in a sentence that its source does not have.
func TestNoNumberThatTheSourceDoesNotHave(t *testing.T) {
	notes := seen(t)
	for _, f := range Load().Facts {
		note, ok := notes[f.ID]
		if !ok || utf8.RuneCountInString(note) < 4 {
			t.Errorf("%s: nothing noted of its source", f.ID)
			continue
		}
		known := numbers(note)
		for language, text := range map[string]string{"ja": f.JA, "yasashii": withoutReadings(f.Yasashii), "en": f.EN} {
			for n := range numbers(text) {
				// 0 to 2 count things in the sentence itself: "2か所", "1つ", "back to 0".
				if !known[n] && n != "" && n != "1" && n != "2" {
					t.Errorf("%s (%s): %q says %s, the source was read as %q", f.ID, language, text, n, note)
				}
			}
		}
	}
	if len(notes) != len(Load().Facts) {
		t.Errorf("%d notes, %d facts", len(notes), len(Load().Facts))
	}
}

// One language must not know a number that another does not.
func TestLanguagesSayTheSameNumbers(t *testing.T) {
	for _, f := range Load().Facts {
		ja := slices.DeleteFunc(slices.Sorted(maps.Keys(numbers(f.JA))), small)
		for language, text := range map[string]string{"yasashii": withoutReadings(f.Yasashii), "en": f.EN} {
			other := slices.DeleteFunc(slices.Sorted(maps.Keys(numbers(text))), small)
			for _, n := range other {
				if !slices.Contains(ja, n) {
					t.Errorf("%s: %s says %s, Japanese does not: %q", f.ID, language, n, f.JA)
				}
			}
		}
	}
}

func small(n string) bool { return n == "" || n == "1" || n == "2" }

// Words that promise: nobody can know them from outside, and offices differ.
var promises = regexp.MustCompile(`必ず|かならず|絶対|確実に|間違いなく|いつでもどこでも|保証|すぐに(?:でき|なお)|(?i)\bguarantee|\balways\b|\bcertainly\b|\bnever fails\b|\bimmediately\b|\bevery(?:where| office| store)\b|\bin all (?:towns|offices|stores)\b`)

// Of certificates only their last day is known here, not whether they stand.
var verdicts = regexp.MustCompile(`有効(?:です|な|で)|(?i)\bvalid\b`)

func TestNoSentencePromises(t *testing.T) {
	for where, text := range everyText(Load()) {
		if m := promises.FindString(text); m != "" {
			t.Errorf("%s promises (%s): %q", where, m, text)
		}
		if m := verdicts.FindString(text); m != "" {
			t.Errorf("%s judges (%s): %q", where, m, text)
		}
	}
}

// What one town does is said as an example of that town, in each language.
func TestWhatOneTownDoesIsCalledAnExample(t *testing.T) {
	for _, f := range Load().Facts {
		if strings.Contains(f.JA, "の例）") != strings.Contains(f.EN, "example: ") {
			t.Errorf("%s: an example in one language only: %q, %q", f.ID, f.JA, f.EN)
		}
	}
	for _, id := range []string{"bring-example", "bring-differs", "proxy-legal", "proxy-two-visits", "renewal-where", "renewal-pins", "foreign-fee", "lost-post"} {
		if f, _ := Load().Fact(id); !strings.Contains(f.JA, "の例）") {
			t.Errorf("%s does not say that it is an example", id)
		}
	}
}

var readings = regexp.MustCompile(`\{([^|}]+)\|([^}]+)\}`)

func withoutReadings(ruby string) string { return readings.ReplaceAllString(ruby, "$1") }

// Plain Japanese: short sentences, and no kanji without its reading.
func TestPlainJapaneseIsPlain(t *testing.T) {
	g := Load()
	for where, text := range plainTexts(g) {
		if i := strings.IndexFunc(readings.ReplaceAllString(text, ""), func(r rune) bool { return unicode.Is(unicode.Han, r) }); i >= 0 {
			t.Errorf("%s: kanji without a reading in %q", where, text)
		}
		for _, m := range readings.FindAllStringSubmatch(text, -1) {
			if strings.IndexFunc(m[2], func(r rune) bool { return !unicode.Is(unicode.Hiragana, r) && r != 'ー' }) >= 0 {
				t.Errorf("%s: reading %q", where, m[2])
			}
		}
		for _, sentence := range strings.FieldsFunc(withoutReadings(text), func(r rune) bool { return r == '。' }) {
			if n := utf8.RuneCountInString(sentence); n > 62 && !strings.Contains(sentence, "店: ") {
				t.Errorf("%s: a sentence of %d characters: %q", where, n, sentence)
			}
		}
	}
}

func plainTexts(g *Guide) map[string]string {
	texts := map[string]string{"say": g.Bring.Say.Yasashii}
	for _, f := range g.Facts {
		texts["fact "+f.ID] = f.Yasashii
	}
	for kind, name := range g.Pins {
		texts["pin "+string(kind)] = name
	}
	for _, n := range slices.Concat(g.Topics, g.States) {
		texts["name "+n.ID] = n.Yasashii
	}
	for _, s := range g.Steps {
		texts["step "+s.ID] = s.Yasashii
	}
	for _, q := range g.Questions {
		texts["question "+q.ID] = q.Yasashii
		texts["question "+q.ID+" yes"], texts["question "+q.ID+" no"] = q.Yes.Yasashii, q.No.Yasashii
	}
	return texts
}

// everyText is all that a person can read, in all languages.
func everyText(g *Guide) map[string]string {
	texts := plainTexts(g)
	add := func(where string, w Words) { texts[where+" ja"], texts[where+" en"] = w.JA, w.EN }
	for _, f := range g.Facts {
		add("fact "+f.ID, f.Words)
	}
	for _, n := range slices.Concat(g.Topics, g.States) {
		add("name "+n.ID, n.Words)
	}
	for _, s := range g.Steps {
		add("step "+s.ID, s.Words)
	}
	for _, q := range g.Questions {
		add("question "+q.ID, q.Words)
		add("question "+q.ID+" yes", q.Yes)
		add("question "+q.ID+" no", q.No)
	}
	return texts
}

func TestReadingsGoInBracketsOnATerminal(t *testing.T) {
	w := Words{JA: "a", Yasashii: "{窓口|まどぐち}へ", EN: "c"}
	for language, want := range map[string]string{"ja": "a", "yasashii": "窓口（まどぐち）へ", "en": "c", "": "a"} {
		if got := w.In(language); got != want {
			t.Errorf("%q: %q", language, got)
		}
	}
}
