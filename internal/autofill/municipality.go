package autofill

import (
	"strings"
	"unicode"
)

var prefectures = strings.Fields(`北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県
	東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県
	奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県
	宮崎県 鹿児島県 沖縄県`)

// Cities designated by ordinance (地方自治法 252条の19): 市 and 区 together name the municipality of a form.
var designated = strings.Fields(`札幌市 仙台市 さいたま市 千葉市 横浜市 川崎市 相模原市 新潟市 静岡市 浜松市 名古屋市
	京都市 大阪市 堺市 神戸市 岡山市 広島市 北九州市 福岡市 熊本市`)

// Names that hold a 市, 町, 村 or 郡 before their end, so that no rule of the
// form "up to the first 市" gets them right.
var hard = strings.Fields(`四日市市 廿日市市 十日町市 東村山市 武蔵村山市 羽村市 野々市市 田村市 大村市 大町市
	杵島郡大町町 佐波郡玉村町 大和郡山市 蒲郡市 小郡市`)

// maxMunicipality is above the longest name of 郡 and 町 together, in characters.
const maxMunicipality = 14

func prefectureLength(s string) int { return longestPrefix(s, prefectures) }

// cityLength finds the end of the municipality, in bytes; 0 when there is none.
func cityLength(s, prefecture string) int {
	if n := longestPrefix(s, hard); n > 0 {
		return n
	}
	if n := longestPrefix(s, designated); n > 0 {
		return n + upTo(s[n:], 6, "区")
	}
	if n := countyLength(s); n > 0 {
		if more := upTo(s[n:], 8, "町", "村"); more > 0 {
			return n + more
		}
	}
	if prefecture == "東京都" {
		if n := upTo(s, 4, "区"); n > 0 {
			return n
		}
	}
	if n := upTo(s, maxMunicipality, "市"); n > 0 {
		return n
	}
	return upTo(s, maxMunicipality, "区", "町", "村")
}

// countyLength finds a leading 郡. A 市 before it means that 郡 stands in the
// name of a town (高槻市郡家), but for the two 郡 that have a 市 of their own.
func countyLength(s string) int {
	n := upTo(s, 6, "郡")
	if name := s[:n]; strings.Contains(name, "市") && name != "高市郡" && name != "余市郡" {
		return 0
	}
	return n
}

// upTo returns the length of s up to and with the first of the ends, which
// stands neither first nor after more than limit characters; else 0.
func upTo(s string, limit int, ends ...string) int {
	count := 0
	for at, r := range s {
		for _, end := range ends {
			if count > 0 && strings.HasPrefix(s[at:], end) {
				return at + len(end)
			}
		}
		count++
		if count > limit || unicode.IsSpace(r) {
			break
		}
	}
	return 0
}

func longestPrefix(s string, names []string) int {
	longest := 0
	for _, n := range names {
		if len(n) > longest && strings.HasPrefix(s, n) {
			longest = len(n)
		}
	}
	return longest
}
