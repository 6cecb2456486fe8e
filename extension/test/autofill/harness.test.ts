import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

const script = path.join(process.env.HITOFUDE_REPOSITORY ?? "", "extension/scripts/plan.mjs");

type Line = { k?: string; selector: string; type: string; value: string; confidence: string; reason: string };

/** What scripts/plan.mjs prints about a page. */
function printed(markup: string, ...options: string[]): Line[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hitofude-harness-"));
  try {
    const page = path.join(folder, "page.html");
    fs.writeFileSync(
      page,
      `<!doctype html><html lang=ja><head><title>見本</title></head><body><form>${markup}</form></body></html>`,
    );
    const lines = execFileSync(process.execPath, [script, ...options, page], { encoding: "utf8" }).trim();
    return lines.split("\n").map((line) => JSON.parse(line));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const FORM =
  '<label>氏名<input data-k="f1-0" id="name" name="shimei"></label>' +
  '<label>フリガナ<input data-k="f1-1" name="kana"></label>' +
  '<fieldset><legend>性別</legend><label><input type=radio data-k="f1-2" name=s value=1>男性</label><label><input type=radio data-k="f1-2" name=s value=2>女性</label></fieldset>' +
  '<label for=p>都道府県</label><select data-k="f1-3" id=p><option value="">選択</option><option value=13>東京都</option></select>' +
  '<label>年齢<input id="age"></label><label>代理人の氏名<input data-k="f1-4" name="dairi"></label>';

test("one object for each control that would be filled, with exactly the promised keys", () => {
  const found = printed(FORM);
  assert.deepEqual(
    found.map(({ k }) => k),
    ["f1-0", "f1-1", "f1-2", "f1-3", undefined],
  );
  for (const { k, ...line } of found) {
    assert.deepEqual(Object.keys(line), ["selector", "type", "value", "confidence", "reason"]);
    assert.match(line.confidence, /^(sure|unsure)$/);
  }
});

test("a choice is told by its visible text, a control by a selector", () => {
  const [name, kana, sex, prefecture] = printed(FORM);
  assert.deepEqual([name?.selector, name?.type, name?.value], ["#name", "name-full", "見本　花子"]);
  assert.deepEqual([kana?.selector, kana?.type], ['input[name="kana"]', "kana-full"]);
  assert.deepEqual([sex?.type, sex?.value], ["sex", "女性"]);
  assert.deepEqual([prefecture?.type, prefecture?.value], ["addr-pref", "東京都"]);
});

test("what the card does not hold is left out on demand, and data-k decides nothing", () => {
  const types = (found: Line[]) => found.map(({ type }) => type);
  assert.deepEqual(types(printed(FORM, "--card-only")), ["name-full", "sex", "addr-pref", "age"]);
  assert.deepEqual(types(printed(FORM.replace(/ data-k="[^"]*"/g, ""))), types(printed(FORM)));
});
