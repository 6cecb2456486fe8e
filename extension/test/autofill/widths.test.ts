import assert from "node:assert/strict";
import { test } from "node:test";
import { fullWidth, halfWidth, inScript, isKana } from "../../src/autofill/widths.ts";

test("width changes letters, digits and signs, and comes back", () => {
  assert.equal(fullWidth("2-1 A"), "２－１　Ａ");
  assert.equal(halfWidth(fullWidth("2-1 A")), "2-1 A");
  assert.equal(halfWidth("１−１"), "1-1");
});

test("kanji of names stay what they are, also the compatibility ones", () => {
  for (const name of ["\u{FA19}田", "\u{FA11}本", "𠮷野", "髙橋", "㈱"]) {
    assert.equal(fullWidth(name), name);
    assert.equal(halfWidth(name), name);
  }
});

test("kana turn into hiragana and half-width katakana", () => {
  assert.equal(inScript("ヴァイオリン　ヶー", "hiragana"), "ゔぁいおりん　ゖー");
  assert.equal(inScript("ミホン　ガギパ", "half-katakana"), "ﾐﾎﾝ ｶﾞｷﾞﾊﾟ");
  assert.equal(inScript("ヴ", "half-katakana"), "ｳﾞ");
  assert.equal(inScript("ミホン", "katakana"), "ミホン");
});

test("only kana counts as a reading", () => {
  assert.ok(isKana("ミホン　はなこ ﾐﾎﾝ"));
  assert.ok(!isKana("見本ハナコ"));
  assert.ok(!isKana("MIHON"));
});
