package host

import (
	"fmt"

	"github.com/hitofude/hitofude/internal/guide"
)

// guideSay returns the guide's own words around the facts: it is the one place
// where the terminal speaks plain Japanese too.
func guideSay(language, key string, args ...any) string {
	words, ok := guideWords()[key]
	if !ok {
		return key
	}
	text := words.In(language)
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func guideWords() map[string]guide.Words {
	return map[string]guide.Words{
		"short": same("暗証番号の案内を表示します（忘れたとき、ロックされたとき）", "Show the guide to the PINs (forgotten, locked)"),
		"long": same("暗証番号の案内です。どの暗証番号か、忘れたときやロックされたときに何をするかを表示します。カードは使いません。\n--lang yasashii で、やさしい日本語になります。\n暗証番号の種類: %s",
			"A guide to the PINs: which is which, and what to do when one is forgotten or locked. No card is used.\n--lang yasashii prints plain Japanese.\nKinds of PIN: %s"),
		"flag.pin":       same("この暗証番号だけを表示します", "only this PIN"),
		"flag.state":     same("この状態のときにすることだけを表示します（%s）", "only what to do in this state (%s)"),
		"no-node":        same("この暗証番号には、状態「%s」の案内がありません", "the guide has no state %q for this PIN"),
		"title":          {JA: "暗証番号の案内", Yasashii: "{暗証番号|あんしょうばんごう}の{案内|あんない}", EN: "Guide to the PINs"},
		"unofficial":     {JA: "公式の案内ではありません。それぞれの文に、出典と日付があります。行く前に、市区町村にたしかめてください。", Yasashii: "{国|くに}や{市|し}の{案内|あんない}ではありません。{行|い}く{前|まえ}に、{市区町村|しくちょうそん}に{聞|き}いてください。", EN: "This is not official. Each sentence has its source and date. Ask your municipal office before you go."},
		"card":           {JA: "カード", Yasashii: "カード", EN: "The card"},
		"also":           {JA: "ほかの呼び名: %s", Yasashii: "ほかの{名前|なまえ}: %s", EN: "Also called: %s"},
		"where":          {JA: "%s: %s", Yasashii: "%s: %s", EN: "%s: %s"},
		"next":           {JA: "つぎにすること", Yasashii: "{次|つぎ}にすること", EN: "What to do next"},
		"arrow":          {JA: "%s → %s", Yasashii: "%s → %s", EN: "%s → %s"},
		"source":         {JA: "出典: %s（%s）", Yasashii: "{出典|しゅってん}: %s（%s）", EN: "Source: %s (%s)"},
		"source.undated": {JA: "出典: %s（ページに日付なし。%s に確認）", Yasashii: "{出典|しゅってん}: %s（ページに{日|ひ}がありません。%s に{見|み}ました）", EN: "Source: %s (page without a date, read %s)"},
	}
}

// same are words that have no plain form: they stand in help and errors.
func same(ja, en string) guide.Words { return guide.Words{JA: ja, Yasashii: ja, EN: en} }
