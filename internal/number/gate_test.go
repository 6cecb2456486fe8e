package number

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"testing"
)

func reasonOf(err error) Reason {
	var refused *RefusedError
	if errors.As(err, &refused) {
		return refused.Reason
	}
	return ""
}

func TestOnlySitesOfBodiesThatTheLawNamesMayAsk(t *testing.T) {
	more := []string{"https://payroll.example", "https://payroll.example:8443", "http://plain.example"}
	for origin, want := range map[string]any{
		"https://www.keisan.nta.go.jp":       National,
		"https://myna.go.jp":                 National,
		"https://www.city.example.lg.jp":     Local,
		"https://payroll.example":            Administrator,
		"https://payroll.example:8443":       Administrator,
		"http://www.city.example.lg.jp":      NotHTTPS,
		"http://plain.example":               NotHTTPS,
		"http://127.0.0.1:8080":              NotHTTPS,
		"https://go.jp":                      NotListed,
		"https://lg.jp":                      NotListed,
		"https://.go.jp":                     NotListed,
		"https://evilgo.jp":                  NotListed,
		"https://www.nta-go.jp":              NotListed,
		"https://www.nta.go.jp.evil.example": NotListed,
		"https://www.nta.go.jp.":             NotListed,
		"https://www.nta.go.jp:8443":         NotListed,
		"https://user@www.nta.go.jp":         NotListed,
		"https://a.example/.go.jp":           NotListed,
		"https://www.city.example.jp":        NotListed,
		"https://sub.payroll.example":        NotListed,
		"https://logoform.jp":                NotListed,
		"HTTPS://www.nta.go.jp":              NotListed,
		"hitofude:ui":                        NotListed,
		"null":                               NotListed,
		"":                                   NotListed,
	} {
		kind, err := KindOf(origin, more)
		if kind != want && reasonOf(err) != want || (err == nil) != (kind != "") {
			t.Errorf("%q: %q, %v", origin, kind, err)
		}
	}
}

func TestPurposeBelongsToTheKindOfBody(t *testing.T) {
	for _, c := range []struct {
		id   string
		kind Kind
		want Reason
	}{
		{"national-tax", National, ""}, {"local-tax", Local, ""}, {"employer", Administrator, ""},
		{"employer", National, NotTheirs}, {"national-tax", Administrator, NotTheirs}, {"ordinance", National, NotTheirs},
		{"tax", National, NotAPurpose}, {"", Local, NotAPurpose}, {"LOCAL-TAX", Local, NotAPurpose},
	} {
		if got := reasonOf(CheckPurpose(c.id, c.kind)); got != c.want {
			t.Errorf("%s on a %s site: %q", c.id, c.kind, got)
		}
	}
}

func TestLabelHasToAskForTheNumberAndNothingElse(t *testing.T) {
	// The extension's tests read the same file: both halves judge a label alike.
	data, err := os.ReadFile("testdata/labels.json")
	if err != nil {
		t.Fatal(err)
	}
	var labels struct{ Asks, Not []string }
	if err := json.Unmarshal(data, &labels); err != nil || len(labels.Asks) == 0 || len(labels.Not) == 0 {
		t.Fatalf("%d, %d, %v", len(labels.Asks), len(labels.Not), err)
	}
	for _, label := range labels.Asks {
		if err := CheckLabel(label); err != nil {
			t.Errorf("%s: %v", label, err)
		}
	}
	long := make([]rune, maxLabelRunes)
	for i := range long {
		long[i] = 'あ'
	}
	for _, label := range append(labels.Not, string(long)+"個人番号") {
		if reasonOf(CheckLabel(label)) != NotLabelled {
			t.Errorf("%q passes", label)
		}
	}
}

// What is shown to a person as law and as somebody's name says where it was read.
func TestTablesHaveSourcesAndDates(t *testing.T) {
	date := regexp.MustCompile(`^20\d\d-\d\d-\d\d$`)
	kinds := []Kind{National, Local, Administrator}
	for _, h := range Hosts() {
		if h.Source == "" || !date.MatchString(h.Date) || h.JA == "" || h.EN == "" || !slices.Contains(kinds[:2], h.Kind) {
			t.Errorf("host %s: %+v", h.Pattern, h)
		}
	}
	seen := map[string]bool{}
	for _, p := range Purposes() {
		if p.Source == "" || !date.MatchString(p.Date) || p.JA == "" || p.EN == "" || p.Article == "" || len(p.Kinds) == 0 || seen[p.ID] {
			t.Errorf("purpose %s: %+v", p.ID, p)
		}
		seen[p.ID] = true
		for _, kind := range p.Kinds {
			if !slices.Contains(kinds, kind) {
				t.Errorf("purpose %s: kind %s", p.ID, kind)
			}
		}
	}
	for _, kind := range kinds {
		if len(PurposesOf(kind)) < 2 {
			t.Errorf("%s sites have nothing to choose from", kind)
		}
	}
}
