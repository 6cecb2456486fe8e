package autofill

import "time"

// A Birth is a whole date; a card that knows only the year has none.
type Birth struct {
	Date      string `json:"date"` // 2006-01-02
	Year      int    `json:"year"`
	Month     int    `json:"month"`
	Day       int    `json:"day"`
	Era       string `json:"era"` // 明治 大正 昭和 平成 令和, "" before them
	EraYear   int    `json:"eraYear"`
	EraLetter string `json:"eraLetter"` // M T S H R
}

// eras by their first day, newest first. The first day of a new era belongs to it.
var eras = []struct {
	first        time.Time
	name, letter string
}{
	{day(2019, 5, 1), "令和", "R"},
	{day(1989, 1, 8), "平成", "H"},
	{day(1926, 12, 25), "昭和", "S"},
	{day(1912, 7, 30), "大正", "T"},
	{day(1868, 10, 23), "明治", "M"},
}

// japan is where forms count days, whatever the clock of this computer says.
var japan = time.FixedZone("JST", 9*60*60)

func day(year, month, d int) time.Time {
	return time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
}

// readBirth wants eight digits that are a day of the calendar. Registers write
// unknown months and days as 00 (年月日不詳); those have no Birth.
func readBirth(text string) *Birth {
	if len(text) != 8 {
		return nil
	}
	date, err := time.Parse("20060102", text)
	if err != nil || date.Year() == 0 {
		return nil
	}
	b := &Birth{Date: date.Format(time.DateOnly), Year: date.Year(), Month: int(date.Month()), Day: date.Day()}
	for _, e := range eras {
		if !date.Before(e.first) {
			b.Era, b.EraYear, b.EraLetter = e.name, date.Year()-e.first.Year()+1, e.letter
			break
		}
	}
	return b
}

// ageOn counts birthdays, as forms do (a person born on 29 February has it on
// 1 March of common years). It is nil when the birth date is not known or still to come.
func ageOn(b *Birth, now time.Time) *int {
	if b == nil {
		return nil
	}
	today := now.In(japan)
	age := today.Year() - b.Year
	if int(today.Month()) < b.Month || int(today.Month()) == b.Month && today.Day() < b.Day {
		age--
	}
	if age < 0 {
		return nil
	}
	return &age
}
