// The page about the card and its PINs: what it says of each kind of card without any PIN, and changing a PIN.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { startStage } from "../lib/stage.mjs";
import { press, screen, toPin, typePin, words } from "../lib/window.mjs";

let stage;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());
afterEach(() => stage.tidy());

/** Opens the page with a given card in the reader and waits until it says how the card stands. */
async function open(profile, lang = "ja") {
  await stage.card.load(profile);
  const page = await stage.browser.open(extensionURL(`pins.html?lang=${lang}`));
  await screen(page, "status");
  return page;
}

async function overview(profile, lang) {
  const page = await open(profile, lang);
  await page.waitForSelector("[data-advice]");
  return page;
}

async function toChange(profile, kind, lang) {
  const page = await overview(profile, lang);
  await press(page, `change-${kind}`);
  await screen(page, "change");
  return page;
}

async function fill(page, current, fresh, repeat = fresh) {
  for (const [id, text] of Object.entries({ current, new: fresh, repeat })) {
    await page.click(`input#pin-${id}`, { count: 3 });
    await page.keyboard.press("Backspace");
    await page.type(`input#pin-${id}`, text);
  }
}

/** How the page says each PIN stands: `{signature: "open", …}`. */
const states = (page) =>
  page.$$eval("[data-pin]", (rows) => Object.fromEntries(rows.map(({ dataset }) => [dataset.pin, dataset.state])));
const advice = (page) => page.$$eval("[data-advice-code]", (boxes) => boxes.map(({ dataset }) => dataset.adviceCode));

test("an ordinary card has nothing to do, and no PIN was sent to find that out", async () => {
  const page = await overview("holder");
  assert.deepEqual(await advice(page), []);
  assert.match(await words(page), /いま、することはありません/);
  assert.match(await words(page), /利用者証明用電子証明書[\s\S]*更新できる日/);
  assert.equal((await stage.card.state()).verifies, 0);
});

test("what is wrong with a card is named, each with one way on", async () => {
  const expected = {
    locked: /PIN_LOCKED/,
    "last-try": /PIN_LAST_TRY/,
    expiring: /CERTIFICATE_EXPIRING/,
    expired: /CERTIFICATE_EXPIRED/,
    "card-expired": /CARD_EXPIRED/,
    "no-signature": /CERTIFICATE_MISSING/,
  };
  for (const [profile, code] of Object.entries(expected)) {
    const page = await overview(profile);
    assert.match((await advice(page)).join(" "), code, profile);
    const boxes = await page.$$eval("[data-advice-code]", (all) => all.map((box) => box.querySelectorAll("a").length));
    assert.ok(
      boxes.every((links) => links === 1),
      `${profile}: links ${boxes}`,
    );
    await page.close();
  }
});

test("a PIN without its certificate and a locked one offer no change", async () => {
  const missing = await overview("no-signature");
  assert.equal((await states(missing)).signature, "unused");
  assert.equal(await missing.$("[data-action=change-signature]"), null);
  const locked = await overview("locked");
  assert.equal((await states(locked))["input-support"], "locked");
  assert.equal(await locked.$("[data-action=change-input-support]"), null);
});

test("other cards are told apart kindly", async () => {
  for (const [profile, said] of Object.entries({
    licence: /運転免許証/,
    juki: /住民基本台帳カード/,
    phone: /スマートフォン/,
  })) {
    const page = await open(profile);
    await page.waitForSelector("[data-card-code=CARD_UNSUPPORTED]");
    await page.waitForFunction(
      (source) => new RegExp(source).test(document.body.innerText),
      { timeout: 8000 },
      said.source,
    );
    await page.close();
  }
});

test("a PIN is changed once, the card's own answer confirms it, and the new one works", async () => {
  const page = await toChange("holder", "input-support");
  await fill(page, "1234", "8046");
  await press(page, "submit-change");
  await screen(page, "changed");
  assert.match(await words(page), /書きとめて、カードとは別の場所/);
  const { window } = await stage.begin();
  await toPin(window);
  await typePin(window, "8046");
  await press(window, "read");
  await screen(window, "preview");
  assert.equal((await stage.card.state()).tries["input-support"], 3);
});

test("slips of the fingers cost nothing", async () => {
  const page = await toChange("holder", "signature");
  const { apdus } = await stage.card.state();
  for (const [current, fresh, repeat, slip] of [
    ["1234", "NEWPIN7", "NEWPIN7", "[data-reason=four-digits]"],
    ["TEST123", "newpin7", "newpin7", "[data-reason=lower-case]"],
    ["TEST123", "NEWPIN7", "NEWPIN8", "[data-slip=mismatch]"],
    ["TEST123", "TEST123", "TEST123", "[data-slip=same]"],
  ]) {
    await fill(page, current, fresh, repeat);
    await press(page, "submit-change");
    await page.waitForSelector(slip);
  }
  const state = await stage.card.state();
  assert.equal(state.apdus, apdus);
  assert.equal(state.tries.signature, 5);
});

test("a new PIN that is easy to guess is discouraged before the card is asked, not forbidden", async () => {
  const page = await toChange("holder", "input-support");
  await fill(page, "1234", "0000");
  await press(page, "submit-change");
  await page.waitForSelector("[data-code=PIN_WEAK] [data-reason=repeated]");
  assert.equal((await stage.card.state()).verifies, 0);
  await fill(page, "1234", "0000");
  await page.click("#accept-weak");
  await press(page, "submit-change");
  await screen(page, "changed");
});

test("a card that leaves with the answer: what is known and what must be checked", async () => {
  const page = await toChange("holder", "input-support");
  await fill(page, "1234", "8046");
  await page.waitForFunction(() => document.querySelector(".card")?.dataset.card === "ready");
  await stage.card.inject({ what: "remove", when: "during", at: 5 });
  await press(page, "submit-change");
  await screen(page, "unknown");
  assert.match(await words(page), /わかっていること[\s\S]*わからないこと/);
  await stage.card.insert();
});

for (const lang of ["ja", "en"]) {
  test(`every state of the page looks right (${lang})`, async () => {
    const found = [];
    const see = async (page, name) => found.push(...(await look(page, `${lang}/pins-${name}`)));
    for (const profile of [
      "holder",
      "locked",
      "expiring",
      "card-expired",
      "no-certificates",
      "face-auth",
      "last-try",
    ]) {
      const page = await overview(profile, lang);
      await see(page, profile);
      await page.close();
    }
    const other = await open("licence", lang);
    await other.waitForSelector("[data-card-code=CARD_UNSUPPORTED]");
    await see(other, "licence");
    await other.close();

    const page = await toChange("last-try", "input-support", lang);
    await see(page, "change-last-try");
    await page.close();
    const form = await toChange("holder", "signature", lang);
    await fill(form, "TEST123", "newpin7");
    await press(form, "submit-change");
    await form.waitForSelector("[data-reason=lower-case]");
    await see(form, "change-form");
    await form.close();
    const weak = await toChange("holder", "input-support", lang);
    await fill(weak, "1234", "0000");
    await press(weak, "submit-change");
    await weak.waitForSelector("[data-code=PIN_WEAK]");
    await see(weak, "change-weak");
    await fill(weak, "1234", "8046");
    await press(weak, "submit-change");
    await screen(weak, "changed");
    await see(weak, "changed");
    await weak.close();
    const lost = await toChange("holder", "input-support", lang);
    await fill(lost, "1234", "8046");
    await lost.waitForFunction(() => document.querySelector(".card")?.dataset.card === "ready");
    await stage.card.inject({ what: "remove", when: "during", at: 5 });
    await press(lost, "submit-change");
    await screen(lost, "unknown");
    await see(lost, "unknown");
    await stage.card.insert();
    assert.deepEqual(found, []);
  });
}
