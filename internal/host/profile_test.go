package host

import (
	"maps"
	"testing"
	"time"

	"github.com/hitofude/hitofude/internal/card"
)

// What was not asked for is not told by way of what is made from it either.
func TestProfileTellsOnlyOfTheFieldsAskedFor(t *testing.T) {
	attributes := &card.Attributes{Name: "髙見　花子", Address: "東京都千代田区千代田１番１号　﨑荘", Birth: "19850515", Sex: "2"}
	for field, want := range map[string]struct {
		code string
		jis  map[string]string
	}{
		"name":    {"", map[string]string{"髙": "高"}},
		"address": {"1000001", map[string]string{"﨑": "崎"}},
		"birth":   {"", nil},
		"sex":     {"", nil},
	} {
		p := newAttributesResult(attributes, []string{field}, time.Now()).Profile
		if p.PostalCode != want.code || p.PostalCodes != nil || !maps.Equal(p.JIS0208, want.jis) {
			t.Errorf("%s: %+v", field, p)
		}
	}
	p := newAttributesResult(attributes, nil, time.Now()).Profile
	if p.PostalCode != "1000001" || len(p.JIS0208) != 2 {
		t.Errorf("all: %+v", p)
	}
}
