import assert from "node:assert/strict";
import { test } from "node:test";
import { filled, HANAKO_GIVEN, planned } from "./page.ts";

const ROW = (head: string, cells: string) => `<table><tr><th>${head}</th><td>${cells}</td></tr></table>`;

test("labels say the part: 姓 名, 氏 名, セイ メイ, in brackets or alone", () => {
  for (const [a, b] of [
    ["姓", "名"],
    ["氏", "名"],
    ["氏名（姓）", "氏名（名）"],
    ["苗字 必須", "名 必須"],
    ["姓（漢字）", "名（漢字）"],
    ["Last name", "First name"],
  ] as const) {
    const found = planned(`<label>${a}<input id=a></label><label>${b}<input id=b></label>`);
    assert.deepEqual(found, { a: "name-family", b: "name-given" }, a);
  }
  for (const [a, b] of [
    ["セイ", "メイ"],
    ["せい", "めい"],
    ["姓（フリガナ）", "名（フリガナ）"],
    ["フリガナ（セイ）", "フリガナ（メイ）"],
    ["姓カナ", "名カナ"],
  ] as const) {
    const found = planned(`<label>${a}<input id=a></label><label>${b}<input id=b></label>`);
    assert.deepEqual(found, { a: "kana-family", b: "kana-given" }, a);
  }
});

test("the label outweighs an identifier that says the opposite", () => {
  const found = planned("<label>姓<input id=a name=namef></label><label>名<input id=b name=namel></label>");
  assert.deepEqual(found, { a: "name-family", b: "name-given" });
  const swapped = planned("<label>姓<input id=a name=first_name></label><label>名<input id=b name=last_name></label>");
  assert.deepEqual(swapped, { a: "name-family", b: "name-given" });
});

test("one heading over two boxes: the order says the part", () => {
  assert.deepEqual(planned(ROW("お名前", "<input id=a><input id=b>")), { a: "name-family", b: "name-given" });
  assert.deepEqual(planned(ROW("フリガナ", "<input id=a><input id=b>")), { a: "kana-family", b: "kana-given" });
});

test("a box that may want a reading never gets kanji", () => {
  const shapes = [
    "<label>お名前（フリガナ）<input id=x></label>",
    "<label>お名前<input id=x placeholder=ヤマダタロウ></label>",
    "<label>お名前<input id=x name=name_kana></label>",
    "<label>お名前<input id=x pattern='[ァ-ヶー]+'></label>",
    "<label>児童名<input id=y></label><label>お名前</label><input id=x>全角カタカナで入力してください",
    ROW("お名前", "<input id=k placeholder=山田太郎><input id=x placeholder=ヤマダタロウ>"),
    "<label>よみがな<input id=x></label>",
    '<label>フリガナ<input id=x name=name2 autocomplete="family-name"></label>',
    "<label>氏名 カナ<input id=x></label>",
    "<label>読み仮名<input id=x></label>",
  ];
  for (const shape of shapes) {
    const value = filled(shape).x ?? "";
    assert.match(value, /^[ァ-ヶぁ-ゖー　 ]+$|^\(/, shape);
  }
});

test("the reading of an address or a company is not the person's", () => {
  const found = planned(
    "<label>住所<input id=a></label><label>住所（フリガナ）<input id=b></label><label>会社名フリガナ<input id=c></label>",
  );
  assert.deepEqual(found, { a: "addr-full", b: "not-on-card", c: "other-person" });
});

test("names of things are no names", () => {
  for (const label of [
    "会社名",
    "建物名",
    "病名",
    "件名",
    "商品名",
    "学校名",
    "口座名義",
    "ニックネーム",
    "アレルギーの名前",
    "ユーザー名",
  ]) {
    const found = planned(`<label>${label}<input id=x></label>`).x ?? "";
    assert.doesNotMatch(found, /^name/, label);
  }
});

test("the space between the names follows the example", () => {
  const name = (attributes: string, label = "氏名") => filled(`<label>${label}<input id=x ${attributes}></label>`).x;
  assert.equal(name(""), "見本　花子");
  assert.equal(name('placeholder="山田 太郎"'), "見本 花子");
  assert.equal(name('placeholder="例）山田　太郎"'), "見本　花子");
  assert.equal(name("placeholder=例：山田太郎"), "見本花子");
  assert.equal(name("", "氏名 姓名の間にスペース不要"), "見本花子");
  assert.equal(name("pattern='^[^\\s ]+$'"), "見本花子");
});

test("a reading is written in the script the box asks for", () => {
  const kana = (label: string, attributes = "") => filled(`<label>${label}<input id=x ${attributes}></label>`).x;
  assert.equal(kana("フリガナ"), "ミホン　ハナコ");
  assert.equal(kana("ふりがな"), "みほん　はなこ");
  assert.equal(kana("お名前（ひらがな）"), "みほん　はなこ");
  assert.equal(kana("ふりがな", "placeholder=ヤマダタロウ"), "ミホンハナコ");
  assert.equal(kana("氏名（半角カナ）", "placeholder='ﾔﾏﾀﾞ ﾀﾛｳ'"), "ﾐﾎﾝ ﾊﾅｺ");
});

test("a Latin name is never run together and keeps its order", () => {
  const latin = {
    ...HANAKO_GIVEN,
    name: { full: "MIHON HANAKO", family: "MIHON", given: "HANAKO", sure: false, script: "latin" },
  };
  assert.equal(filled("<label>氏名<input id=x placeholder=山田太郎></label>", latin).x, "MIHON HANAKO");
  assert.equal(filled("<label>氏名（全角）<input id=x></label>", latin).x, "ＭＩＨＯＮ　ＨＡＮＡＫＯ");
});

test("a name the card does not split leaves split boxes alone, or is a proposal", () => {
  const form = "<label>姓<input id=a></label><label>名<input id=b></label>";
  const whole = { full: "見本花子", family: "", given: "", sure: false, script: "cjk" };
  assert.deepEqual(filled(form, { ...HANAKO_GIVEN, name: whole }), { a: "(name-not-split)", b: "(name-not-split)" });
});
