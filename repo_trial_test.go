package hitofude_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/trial"
)

const (
	realCards    = "docs/REALCARDS.md"
	reportsBegin = "<!-- reports: made by `go generate .` from internal/trial/reports.json -->\n"
	reportsEnd   = "<!-- end of reports -->"
)

// reportTable is what stands between the marks of the page.
func reportTable(r trial.Reports) string {
	if len(r.Reports) == 0 {
		return "まだ報告はありません。 No report yet.\n"
	}
	var b strings.Builder
	b.WriteString("| 日付 date | 版 version | OS | リーダー reader | カード card | 段階 steps |\n|---|---|---|---|---|---|\n")
	for _, one := range r.Reports {
		var steps []string
		for _, step := range one.Steps {
			steps = append(steps, string(step))
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s | %s | %s |\n", one.Date, one.Link, one.Version, one.System, one.Reader, one.Card, strings.Join(steps, ", "))
	}
	return b.String()
}

// What ends the trial and what people read about it are one list.
func TestRealCardsPageHasTheReportsOnFile(t *testing.T) {
	page := read(t, realCards)
	before, rest, found := strings.Cut(page, reportsBegin)
	table, after, ended := strings.Cut(rest, reportsEnd)
	if !found || !ended {
		t.Fatal("the marks are not there")
	}
	want := reportTable(trial.Known())
	if *update {
		if err := os.WriteFile(realCards, []byte(before+reportsBegin+want+reportsEnd+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if table != want {
		t.Errorf("the table is %q, want %q: run go generate .", table, want)
	}
	if trial.Known().Over == strings.Contains(page, "**試作版**です") {
		t.Errorf("over is %v, and the page says otherwise", trial.Known().Over)
	}
}
