import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { collectFrom } from "../../src/autofill/collect.ts";
import { plan } from "../../src/autofill/plan.ts";
import { PAGES } from "./habits.ts";
import { ALL } from "./page.ts";

/** The planned types of a page's controls, in order; - for one that is left. */
function typesOf(markup: string): string {
  const form = markup.includes("<form") ? markup : `<form>${markup}</form>`;
  const { document } = parseHTML(`<!doctype html><html><head><title>見本</title></head><body>${form}</body></html>`);
  const facts = collectFrom(document as unknown as Document, "nonce", "https://www.example.lg.jp", () => true);
  const { items } = plan([facts], ALL);
  return facts.fields.map(({ ref }) => items.find((one) => one.ref === ref)?.type ?? "-").join(" ");
}

for (const [name, [markup, types]] of Object.entries(PAGES)) {
  test(`page habit: ${name}`, () => assert.equal(typesOf(markup), types));
}
