import assert from "node:assert/strict";
import { test } from "node:test";
import { dateIn, yearIn } from "../../src/compare/dates.ts";
import { arabic, numbersMarked } from "../../src/compare/numerals.ts";
import { spelledAlike } from "../../src/compare/spelling.ts";
import { usualShapes } from "../../src/compare/variants.ts";

const address = (a: string, b: string) => spelledAlike("address", a, b);
const name = (a: string, b: string) => spelledAlike("name", a, b);

test("an address is the same however its numbers, widths and hyphens are written", () => {
  const card = "霞が関三丁目２番１号　みほんコーポ２０３";
  const others = [
    "霞が関三丁目２番１号　みほんコーポ２０３",
    "霞が関3丁目2番1号 みほんコーポ203",
    "霞が関3-2-1みほんコーポ203号室",
    "霞ヶ関３－２－１　みほんコーポ２０３",
    "霞ケ関３−２−１ みほんコーポ−２０３",
    "霞が関３ー２ー１みほんコーポ２０３",
    "霞が関三の二の一　みほんコーポ二〇三",
    "大字霞が関三丁目2番地1号みほんコーポ０２０３",
  ];
  for (const other of others) assert.notEqual(address(other, card), null, other);
  assert.deepEqual(address(card, card), []);
  for (const other of ["99-3", "９９の３", "九九ー三", "九十九番地三"]) {
    assert.notEqual(address(other, "九十九番地の三"), null, other);
  }
});

test("another number, another name and a missing part of an address are not the same", () => {
  const card = "霞が関三丁目２番１号　みほんコーポ２０３";
  const others = [
    "霞が関三丁目２番２号　みほんコーポ２０３",
    "霞が関三丁目２１号　みほんコーポ２０３",
    "霞が関三丁目２番１号　みほんコーポ２０",
    "霞が関三丁目２番１号",
    "霞が浦三丁目２番１号　みほんコーポ２０３",
    "霞が関三丁目２番１号　みほんハイツ２０３",
    "霞が関三十二丁目１号　みほんコーポ２０３",
    "",
  ];
  for (const other of others) assert.equal(address(other, card), null, other);
});

test("two numbers beside each other stay two", () => {
  assert.equal(address("2-1 301", "2-13 01"), null);
  assert.equal(address("12-3", "1-23"), null);
  assert.equal(address("二十一", "2011"), null);
  assert.equal(numbersMarked("三丁目2番1号"), "<3>丁目<2>番<1>号");
});

test("what the two writings differ in is said", () => {
  assert.deepEqual(address("２番１号", "2番1号"), ["width"]);
  assert.deepEqual(address("２番１号", "２－１"), ["width", "hyphen"]);
  assert.deepEqual(address("2番1号", "2-1"), ["hyphen"]);
  assert.deepEqual(address("三丁目", "3丁目"), ["number"]);
  assert.deepEqual(address("霞ケ関", "霞が関"), ["kana"]);
  assert.deepEqual(name("見本花子", "見本　花子"), ["space"]);
  assert.deepEqual(name("高橋", "髙橋"), ["variant"]);
  assert.deepEqual(name("Mihon Hanako", "MIHON HANAKO"), ["case"]);
  assert.deepEqual(name("HANAKO MIHON", "MIHON HANAKO"), ["order"]);
  assert.deepEqual(spelledAlike("zip", "100-0013", "1000013"), ["hyphen"]);
});

test("shapes of a character are one, other characters are not", () => {
  for (const [a, b] of [
    ["髙﨑", "高崎"],
    ["齋藤", "斎藤"],
    ["渡邉", "渡邊"],
    ["𠮷野", "吉野"],
    ["葛\u{e0100}城", "葛城"],
    ["神", "神"],
    ["澤", "沢"],
  ] as const) {
    assert.notEqual(name(a, b), null, a);
  }
  for (const [a, b] of [
    ["斎藤", "斉藤"],
    ["花子", "花江"],
    ["見本花子", "見本"],
    ["MIHON HANAKO", "MIHON HANA"],
  ] as const) {
    assert.equal(name(a, b), null, a);
  }
  assert.equal(usualShapes("髙", { 髙: "高" }), "高");
  assert.equal(spelledAlike("name", "外", "外", { 外: "" })?.length, 0);
  assert.notEqual(spelledAlike("name", "字", "㐀", { 㐀: "字" }), null);
});

test("kanji numbers are read by place or by their units", () => {
  const known: [string, string][] = [
    ["五〇八", "508"],
    ["九十九", "99"],
    ["十", "10"],
    ["二百三", "203"],
    ["千五百", "1500"],
    ["〇〇七", "7"],
  ];
  for (const [kanji, digits] of known) assert.equal(arabic(kanji), digits);
});

test("a date is read in every writing, and nothing else is taken for one", () => {
  const same = [
    "1985-05-15",
    "1985/5/15",
    "1985年5月15日",
    "１９８５年５月１５日",
    "19850515",
    "昭和60年5月15日",
    "昭和六十年五月十五日",
    "S60.5.15",
    "s60/05/15",
    "昭60・5・15",
    "1985年5月15日生まれ",
  ];
  for (const text of same) {
    const { year, month, day } = dateIn(text) ?? {};
    assert.deepEqual([year, month, day], [1985, 5, 15], text);
  }
  for (const text of ["", "5月15日", "60/5/15", "昭和", "1985", "いつか", "2/1/1/1"])
    assert.equal(dateIn(text), null, text);
  assert.equal(dateIn("平成元年1月8日")?.year, 1989);
  assert.equal(dateIn("令和2年1月8日")?.era, "令和");
});

test("a bare year counts in the era beside it, and a full one by itself", () => {
  assert.deepEqual(yearIn("60", "昭和"), { year: 1985, era: "昭和" });
  assert.deepEqual(yearIn("60", "S"), { year: 1985, era: "昭和" });
  assert.deepEqual(yearIn("元", "平成"), { year: 1989, era: "平成" });
  assert.deepEqual(yearIn("1985年（昭和60年）"), { year: 1985, era: null });
  assert.equal(yearIn("1985年（昭和61年）"), null);
  assert.deepEqual(yearIn("1926(大正15年)"), { year: 1926, era: null });
  assert.equal(yearIn("60"), null);
  assert.equal(yearIn("60", "選択"), null);
  assert.equal(yearIn("", "昭和"), null);
});
