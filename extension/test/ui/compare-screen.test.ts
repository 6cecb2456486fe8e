/** The screen of the comparison in both languages: what it says, and what reaches the paper. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseHTML } from "linkedom";
import type { Box, Comparison, Verdict } from "../../src/compare/types.ts";
import { VERDICTS } from "../../src/compare/types.ts";
import { type Key, type Language, text, type Values } from "../../src/i18n/index.ts";
import type { Ui } from "../../src/ui/shell.ts";
import { compare, summaryOf } from "../../src/window/screens/compare.ts";
import type { On } from "../../src/window/screens/parts.ts";
import { jobWith, ORIGIN, PROFILE } from "../window/fixtures.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, { document });

const spoken: string[] = [];
const ui = (language: Language): Ui => ({
  language,
  t: (key: Key, values?: Values) => text(language, key, values),
  announce: (words) => spoken.push(words),
});
const act = new Proxy({}, { get: () => () => undefined }) as never;

const VALUES = ["見本　花子", "見本　花江", "1985/05/16", "東京都千代田区霞が関三丁目２番１号", "090-0000-0000"];

const box = (verdict: Verdict, label: string, stands: string, card: string, more: Partial<Box> = {}): Box => ({
  ...{ ref: label, frame: "n0", label, verdict, stands, card, spellings: [], parts: [] },
  ...more,
});

const RESULT: Comparison = {
  entries: [
    { category: "sex", verdict: "same", boxes: [box("same", "性別", "女", "女")] },
    { category: "name", verdict: "differs", boxes: [box("differs", "氏名", "見本　花江", "見本　花子")] },
    {
      category: "birth",
      verdict: "differs",
      boxes: [
        box("same", "見本　花子様の生年月日 年", "1985", "1985"),
        box("differs", "日", "1985/05/16", "1985/05/15"),
      ],
    },
    {
      category: "address",
      verdict: "spelling",
      boxes: [
        box("spelling", "住所", "霞が関3-2-1", "東京都千代田区霞が関三丁目２番１号", {
          spellings: ["width", "hyphen"],
          parts: ["building"],
        }),
      ],
    },
    { category: "zip", verdict: "empty", boxes: [box("empty", "郵便番号", "", "100-0013")] },
    { category: "age", verdict: "unread", boxes: [box("unread", "年齢", "", "41", { unread: "hidden" })] },
    { category: "other", verdict: "not-on-card", boxes: [box("not-on-card", "電話番号", "", "")] },
  ],
};

const state = (more: Partial<On<"compare">> = {}): On<"compare"> => ({
  screen: "compare",
  job: { ...jobWith([]), site: { origin: ORIGIN, title: "見本　花子さんのページ" } },
  profile: PROFILE,
  whose: null,
  result: RESULT,
  at: Date.UTC(2026, 10, 24, 3, 0),
  gone: false,
  ...more,
});

function built(language: Language, more: Partial<On<"compare">> = {}) {
  const view = compare(state(more), ui(language), act);
  const page = document.createElement("main");
  for (const element of view.body) if (element) page.append(element as never);
  return { view, page: page as unknown as HTMLElement };
}

const textsOf = (page: HTMLElement, selector: string) =>
  [...page.querySelectorAll(selector)].map((one) => one.textContent ?? "");

test("the summary counts each verdict, and leaves out of the whole what is not on the card", () => {
  assert.equal(
    summaryOf(RESULT, ui("ja")),
    "6項目のうち、1項目が同じです。1項目は、表記だけがちがいます。2項目がちがいます。1項目に、空の欄があります。1項目は、読めない欄があります。ほかに1項目は、カードにないので、くらべていません。",
  );
  assert.equal(summaryOf({ entries: RESULT.entries.slice(0, 1) }, ui("ja")), "1項目のうち、1項目が同じです。");
  assert.match(summaryOf({ entries: [] }, ui("en")), /no item that can be compared/);
});

test("the result is spoken when it comes, and not before", () => {
  spoken.length = 0;
  const { view } = built("ja", { result: null });
  assert.deepEqual(spoken, []);
  view.update?.(state());
  assert.deepEqual(spoken, [summaryOf(RESULT, ui("ja"))]);
});

test("every difference is named with the label, what the form says and what the card says, the gravest first", () => {
  const { page } = built("ja");
  const entries = [...page.querySelectorAll("[data-entry]")];
  assert.deepEqual(
    entries.map((one) => one.getAttribute("data-verdict")),
    ["differs", "differs", "unread", "empty", "spelling", "same", "not-on-card"],
  );
  const [name] = entries;
  assert.match(name?.textContent ?? "", /氏名.*ちがう.*氏名.*フォーム 見本　花江.*カード 見本　花子/s);
  assert.match(entries[4]?.textContent ?? "", /全角と半角、ハイフン.*建物/s);
});

for (const language of ["ja", "en"] as const) {
  test(`every verdict has its words (${language}), and no text is missing`, () => {
    const { page } = built(language);
    for (const verdict of VERDICTS) assert.ok(text(language, `compare.verdict.${verdict}`).length > 0);
    assert.doesNotMatch(page.textContent ?? "", /\{[a-z]+\}|compare\./i);
  });

  test(`what is printed holds no value, not even one the page made a label or its title of (${language})`, () => {
    const { page } = built(language);
    for (const hidden of page.querySelectorAll(".value, .screen-only, .buttons")) hidden.remove();
    const paper = (page.textContent ?? "").replace(/\s/g, "");
    for (const value of [...VALUES, "1985", "100-0013", "花子", "霞が関"]) {
      assert.ok(!paper.includes(value.replace(/\s/g, "")), `${value} is on the paper`);
    }
    assert.ok(textsOf(page, "[data-entry]").length === RESULT.entries.length);
    assert.ok(paper.includes(ORIGIN) && paper.includes("2026"));
  });
}
