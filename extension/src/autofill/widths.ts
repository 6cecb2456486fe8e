/**
 * Width and kana, by tables limited to ASCII, kana and the hyphen. Never NFKC on a person's data: it rewrites kanji of
 * names (神 U+FA19 becomes 神 U+795E) and ㈱ ① Ⅲ.
 */
import type { KanaScript, Width } from "./types.ts";

const shift = (text: string, from: RegExp, by: number): string =>
  text.replace(from, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + by));

/** ASCII letters, digits and signs to full width (２－１); a space becomes U+3000. */
export function fullWidth(text: string): string {
  return shift(text, /[!-~]/g, 0xfee0).replaceAll(" ", "　");
}

/** Full-width ASCII to half width; U+3000 becomes a space, the minus sign U+2212 a hyphen. Kana and kanji stay. */
export function halfWidth(text: string): string {
  return shift(text, /[！-～]/g, -0xfee0)
    .replaceAll("　", " ")
    .replaceAll("−", "-");
}

/** Text in the width a box asks for. */
export function inWidth(text: string, width: Width): string {
  return width === "full" ? fullWidth(text) : width === "half" ? halfWidth(text) : text;
}

const HALF_KANA = [
  "ァｧ ィｨ ゥｩ ェｪ ォｫ ャｬ ュｭ ョｮ ッｯ ーｰ アｱ イｲ ウｳ エｴ オｵ カｶ キｷ クｸ ケｹ コｺ サｻ シｼ スｽ セｾ ソｿ タﾀ チﾁ ツﾂ テﾃ トﾄ",
  "ナﾅ ニﾆ ヌﾇ ネﾈ ノﾉ ハﾊ ヒﾋ フﾌ ヘﾍ ホﾎ マﾏ ミﾐ ムﾑ メﾒ モﾓ ヤﾔ ユﾕ ヨﾖ ラﾗ リﾘ ルﾙ レﾚ ロﾛ ワﾜ ヲｦ ンﾝ ヮﾜ ヵｶ ヶｹ ヰｲ ヱｴ",
];
const HALF = new Map(HALF_KANA.flatMap((line) => line.split(" ").map((two) => [two[0] ?? "", two[1] ?? ""])));
const MARKS = new Map([
  ["\u3099", "ﾞ"],
  ["\u309a", "ﾟ"],
]);

function halfKatakana(text: string): string {
  return [...text.normalize("NFD").replaceAll("　", " ")].map((one) => MARKS.get(one) ?? HALF.get(one) ?? one).join("");
}

/** A reading in full-width katakana, written as a box asks. ー and the space stay as they are. */
export function inScript(katakana: string, script: KanaScript): string {
  if (script === "katakana") return katakana;
  return script === "hiragana" ? shift(katakana, /[ァ-ヶ]/g, -0x60) : halfKatakana(katakana);
}

// Backwards, so that of two with one half-width form (ワ and ヮ) the ordinary one stays.
const WHOLE = new Map([...HALF].reverse().map(([whole, half]) => [half, whole]));

/** Kana of any script as full-width katakana: what a reading is kept as. Everything else stays as it is. */
export function toKatakana(text: string): string {
  const marks = text.replaceAll("ﾞ", "\u3099").replaceAll("ﾟ", "\u309a");
  const whole = [...marks].map((one) => WHOLE.get(one) ?? one).join("");
  return shift(whole, /[ぁ-ゖ]/g, 0x60).normalize("NFC");
}

/** Whether a text is kana only, so that it may stand in a furigana box. */
export function isKana(text: string): boolean {
  return /^[ぁ-ゖァ-ヶｦ-ﾟー・\s　]+$/.test(text);
}
