import assert from "node:assert/strict";
import test from "node:test";
import { en, fill, ja, languageOf } from "../../src/i18n/index.ts";

const placeholders = (text: string) => [...text.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name).sort();

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(ja).sort());
});

test("both languages name the same values in every text", () => {
  for (const key of Object.keys(ja) as (keyof typeof ja)[]) {
    assert.deepEqual(placeholders(en[key]), placeholders(ja[key]), key);
  }
});

test("no text is empty, and none has spaces at its ends", () => {
  for (const table of [ja, en]) {
    for (const [key, text] of Object.entries(table)) assert.match(text, /^\S(.*\S)?$/su, key);
  }
});

test("no text calls a signature or a certificate valid", () => {
  // 「有効」 and "valid" would be a verdict that the card alone cannot give (revocation is not checked).
  for (const [key, text] of Object.entries({ ...ja })) assert.doesNotMatch(text, /有効/, key);
  for (const [key, text] of Object.entries({ ...en })) assert.doesNotMatch(text, /\bvalid/i, key);
});

test("tries are always told with their consequence", () => {
  for (const [key, text] of Object.entries({ ...ja })) {
    if (text.includes("{tries}")) assert.match(text, /あと\{tries\}回まちがえると、ロックされます/, key);
  }
});

test("a placeholder without a value stays, so that it is seen", () => {
  assert.equal(fill("{a} {b}", { a: 1 }), "1 {b}");
});

test("a value is never read as a placeholder or as a pattern", () => {
  assert.equal(fill("{a}{b}", { a: "{b}", b: "$&" }), "{b}$&");
});

test("a Japanese browser begins in Japanese, any other in English", () => {
  assert.deepEqual(["ja", "ja-JP", "JA", "en-US", "jav", ""].map(languageOf), ["ja", "ja", "ja", "en", "en", "en"]);
});
