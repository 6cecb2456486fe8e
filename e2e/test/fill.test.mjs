// From the toolbar button to the filled form and back, on the demo page.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { expected } from "../lib/expected.mjs";
import { startStage, touched } from "../lib/stage.mjs";
import { confirm, press, results, rows, screen, toPreview, values, words } from "../lib/window.mjs";

let stage;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());
afterEach(() => stage.tidy());

test("every field of the form is right, nothing is written before the confirmation, and undo restores all", async () => {
  const { page, window } = await stage.begin();
  const untouched = await values(page);
  await toPreview(window, "1234");
  assert.deepEqual(await values(page), untouched);
  assert.deepEqual(await touched(page), [], "events in the page before the confirmation");
  const previewed = await rows(window);
  assert.ok(previewed.length > 0);

  await confirm(window);
  assert.deepEqual(await values(page), expected);
  assert.ok(
    (await results(window)).every((state) => state === "filled"),
    String(await results(window)),
  );

  await press(window, "undo");
  await page.waitForFunction(
    (before) =>
      Object.entries(before).every(([id, value]) => {
        const field = document.getElementById(id);
        return !field || (["radio", "checkbox"].includes(field.type) ? field.checked : field.value) === value;
      }),
    {},
    untouched,
  );
  assert.deepEqual(await values(page), untouched);
});

test("a row without its tick is left alone", async () => {
  const { page, window } = await stage.begin();
  const untouched = await values(page);
  await toPreview(window, "1234");
  for (let row = (await rows(window)).length - 1; row > 0; row--) {
    const [box] = (await window.$$("[data-row] input[type=checkbox]")).slice(row);
    if (await box.evaluate((element) => element.checked)) await box.click();
  }
  await confirm(window);
  const now = await values(page);
  const changed = Object.keys(now).filter((id) => now[id] !== untouched[id]);
  assert.equal(changed.length, 1, String(changed));
});

test("what a person typed before is shown and not overwritten", async () => {
  const { page, window } = await stage.begin();
  await window.close();
  await page.type("#addr-city", "じぶんで書いた");
  const again = await stage.browser.press(page);
  await toPreview(again, "1234");
  await confirm(again);
  assert.equal((await values(page))["addr-city"], "じぶんで書いた");
});

test("pressing the button again brings the same window to the front", async () => {
  const { page, window } = await stage.begin();
  await screen(window, "prepare");
  const count = async () => (await stage.browser.windows((address) => address.includes("window.html"))).length;
  assert.equal(await count(), 1);
  await stage.browser.pressAgain(page);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(await count(), 1);
});

test("in English the window says the same without a word of Japanese but names", async () => {
  const { window } = await stage.begin();
  await screen(window, "prepare");
  await press(window, "lang-en");
  await window.waitForSelector("body[data-lang=en]");
  assert.match(await words(window), /PIN/);
  await press(window, "lang-ja");
  await window.waitForSelector("body[data-lang=ja]");
});
