// Somebody without a reader and without a card: the practice form is filled from the start page alone.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { extensionURL, startBrowser } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { tidy } from "../lib/stage.mjs";
import { confirm, press, screen, toPin, toPreview, typePin } from "../lib/window.mjs";

let browser;
before(async () => {
  // No lab: there is no card reader on this computer.
  browser = await startBrowser();
});
after(async () => assert.deepEqual(await browser?.close(), []));
beforeEach(() => tidy(browser));

/** From the start page to the practice page, and to the window that its button opens. */
async function begin() {
  const start = await browser.open(extensionURL("start.html"));
  const [page] = await Promise.all([next("practice.html"), press(start, "open-practice")]);
  await page.waitForSelector("#practice-form");
  const [window] = await Promise.all([next("window.html"), press(page, "practice-open")]);
  return { page, window };
}

const next = (name) => browser.windowAt(extensionURL(name));

const values = (page) => page.$eval("#practice-form", (form) => Object.fromEntries(new FormData(form).entries()));

test("the form is filled from the start page alone, and nothing of it is real", async () => {
  const { page, window } = await begin();
  await screen(window, "prepare");
  assert.match(await window.$eval("[data-practice]", (box) => box.textContent), /練習中/);
  assert.deepEqual(await look(window, "practice-prepare"), []);
  await toPreview(window, "1234");
  assert.deepEqual(await look(window, "practice-preview"), []);
  await confirm(window);
  const filled = await values(page);
  for (const [name, value] of Object.entries({
    shimei_sei: "練習用",
    shimei_mei: "花子",
    birth_gengo: "昭和",
    birth_nen: "60",
    seibetsu: "女性",
    ken: "埼玉県",
    shiku: "さいたま市浦和区",
    yubin: "3300063",
    tatemono: "練習用コーポ２０３",
  }))
    assert.equal(filled[name], value, name);
  await page.bringToFront();
  await page.type("#practice-kana_sei", "レンシュウヨウ");
  await page.type("#practice-kana_mei", "ハナコ");
  await press(page, "practice-check");
  await page.waitForSelector("[data-practice-result=done]");
  assert.deepEqual(await look(page, "practice-done"), []);
});

test("a wrong PIN costs a try of the made-up card, and the next window has all of them again", async () => {
  const { page, window } = await begin();
  await toPin(window);
  await typePin(window, "9999");
  await press(window, "read");
  await window.waitForSelector("[data-code=PIN_INCORRECT]");
  await window.close();
  await page.bringToFront();
  const [again] = await Promise.all([next("window.html"), press(page, "practice-open")]);
  await again.waitForSelector("[data-tries='3']");
});
