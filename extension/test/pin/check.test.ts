import assert from "node:assert/strict";
import test from "node:test";
import table from "shared:pins";
import { text } from "../../src/i18n/index.ts";
import { checkForm, FORM_REASONS, type FormReason } from "../../src/pin/check.ts";
import { isPinKind, PIN_KINDS, type PinKind, pinSpec, pinWords } from "../../src/pin/kinds.ts";

const ones = (n: number) => "1".repeat(n);

test("the kinds are those of the shared table, in its order", () => {
  assert.deepEqual(
    table.pins.map(({ kind }) => kind),
    [...PIN_KINDS],
  );
});

test("the form that the table tells people is the form that is checked", () => {
  for (const kind of PIN_KINDS) {
    const { charset, minLength, maxLength } = pinSpec(kind);
    const right = (n: number) => (charset === "digits" ? ones(n) : `A${ones(n - 1)}`);
    assert.equal(checkForm(kind, right(minLength)), null, kind);
    assert.equal(checkForm(kind, right(maxLength)), null, kind);
    assert.equal(checkForm(kind, right(minLength - 1)), "too-short", kind);
    assert.equal(checkForm(kind, right(maxLength + 1)), "too-long", kind);
    const told = pinWords(kind, "ja").form;
    for (const length of [minLength, maxLength]) assert.ok(told.includes(String(length)), `${kind}: ${told}`);
  }
});

// The same rows as internal/pin: each is refused there for the same reason.
const rows: [PinKind, string, FormReason | null][] = [
  ["input-support", "", "empty"],
  ["input-support", "1234", null],
  ["input-support", "123", "too-short"],
  ["input-support", "12345", "too-long"],
  ["input-support", "12a4", "not-digits"],
  ["input-support", "12A4", "not-digits"],
  ["input-support", "12 4", "not-digits"],
  ["input-support", "１２３４", "full-width"],
  ["input-support", "１a", "full-width"],
  ["input-support", "𠮷234", "not-digits"],
  ["signature", "TEST123", null],
  ["signature", "ABC12", "too-short"],
  ["signature", "1234", "too-short"],
  ["signature", "ABCDEFGH123456789", "too-long"],
  ["signature", "test123", "lower-case"],
  ["signature", "Test123", "lower-case"],
  ["signature", "ＴＥＳＴ123", "full-width"],
  ["signature", "123456", "missing-letter"],
  ["signature", "ABCDEF", "missing-digit"],
  ["signature", "ABC-123", "other-character"],
  ["signature", "ABC 123", "other-character"],
  ["signature", "abc-123", "other-character"],
];

for (const [kind, pin, reason] of rows) {
  test(`${kind}: "${pin}" is ${reason ?? "of the right form"}`, () => {
    assert.equal(checkForm(kind, pin), reason);
  });
}

test("every reason has a text, and none repeats what was typed", () => {
  for (const reason of FORM_REASONS) {
    for (const language of ["ja", "en"] as const) {
      const said = text(language, `form.${reason}`, { form: pinWords("signature", language).form });
      assert.doesNotMatch(said, /[{}]/, said);
    }
  }
});

test("only the names of the protocol are kinds", () => {
  assert.ok(isPinKind("signature"));
  for (const value of ["Signature", "toString", "", null, 1]) assert.ok(!isPinKind(value));
});
