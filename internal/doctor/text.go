package doctor

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"sync"
)

//go:embed findings.json
var findingsJSON []byte

type both struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

func (b both) in(lang string) string {
	if lang == "en" {
		return b.EN
	}
	return b.JA
}

type words struct {
	Cause string `json:"cause"`
	Next  string `json:"next"`
}

type table struct {
	Checks   map[string]both `json:"checks"`
	Findings map[string]struct {
		JA words `json:"ja"`
		EN words `json:"en"`
	} `json:"findings"`
	Words map[string]map[string]both `json:"words"`
}

var texts = sync.OnceValue(func() table {
	var t table
	if err := json.Unmarshal(findingsJSON, &t); err != nil {
		panic("doctor: reading findings.json: " + err.Error()) // a test reads it too
	}
	return t
})

var placeholder = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{([a-z]+)\}`) })

func (f Finding) fill(text string, lang string) string {
	return placeholder().ReplaceAllStringFunc(text, func(match string) string {
		name := match[1 : len(match)-1]
		value, ok := f.Params[name]
		if !ok {
			return "?"
		}
		if word, ok := texts().Words[name][fmt.Sprint(value)]; ok {
			return word.in(lang)
		}
		return fmt.Sprint(value)
	})
}

// Name is what a person calls the link.
func (f Finding) Name(lang string) string { return f.fill(texts().Checks[f.Check].in(lang), lang) }

// Mark is the state in one word.
func (f Finding) Mark(lang string) string { return texts().Words["state"][string(f.State)].in(lang) }

// Text returns what is the matter and the one next step; false when the code is
// not in findings.json.
func (f Finding) Text(lang string) (cause, next string, known bool) {
	entry, known := texts().Findings[f.Code]
	w := entry.JA
	if lang == "en" {
		w = entry.EN
	}
	return f.fill(w.Cause, lang), f.fill(w.Next, lang), known
}
