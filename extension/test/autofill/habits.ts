/**
 * Pages written by hand after the habits of Japanese forms: other vendors' words, other splits, other people's blocks.
 * No real page is copied. Each says the type every control gets, in order, or - for one that is left.
 */
// long: one page after another; nothing to split it by
const th = (head: string, cell: string): string => `<table><tr><th>${head}</th><td>${cell}</td></tr></table>`;
const dl = (term: string, text: string): string => `<dl><dt>${term}</dt><dd>${text}</dd></dl>`;
const div = (text: string, control: string): string => `<div><span>${text}</span>${control}</div>`;
const fs = (legend: string, inner: string): string => `<fieldset><legend>${legend}</legend>${inner}</fieldset>`;
const i = (name = "", example = "", more = ""): string =>
  `<input type="text" name="${name}" placeholder="${example}" ${more}>`;
const lab = (text: string, name: string, example = ""): string =>
  `<label for="id-${name}">${text}</label><input id="id-${name}" name="${name}" placeholder="${example}">`;
const sel = (name: string, ...options: string[]): string =>
  `<select name="${name}">${options.map((text) => `<option>${text}</option>`).join("")}</select>`;
const rad = (name: string, ...texts: string[]): string =>
  texts.map((text) => `<label><input type=radio name="${name}" value="${text}">${text}</label>`).join(" ");
const P = "北海道 青森県 東京都 大阪府".split(" ");
const days = Array.from({ length: 31 }, (_, k) => String(k + 1));
const months = days.slice(0, 12);
const wrap = (text: string, control: string): string => `<label>${text}${control}</label>`;
const years = Array.from({ length: 100 }, (_, k) => String(2026 - k));
export const PAGES: Readonly<Record<string, readonly [markup: string, types: string]>> = {
  nagi: [
    th("法人名", i("last_name")) +
      th("法人名フリガナ", i("last_kana")) +
      th("代表者氏名", i("rep_name")) +
      th("担当者氏名", i("first_name")) +
      th("担当者フリガナ", i("first_kana")) +
      th("電話番号", i("tel")) +
      th("所在地", i("address")),
    "- - - - - - -",
  ],
  twice: [
    `<form>${dl("お名前", i("name1")) + dl("フリガナ", i("name2")) + dl("ご住所", i("addr"))}</form><form>${dl("お名前", i("name1")) + dl("フリガナ", i("name2")) + dl("ご住所", i("addr"))}</form>`,
    "name-full kana-full addr-full name-full kana-full addr-full",
  ],
  welcart: [
    th("お名前", `姓${i("customer[name1]")}名${i("customer[name2]")}`) +
      th("フリガナ", `姓${i("customer[name3]")}名${i("customer[name4]")}`) +
      th("郵便番号", i("customer[zipcode]")) +
      th("都道府県", sel("customer[pref]", "-- 選択 --", ...P)) +
      th("市区郡町村", i("customer[address1]")) +
      th("番地", i("customer[address2]")) +
      th("ビル名", i("customer[address3]")) +
      th("電話番号", i("customer[tel]")),
    "name-family name-given kana-family kana-given zip addr-pref addr-city addr-street addr-building phone",
  ],
  ferry: [
    `<form><input type=search name=s placeholder="検索"></form><form class=h-adr>` +
      div("氏名", i("your-name")) +
      div("生年月日", i("calendar")) +
      div("郵便番号", `<input class=p-postal-code>`) +
      div("住所", `<input class="p-region"><input class="p-locality p-street-address">`) +
      div("乗船人数", i("num")) +
      `</form>`,
    "- name-full birth-text zip addr-pref addr-rest-after-pref -",
  ],
  yearonly: [
    dl("性別", rad("sex", "男性", "女性", "回答しない")) +
      dl("生まれた年", sel("y", "選択", ...years)) +
      dl("お名前", i("n")),
    "sex birth-year name-full",
  ],
  nickname: [dl("氏名(ニックネーム可)", i("nick")) + dl("メール", i("m")), "- email"],
  threeName: [th("生年月日", `${i("name")}年${i("name")}月${i("name")}日`), "birth-year birth-month birth-day"],
  etumo: [
    fs("氏名", lab("氏", "a") + lab("名", "b")) +
      fs("氏名フリガナ", lab("氏", "c") + lab("名", "d")) +
      fs("住所", lab("郵便番号", "e") + lab("住所", "f")) +
      fs("電話番号", lab("電話番号", "g")) +
      fs("性別", rad("h", "男性", "女性", "その他")) +
      fs(
        "生年月日",
        sel("j", "明治", "大正", "昭和", "平成", "令和") +
          i("k", "", "maxlength=2") +
          "年" +
          i("l") +
          "月" +
          i("m") +
          "日",
      ),
    "name-family name-given kana-family kana-given zip addr-full phone sex birth-era birth-year birth-month birth-day",
  ],
  logo: [
    div("お名前をご記入ください。", i("q1")) +
      div("お名前（ふりがな）をご記入ください。", i("q2")) +
      div("ご住所をご記入ください。", i("q3")) +
      div("お電話番号をご記入ください。", i("q4")) +
      div("お子さまのお名前をご記入ください。", i("q5")) +
      div("お子さまの生年月日", `<input type=date name=q6>`),
    "name-full kana-full addr-full phone - -",
  ],
  graffer: [
    "<h3>申請者の情報</h3>" +
      lab("姓", "a") +
      lab("名", "b") +
      lab("姓（カナ）", "c") +
      lab("名（カナ）", "d") +
      lab("生年月日", "e") +
      lab("郵便番号", "f") +
      lab("都道府県", "g") +
      lab("市区町村", "h") +
      lab("町名・番地", "k") +
      lab("建物名・部屋番号など", "l") +
      "<h3>世帯主の情報</h3>" +
      lab("姓", "m") +
      lab("名", "n") +
      lab("住所", "o"),
    "name-family name-given kana-family kana-given birth-text zip addr-pref addr-city addr-town+street addr-building - - -",
  ],
  pittari: [
    fs(
      "申請者",
      lab("申請者_氏名", "a") +
        lab("申請者_氏名カナ", "b") +
        lab("申請者_生年月日", "c") +
        lab("申請者_住所", "d") +
        lab("申請者_電話番号", "e"),
    ) +
      fs(
        "対象児童",
        lab("対象児童_氏名", "f") +
          lab("対象児童_氏名カナ", "g") +
          lab("対象児童_生年月日", "h") +
          lab("対象児童_続柄", "k"),
      ) +
      fs("配偶者", lab("配偶者_氏名", "l") + lab("配偶者_個人番号", "m")),
    "name-full kana-full birth-text addr-full phone - - - - - -",
  ],
  bank: [
    th("申請者氏名", i("a")) +
      th("金融機関名", i("b")) +
      th("支店名", i("c")) +
      th("口座名義人（カナ）", i("d")) +
      th("口座番号", i("e")) +
      th("口座名義", i("f")),
    "name-full - - - - -",
  ],
  emergency: [
    th("氏名", i("a")) +
      th("ふりがな", i("b")) +
      th("住所", i("c")) +
      th("緊急連絡先 氏名", i("d")) +
      th("続柄", i("e")) +
      th("緊急連絡先 住所", i("f")) +
      th("電話", i("g")),
    "name-full kana-full addr-full - - - -",
  ],
  work: [
    th("氏名", i("a")) +
      th("住所", i("b")) +
      th("勤務先名称", i("c")) +
      th("勤務先住所", i("d")) +
      th("勤務先電話", i("e")),
    "name-full addr-full - - -",
  ],
  agent: [
    "<h2>1 本人</h2>" +
      th("氏名", i("a")) +
      th("住所", i("b")) +
      th("生年月日", i("c")) +
      "<h2>2 代理人</h2>" +
      th("氏名", i("d")) +
      th("住所", i("e")) +
      th("生年月日", i("f")),
    "name-full addr-full birth-text - - -",
  ],
  agentFirst: [
    "<h2>代理人</h2>" +
      th("氏名", i("d")) +
      th("住所", i("e")) +
      "<h2>委任者（本人）</h2>" +
      th("氏名", i("a")) +
      th("住所", i("b")),
    "- - - -",
  ],
  moving: [
    th("異動者氏名", i("a")) + th("旧住所", i("b")) + th("新住所", i("c")) + th("世帯主氏名", i("d")),
    "- - - -",
  ],
  group: [
    th("団体名", i("a")) +
      th("代表者氏名", i("b")) +
      th("代表者住所", i("c")) +
      th("利用責任者氏名", i("d")) +
      th("連絡先電話", i("e")),
    "- - - - -",
  ],
  delivery: [
    "<h3>ご注文者</h3>" +
      dl("お名前", i("a")) +
      dl("郵便番号", i("b")) +
      dl("ご住所", i("c")) +
      "<h3>お届け先</h3>" +
      dl("お名前", i("d")) +
      dl("郵便番号", i("e")) +
      dl("ご住所", i("f")),
    "name-full zip addr-full - - -",
  ],
  deceased: [
    th("亡くなられた方のお名前", i("a")) +
      th("亡くなられた方の生年月日", i("b")) +
      th("届出人のお名前", i("c")) +
      th("届出人の住所", i("d")),
    "- - name-full addr-full",
  ],
  baby: [
    "<h3>保護者</h3>" +
      div("お名前", i("a")) +
      div("ご住所", i("b")) +
      "<h3>お子さま</h3>" +
      div("お名前", i("c")) +
      div("フリガナ", i("d")) +
      div("性別", rad("e", "男", "女")) +
      div("生年月日", i("f")),
    "name-full addr-full - - - -",
  ],
  school: [
    div("生徒氏名", i("a")) + div("学年", i("b")) + div("保護者氏名", i("c")) + div("住所", i("d")),
    "- - name-full addr-full",
  ],
  mail: [
    div("お名前", i("name")) +
      div("フリガナ", i("kana")) +
      div("メールアドレス", i("mail")) +
      div("メールアドレス（確認）", i("mail2")) +
      div("会社名", i("company")) +
      div("件名", i("subject")) +
      div("題名", i("title")) +
      div("品名", i("item")),
    "name-full kana-full email email - - - -",
  ],
  spouse: [
    th("氏名", i("a")) +
      th("配偶者の氏名", i("b")) +
      th("配偶者の生年月日", i("c")) +
      th("配偶者の有無", rad("d", "有", "無")) +
      th("性別", rad("s", "男", "女")),
    "name-full - - - -",
  ],
  two: [th("氏名①", i("a")) + th("氏名②", i("b")) + th("氏名③", i("c")), "- - -"],
  accompany: [
    th("参加者氏名", i("a")) + th("参加者フリガナ", i("b")) + th("同行者氏名", i("c")) + th("同行者年齢", i("d")),
    "name-full kana-full - -",
  ],
  hotel: [th("宿泊代表者氏名", i("a")) + th("チェックイン日", i("b")) + th("年齢", i("c")), "name-full - age"],
  foreign: [
    div("氏名（漢字）", i("a")) +
      div("氏名（カナ）", i("b")) +
      div("氏名（ローマ字）", i("c")) +
      div("Name (English)", i("d")) +
      div("旧姓", i("e")) +
      div("通称名", i("f")),
    "name-full kana-full - - - -",
  ],
  honseki: [
    th("本籍", i("a")) +
      th("筆頭者氏名", i("b")) +
      th("請求者氏名", i("c")) +
      th("請求者住所", i("d")) +
      th("使用目的", i("e")),
    "- - name-full addr-full -",
  ],
  zip3: [
    dl("郵便番号", `〒<input name=zip1 maxlength=3>-<input name=zip2 maxlength=4>`) +
      dl("住所", sel("pref", ...P) + i("city", "市区町村") + i("st", "番地") + i("b", "建物名")),
    "zip-1 zip-2 addr-pref addr-city addr-street addr-building",
  ],
  date6: [
    dl("生年月日", `西暦${i("y")}年${i("m")}月${i("d")}日`) +
      dl("希望日", "<select name=m2><option>1</option></select>月<select name=d2><option>1</option></select>日"),
    "birth-year birth-month birth-day - -",
  ],
  license: [
    div("運転免許証番号", i("a")) +
      div("有効期限", i("b")) +
      div("交付年月日", i("c")) +
      div("氏名", i("d")) +
      div("資格取得年月日", i("e")),
    "- - - name-full -",
  ],
  pet: [
    div("飼い主氏名", i("a")) +
      div("飼い主住所", i("b")) +
      div("犬の名前", i("c")) +
      div("犬の生年月日", i("d")) +
      div("犬の性別", rad("e", "オス", "メス")),
    "name-full addr-full - - -",
  ],
  place: [
    div("氏名", i("a")) +
      div("開催場所住所", i("b")) +
      div("工事場所の住所", i("c")) +
      div("施設名", i("d")) +
      div("物件所在地", i("e")) +
      div("出生地", i("f")) +
      div("国籍", i("g")),
    "name-full - - - - - -",
  ],
  search: [`<form>${div("住所で検索", i("a")) + div("施設名", i("b"))}</form>`, "- -"],
  login: [`<form>${div("ユーザー名", i("username")) + div("パスワード", "<input type=password>")}</form>`, "- -"],
  mono: [
    div("姓名", i("fullname", "山田 太郎")) + div("セイメイ", i("fullkana", "ヤマダ タロウ")),
    "name-full kana-full",
  ],
  floating: [
    `<div><input name=sei id=sei placeholder=" "><label for=sei>姓</label></div><div><input name=mei id=mei placeholder=" "><label for=mei>名</label></div>`,
    "name-family name-given",
  ],
  placeholders: [
    i("", "氏名") + i("", "ふりがな") + i("", "郵便番号") + i("", "ご住所") + i("", "お電話番号"),
    "name-full kana-full zip addr-full -",
  ],
  romaji: [
    i("shimei") + i("furigana") + i("seinengappi") + i("jusho") + i("yubinbango"),
    "name-full kana-full birth-text addr-full zip",
  ],

  children: [
    `<h3>申請者</h3>${th("氏名", i("shinsei_name"))}${th("住所", i("shinsei_addr"))}<h3>児童1</h3>${th("氏名", i("jido1"))}${th("生年月日", i("jido1b"))}${th("続柄", i("z1"))}<h3>児童2</h3>${th("氏名", i("jido2"))}${th("生年月日", i("jido2b"))}`,
    "name-full addr-full - - - - -",
  ],
  prefix: [
    div("保護者氏名", i("a")) + div("保護者住所", i("b")) + div("児童氏名", i("c")) + div("児童生年月日", i("d")),
    "name-full addr-full - -",
  ],
  household: [
    div("世帯主の氏名", i("a")) +
      div("世帯主の生年月日", i("b")) +
      div("申請者の氏名", i("c")) +
      div("申請者と世帯主の続柄", i("d")),
    "- - name-full -",
  ],
  tableColumns: [
    "<table><tr><th>氏名</th><th>生年月日</th><th>続柄</th></tr><tr><td><input name=n1></td><td><input name=b1></td><td><input name=r1></td></tr><tr><td><input name=n2></td><td><input name=b2></td><td><input name=r2></td></tr></table>",
    "- - - - - -",
  ],
  companyForm: [
    th("会社名", i("company")) +
      th("部署名", i("dept")) +
      th("お名前", i("name")) +
      th("フリガナ", i("kana")) +
      th("会社住所", i("addr")),
    "- - name-full kana-full -",
  ],
  contactB2B: [th("貴社名", i("a")) + th("ご担当者名", i("b")) + th("ご住所", i("c")), "- - -"],
  jobEntry: [
    th("氏名", i("a")) +
      th("フリガナ", i("b")) +
      th("性別", rad("s", "男性", "女性")) +
      th("生年月日", `${sel("y", "----", ...years)}年${sel("m", "--", ...months)}月${sel("d", "--", ...days)}日`) +
      th("年齢", i("age")) +
      th("最終学歴", i("e")) +
      th("卒業年月", `${sel("gy", "----", ...years)}年${sel("gm", "--", ...months)}月`) +
      th("現住所", i("ad")),
    "name-full kana-full sex birth-year birth-month birth-day age - - - addr-full",
  ],
  reserve: [
    th("ご来店希望日", `${sel("y", ...years.slice(0, 3))}年${sel("m", ...months)}月${sel("d", ...days)}日`) +
      th("お名前", i("n")) +
      th("人数", i("num")),
    "- - - name-full -",
  ],
  giftOrder: [
    `<h2>ご依頼主様</h2>${th("お名前", i("a"))}${th("ご住所", i("b"))}<h2>お届け先様</h2>${th("お名前", i("c"))}${th("ご住所", i("d"))}${th("のし名入れ", i("e"))}`,
    "name-full addr-full - - -",
  ],
  withdraw: [`<h2>送付先</h2>${th("郵便番号", i("a"))}${th("住所", i("b"))}${th("宛名", i("c"))}`, "zip addr-full -"],
  bill: [
    `<h2>請求者</h2>${th("氏名", i("a"))}${th("住所", i("b"))}<h2>戸籍に記載されている方</h2>${th("本籍", i("c"))}${th("筆頭者", i("d"))}${th("氏名", i("e"))}${th("生年月日", i("f"))}`,
    "name-full addr-full - - - -",
  ],
  juminhyo: [
    `<h2>必要な方</h2>${th("住所", i("a"))}${th("世帯主", i("b"))}${th("氏名", i("c"))}<h2>請求者（窓口に来た方）</h2>${th("住所", i("d"))}${th("氏名", i("e"))}${th("電話番号", i("f"))}`,
    "- - - addr-full name-full phone",
  ],
  vaccine: [
    th("接種を受ける方の氏名", i("a")) +
      th("接種を受ける方の生年月日", i("b")) +
      th("保護者氏名", i("c")) +
      th("住所", i("d")),
    "name-full birth-text - -",
  ],
  patient: [
    th("患者氏名", i("a")) +
      th("ふりがな", i("b")) +
      th("生年月日", i("c")) +
      th("記入者氏名", i("d")) +
      th("患者との関係", i("e")),
    "- - - - -",
  ],
  questionnaire: [
    th("お名前", i("a")) +
      th("生年月日", i("b")) +
      th("身長", i("c")) +
      th("アレルギー名", i("d")) +
      th("薬の名前", i("e")) +
      th("病名", i("f")),
    "name-full birth-text - - - -",
  ],
  library: [
    th("利用者氏名", i("a")) +
      th("利用者カナ", i("b")) +
      th("利用者番号", i("c")) +
      th("書名", i("d")) +
      th("著者名", i("e")) +
      th("出版社名", i("f")),
    "name-full kana-full - - - -",
  ],
  facility: [
    th("申請者氏名", i("a")) +
      th("申請者住所", i("b")) +
      th("使用責任者氏名", i("c")) +
      th("使用責任者住所", i("d")) +
      th("行事名", i("e")) +
      th("使用施設名", i("f")),
    "name-full addr-full - - - -",
  ],
  tax: [
    th("氏名", lab("姓", "a") + lab("名", "b")) +
      th("個人番号", i("n1") + i("n2") + i("n3")) +
      th("世帯主の氏名", i("c")) +
      th("世帯主との続柄", i("d")) +
      th("令和8年1月1日の住所", i("e")) +
      th("事業所の所在地", i("g")) +
      th("税理士氏名", i("h")),
    "name-family name-given - - - - - - - -",
  ],
  english: [
    lab("Last name", "ln") +
      lab("First name", "fn") +
      lab("Date of birth", "dob") +
      lab("Address", "ad") +
      lab("Postal code", "pc"),
    "name-family name-given birth-text addr-full zip",
  ],
  kanaTh: [
    th("お名前", i("name_sei", "姓") + i("name_mei", "名") + i("kana_sei", "セイ") + i("kana_mei", "メイ")),
    "name-family name-given kana-family kana-given",
  ],
  kanaPh: [th("お名前", i("n", "山田 太郎") + i("m", "ヤマダ タロウ")), "name-full kana-full"],
  kanaPattern: [th("お名前", `${i("a")}<input name=b pattern="[ァ-ヶー　]+">`), "name-full kana-full"],
  readingFirst: [
    div("フリガナ", i("a")) + div("氏名", i("b")) + div("フリガナ", i("c")) + div("住所", i("d")),
    "kana-full name-full - addr-full",
  ],
  dateTypes: [
    div("生年月日", "<input type=date name=a>") +
      div("申請日", "<input type=date name=b>") +
      div("開始日", "<input type=date name=c>") +
      div("氏名", i("n")),
    "birth-date - - name-full",
  ],
  eraRadio: [
    fs("生年月日", `${rad("era", "大正", "昭和", "平成", "令和") + i("y")}年${i("m")}月${i("d")}日`),
    "birth-era birth-year birth-month birth-day",
  ],
  eraSelYear: [
    dl(
      "生年月日",
      `${sel("era", "選択", "昭和", "平成", "令和") + sel("y", "--", ...Array.from({ length: 64 }, (_, k) => String(k + 1)))}年${sel("m", "--", ...months)}月${sel("d", "--", ...days)}日`,
    ),
    "birth-era birth-year birth-month birth-day",
  ],
  trap: [
    `${div("お名前", i("name")) + div("この欄には入力しないでください", i("address"))}<div style="display:none">${i("hp")}</div>${div("URL", i("url2"))}`,
    "name-full -",
  ],
  cardName: [
    div("カード名義", i("cc")) +
      div("名義人", i("a")) +
      div("有効期限", `${sel("m", ...months)}月${sel("y", "2026", "2027")}年`) +
      div("お名前", i("n")),
    "- - - - name-full",
  ],
  insured: [
    `<h3>被保険者</h3>${th("氏名", i("a"))}${th("生年月日", i("b"))}<h3>事業主</h3>${th("氏名", i("c"))}${th("所在地", i("d"))}`,
    "name-full birth-text - -",
  ],
  careApp: [
    `<h3>被保険者（本人）</h3>${th("氏名", i("a"))}${th("住所", i("b"))}<h3>提出代行者</h3>${th("名称", i("c"))}${th("氏名", i("d"))}<h3>主治医</h3>${th("氏名", i("e"))}${th("医療機関名", i("f"))}`,
    "name-full addr-full - - - -",
  ],
  parents: [th("父の氏名", i("a")) + th("母の氏名", i("b")) + th("子の氏名", i("c")) + th("届出人", i("d")), "- - - -"],
  marriage: [
    `<h3>夫になる人</h3>${th("氏名", i("a"))}${th("生年月日", i("b"))}<h3>妻になる人</h3>${th("氏名", i("c"))}${th("生年月日", i("d"))}`,
    "- - - -",
  ],
  guarantor: [
    th("申込者氏名", i("a")) +
      th("申込者住所", i("b")) +
      th("連帯保証人氏名", i("c")) +
      th("連帯保証人住所", i("d")) +
      th("紹介者名", i("e")),
    "name-full addr-full - - -",
  ],
  landlord: [
    th("賃借人氏名", i("a")) + th("賃貸人氏名", i("b")) + th("大家の氏名", i("c")) + th("管理会社名", i("d")),
    "- - - -",
  ],
  victim: [
    th("通報者氏名", i("a")) + th("加害者氏名", i("b")) + th("被害者氏名", i("c")) + th("目撃者", i("d")),
    "name-full - - -",
  ],
  staff: [th("受付者名", i("a")) + th("担当職員氏名", i("b")) + th("氏名", i("c")), "- - name-full"],
  event: [
    th("参加者1 氏名", i("a")) + th("参加者1 年齢", i("b")) + th("参加者2 氏名", i("c")) + th("参加者2 年齢", i("d")),
    "- - - -",
  ],
  team: [th("チーム名", i("t")) + th("代表者名", i("a")) + th("選手1", i("b")) + th("選手2", i("c")), "- - - -"],
  hAdr: [
    `<form class=h-adr><span class=p-country-name style="display:none">Japan</span>〒<input class=p-postal-code size=8>住所<input class="p-region p-locality p-street-address p-extended-address"></form>`,
    "zip addr-full",
  ],
  zipLabels: [div("郵便番号（上3桁）", i("a")) + div("郵便番号（下4桁）", i("b")), "zip-1 zip-2"],
  addrLabels: [
    wrap("住所（都道府県）", sel("a", ...P)) +
      wrap("住所（市区町村）", i("b")) +
      wrap("住所（町名・番地）", i("c")) +
      wrap("住所（建物名・部屋番号）", i("d")),
    "addr-pref addr-city addr-town+street addr-building",
  ],
  addrTwo: [th("住所", i("a", "都道府県 市区町村 番地") + i("b", "建物名・部屋番号")), "addr-full addr-building"],
  regionRadio: [
    div("お住まいの地域", rad("r", "関東", "関西")) +
      div("お住まいの都道府県", sel("p", ...P)) +
      div("年代", sel("g", "10代", "20代", "30代", "40代", "50代")),
    "- addr-pref age",
  ],
};
