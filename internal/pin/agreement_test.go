package pin

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

// The extension checks forms too. Both halves make the same random strings from
// testdata/agreement.json and must come to the same verdicts; the file holds the
// hash of all of them. After a change of the rules: go test -run Agree -update.
var update = flag.Bool("update", false, "write the files that tests compare with")

const agreementFile = "testdata/agreement.json"

type agreement struct {
	About     string   `json:"about"`
	Seed      uint32   `json:"seed"`
	Count     int      `json:"count"`
	Kinds     []Kind   `json:"kinds"`
	Alphabets []string `json:"alphabets"`
	SHA256    string   `json:"sha256"`
	Sample    []string `json:"sample"` // the first lines that are hashed
}

// source is xorshift32, which is three lines in any language.
type source uint32

func (s *source) next(n int) int {
	*s ^= *s << 13
	*s ^= *s >> 17
	*s ^= *s << 5
	return int(uint32(*s) % uint32(n))
}

// line draws one string: a kind, a length (below 20, of three times one that the
// kind allows and one that four-digit PINs have), an alphabet, its characters.
func (s *source) line(a agreement) string {
	kind := a.Kinds[s.next(len(a.Kinds))]
	least, most := kind.Length()
	length := s.next(20)
	switch s.next(3) {
	case 0:
		length = least + length%(most-least+1)
	case 1:
		length = 4
	}
	alphabet := []rune(a.Alphabets[s.next(len(a.Alphabets))])
	var text strings.Builder
	for range length {
		text.WriteRune(alphabet[s.next(len(alphabet))])
	}
	typed := New([]byte(text.String()))
	reason := ""
	if form, ok := Check(kind, typed).(*FormError); ok {
		reason = form.Reason
	}
	return string(kind) + "\t" + text.String() + "\t" + reason + "\t" + string(Offer(kind, typed).Bytes()) + "\n"
}

func TestBothHalvesAgreeOnRandomStrings(t *testing.T) {
	data, err := os.ReadFile(agreementFile)
	if err != nil {
		t.Fatal(err)
	}
	var a agreement
	if err := json.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	if a.Count < 10000 {
		t.Errorf("%d strings are too few", a.Count)
	}
	all, draw, reasons, offers := sha256.New(), source(a.Seed), map[string]int{}, 0
	var sample []string
	for i := range a.Count {
		line := draw.line(a)
		all.Write([]byte(line))
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		reasons[parts[2]]++
		if parts[3] != "" {
			offers++
		}
		if i < 40 {
			sample = append(sample, line)
		}
	}
	for reason := range rules {
		if reasons[reason] < 20 {
			t.Errorf("%s: only %d strings", reason, reasons[reason])
		}
	}
	if reasons[""] < 500 || offers < 100 {
		t.Errorf("%d of the right form, %d offers: too few", reasons[""], offers)
	}
	sum := hex.EncodeToString(all.Sum(nil))
	if *update {
		a.SHA256, a.Sample = sum, sample
		data, _ := json.MarshalIndent(a, "", "  ")
		if err := os.WriteFile(agreementFile, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if sum != a.SHA256 {
		t.Errorf("verdicts have the hash %s, the file says %s", sum, a.SHA256)
	}
}

func TestOfferIsNeverTheRefusedForm(t *testing.T) {
	for in, want := range map[string]string{"test123": "TEST123", "ｔｅｓｔ１２３": "TEST123", "Ｔest1２３": "TEST123", "１２３４": "", "test": "", "テスト123": "", "TEST123": ""} {
		if got := string(Offer(Signature, New([]byte(in))).Bytes()); got != want {
			t.Errorf("%s: offered %q", in, got)
		}
	}
	if got := string(Offer(InputSupport, New([]byte("１２３４"))).Bytes()); got != "1234" {
		t.Errorf("full width digits: offered %q", got)
	}
}
