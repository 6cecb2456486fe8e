import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, HANAKO_GIVEN, planned } from "./page.ts";

const options = (...texts: string[]) => texts.map((text, at) => `<option value=v${at}>${text}</option>`).join("");
const numbers = (from: number, to: number, unit = "") =>
  options("--", ...Array.from({ length: to - from + 1 }, (_, at) => `${from + at}${unit}`));
const birth = (inside: string) => `<fieldset><legend>生年月日</legend>${inside}</fieldset>`;

test("three boxes: by unit, by list, by identifier, by order", () => {
  const parts = { y: "birth-year", m: "birth-month", d: "birth-day" };
  assert.deepEqual(planned(birth("<input id=y>年<input id=m>月<input id=d>日")), parts);
  const lists = `<select id=d>${numbers(1, 31)}</select><select id=m>${numbers(1, 12)}</select><select id=y>${numbers(1930, 2020)}</select>`;
  assert.deepEqual(planned(birth(lists)), parts);
  assert.deepEqual(
    planned(birth("<input id=y name=birth_year><input id=m name=birth_month><input id=d name=birth_day>")),
    parts,
  );
  assert.deepEqual(planned(birth("<input id=y><input id=m><input id=d>")), parts);
});

test("boxes after the first need no label of their own", () => {
  const found = planned("<p>生年月日</p><select id=y></select>年<select id=m></select>月<select id=d></select>日");
  assert.deepEqual(found, { y: "birth-year", m: "birth-month", d: "birth-day" });
});

test("era select, year of the era in a text box", () => {
  const found = filled(
    birth(
      `<select id=e>${options("選択", "大正", "昭和", "平成", "令和")}</select><input id=y>年<input id=m>月<input id=d>日`,
    ),
  );
  assert.deepEqual(found, { e: "昭和", y: "60", m: "5", d: "15" });
});

test("era letters, numbers with names, and an era that is missing", () => {
  const era = (...texts: string[]) =>
    filled(birth(`<select id=e>${options(...texts)}</select><input id=y>年<input id=m>月<input id=d>日`)).e;
  assert.equal(era("M", "T", "S", "H", "R"), "S");
  assert.equal(era("1:明治", "2:大正", "3:昭和", "4:平成"), "3:昭和");
  assert.equal(era("平成", "令和"), "(option-missing)");
});

test("a year is found however the list writes it", () => {
  const year = (...texts: string[]) =>
    filled(birth(`<select id=y>${options(...texts)}</select>年<input id=m>月<input id=d>日`)).y;
  assert.equal(year("1984", "1985", "1986"), "1985");
  assert.equal(year("1984年", "1985年"), "1985年");
  assert.equal(year("昭和59(1984)", "昭和60(1985)"), "昭和60(1985)");
  assert.equal(year("S59", "S60"), "S60");
  assert.equal(year("昭和60年", "平成60年"), "昭和60年");
  assert.equal(year("59", "60", "61"), "(option-missing)");
  assert.equal(year("1990", "1991"), "(option-missing)");
  assert.equal(year("1985", "1985年"), "(option-ambiguous)");
});

test("the first year of an era is 元 or 1", () => {
  const first = { date: "2019-06-01", year: 2019, month: 6, day: 1, era: "令和", eraYear: 1, eraLetter: "R" };
  const form = birth(
    `<select id=e>${options("平成", "令和")}</select><select id=y>${options("元", "2", "3")}</select>年<input id=m>月<input id=d>日`,
  );
  assert.equal(filled(form, { ...HANAKO_GIVEN, birth: first }).y, "元");
  const joined = birth(
    `<select id=y>${options("平成31年", "令和元年", "令和2年")}</select>年<input id=m>月<input id=d>日`,
  );
  assert.equal(filled(joined, { ...HANAKO_GIVEN, birth: first }).y, "令和元年");
});

test("an era printed before the box counts for people of that era alone", () => {
  const printed = (era: string) => filled(birth(`${era}<input id=y maxlength=2>年<input id=m>月<input id=d>日`)).y;
  assert.equal(printed("昭和"), "60");
  assert.equal(printed("平成"), "(era-differs)");
});

test("two digits without an era are not guessed", () => {
  assert.equal(planned(birth("<input id=y maxlength=2>年<input id=m>月<input id=d>日")).y, "ambiguous");
});

test("one box follows its example", () => {
  const date = (attributes: string) => filled(`<label>生年月日<input id=x ${attributes}></label>`).x;
  assert.equal(date("type=date"), "1985-05-15");
  assert.equal(date(""), "1985/05/15");
  assert.equal(date("placeholder=1999-01-15"), "1985-05-15");
  assert.equal(date("placeholder=2000年1月1日"), "1985年05月15日");
  assert.equal(date("placeholder=19900101"), "19850515");
  assert.equal(date("placeholder=YYYY/MM/DD"), "1985/05/15");
  assert.equal(date("placeholder=例：昭和50年1月1日"), "昭和60年5月15日");
  assert.equal(date("placeholder=S50.1.1"), "S60.5.15");
});

test("dates of something else are left", () => {
  for (const label of ["希望日", "提出年月日", "有効期限", "来場日"]) {
    assert.doesNotMatch(planned(`<label>${label}<input id=x type=date></label>`).x ?? "", /^birth/, label);
  }
});

test("an unknown birth date fills nothing", () => {
  const found = filled(birth("<input id=y>年<input id=m>月<input id=d>日"), { ...HANAKO_GIVEN, birth: null });
  assert.deepEqual(found, { y: "(not-on-card)", m: "(not-on-card)", d: "(not-on-card)" });
});

test("age, and the age of something else", () => {
  assert.equal(filled("<label>年齢<input id=x></label>").x, "41");
  assert.equal(filled("<dl><dt>生年月日</dt><dd><input id=b type=date><input id=x name=age>歳</dd></dl>").x, "41");
  assert.doesNotMatch(planned("<label>結婚した年齢<input id=x></label>").x ?? "", /^age/);
});

test("sex by the visible text, never by the value", () => {
  const radios = (...texts: string[]) =>
    `<fieldset><legend>性別</legend>${texts.map((t, at) => `<label><input type=radio name=s id=s${at} value=${at === 0 ? "good" : `bad${at}`}>${t}</label>`).join("")}</fieldset>`;
  assert.equal(filled(radios("男", "女")).s0, "女");
  assert.equal(filled(radios("男性", "女性", "回答しない")).s0, "女性");
  assert.equal(filled(radios("Male", "Female")).s0, "Female");
  assert.equal(filled(radios("はい", "いいえ")).s0, "(option-missing)");
  assert.equal(filled(radios("男", "女"), { ...HANAKO_GIVEN, sex: { code: "9", label: "" } }).s0, "(not-on-card)");
});
