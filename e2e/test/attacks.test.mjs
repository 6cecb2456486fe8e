// Pages that try to get more out of a filler than a person sees: the same script as is shipped, in real layout.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { attackPage, baitPage, hiding, listening, oldMask, swapping } from "../lib/attacks.mjs";
import { startBrowser } from "../lib/browser.mjs";
import { testWhere } from "../lib/only.mjs";
import { chromiumExtension, demoSite } from "../lib/paths.mjs";
import { serve } from "../lib/site.mjs";

let browser;
let page;
let script;
before(async () => {
  script = await readFile(join(chromiumExtension, "page.js"), "utf8");
  browser = await startBrowser();
  page = await browser.open("about:blank");
});
after(() => browser.close());

/** What the shipped script lists of a page, by the ids of the controls. */
async function listed(html) {
  await page.setContent(html);
  await page.evaluate(script);
  return page.evaluate(async () => (await __hitofude.collect("nonce")).fields.map(({ id }) => id));
}

/** Writes into every field that was listed, and says what stands in the page afterwards. */
const write = () =>
  page.evaluate(async () => {
    const facts = globalThis.listedFacts;
    const results = await __hitofude.apply(
      "nonce",
      facts.map(({ ref }) => ({ ref, value: "秘密" })),
    );
    const values = [...document.querySelectorAll("input")].map(({ id, value }) => [id, value]);
    return { states: results.map(({ state }) => state), values: Object.fromEntries(values) };
  });

for (const [name, added] of Object.entries(hiding)) {
  test(`a field hidden by ${name} is not listed`, async () => {
    assert.deepEqual(await listed(attackPage(added)), ["seen"]);
  });
}

testWhere("old-mask", "a field hidden by a mask of the old kind is not listed", async () => {
  assert.deepEqual(await listed(attackPage(oldMask)), ["seen"]);
});

test("the bait of these pages is listed where nothing hides it", async () => {
  assert.deepEqual(await listed(baitPage), ["seen", "bait"]);
});

for (const [name, change] of Object.entries(swapping)) {
  test(`after the preview, ${name}: nothing is written there`, async () => {
    await page.setContent(baitPage);
    await page.evaluate(script);
    await page.evaluate(async () => {
      const { fields } = await __hitofude.collect("nonce");
      globalThis.listedFacts = fields.filter(({ id }) => id === "bait");
    });
    await page.evaluate(change);
    const { states, values } = await write();
    assert.notEqual(states[0], "filled");
    assert.notEqual(values.bait, "秘密");
  });
}

for (const [name, change] of Object.entries(listening)) {
  test(`while it is filled, ${name}: nothing is written there`, async () => {
    await page.setContent(baitPage);
    await page.evaluate(script);
    await page.evaluate(async (code) => {
      globalThis.listedFacts = (await __hitofude.collect("nonce")).fields;
      document.getElementById("seen").addEventListener("input", new Function(code));
    }, change);
    const { states, values } = await write();
    assert.deepEqual([states[0], values.seen], ["filled", "秘密"]);
    assert.notEqual(states[1], "filled");
    assert.equal(values.bait, "");
  });
}

test("of the demo's hostile page only the one visible field is listed", async () => {
  const site = await serve(demoSite);
  try {
    await page.goto(`${site.url}hostile.html`);
    await page.evaluate(script);
    assert.deepEqual(await page.evaluate(async () => (await __hitofude.collect("nonce")).fields.map(({ id }) => id)), [
      "seen",
    ]);
  } finally {
    await site.close();
  }
});
