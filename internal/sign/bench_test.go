package sign

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// precomputed is a card that answers at once, so that a benchmark has our own
// share alone: its signatures hold nothing and are not checked.
type precomputed struct{}

func (precomputed) Certificate() []byte                          { return identity().leaf }
func (precomputed) Sign(context.Context, []byte) ([]byte, error) { return make([]byte, 256), nil }

// BenchmarkProfile is all of the work for a document of 100 kB but the card's:
// reading, rehearsal, building, the look at the finished file.
func BenchmarkProfile(b *testing.B) {
	figures := string(digits(100_000, rand.New(rand.NewPCG(7, 8))))
	docs := map[string]Document{
		"cms-detached":      NewDocument("a.txt", []byte(figures)),
		"cms-attached":      NewDocument("a.txt", []byte(figures)),
		"pdf-moj":           NewDocument("a.pdf", letterPDF("", "", content(figures))),
		"pdf-pades-b":       NewDocument("a.pdf", letterPDF("", "", content(figures))),
		"xmldsig-enveloped": NewDocument("a.xml", []byte("<a id='x'>"+strings.Repeat("<項目 名称=\"住所\">\r\n  <値>東京都千代田区霞が関三丁目</値>\r\n</項目>\r\n", 980)+"</a>")),
		"egov-kousei":       NewDocument("a.zip", pack(b, map[string]string{"申請/kousei.xml": kousei, "申請/900A01020000100001_01.xml": figures, "申請/届出 見本.xml": figures})),
	}
	for _, name := range Profiles() {
		p, _ := Lookup(name)
		b.Run(fmt.Sprintf("%s/%dkB", name, docs[name].Size/1000), func(b *testing.B) {
			for b.Loop() {
				part, err := ready(p, docs[name], Choices{})
				if err != nil {
					b.Fatal(err)
				}
				key, err := newCardKey(b.Context(), precomputed{})
				if err != nil {
					b.Fatal(err)
				}
				key.unproven = true
				out, err := part.Sign(key, time.Now())
				if err == nil {
					_, err = look(docs[name], out)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
