package autofill

import (
	"testing"
	"time"
)

func TestFirstDayOfAnEraBelongsToIt(t *testing.T) {
	for text, want := range map[string]Birth{
		"19850515": {"1985-05-15", 1985, 5, 15, "昭和", 60, "S"},
		"20190501": {"2019-05-01", 2019, 5, 1, "令和", 1, "R"},
		"20190430": {"2019-04-30", 2019, 4, 30, "平成", 31, "H"},
		"19890108": {"1989-01-08", 1989, 1, 8, "平成", 1, "H"},
		"19890107": {"1989-01-07", 1989, 1, 7, "昭和", 64, "S"},
		"19261225": {"1926-12-25", 1926, 12, 25, "昭和", 1, "S"},
		"19261224": {"1926-12-24", 1926, 12, 24, "大正", 15, "T"},
		"19120730": {"1912-07-30", 1912, 7, 30, "大正", 1, "T"},
		"19120729": {"1912-07-29", 1912, 7, 29, "明治", 45, "M"},
		"18681023": {"1868-10-23", 1868, 10, 23, "明治", 1, "M"},
		"18681022": {"1868-10-22", 1868, 10, 22, "", 0, ""},
		"20000229": {"2000-02-29", 2000, 2, 29, "平成", 12, "H"},
	} {
		if got := readBirth(text); got == nil || *got != want {
			t.Errorf("%s is read as %+v", text, got)
		}
	}
}

func TestDatesWithUnknownPartsAreNotDates(t *testing.T) {
	for _, text := range []string{"", "19850500", "19850015", "19850000", "00000000", "00000515", "19850230",
		"20010229", "1985051", "198505151", "1985-5-15", "１９８５０５１５", "1985051x", "        "} {
		if got := readBirth(text); got != nil {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}

func TestAgeChangesOnTheBirthdayInJapan(t *testing.T) {
	for _, c := range []struct {
		birth string
		now   time.Time
		want  int
	}{
		{"19850515", time.Date(2026, 5, 14, 14, 59, 59, 0, time.UTC), 40},
		{"19850515", time.Date(2026, 5, 14, 15, 0, 0, 0, time.UTC), 41}, // already the 15th in Japan
		{"20000229", time.Date(2025, 2, 28, 12, 0, 0, 0, japan), 24},
		{"20000229", time.Date(2025, 3, 1, 0, 0, 0, 0, japan), 25},
		{"20261124", time.Date(2026, 11, 24, 0, 0, 0, 0, japan), 0},
	} {
		if got := ageOn(readBirth(c.birth), c.now); got == nil || *got != c.want {
			t.Errorf("born %s, on %v: %v, want %d", c.birth, c.now, got, c.want)
		}
	}
	if got := ageOn(readBirth("20270101"), time.Date(2026, 11, 24, 0, 0, 0, 0, japan)); got != nil {
		t.Errorf("a person to be born is %d", *got)
	}
	if ageOn(nil, time.Now()) != nil {
		t.Error("an age without a birth date")
	}
}
