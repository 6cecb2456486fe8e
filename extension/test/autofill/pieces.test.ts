import assert from "node:assert/strict";
import { test } from "node:test";
import { collecting } from "../../src/autofill/collect.ts";
import { glimpsed, type Look, type Style } from "../../src/autofill/visibility.ts";
import { documentOf } from "./page.ts";

const PLAIN: Style = {
  opacity: "1",
  overflowX: "visible",
  overflowY: "visible",
  clipPath: "none",
  backgroundColor: "rgba(0, 0, 0, 0)",
  backgroundImage: "none",
  content: "none",
  pointerEvents: "auto",
  zIndex: "auto",
  width: "auto",
  height: "auto",
};
const BOX = { left: 10, top: 10, right: 200, bottom: 40 };

/** A look that counts what a browser would have to lay out or hit-test for it. */
function counting(memo: boolean): { look: Look; reads: () => number } {
  let reads = 0;
  const read = <T>(value: T): T => {
    reads++;
    return value;
  };
  let asked: Element | null = null;
  const look: Look = {
    rendered: () => read(true),
    box: (element) => {
      asked = element;
      return read(BOX);
    },
    style: () => read(PLAIN),
    page: () => read({ width: 1000, height: 900, x: 0, y: 0 }),
    view: () => ({ width: 1000, height: 900 }),
    center: () => {},
    at: () => read(asked === null ? [] : [asked]),
    top: () => read(asked),
    painted: () => false,
    outer: () => null,
    ...(memo ? { memo: new Map() } : {}),
  };
  return { look, reads: () => reads };
}

const rows = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `<table><tr><th>氏名${at}</th><td><div><input></div></td></tr></table>`,
  ).join("");

function collected(count: number, memo = true): { stops: number; reads: number; fields: number } {
  const { look, reads } = counting(memo);
  const document = documentOf(rows(count));
  const steps = collecting(document, "nonce", "https://www.example.lg.jp", (one) => glimpsed(one, look));
  let stops = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return { stops, reads: reads(), fields: step.value.fields.length };
    stops++;
  }
}

test("collecting can stop at every field, so that no page waits for a long form", () => {
  const { stops, fields } = collected(200);
  assert.equal(fields, 200);
  assert.ok(stops >= 200, String(stops));
});

test("what is read of the layout grows with the number of fields, not with its square", () => {
  const [once, twice] = [collected(200).reads, collected(400).reads];
  assert.ok(twice <= once * 2 + 20, `${once} ${twice}`);
  // The style of an element and of the six it is drawn in that no other field shares, its box, one point, the page.
  assert.ok(once / 200 <= 11, `${once / 200} reads for each field`);
});

test("what is remembered of the ancestors changes no answer", () => {
  assert.equal(collected(50, false).fields, collected(50, true).fields);
});
