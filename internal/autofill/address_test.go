package autofill

import (
	"strings"
	"testing"
	"unicode"
)

// The municipalities whose names hold a 市, 町, 村 or 郡 before their end, and
// neighbours that a rule made for them could hurt.
func TestMunicipalityIsFound(t *testing.T) {
	for _, name := range strings.Fields(`
		三重県|四日市市 広島県|廿日市市 新潟県|十日町市 東京都|東村山市 東京都|武蔵村山市 東京都|羽村市 石川県|野々市市 福島県|田村市
		長崎県|大村市 長野県|大町市 佐賀県|杵島郡大町町 群馬県|佐波郡玉村町
		奈良県|大和郡山市 愛知県|蒲郡市 福岡県|小郡市 岐阜県|郡上市 福島県|郡山市 千葉県|市川市 千葉県|市原市 三重県|津市
		奈良県|高市郡明日香村 北海道|余市郡余市町 北海道|余市郡赤井川村 東京都|府中市 広島県|府中市 京都府|長岡京市 宮崎県|都城市
		東京都|千代田区 東京都|世田谷区 東京都|大島町 東京都|三宅島三宅村 東京都|八丈島八丈町 東京都|小笠原村 東京都|西多摩郡檜原村
		神奈川県|横浜市中区 神奈川県|横浜市保土ケ谷区 静岡県|浜松市浜名区 埼玉県|さいたま市大宮区 京都府|京都市中京区 福岡県|北九州市小倉北区
		大阪府|堺市堺区 北海道|札幌市中央区 北海道|虻田郡真狩村 鹿児島県|大島郡大和村 沖縄県|島尻郡八重瀬町 兵庫県|南あわじ市 |札幌市北区`) {
		prefecture, city, _ := strings.Cut(name, "|")
		a := splitAddress(prefecture + city + "見本町三丁目２番１号")
		if a.Prefecture != prefecture || a.City != city || a.Town != "見本町三丁目" || a.Street != "２番１号" {
			t.Errorf("%s: %+v", name, a.Address)
		}
	}
}

func TestNamesOfTownsDoNotMoveTheMunicipality(t *testing.T) {
	for _, name := range strings.Fields(`
		大阪府|高槻市|郡家新町 福島県|郡山市|田村町栃山神 新潟県|上越市|安塚区安塚 愛知県|名古屋市中村区|角割町 京都府|京都市左京区|一乗寺築田町
		群馬県|高崎市|吉井町高 千葉県|柏市|十余二 東京都|港区|麻布十番 東京都|千代田区|四番町 北海道|札幌市中央区|北三条西 香川県|丸亀市|八番丁
		大阪府|堺市堺区|翁橋町 愛知県|豊川市|御津町佐脇浜一号地 神奈川県|足柄下郡箱根町|箱根町`) {
		part := strings.Split(name, "|")
		a := splitAddress(part[0] + part[1] + part[2] + "１２３番地の４　みほん荘")
		if a.City != part[1] || a.Town != part[2] || a.Street != "１２３番地の４" || a.Building != "みほん荘" {
			t.Errorf("%s: %+v", name, a.Address)
		}
	}
}

func TestTownStreetAndBuilding(t *testing.T) {
	for _, c := range strings.Split(strings.TrimSpace(`
霞が関三丁目|２番１号|　|みほんコーポ２０３
霞が関３丁目|２番１号||みほんコーポ２０３
霞が関|３－２－１|　|みほんコーポ２０３
霞が関|3-2-1| |A-203
霞が関三丁目|２－１－２０３||
霞が関三丁目|２番１－２０３号||
見本町|九十九番地の三|　|サンシャイン一番館
見本町|二番一号||三番館
見本町|１２３４番地５６|　|県営２号棟１０３
見本町|１２３番地||第二見本寮
見本町|１２３番地のイ|　|見本荘
見本町|１２３番地３号||
大字見本字本郷|１２３番地||
大字見本甲|１２３番地１||
第２地割|１２番地||
北三条西二丁目|一番地|　|見本ビル
西３線北|５番地||
見本町|無番地||
見本|番外地|　|寮
翁橋町１丁|１番１号||
寺町通御池上る上本能寺前町|４８８番地||
二条通烏丸東入|１番地||
麻布十番一丁目|２番３号||
一番町|一番地||
見本町||　|みほん荘２０３
見本町||　|三丁目ハイツ１０１
見本町||　|第２見本寮１０３号
見本町|||
|||
`), "\n") {
		p := strings.Split(c, "|")
		a := splitAddress("東京都千代田区" + p[0] + p[1] + p[2] + p[3])
		if a.Town != p[0] || a.Street != p[1] || a.Building != p[3] {
			t.Errorf("%s: %q %q %q", c, a.Town, a.Street, a.Building)
		}
	}
}

func TestSpacesBetweenPartsBelongToNone(t *testing.T) {
	a := splitAddress("　東京都　千代田区 霞が関三丁目　２番１号　みほんコーポ　２０３ ")
	want := Address{"東京都　千代田区 霞が関三丁目　２番１号　みほんコーポ　２０３",
		"東京都", "千代田区", "霞が関三丁目", "２番１号", "みほんコーポ　２０３"}
	if a.Address != want {
		t.Errorf("%+v", a)
	}
}

func TestWhatIsNoAddressStaysWhole(t *testing.T) {
	for _, full := range []string{"", "東京都", "1-2-3 Mihon Street", "見本", "市", "県"} {
		checkNothingLost(t, full)
	}
}

// checkNothingLost takes the parts out of the whole in order; only spaces may stay.
func checkNothingLost(t *testing.T, full string) {
	t.Helper()
	a := splitAddress(full)
	rest := full
	for _, part := range []string{a.Prefecture, a.City, a.Town, a.Street, a.Building} {
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if !strings.HasPrefix(rest, part) {
			t.Fatalf("%q became %+v", full, a.Address)
		}
		rest = rest[len(part):]
	}
	if strings.TrimFunc(rest, unicode.IsSpace) != "" {
		t.Fatalf("%q lost %q", full, rest)
	}
}

// FuzzAddress holds the rule that parts joined are the whole.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{
		"東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３", "佐賀県杵島郡大町町大字福母１番地", "横浜市中区本町６－５０－１０",
		"京都府京都市中京区寺町通御池上る上本能寺前町４８８番地", "三重県四日市市諏訪町一番五号", "\xe4\xb8東京都", "郡 市", "二番",
	} {
		f.Add(s)
	}
	f.Fuzz(checkNothingLost)
}
