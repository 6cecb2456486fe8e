package pin

import "testing"

func TestWeakFindsTheFirstGuesses(t *testing.T) {
	known := func() Hints {
		return Hints{
			Birth: New([]byte("1985-05-15")), Phone: New([]byte("090-0000-5678")),
			PostalCode: New([]byte("100-0013")), SecurityCode: New([]byte("1234")),
		}
	}
	cases := []struct{ in, alone, informed string }{
		{"0000", WeakRepeated, WeakRepeated}, {"1212", WeakRepeated, WeakRepeated}, {"ABC1ABC1", WeakRepeated, WeakRepeated},
		{"1234", WeakSequence, WeakSequence}, {"9876", WeakSequence, WeakSequence}, {"3210", WeakSequence, WeakSequence},
		{"7890", WeakSequence, WeakSequence}, {"0987", WeakSequence, WeakSequence}, {"2580", WeakSequence, WeakSequence},
		{"ABC123", WeakSequence, WeakSequence}, {"ABCDEF", WeakSequence, WeakSequence},
		{"1985", WeakYear, WeakBirthDate}, {"1999", WeakYear, WeakYear}, {"2024", WeakYear, WeakYear},
		{"0515", "", WeakBirthDate}, {"1505", "", WeakBirthDate}, {"8505", "", WeakBirthDate}, {"6005", "", WeakBirthDate},
		{"0585", "", WeakBirthDate}, {"8515", "", WeakBirthDate}, {"A850515", "", WeakBirthDate}, {"S600515", "", WeakBirthDate},
		{"AB19850515", "", WeakBirthDate}, {"A19850515B7", "", WeakBirthDate}, {"8551", "", ""},
		{"5678", WeakSequence, WeakSequence}, {"TANAKA0013", "", WeakPostalCode}, {"1000", "", WeakPostalCode}, {"0013", "", WeakPostalCode},
		{"1357", "", ""}, {"1224", "", ""}, {"TEST123", "", ""}, {"7402", "", ""}, {"", WeakRepeated, WeakRepeated},
	}
	for _, c := range cases {
		if got := Weak(New([]byte(c.in)), Hints{}); got != c.alone {
			t.Errorf("%s: %q, want %q", c.in, got, c.alone)
		}
		if got := Weak(New([]byte(c.in)), known()); got != c.informed {
			t.Errorf("%s with what is known: %q, want %q", c.in, got, c.informed)
		}
	}
	for in, want := range map[string]string{"4821": WeakPhone, "ABC4821X": WeakPhone, "7310": WeakSecurityCode} {
		got := Weak(New([]byte(in)), Hints{Phone: New([]byte("03-1111-4821")), SecurityCode: New([]byte("7310"))})
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestBirthIsWrittenInTheErasOfItsDay(t *testing.T) {
	for date, want := range map[int]int{
		19850515: 60, 19890107: 64, 19890108: 1, 20190430: 31, 20190501: 1, 19261224: 15, 19261225: 1, 19120729: 45, 18670101: 0,
	} {
		if got := eraYear(date); got != want {
			t.Errorf("%d: year %d, want %d", date, got, want)
		}
	}
	for _, birth := range []string{"", "850515", "not known", "198505151"} {
		if got := Weak(New([]byte("0515")), Hints{Birth: New([]byte(birth))}); got != "" {
			t.Errorf("birth %q: %s", birth, got)
		}
	}
}

func TestEveryWeakReasonHasItsSentence(t *testing.T) {
	for _, reason := range []string{WeakRepeated, WeakSequence, WeakBirthDate, WeakYear, WeakPostalCode, WeakPhone, WeakSecurityCode} {
		if WeakSentence(reason, "ja") == "" || WeakSentence(reason, "en") == "" {
			t.Errorf("%s: no sentence", reason)
		}
	}
	if len(shared().Weak) != 7 {
		t.Errorf("%d sentences for 7 reasons", len(shared().Weak))
	}
}
