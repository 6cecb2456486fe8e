import assert from "node:assert/strict";
import { test } from "node:test";
import { isMobile, readEmail, readKana, readPhone, readPostalCode } from "../../src/autofill/given.ts";
import { inScript, toKatakana } from "../../src/autofill/widths.ts";

test("a reading is read in every kana, and never in kanji or letters", () => {
  for (const typed of ["ミホン", "みほん", "ﾐﾎﾝ", " みほん　"]) assert.equal(readKana(typed), "ミホン", typed);
  assert.equal(readKana("ｳﾞｧﾝ ﾀﾞｲｸ"), "ヴァン　ダイク");
  assert.equal(readKana("ワカバヤシ"), "ワカバヤシ");
  for (const typed of ["", "　", "見本", "みほん子", "MIHON", "ミホン1", "・", "ー"])
    assert.equal(readKana(typed), null, typed);
});

test("half-width kana come back whole from what was written in them", () => {
  const all =
    "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモヤユヨラリルレロワヲンヴァィゥェォッャュョー";
  assert.equal(toKatakana(inScript(all, "half-katakana")), all);
  assert.equal(toKatakana(inScript(all, "hiragana")), all);
});

test("a phone number is divided where that is known, and nowhere else", () => {
  const divided = (typed: string) => readPhone(typed)?.parts?.join("-") ?? null;
  for (const typed of [
    "090-1234-5678",
    "09012345678",
    "０９０ー１２３４ー５６７８",
    "(090)1234.5678",
    "+81 90-1234-5678",
  ]) {
    assert.equal(divided(typed), "090-1234-5678", typed);
  }
  assert.equal(divided("0312345678"), "03-1234-5678");
  assert.equal(divided("0120123456"), "0120-123-456");
  assert.equal(divided("0467123456"), null, "an area code of two to five digits");
  assert.equal(divided("0467-12-3456"), "0467-12-3456");
  assert.deepEqual(readPhone("0467123456")?.digits, "0467123456");
});

test("what is no phone number is none", () => {
  for (const typed of ["", "12345", "1312345678", "031234567", "090123456789", "090-1234-567x", "電話なし"]) {
    assert.equal(readPhone(typed), null, typed);
  }
});

test("a mobile number is told from a fixed one", () => {
  const mobile = (typed: string) => isMobile(readPhone(typed) ?? { digits: "", parts: null });
  assert.ok(["090-1234-5678", "080-1234-5678", "070-1234-5678"].every(mobile));
  assert.ok(!["03-1234-5678", "050-1234-5678", "0467-12-3456"].some(mobile));
});

test("an e-mail address is taken to half width, and needs a domain", () => {
  assert.equal(readEmail(" ｈａｎａｋｏ＠example.jp "), "hanako@example.jp");
  for (const typed of [
    "",
    "hanako",
    "hanako@",
    "@example.jp",
    "花子@example.jp",
    "a b@example.jp",
    "a@b@example.jp",
    "a@example",
  ]) {
    assert.equal(readEmail(typed), null, typed);
  }
});

test("a postal code is seven digits, however they are written", () => {
  for (const typed of ["1000013", "100-0013", "〒１００ー００１３"])
    assert.equal(readPostalCode(typed), "1000013", typed);
  for (const typed of ["", "100", "10000133", "100-001x"]) assert.equal(readPostalCode(typed), null, typed);
});
