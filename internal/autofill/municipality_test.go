package autofill

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/municipalities.txt
var otherMunicipalities string

// The list of the test comes from another package than the embedded one.
func TestEveryMunicipalityIsSplitOff(t *testing.T) {
	count := 0
	for line := range linesOf(otherMunicipalities) {
		prefecture, city, _ := strings.Cut(line, "\t")
		count++
		for _, town := range []string{"見本町三丁目", "大字区界村郡市第１地割"} {
			a := splitAddress(prefecture + city + town + "２番１号　みほん市町村荘１０１")
			if a.Prefecture != prefecture || a.City != city || a.Town != town || a.Street != "２番１号" || a.Building != "みほん市町村荘１０１" {
				t.Errorf("%s%s%s: %+v", prefecture, city, town, a.Address)
			}
			if len(a.where) != 1 || a.where[0].prefecture != prefecture || a.where[0].name != city || a.where[0].to == 0 {
				t.Errorf("%s%s is found as %v", prefecture, city, a.where)
			}
		}
	}
	if count < 1890 {
		t.Errorf("only %d municipalities", count)
	}
	t.Logf("%d municipalities with 2 towns each", count)
}

// Of the embedded list, six were wards of 浜松市 until 2023; the others are those
// of the other package, so that no name of either is missing in the other.
func TestListsOfMunicipalitiesDifferByDateAlone(t *testing.T) {
	others := map[string]bool{}
	for line := range linesOf(otherMunicipalities) {
		others[line] = true
	}
	var old []string
	count := 0
	for line := range linesOf(municipalitiesTable) {
		m := readMunicipality(line)
		count++
		if name := m.prefecture + "\t" + m.name; !others[name] {
			old = append(old, m.name)
		}
		if a := splitAddress(m.prefecture + m.name + "見本町１番地"); a.City != m.name || a.Town != "見本町" {
			t.Errorf("%s: %+v", line, a.Address)
		}
	}
	if got := strings.Join(old, " "); count != len(others)+len(old) ||
		got != "浜松市中区 浜松市北区 浜松市南区 浜松市東区 浜松市浜北区 浜松市西区" {
		t.Errorf("%d here, %d there; here alone: %s", count, len(others), got)
	}
}

// The twelve of which the end is found by no rule of the form "up to the first
// 市, 区, 町 or 村" (measured over a list of 1,895 names).
func TestTwelveHardMunicipalities(t *testing.T) {
	for _, name := range strings.Fields(`三重県|四日市市 広島県|廿日市市 新潟県|十日町市 東京都|東村山市 東京都|武蔵村山市 東京都|羽村市
		石川県|野々市市 福島県|田村市 長崎県|大村市 長野県|大町市 佐賀県|杵島郡大町町 群馬県|佐波郡玉村町`) {
		prefecture, city, _ := strings.Cut(name, "|")
		for _, full := range []string{prefecture + city + "市見本村１番地", city + "市見本村１番地"} {
			if a := splitAddress(full); a.City != city || a.Town != "市見本村" {
				t.Errorf("%s: %+v", full, a.Address)
			}
		}
	}
}

// What a register may write otherwise than the list; the part is what it wrote.
func TestSpellingsOfMunicipalities(t *testing.T) {
	for _, c := range strings.Fields(`
		茨城県|竜ケ崎市|龍ケ崎市 茨城県|龍ヶ崎市|龍ケ崎市 茨城県|龍が崎市|龍ケ崎市 神奈川県|茅ケ崎市|茅ヶ崎市 神奈川県|茅が崎市|茅ヶ崎市 群馬県|髙﨑市|高崎市 神奈川県|横浜市保土ヶ谷区|横浜市保土ケ谷区
		東京都|西多摩郡桧原村|西多摩郡檜原村 高知県|高岡郡梼原町|高岡郡檮原町 岩手県|滝澤市|滝沢市 栃木県|鹽谷郡塩谷町|塩谷郡塩谷町 東京都|靑梅市|青梅市
		佐賀県|大町町|杵島郡大町町 東京都|檜原村|西多摩郡檜原村 北海道|余市町|余市郡余市町 奈良県|明日香村|高市郡明日香村
		|川崎市川崎区|川崎市川崎区 |郡山市|郡山市 |大和郡山市|大和郡山市 |上川郡美瑛町|上川郡美瑛町 静岡県|浜松市浜北区|浜松市浜北区
		広島県|廿日市市|廿日市市 静岡県|濱松市中央区|浜松市中央区 富山県|礪波市|砺波市`) {
		part := strings.Split(c, "|")
		a := splitAddress(part[0] + part[1] + "見本町１番地")
		if a.City != part[1] || a.Town != "見本町" || len(a.where) != 1 || a.where[0].name != part[2] {
			t.Errorf("%s: %+v, %v", c, a.Address, a.where)
		}
	}
}

func TestSpacesMayStandWithinAMunicipality(t *testing.T) {
	for full, city := range map[string]string{
		"神奈川県　横浜市　中区　本町１番地": "横浜市　中区",
		"佐賀県 杵島郡 大町町 福母１番地": "杵島郡 大町町",
	} {
		if a := splitAddress(full); a.City != city || a.Street != "１番地" || len(a.where) != 1 {
			t.Errorf("%s: %+v", full, a.Address)
		}
	}
}

// Two municipalities of one name, a city without its ward, a name of no list.
func TestMunicipalityThatIsNotKnownForSure(t *testing.T) {
	for full, want := range map[string]struct {
		city  string
		count int
	}{
		"府中市見本町１番地":        {"府中市", 2},
		"神奈川県横浜市本町６－５０－１０": {"横浜市", 0},
		"大阪府大阪市東区見本町１番地":   {"大阪市東区", 0},
		"東京都保谷市見本町１番地":     {"保谷市", 0},
		"新潟県中魚沼郡川西町見本１番地":  {"中魚沼郡川西町", 0},
	} {
		if a := splitAddress(full); a.City != want.city || len(a.where) != want.count {
			t.Errorf("%s: %+v, %v", full, a.Address, a.where)
		}
	}
}
