import assert from "node:assert/strict";
import test from "node:test";
import table from "shared:errors";
import { explain } from "../../src/errors/explain.ts";
import { OWN_CODES } from "../../src/messaging/failure.ts";
import { pinWords } from "../../src/pin/kinds.ts";

/** Parameters that a host may send with any code. */
const params = {
  pin: "input-support",
  triesLeft: 2,
  reason: "too-short",
  old: "host",
  key: "signature",
  reader: "Reader 00",
  step: "VERIFY",
  statusWord: "6A82",
  name: "見本.pdf",
  days: 40,
};
const languages = ["ja", "en"] as const;

test("every code of the host has a cause and a next step in both languages", () => {
  assert.ok(table.errors.length >= 31);
  for (const { code } of table.errors) {
    for (const language of languages) {
      const { cause, next } = explain({ code, params }, language);
      for (const text of [cause, next]) assert.doesNotMatch(text, /[{}]|undefined|^$/, `${code} ${language}: ${text}`);
    }
  }
});

test("every code of our own has a cause and a next step in both languages", () => {
  for (const code of OWN_CODES) {
    for (const language of languages) {
      const { cause, next } = explain({ code, params }, language);
      for (const text of [cause, next]) assert.doesNotMatch(text, /[{}]|undefined|^$/, `${code} ${language}: ${text}`);
    }
  }
});

test("own codes do not hide codes of the host", () => {
  const hosts = new Set(table.errors.map(({ code }) => code));
  assert.deepEqual(
    OWN_CODES.filter((code) => hosts.has(code)),
    [],
  );
});

test("a PIN error names the PIN in full and the tries with their consequence", () => {
  const { cause, next } = explain({ code: "PIN_INCORRECT", params }, "ja");
  assert.ok(cause.includes(pinWords("input-support", "ja").name), cause);
  assert.match(next, /あと2回まちがえると、ロックされます/);
});

test("tries that nobody knows are not told as a number", () => {
  for (const language of languages) {
    for (const triesLeft of [null, undefined]) {
      const { next } = explain({ code: "PIN_INCORRECT", params: { pin: "signature", triesLeft } }, language);
      assert.doesNotMatch(next, /\d|null|undefined|[{}]/, next);
    }
  }
});

test("a code of a newer host is explained all the same", () => {
  const { cause, next } = explain({ code: "SOMETHING_NEW", params: {} }, "en");
  assert.match(cause, /does not know/);
  assert.match(next, /Update the extension/);
});

test("parameters that are not text or number are left out", () => {
  const { cause } = explain({ code: "FILE_UNREADABLE", params: { name: { toString: () => "secret" } } }, "en");
  assert.doesNotMatch(cause, /secret|object/);
});

test("the last try is told with what a lock of this very PIN would stop", () => {
  const next = (pin: string) => explain({ code: "PIN_LAST_TRY", params: { pin, triesLeft: 1 } }, "ja").next;
  assert.match(next("signature"), /電子署名ができなくなります/);
  assert.match(next("authentication"), /マイナポータルへのログイン/);
  assert.match(next("input-support"), /氏名や住所を読み取れなくなります/);
});

test("words for one reason replace those of the code", () => {
  const cause = (params: Record<string, unknown>) => explain({ code: "PIN_ENTRY_UNAVAILABLE", params }, "ja").cause;
  assert.match(cause({ reason: "timeout" }), /時間が過ぎました/);
  assert.doesNotMatch(cause({}), /時間が過ぎました/);
});
