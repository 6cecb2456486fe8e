import assert from "node:assert/strict";
import test from "node:test";
import { checkForm } from "../../src/pin/check.ts";
import { FACE_ERAS, type FaceParts, faceNumber } from "../../src/pin/face.ts";

const HANAKO: FaceParts = { era: "昭和", year: "60", month: "5", day: "15", expiry: "2035", code: "1234" };
const made = (change: Partial<FaceParts> = {}) =>
  faceNumber({ ...HANAKO, ...change }, new Date("2026-11-24T00:00:00Z"));
const number = (change: Partial<FaceParts> = {}) => {
  const result = made(change);
  return "number" in result ? result.number : result.wrong;
};

test("the number is birth date in the era's year, year of expiry, security code", () => {
  assert.equal(number(), "60051520351234");
  // The measured example: born 1980-02-17, expiry 2035, code 2285.
  assert.equal(number({ year: "55", month: "02", day: "17", code: "2285" }), "55021720352285");
  assert.equal(number({ era: "平成", year: "元", month: "1", day: "8" }), "01010820351234");
});

test("an era year and a Gregorian year are two numbers, and only the one that was named is made", () => {
  assert.equal(number({ era: "西暦", year: "1985" }), "85051520351234");
  assert.notEqual(number({ era: "西暦", year: "1985" }), number());
  assert.equal(number({ era: "西暦", year: "60" }), "year");
  assert.equal(number({ year: "1985" }), "year");
});

test("full-width digits are digits", () => {
  const wide = { year: "６０", month: "５", day: "１５", expiry: "２０３５", code: "１２３４" };
  assert.equal(number(wide), number());
});

test("what cannot stand on a card is found before a try is spent", () => {
  const cases: [Partial<FaceParts>, string][] = [
    [{ era: "" }, "era"],
    [{ era: "西暦 " }, "era"],
    [{ year: "" }, "year"],
    [{ year: "0" }, "year"],
    [{ year: "64", month: "1", day: "8" }, "year"],
    [{ era: "平成", year: "1", month: "1", day: "7" }, "year"],
    [{ era: "令和", year: "9" }, "year"],
    [{ month: "13" }, "month"],
    [{ month: "x" }, "month"],
    [{ day: "0" }, "day"],
    [{ month: "2", day: "30" }, "day"],
    [{ year: "61", month: "2", day: "29" }, "day"],
    [{ expiry: "35" }, "expiry"],
    [{ expiry: "1935" }, "expiry"],
    [{ code: "123" }, "code"],
    [{ code: "12345" }, "code"],
    [{ code: "12a4" }, "code"],
  ];
  for (const [change, wrong] of cases) assert.equal(number(change), wrong, JSON.stringify(change));
});

test("the last day of an era and the first of the next are both right", () => {
  assert.equal(number({ era: "昭和", year: "64", month: "1", day: "7" }), "64010720351234");
  assert.equal(number({ era: "大正", year: "15", month: "12", day: "25" }), "15122520351234");
  assert.equal(number({ era: "昭和", year: "1", month: "12", day: "25" }), "01122520351234");
});

test("whatever is made has the form of 照合番号B", () => {
  for (const era of FACE_ERAS) {
    for (let year = 1; year < 70; year++) {
      const result = made({ era, year: era === "西暦" ? String(1925 + year) : String(year) });
      if ("number" in result) assert.equal(checkForm("verification-b", result.number), null);
    }
  }
});
