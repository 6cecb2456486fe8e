// A card in use, step by step, with the shipped program and extension: what is asked, what is sent, what is kept.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { profile } from "../lib/paths.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { press, screen, toPin, toPreview, typePin, words } from "../lib/window.mjs";

let stage;
let folder;
let inUse;
let kept;
before(async () => {
  // Its CA is made anew by the same key each time, and pinned here so that a signature can be made.
  const made = "00c7db3618626c0a45b22b7346c2e85e99365b8da5abd16161e9a345b43dca04";
  stage = await startStage({ config: { signCAs: [made] } });
  folder = await scratch("hitofude-trial-");
  // No name on this card says TEST: it stands for a card in use.
  const holder = JSON.parse(await readFile(profile("holder"), "utf8"));
  inUse = join(folder.path, "in-use.json");
  await writeFile(inUse, JSON.stringify({ ...holder, quirks: { madeUpNames: true } }));
  kept = join(stage.browser.env.XDG_CONFIG_HOME, "hitofude/trial.json");
});
after(async () => {
  await stage.close();
  await folder.remove();
});
afterEach(() => stage.tidy());

const forget = () => rm(kept, { force: true });
/** As if the last first step had been an hour ago. */
async function anHourLater() {
  const state = JSON.parse(await readFile(kept, "utf8"));
  state.sitting.at = new Date(Date.now() - 3_601_000).toISOString().replace(/\.\d+Z$/, "Z");
  await writeFile(kept, JSON.stringify(state));
}
const pinsSent = async () => (await stage.card.state()).verifies;
const openSign = (query = "") => stage.browser.open(extensionURL(`sign.html${query}`));
async function file() {
  const path = join(folder.path, "見本.txt");
  await writeFile(path, "見本\n");
  return path;
}

test("status first, then name and address with consent, an hour later a signature, and never two PINs before", async () => {
  await forget();
  await stage.card.loadFile(inUse);
  const { window } = await stage.begin();
  await screen(window, "prepare");
  await window.waitForSelector("[data-trial=consent]");
  assert.deepEqual(JSON.parse(await readFile(kept, "utf8")).steps, ["status"]);
  await press(window, "next");
  await window.waitForSelector(".trial [role=alert]");
  assert.equal(await screen(window, "prepare"), "prepare", "nobody goes on without the tick");

  const sign = await openSign();
  await sign.waitForSelector("[data-trial=no] [data-code=TRIAL_REFUSED]");
  assert.match(await words(sign), /氏名・住所などの読み取りがうまくいってから/);
  await sign.close();

  await window.bringToFront();
  await window.click("#accept-trial");
  await toPin(window);
  await typePin(window, "1234");
  await press(window, "read");
  await screen(window, "preview");
  assert.equal(await pinsSent(), 1);
  await window.close();

  const second = await openSign();
  await second.waitForSelector("[data-trial=no]");
  assert.match(await words(second), /60分たってから/);
  assert.equal(await second.$eval("[data-action=next]", (button) => button.disabled), true);
  await second.close();

  await anHourLater();
  const third = await openSign();
  await third.waitForSelector("[data-trial=consent]");
  await (await third.waitForSelector("input#file")).uploadFile(await file());
  await third.click("#accept-trial");
  await press(third, "next");
  await screen(third, "pin");
  await typePin(third, "TEST123");
  await press(third, "sign");
  await screen(third, "done");
  const text = await readFile(kept, "utf8");
  assert.doesNotMatch(text, /見本|1985|9900000|http|Virtual/, "nothing of a person, a card or a site is kept");
});

test("a wrong first PIN stops the step until no wrong entry is counted", async () => {
  await forget();
  await stage.card.loadFile(inUse);
  const { window } = await stage.begin();
  await window.waitForSelector("#accept-trial");
  await window.click("#accept-trial");
  await toPin(window);
  await typePin(window, "9876");
  await press(window, "read");
  await window.waitForSelector("[data-code=PIN_INCORRECT]");
  await window.waitForSelector("[data-trial=no] [data-code=TRIAL_REFUSED]");
  assert.match(await words(window), /あと2回まちがえると、ロックされます/);
  assert.equal(await window.$eval("form", (form) => form.hidden), true, "there is no box to type another one");
  assert.equal(await pinsSent(), 1);
});

test("no PIN is changed before a signature went well", async () => {
  await forget();
  await stage.card.loadFile(inUse);
  const page = await stage.browser.open(extensionURL("pins.html"));
  await page.waitForSelector("[data-trial=overview]");
  await press(page, "change-input-support");
  await page.waitForSelector("[data-trial=no] [data-code=TRIAL_REFUSED]");
  assert.equal(await page.$eval("form", (form) => form.hidden), true);
  assert.equal(await pinsSent(), 0);
});

test("a test card meets none of it, and nothing is written", async () => {
  await forget();
  await stage.card.load("holder");
  const { window } = await stage.begin();
  await toPreview(window, "1234");
  await assert.rejects(readFile(kept), { code: "ENOENT" });
});

test("the words are there in every look", async () => {
  await forget();
  await stage.card.loadFile(inUse);
  const { window } = await stage.begin();
  await window.waitForSelector("[data-trial=consent]");
  const sign = await openSign();
  await sign.waitForSelector("[data-trial=no]");
  const pins = await stage.browser.open(extensionURL("pins.html"));
  await pins.waitForSelector("[data-trial=overview]");
  const english = await openSign("?lang=en");
  await english.waitForSelector("[data-trial=no]");
  const found = [];
  for (const [page, name] of [
    [window, "trial-window"],
    [sign, "trial-sign"],
    [pins, "trial-pins"],
    [english, "trial-sign-en"],
  ]) {
    await page.bringToFront();
    found.push(...(await look(page, name)));
  }
  await press(window, "lang-en");
  await window.waitForSelector("[data-trial=consent]");
  found.push(...(await look(window, "trial-window-en")));
  assert.deepEqual(found, []);
});
