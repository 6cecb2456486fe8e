package autofill

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// eachCase gives out "address|what" lines; a space in the address stands for U+3000.
func eachCase(text string, visit func(address, what string)) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		address, what, _ := strings.Cut(strings.TrimSpace(line), "|")
		visit(strings.ReplaceAll(address, " ", "　"), what)
	}
}

// One line for each way in which a card and the table may differ in writing.
func TestCertainCodes(t *testing.T) {
	eachCase(`
東京都千代田区大手町一丁目１番１号|
東京都千代田区千代田１番１号|1000001
千代田区千代田１番１号|1000001
東京都千代田区一ツ橋一丁目１番１号|1000003
東京都千代田区一つ橋２丁目６番８号|1010003
東京都八王子市元本郷町三丁目２４番１号|1920051
北海道札幌市中央区北一条西二丁目|0600001
北海道札幌市中央区北１条西２０丁目１番地|0640821
札幌市中央区 大通西２８丁目|0640820
北海道旭川市七条通九丁目４８番地|0700037
北海道上川郡東川町東７号南１番地|0711457
北海道雨竜郡北竜町字和１１番地の１|0782512
北海道余市郡余市町朝日町２６番地|0460015
余市町朝日町２６番地|0460015
京都府京都市中京区寺町通御池上る上本能寺前町４８８番地|6040925
京都市中京区寺町通御池上ル上本能寺前町４８８番地|6040925
京都市上京区笹屋町通大宮西入る桝屋町１番地|6028201
京都市上京区笹屋町通大宮西入桝屋町１番地|6028201
京都府京都市上京区河原町通丸太町上る枡屋町３５５番地|6020877
神奈川県茅ヶ崎市茅ヶ崎一丁目１番１号|2530041
神奈川県茅が崎市茅ケ崎１－１－１|2530041
茨城県竜ケ崎市３７１０番地|
東京都西多摩郡桧原村４６７番地の１|
東京都利島村２４８番地|1000301
利島村字山２４８番地|1000301
大阪府堺市堺区南瓦町３番１号|5900078
静岡県浜松市東区大瀬町１番地|4313113
静岡県浜松市中央区大瀬町１番地|4313113
三重県四日市市諏訪町一番五号|5100085
佐賀県杵島郡大町町大字福母１番地|8492102
佐賀県大町町福母１番地|8492102
埼玉県さいたま市浦和区高砂三丁目１５番１号 みほんハイツ１０２|3300063
石川県輪島市河井町弐部９番地|
岩手県二戸郡一戸町高善寺字大川鉢２４番地９|0285311
香川県高松市番町一丁目８番１５号|7600017
沖縄県那覇市泉崎一丁目|9000021
`, func(address, want string) {
		code, candidates := postalCode(splitAddress(address))
		if code != want {
			t.Errorf("%s: %q, candidates %v", address, code, candidates)
		}
	})
}

// Where the table leaves doubt there is no code, and the right ones are offered.
func TestDoubtIsNeverCertain(t *testing.T) {
	eachCase(`
東京都千代田区霞が関三丁目２番１号 みほんコーポ２０３|1000013
東京都千代田区霞が関三丁目２番５号 霞が関ビル１０階|1006010 1006090 1000013
東京都千代田区霞が関三丁目２番５号 霞ケ関ビル１０F|1006010 1006090 1000013
東京都千代田区霞が関三丁目２番５号 霞が関ビル|1006090
東京都千代田区丸の内一丁目|1000005
東京都千代田区一ツ橋１番１号|1000003 1010003
東京都千代田区一ツ橋1-1-1|1000003 1010003
東京都千代田区一ツ橋九丁目|1000003 1010003
京都府京都市上京区桝屋町１番地|6020877 6028111 6028201
東京都千代田区見本町一丁目|1000000
京都府京都市中京区見本町１番地 御池通上本能寺前町１|6040000
東京都千代田区|1000000
東京都千代田区千代田橋１番地|1000001
府中市見本町１番地|1830000 7260000
香川県仲多度郡琴平町８１７番地１０|7660000 7660001 7660002
愛知県江南市北野町見本１番地|4838176
愛媛県松山市山越一丁目|7918013
愛媛県松山市山越町１番地|
`, func(address, want string) {
		code, candidates := postalCode(splitAddress(address))
		if want == "" {
			return
		}
		for wanted := range strings.FieldsSeq(want) {
			if code != "" || !slices.Contains(candidates, wanted) || len(candidates) > maxCandidates {
				t.Errorf("%s: %q, candidates %v", address, code, candidates)
			}
		}
	})
}

func TestNothingKnownIsNothingOffered(t *testing.T) {
	for _, address := range []string{"", "東京都", "1-2-3 Mihon Street", "見本県見本市見本町１番地", "神奈川県横浜市本町６－５０－１０", "市", "\xff"} {
		if code, candidates := postalCode(splitAddress(address)); code != "" || candidates != nil {
			t.Errorf("%q: %q, %v", address, code, candidates)
		}
	}
}

func TestEveryLineOfTheTablesCanBeRead(t *testing.T) {
	end := 0
	for line := range linesOf(municipalitiesTable) {
		m := readMunicipality(line)
		if m.to <= m.from || end != 0 && m.from != end {
			t.Fatalf("%s: %d to %d, after %d", line, m.from, m.to, end)
		}
		end = m.to
		for line := range strings.Lines(placesTable[m.from:m.to]) {
			name, fields, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			codes, _ := readCodes(fields)
			if !ok || !utf8.ValidString(name) || len(codes) == 0 {
				t.Fatalf("%s%s: %q", m.prefecture, m.name, line)
			}
			for _, c := range codes {
				if strings.HasPrefix(name, "+") {
					_, c.code, _ = strings.Cut(c.code, "=")
				}
				if len(c.code) != 7 {
					t.Fatalf("%s%s: %q", m.prefecture, m.name, line)
				}
			}
		}
	}
	if end != len(placesTable) {
		t.Errorf("the table goes on after %d", end)
	}
}

// FuzzPostalCode: whatever is written, a certain code is one of the table and
// never stands beside candidates.
func FuzzPostalCode(f *testing.F) {
	for _, s := range []string{"東京都千代田区千代田１番１号", "京都市上京区笹屋町通大宮西入る桝屋町", "霞が関ビル", "東京都千代田区霞が関霞が関ビル９９９９９９階", "千代田区大字字", "府中市"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		code, candidates := postalCode(splitAddress(address))
		if code != "" && (len(candidates) > 0 || !strings.Contains(placesTable, "\t"+code)) || len(candidates) > maxCandidates {
			t.Errorf("%q: %q, %v", address, code, candidates)
		}
	})
}
