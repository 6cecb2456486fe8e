/** In which form a box wants its value: from its hints, example, length and choices. No page pattern is executed: a
 * hostile one could hang the window. The page's own validation is read back after filling. */
import { seenTexts } from "./attribute.ts";
import type { FieldFacts, Format, KanaScript, Space, Width } from "./types.ts";

const known = new WeakMap<FieldFacts, string>();

/** All that is said about one box; asked for many times while its format is found. */
function hints(field: FieldFacts): string {
  const found = known.get(field);
  if (found !== undefined) return found;
  const made = [...seenTexts(field), field.context.after, field.placeholder].join(" ");
  known.set(field, made);
  return made;
}

/** Whether a box says 全角 or 半角. Both words together say nothing certain. */
export function widthOf(field: FieldFacts): Width {
  const text = hints(field);
  const full = /全角/.test(text) || /[０-９]/.test(field.placeholder);
  const half = /半角/.test(text) || field.type === "number" || field.inputmode === "numeric";
  return full === half ? "as-is" : full ? "full" : "half";
}

/** Numbers are written half width unless the box asks for full width. */
export function digitWidth(field: FieldFacts): Width {
  return widthOf(field) === "full" ? "full" : "half";
}

/**
 * The space between family and given name: as in the example (24 examples show one, 22 do not), as the hint says,
 * else one U+3000 as on the card.
 */
export function spaceOf(field: FieldFacts): Space {
  const text = hints(field);
  if (/(スペース|空白|間隔?)[^。]{0,6}(不要|なし|無し|入れず|いれず|空けず|あけず|開けず|除)/.test(text)) return "none";
  if (/\[\^[^\]]*\\s/.test(field.pattern)) return "none";
  const example = field.placeholder.replace(/^[(（]?例[)）]?[:：\s　]*/, "").trim();
  if (/^\S+　\S+$/.test(example)) return "full";
  if (/^\S+ \S+$/.test(example)) return /全角/.test(text) ? "full" : "half";
  const joined = /^[぀-ヿ一-鿿]{3,}$/.test(example) && !/(名|姓|氏|ガナ|がな|カナ|かな|入力|てください)$/.test(example);
  return joined && !/(スペース|空白)/.test(text) ? "none" : "full";
}

/** Hiragana where the box says so in words or by its example; ふりがな written in hiragana says so too. */
export function scriptOf(field: FieldFacts): KanaScript {
  const text = hints(field);
  if (/半角(カナ|カタカナ|ｶﾅ)|[ｱ-ﾝ]{2}/.test(text)) return "half-katakana";
  if (/[ァ-ヶ]{3}/.test(field.placeholder) && !/カタカナ/.test(field.placeholder)) return "katakana";
  if (/カタカナ|片仮名|全角カナ/.test(text)) return "katakana";
  const example = /^[\s(（例)）:：ぁ-ゖー]+$/.test(field.placeholder) && /[ぁ-ゖ]{2}/.test(field.placeholder);
  const hiragana = /ひらがな|平仮名|ふりがな|よみがな|せい|めい/.test(text) || example;
  return hiragana && !/フリガナ|ヨミガナ|セイ|メイ/.test(text) ? "hiragana" : "katakana";
}

/** With a hyphen when the example or the hint shows one, else seven digits. */
export function zipHyphen(field: FieldFacts): boolean {
  const text = hints(field);
  if (field.maxlength === 7) return false;
  if (/ハイフン[^。]{0,4}(なし|無し|不要|除)|-なし|7桁/.test(text.normalize("NFKC"))) return false;
  return /\d{3}[-－‐]\d{4}/.test(field.placeholder.normalize("NFKC")) || /ハイフン(あり|有り|を|込)/.test(text);
}

/** Without hyphens where the box says so or has no room for them; 090-1234-5678 is how a number is written otherwise. */
export function phoneHyphen(field: FieldFacts): boolean {
  const text = hints(field).normalize("NFKC");
  if (field.maxlength !== null && field.maxlength <= 11) return false;
  if (/ハイフン[^。]{0,4}(なし|無し|不要|除|省)|-なし|数字のみ|1[01]桁/.test(text)) return false;
  return !/^(\(?例\)?[:\s]*)?\d{9,11}$/.test(field.placeholder.normalize("NFKC").trim()) && field.type !== "number";
}

/** The pattern of a date in one text box, from its example; YYYY/MM/DD where nothing is said. */
export function datePattern(field: FieldFacts): string {
  if (field.type === "date") return "YYYY-MM-DD";
  const text = `${field.placeholder} ${hints(field)}`.normalize("NFKC");
  return eraPattern(text) ?? gregorianPattern(text) ?? shortPattern(field, text);
}

function gregorianPattern(text: string): string | null {
  const found = /(\d{4}|y{4})([-/.年])(\d{1,2}|m{1,2})([-/.月])(\d{1,2}|d{1,2})(日?)/i.exec(text);
  if (found === null) return null;
  // Always two digits: what takes 1990/1/1 takes 1990/01/01, but not the other way round.
  const [, , first = "/", , second = "/", , last = ""] = found;
  return `YYYY${first}MM${second}DD${last}`;
}

function eraPattern(text: string): string | null {
  const long = /(明治|大正|昭和|平成|令和)\s*\d{1,2}年\d{1,2}月\d{1,2}日/.exec(text);
  if (long !== null) return "GGGGE年M月D日";
  const letter = /\b[MTSHR]\d{1,2}([./-])\d{1,2}[./-]\d{1,2}\b/.exec(text);
  if (letter !== null) return `GE${letter[1]}M${letter[1]}D`;
  return /和暦で/.test(text) ? "GGGGE年M月D日" : null;
}

function shortPattern(field: FieldFacts, text: string): string {
  const packed = /yyyymmdd|(?<!\d)(19|20)\d{6}(?!\d)|8桁/i.test(text) || field.maxlength === 8;
  return packed ? "YYYYMMDD" : "YYYY/MM/DD";
}

/** Month and day with a leading zero when the example shows one. */
export function partDigits(field: FieldFacts): 1 | 2 {
  return /^(0\d|MM|DD)$/i.test(field.placeholder.trim()) ? 2 : 1;
}

/** The format of a whole or split name. */
export function nameFormat(field: FieldFacts, part: "full" | "family" | "given"): Format {
  return { kind: "name", part, space: spaceOf(field), width: widthOf(field) };
}

/** The format of a whole or split reading. */
export function kanaFormat(field: FieldFacts, part: "full" | "family" | "given"): Format {
  return { kind: "kana", part, space: spaceOf(field), script: scriptOf(field) };
}
