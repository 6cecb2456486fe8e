import assert from "node:assert/strict";
import test from "node:test";
import table from "shared:errors";
import { parseHTML } from "linkedom";
import { type Key, type Language, text, type Values } from "../../src/i18n/index.ts";
import { PIN_KINDS } from "../../src/pin/kinds.ts";
import { failureBox } from "../../src/ui/failure-box.ts";
import type { Ui } from "../../src/ui/shell.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });

function ui(language: Language): Ui {
  return { language, t: (key: Key, values?: Values) => text(language, key, values), announce: () => undefined };
}

const link = (box: HTMLElement) => box.querySelector("[data-action=open-guide]")?.getAttribute("href") ?? null;

test("every PIN error leads into the guide, at this PIN", () => {
  const codes = table.errors.map(({ code }) => code).filter((code) => /^PIN_(?!ENTRY)/.test(code));
  assert.ok(codes.length >= 7);
  for (const code of codes) {
    for (const pin of PIN_KINDS) {
      const href = link(failureBox(ui("ja"), { code, params: { pin, triesLeft: 1 } }));
      assert.match(href ?? "", new RegExp(`^guide\\.html#pin=${pin}&state=`), `${code} ${pin}`);
    }
  }
});

test("an error of another kind does not", () => {
  assert.equal(link(failureBox(ui("ja"), { code: "NO_READER", params: {} })), null);
});

test("after a second wrong try the PIN it may be mistaken for is named, and that it is not tried", () => {
  for (const language of ["ja", "en"] as const) {
    const params = { pin: "input-support", triesLeft: 1, confusedWith: "authentication" };
    const hint = failureBox(ui(language), { code: "PIN_INCORRECT", params }).querySelector("[data-hint=confused]");
    assert.match(
      hint?.textContent ?? "",
      language === "ja" ? /利用者証明用.*試しません/ : /authentication.*tries no other/,
    );
  }
});

test("no other PIN is named where none looks like it", () => {
  const params = { pin: "signature", triesLeft: 3, confusedWith: null, lookalike: true };
  const box = failureBox(ui("ja"), { code: "PIN_INCORRECT", params });
  assert.equal(box.querySelector("[data-hint=confused]"), null);
  assert.match(box.querySelector("[data-hint=lookalike]")?.textContent ?? "", /0.*O.*1.*I/);
});

test("a PIN that was just refused is told apart from a new wrong one: no try was used", () => {
  const box = failureBox(ui("ja"), { code: "PIN_REPEATED", params: { pin: "input-support", triesLeft: 2 } });
  assert.match(box.textContent ?? "", /残り回数は減っていません/);
});
