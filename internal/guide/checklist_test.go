package guide

import (
	"slices"
	"strings"
	"testing"

	"github.com/hitofude/hitofude/internal/pin"
)

// checklist is what the guide has to say, whatever else it says: for each thing
// the fact that says it and what must stand in it. A fact that is removed, or
// loses its number, is missed here.
var checklist = []struct{ what, fact, in string }{
	// The four PINs: form, lock, use, what each protects from.
	{"signature: form", "signature-form", "6文字以上16文字以下"},
	{"signature: at least one of each", "signature-form", "どちらも1文字以上"},
	{"signature: lock", "lock-signature", "5回"},
	{"signature: e-Tax", "signature-use", "e-Tax"},
	{"signature: benefits", "signature-use", "給付金"},
	{"signature: online applications", "signature-use", "オンラインの申請"},
	{"signature: protects from", "signature-protects", "あなたの名前で書類を送る"},
	{"authentication: form", "authentication-form", "数字4けた"},
	{"authentication: lock", "lock-authentication", "3回"},
	{"authentication: Mynaportal", "authentication-use", "マイナポータル"},
	{"authentication: convenience stores", "authentication-use", "コンビニ交付"},
	{"authentication: health insurance", "authentication-use", "健康保険証"},
	{"authentication: protects from a log-in", "authentication-protects", "あなたとしてログイン"},
	{"authentication: protects from printing", "authentication-protects", "住民票"},
	{"resident register: form", "resident-form", "数字4けた"},
	{"resident register: lock", "lock-resident", "3回"},
	{"resident register: moving", "resident-use", "引っこし"},
	{"resident register: changes", "resident-use", "氏名などを変える"},
	{"resident register: calls up the code", "resident-code", "住民票コード"},
	{"card face: form", "input-form", "数字4けた"},
	{"card face: lock", "lock-input", "3回"},
	{"card face: what it opens", "input-use", "個人番号や、氏名・住所・生年月日・性別"},
	{"card face: checking", "input-use", "たしかめたり"},
	{"one number for three", "same-number", "同じ番号"},
	{"each its own counter", "why-own-counter", "回数は別々"},
	// Beside them: what is printed on the card.
	{"照合番号A", "number-a", "12けた"},
	{"照合番号A: where", "number-a-back", "裏面"},
	{"照合番号B", "number-b", "14けた"},
	{"照合番号B: where", "number-b-face", "表面"},
	{"照合番号B: era", "number-b-era", "和暦"},
	{"照合番号: not chosen", "number-a", "自分で決めるものではありません"},
	{"照合番号: what they open", "number-opens", "照合番号B"},
	{"照合番号: lock", "number-tries", "10回"},
	{"生年月日", "number-birth", "6けた"},
	{"マイナポイント is past, since", "past-points", "2023年9月30日"},
	// Why there are several, and where each stands on the chip.
	{"why several", "why-each-application", "アプリごと"},
	{"chip: JPKI", "why-application-jpki", "公的個人認証AP"},
	{"chip: card face", "why-application-input", "券面事項入力補助AP"},
	{"chip: resident register", "why-application-resident", "住基AP"},
	// Where it was set; the sheet.
	{"when set", "set-when", "受け取るとき"},
	{"the sheet", "set-sheet", "設定暗証番号記載票"},
	// Lost.
	{"cannot be looked up", "lost-lookup", "調べられません"},
	{"not by telephone", "lost-phone", "電話で聞くことはできません"},
	{"where to go", "lost-where", "住民票がある市区町村の窓口"},
	{"no store for the other two", "lost-other-pins", "窓口で手続き"},
	{"never heals by time", "lock-time", "元にもどりません"},
	{"remembering does not unlock", "lock-remember", "ロックは解けません"},
	{"a right entry sets it back", "lock-reset", "元にもどります"},
	// What to bring; who else may go.
	{"bring the card", "bring-card", "マイナンバーカード"},
	{"bring another document", "bring-other", "本人確認書類"},
	{"towns differ", "bring-differs", "市区町村によってちがいます"},
	{"法定代理人", "proxy-legal", "法定代理人"},
	{"任意代理人: two visits", "proxy-chosen", "2回目"},
	{"two visits elsewhere", "proxy-two-visits", "2回"},
	// The terminal in the store.
	{"kiosk: the other PIN", "kiosk-other-pin", "利用者証明用を設定しなおすには署名用"},
	{"kiosk: not both", "kiosk-which", "両方とも忘れた人は、窓口"},
	{"kiosk: official app", "kiosk-app", "JPKI暗証番号リセット"},
	{"kiosk: within a day", "kiosk-24h", "24時間以内"},
	{"kiosk: hours", "kiosk-hours", "6:30から23:00"},
	{"kiosk: stores for both", "kiosk-stores-both", "セブン-イレブン"},
	{"kiosk: stores for the signature PIN", "kiosk-stores-signature", "ローソン、ファミリーマート、ミニストップ"},
	{"kiosk: free", "kiosk-free", "手数料はかかりません"},
	// Certificates.
	{"lapse: name or address", "moving-lapse", "失効"},
	{"lapse: not the other one", "moving-authentication", "失効しません"},
	{"moving: with 転入届・転居届", "moving-apply", "転入届や転居届"},
	{"moving: change the card", "moving-card", "90日以内"},
	{"renewal: life", "renewal-life", "5回目の誕生日"},
	{"renewal: from", "renewal-life", "3か月前"},
	{"renewal: where", "renewal-where", "市区町村の窓口"},
	{"renewal: PINs", "renewal-pins", "いまの暗証番号"},
	{"renewal: card", "renewal-card", "10回目の誕生日"},
	{"foreign: ends with the stay", "foreign-period", "在留期間の満了日"},
	{"foreign: no notice", "foreign-no-notice", "届きません"},
	{"foreign: 在留カード does not extend it", "foreign-not-automatic", "延びません"},
	// Telephone.
	{"telephone", "phone-number", "0120-95-0178"},
	{"telephone: card, languages", "phone-languages", "0120-0178-27"},
	{"telephone: system, languages", "phone-languages", "0120-0178-26"},
	{"telephone: weekdays", "phone-hours", "平日9:30〜20:00"},
	{"telephone: weekends", "phone-hours", "土日祝9:30〜17:30"},
	{"telephone: lost card", "phone-lost-card", "24時間365日"},
	// The card in the reader.
	{"chip side", "reader-chip", "裏面"},
	{"keep it still", "reader-still", "動かしたり"},
	{"no metal desk", "reader-metal", "金属の机"},
	// Glossary.
	{"word: マイナポータル", "word-portal", "マイナポータル"},
	{"word: 電子証明書", "word-certificate", "電子証明書"},
	{"word: 券面事項", "word-face", "券面事項"},
	{"word: 署名用", "word-signature", "署名用"},
	{"word: 利用者証明用", "word-authentication", "利用者証明用"},
}

func TestEverythingOnTheChecklistIsSaidWithSourceAndDate(t *testing.T) {
	g := Load()
	for _, wanted := range checklist {
		f, found := g.Fact(wanted.fact)
		switch {
		case !found:
			t.Errorf("%s: no fact %s", wanted.what, wanted.fact)
		case !strings.Contains(f.JA, wanted.in):
			t.Errorf("%s: %q does not say %q", wanted.what, f.JA, wanted.in)
		case f.Yasashii == "" || f.EN == "" || f.Source.Title == "" || f.Source.Where == "" || f.Source.Date == "":
			t.Errorf("%s: %s lacks a language or its source", wanted.what, f.ID)
		}
	}
	t.Logf("%d things on the checklist, %d facts", len(checklist), len(g.Facts))
}

// Every PIN is named with what forms and leaflets call it, in the page and the
// terminal (both take the names from pins.json).
func TestEveryPINHasItsOtherNames(t *testing.T) {
	for _, kind := range pin.Kinds() {
		if len(kind.AlsoCalled()) == 0 || Load().Pins[kind] == "" {
			t.Errorf("%s: no other names, or no name with a reading", kind)
		}
	}
	for kind, name := range map[pin.Kind]string{
		pin.Authentication: "利用者用電子証明書暗証番号", pin.InputSupport: "券面入力補助用", pin.Signature: "署名用パスワード",
	} {
		if !slices.Contains(kind.AlsoCalled(), name) {
			t.Errorf("%s is not also called %s", kind, name)
		}
	}
}

// A fact that no PIN's and no card's way, no topic leads to would never be read.
func TestEveryFactIsSeen(t *testing.T) {
	g := Load()
	seen := 0
	for _, topic := range g.Topics {
		facts := g.About(topic.ID, "")
		if len(facts) == 0 {
			t.Errorf("topic %s is empty", topic.ID)
		}
		seen += len(facts)
	}
	if seen != len(g.Facts) {
		t.Errorf("%d of %d facts are in a topic", seen, len(g.Facts))
	}
}
