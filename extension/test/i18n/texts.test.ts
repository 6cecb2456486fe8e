import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
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

/** Literal keys, and keys put together: `portal.asked.${mode}` and "guide." stand for every key of that shape. */
function usesIn(source: string): (key: string) => boolean {
  const whole = new Set([...source.matchAll(/["'`]([\w.-]+)["'`]/g)].map(([, key]) => key));
  const shapes = [...source.matchAll(/`([\w.-]*(?:\$\{[^}]*\}[\w.-]*)+)`/g)]
    .map(([, shape = ""]) => shape.split(/\$\{[^}]*\}/))
    .filter(([head = ""]) => head.includes("."))
    .map((parts) => new RegExp(`^${parts.map((part) => part.replaceAll(".", "\\.")).join("[\\w.-]+")}$`));
  const heads = [...whole].filter((text) => text?.endsWith(".")) as string[];
  return (key) =>
    whole.has(key) || heads.some((head) => key.startsWith(head)) || shapes.some((shape) => shape.test(key));
}

test("every text is shown somewhere", () => {
  const folder = "src/";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const code = files.filter((name) => name.endsWith(".ts") && !name.startsWith("i18n"));
  const uses = usesIn(code.map((name) => readFileSync(folder + name, "utf8")).join("\n"));
  assert.deepEqual(
    Object.keys(ja).filter((key) => !uses(key)),
    [],
  );
});
