package card

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The bytes that others measured (the myna-card and myna projects): the test
// card's number and attributes, and the head of a production file with a
// length longer than it must be.
const (
	vectorNumber     = "FF100C353337363836363737313838FFFF"
	vectorAttributes = "FF2065DF2108000E002000590064DF220FE9BB92E6A190E38080E5B9B9E4B99FDF2336E69DB1E4BAACE983BDE6B885E780ACE5B882E8A6B3E5B883" +
		"E5AD90E58D97EFBC91EFBC92EFBC8DEFBC97EFBC8DEFBC92EFBC90EFBC92DF24083139383030323137DF250131"
)

func TestVectorsOfOthers(t *testing.T) {
	a, err := parseAttributes(unhex(vectorAttributes))
	if err != nil || *a != (Attributes{"黒桐　幹也", "東京都清瀬市観布子南１２－７－２０２", "19800217", "1"}) {
		t.Errorf("%+v %v", a, err)
	}
	tag, h, v, err := header(unhex("FF40 82 009F"))
	if tag != 0xFF40 || h != 5 || v != 0x9F || err != nil {
		t.Errorf("%X %d %d %v", tag, h, v, err)
	}
	if got, err := find(unhex(vectorNumber), 0xFF10); err != nil || string(got) != "537686677188" {
		t.Errorf("%X %v", got, err)
	}
}

func TestAttributesSurviveOddCards(t *testing.T) {
	name, birth := "DF2203414243", "DF2408"+hex.EncodeToString([]byte("19850515"))
	wrap := func(body string) string {
		n := len(strings.ReplaceAll(body, " ", "")) / 2
		return "FF2082" + hex.EncodeToString([]byte{byte(n >> 8), byte(n)}) + body
	}
	for label, c := range map[string]struct {
		in   string
		want Attributes
		ok   bool
	}{
		"long lengths":          {wrap("DF2282 0003 414243" + "DF2483 000008 3139383530353135"), Attributes{Name: "ABC", Birth: "19850515"}, true},
		"four byte length":      {wrap("DF2284 00000003 414243"), Attributes{Name: "ABC"}, true},
		"unknown tags":          {wrap("DF2603AABBCC" + name + "DF7F01AA" + birth + "5F8101 00"), Attributes{Name: "ABC", Birth: "19850515"}, true},
		"other order":           {wrap(birth + name), Attributes{Name: "ABC", Birth: "19850515"}, true},
		"filler before":         {"FFFFFF00" + wrap(name), Attributes{Name: "ABC"}, true},
		"filler inside":         {wrap("FFFF" + name + "0000FF"), Attributes{Name: "ABC"}, true},
		"filler behind":         {wrap(name) + "FFFFFFFFFF", Attributes{Name: "ABC"}, true},
		"first of two":          {wrap(name + "DF2203585858"), Attributes{Name: "ABC"}, true},
		"no name at all":        {wrap("DF2108000E002000590064"), Attributes{}, false},
		"not text":              {wrap("DF2202C328"), Attributes{}, false},
		"inner too long":        {wrap("DF227F414243"), Attributes{}, false},
		"another template":      {"FF1003414243", Attributes{}, false},
		"tag of four bytes":     {wrap("DF818181" + "00"), Attributes{}, false},
		"indefinite":            {wrap("DF2280414243"), Attributes{}, false},
		"five byte length":      {wrap("DF2285 0000000003 414243"), Attributes{}, false},
		"empty":                 {"", Attributes{}, false},
		"nothing but filler":    {"FFFFFFFF", Attributes{}, false},
		"length without bytes":  {"FF2082", Attributes{}, false},
		"tag without length":    {"FF20", Attributes{}, false},
		"half a tag":            {"FF", Attributes{}, false},
		"outer longer than all": {"FF2003DF", Attributes{}, false},
	} {
		a, err := parseAttributes(unhex(c.in))
		if (err == nil) != c.ok || c.ok && *a != c.want {
			t.Errorf("%s: %+v %v", label, a, err)
		}
	}
}

// FuzzBER feeds arbitrary bytes to everything that parses what a card says.
func FuzzBER(f *testing.F) {
	seeds, err := filepath.Glob("testdata/ber/*.hex")
	if err != nil || len(seeds) < 10 {
		f.Fatalf("%d seeds in testdata/ber, %v", len(seeds), err)
	}
	for _, name := range seeds {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(unhex(strings.Join(strings.Fields(string(text)), "")))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		walk(t, data)
		if total, err := outerLength(data); err == nil && (total < 2 || total > maxFile+8) {
			t.Errorf("outer length %d", total)
		}
		if a, err := parseAttributes(data); err == nil && len(a.Name)+len(a.Address)+len(a.Birth)+len(a.Sex) > len(data) {
			t.Error("more text than bytes")
		}
		if v, err := certificateValidity(data); err == nil && (v.NotBefore.IsZero() || v.NotAfter.IsZero()) {
			t.Error("no error and no dates")
		}
		if date := recordExpiry(data); date != "" && len(date) != 10 {
			t.Errorf("expiry %q", date)
		}
		typeOf(data)
		if !bytes.Equal(before, data) {
			t.Error("the input was changed")
		}
	})
}

// walk reads all objects; every one must take bytes off the front.
func walk(t *testing.T, data []byte) {
	for {
		object, rest, ok, err := next(data)
		if err != nil || !ok {
			return
		}
		if len(rest)+len(object.value)+2 > len(data) {
			t.Fatalf("object of %d bytes and %d left of %d", len(object.value), len(rest), len(data))
		}
		data = rest
	}
}
