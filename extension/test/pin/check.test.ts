import assert from "node:assert/strict";
import test from "node:test";
import table from "shared:pins";
import { checkForm, FORM_REASONS, type FormReason, meantBy, offerForm, reasonText } from "../../src/pin/check.ts";
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
  ["input-support", "12a4", "letters"],
  ["input-support", "12A4", "letters"],
  ["input-support", "TEST123", "letters"],
  ["verification-b", "TEST123", "not-digits"],
  ["input-support", "12 4", "not-digits"],
  ["input-support", "１２３４", "full-width"],
  ["input-support", "１a", "full-width"],
  ["input-support", "𠮷234", "not-digits"],
  ["signature", "TEST123", null],
  ["signature", "ABC12", "too-short"],
  ["signature", "1234", "four-digits"],
  ["signature", "123", "too-short"],
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
      const said = reasonText("signature", reason, language);
      assert.match(said, /^[^{}]+$/, reason);
    }
  }
});

test("each order of the table names reasons that are known, and all of them are used", () => {
  const named = [...table.order.digits, ...table.order["upper-alnum"]];
  assert.deepEqual(new Set(named), new Set(FORM_REASONS));
});

test("what is offered is only the same text in other letters", () => {
  const offers: [PinKind, string, string | null][] = [
    ["signature", "test123", "TEST123"],
    ["signature", "ｔｅｓｔ１２３", "TEST123"],
    ["signature", "TEST123", null],
    ["signature", "test", null],
    ["signature", "１２３４", null],
    ["input-support", "１２３４", "1234"],
    ["input-support", "１２３", null],
    ["input-support", "12 34", null],
  ];
  for (const [kind, typed, offered] of offers) assert.equal(offerForm(kind, typed), offered, typed);
});

test("a PIN typed into the wrong box is named", () => {
  assert.deepEqual(meantBy("authentication", "letters"), ["signature"]);
  assert.deepEqual(meantBy("signature", "four-digits"), ["authentication", "input-support", "resident-register"]);
  assert.deepEqual(meantBy("signature", "too-short"), []);
});

test("only the names of the protocol are kinds", () => {
  assert.ok(isPinKind("signature"));
  for (const value of ["Signature", "toString", "", null, 1]) assert.ok(!isPinKind(value));
});
