package guide

import (
	"strings"
	"testing"
)

func TestShippedFilesAreWhole(t *testing.T) {
	if _, err := Parse(factsFile, treeFile); err != nil {
		t.Fatal(err)
	}
}

// A page built from a broken file would show a sentence without its source, or
// leave a person without a next step; the file is refused whole instead.
func TestBrokenFilesAreRefused(t *testing.T) {
	facts, tree := string(factsFile), string(treeFile)
	for name, c := range map[string]struct{ facts, tree string }{
		"source without a title":   {replaceValue(facts, "title", ""), tree},
		"no date":                  {replaceValue(facts, "date", ""), tree},
		"a date that is none":      {replaceValue(facts, "date", "2024-13-01"), tree},
		"a date in words":          {replaceValue(facts, "date", "令和6年"), tree},
		"source that is no page":   {replaceValue(facts, "where", "javascript:alert(1)"), tree},
		"source on this computer":  {replaceValue(facts, "where", "file:///etc/passwd"), tree},
		"no plain Japanese":        {replaceValue(facts, "yasashii", ""), tree},
		"no English":               {replaceValue(facts, "en", ""), tree},
		"reading not closed":       {replaceValue(facts, "yasashii", "{窓口|まど"), tree},
		"reading not opened":       {replaceValue(facts, "yasashii", "窓口|まどぐち}"), tree},
		"reading empty":            {replaceValue(facts, "yasashii", "{窓口|}"), tree},
		"fact twice":               {strings.Replace(facts, `"id": "bring-other"`, `"id": "bring-card"`, 1), tree},
		"fact of no topic":         {replaceValue(facts, "topic", "gossip"), tree},
		"fact of no PIN":           {strings.Replace(facts, `"signature"`, `"face"`, 1), tree},
		"unknown key":              {strings.Replace(facts, `"id"`, `"opinion": "x", "id"`, 1), tree},
		"something after the end":  {facts + "[]", tree},
		"node without a step":      {facts, strings.Replace(tree, `"step": "stop"`, `"step": ""`, 1)},
		"node to a missing step":   {facts, strings.Replace(tree, `"step": "stop"`, `"step": "hope"`, 1)},
		"step beside a question":   {facts, strings.Replace(tree, `"question": "know`, `"step": "stop", "question": "know`, 1)},
		"question with one answer": {facts, strings.Replace(tree, `"no": "counter-reset"`, `"no": ""`, 1)},
		"unknown question":         {facts, strings.Replace(tree, `"question": "know`, `"question": "guess`, 1)},
		"fact that is not there":   {strings.Replace(facts, `"id": "set-sheet"`, `"id": "set-shoot"`, 1), tree},
		"place that is none":       {facts, strings.Replace(tree, `"place": "kiosk"`, `"place": "moon"`, 1)},
		"same node twice":          {facts, strings.Replace(tree, `"state": "last-try", "step"`, `"state": "tries", "step"`, 1)},
		"code to no state":         {facts, strings.Replace(tree, `"code": "PIN_LOCKED", "state": "locked"`, `"code": "PIN_LOCKED", "state": "gone"`, 1)},
		"state without a name":     {facts, strings.Replace(tree, `"id": "locked", "ja": "ロックされている"`, `"id": "locked", "ja": ""`, 1)},
	} {
		if c.facts == facts && c.tree == tree {
			t.Errorf("%s: nothing was broken", name)
		}
		if _, err := Parse([]byte(c.facts), []byte(c.tree)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// replaceValue puts another value behind the first key of that name.
func replaceValue(text, key, value string) string {
	before, after, _ := strings.Cut(text, `"`+key+`": "`)
	_, after, _ = strings.Cut(after, `"`)
	return before + `"` + key + `": "` + value + `"` + after
}
