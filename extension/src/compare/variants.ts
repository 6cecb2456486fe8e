/**
 * Shapes of the same character (異体字, 旧字体): 髙 and 高 are one name to whoever writes it. For comparing only; what is
 * written into a page keeps the card's characters.
 *
 * The pairs are those of 常用漢字表 (2010) with 康熙字典体 in brackets and of 戸籍法施行規則 別表第二, as far as they occur in
 * names and addresses, and shapes outside JIS X 0208 that municipalities register. Characters that only look or sound
 * alike are not here: 斎藤 and 斉藤 are two names.
 */

/** One group a word: the usual shape first, the others after it. */
const GROUPS = `
高髙 崎﨑嵜 吉𠮷 橋𣘺 土圡𡈽 斎齋 斉齊 辺邊邉 浜濱濵 広廣 国國圀 桜櫻 沢澤 島嶋嶌 竜龍 滝瀧 条條
真眞 恵惠 栄榮 実實 寿壽 徳德 蔵藏 淵渕渊 弥彌 与與 来來 万萬 円圓 学學斈 会會 楽樂 礼禮 豊豐 聡聰
静靜 穂穗 峰峯 館舘 富冨 桑桒 槙槇 昇曻 黒黑 黄黃 緑綠 増增 曽曾 寛寬 郎郞 瀬瀨 頼賴 顕顯 桧檜
篭籠 鴎鷗 縄繩 経經 岳嶽 巌巖 巣巢 荘莊 壮壯 将將 峡峽 狭狹 遥遙 勲勳 励勵 巻卷 亘亙 凛凜 尭堯
晋晉 昂昻 収收 教敎 叙敍敘 齢齡 浅淺 済濟 渋澁 渉涉 清淸 満滿 湾灣 灯燈 為爲 状狀 珍珎 瑶瑤 画畫
当當 尽盡 禄祿 禅禪 稲稻 穣穰 並竝 粋粹 続續 総總 県縣 声聲 台臺 芸藝 薮藪 蛍螢 衛衞 覚覺 観觀
訳譯 譲讓 予豫 売賣 軽輕 郷鄕鄉 釈釋 鉄鐵鉃 鉱鑛 関關 雑雜 青靑 頬頰 顔顏 駅驛 塩鹽 麦麥 党黨 点點
歯齒 亀龜 呉吳 竈竃 萌萠 村邨 鎮鎭 間閒 鶏雞鷄 鶴靏靍 雁鳫 船舩 剣劍劒劔 厳嚴 双雙 壱壹 奥奧 姫姬
宝寶寳 恒恆 悦悅 戸戶 拝拜 拡擴 暁曉 暦曆 横橫 歩步 毎每 気氣 渓溪 温溫 炉爐 焔焰 献獻 砺礪 秋穐
糸絲 絵繪 縁緣 舎舍 薫薰 読讀 誉譽 転轉 遅遲 録錄 隠隱 霊靈 鴬鶯 麹麴 麺麵 黙默 弁辨瓣辯 仏佛 体體
価價 仮假 児兒 写寫 処處 剰剩 労勞 勧勸 区區 医醫 参參 号號 喜㐂 団團 図圖 圧壓 囲圍 壊壞 変變
奨奬 嬢孃 寝寢 対對 専專 尚尙 属屬 帯帶 弾彈 彦彥 従從 徴徵 応應 恋戀 慎愼 懐懷 戦戰 択擇 捜搜
掲揭 揺搖 数數 断斷 旧舊 昼晝 晃晄 桟棧 検檢 様樣 権權 欧歐 残殘 殴毆 沖冲 涙淚 渇渴 潜潛 独獨
猟獵 産產 瓶甁 畳疊 痩瘦 皐皋 研硏 称稱 継繼 緒緖 翠翆 茎莖 蒋蔣 虎乕 虫蟲 蝉蟬 触觸 証證 謡謠
践踐 酔醉 醸釀 銭錢 鋳鑄 陥陷 険險 随隨 飲飮 騒騷 験驗 髄髓 祇祗 凉涼 祢禰 芦蘆 逓遞 野埜
`;

const USUAL = new Map<string, string>();
for (const group of GROUPS.split(/\s+/)) {
  const [usual, ...others] = [...group.normalize("NFC")];
  for (const other of others) if (usual !== undefined && other !== usual) USUAL.set(other, usual);
}

/** Marks after a character that choose one of its shapes (IVS, SVS); they say nothing about which character it is. */
const SELECTORS = /[\u{e0100}-\u{e01ef}\ufe00-\ufe0f]/gu;

/**
 * Every character in its usual shape. `more` has the replacements the host names for characters outside JIS X 0208, by
 * the character with its mark if it has one; "" there means that there is none. NFC folds the compatibility ideographs (神 U+FA19 to U+795E).
 */
export function usualShapes(text: string, more: Readonly<Record<string, string>> = {}): string {
  const plain = text.normalize("NFC").replace(SELECTORS, "");
  const named = new Map(Object.entries(more).map(([one, other]) => [one.replace(SELECTORS, ""), other]));
  const reduced = [...plain].map((one) => named.get(one) || one).join("");
  return [...reduced].map((one) => USUAL.get(one) ?? one).join("");
}
