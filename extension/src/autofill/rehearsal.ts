/**
 * Forms of our own that ask for everything once. They are planned and forgotten while a page is looked at: the rules are
 * compiled by then. Nothing of them is shown.
 */
import type { Context, FieldFacts, FrameFacts } from "./types.ts";

/** Label, identifier, example. */
const ROWS: readonly (readonly [string, string, string])[] = [
  ["氏名（姓）", "family_name", "山田"],
  ["氏名（名）", "given_name", "太郎"],
  ["フリガナ（全角カタカナ）", "name_kana", "ヤマダ タロウ"],
  ["生年月日（西暦）", "birth_date", "1990/01/01"],
  ["郵便番号（ハイフンなし）", "zip_code", "000-0000"],
  ["都道府県", "pref", ""],
  ["市区町村・町名・番地", "address1", ""],
  ["建物名・部屋番号（それ以降）", "building", ""],
  ["電話番号（半角）", "tel", "090-0000-0000"],
  ["メールアドレス", "email", ""],
  ["年齢", "age", ""],
  ["備考", "note", ""],
  ["世帯主の氏名", "householder", ""],
  ["世帯主との続柄", "relation", ""],
  ["お子様のお名前", "child_name", ""],
];
const NONE: Context = { th: "", dt: "", legend: "", before: "", after: "", heading: "" };

/** Other texts each time: an expression is compiled when it is used for the second time, a text is read once. */
export function rehearsal(): FrameFacts[] {
  return [1, 2, 3].map((turn) => {
    const fields = ROWS.map((row, at) => fieldOf(row, `f${at + 1}`, turn));
    return { origin: "https://www.example.lg.jp", nonce: `rehearsal ${turn}`, title: `練習 ${turn}`, fields };
  });
}

function fieldOf([text, name, placeholder]: (typeof ROWS)[number], ref: string, turn: number): FieldFacts {
  const label = turn === 1 ? text : `${text} ${"*".repeat(turn)}`;
  return {
    ref,
    tag: "input",
    type: "text",
    label,
    labels: turn === 2 ? [] : [label],
    name: `${name}${turn}`,
    id: "",
    autocomplete: "",
    placeholder,
    maxlength: null,
    pattern: "",
    inputmode: "",
    options: null,
    context: turn === 2 ? { ...NONE, th: label } : { ...NONE, heading: `申請者 ${turn}` },
    group: "1/1",
    required: false,
    readonly: false,
    disabled: false,
    visible: true,
    empty: true,
    frame: `rehearsal ${turn}`,
  };
}
