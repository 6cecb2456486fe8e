// The PIN: asked once, sent once, and never sent when that would cost a try for nothing.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { startStage } from "../lib/stage.mjs";
import { press, screen, toPin, typePin, words } from "../lib/window.mjs";

let stage;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());
afterEach(() => stage.tidy());

/** Opens the form with a given card in the reader and goes to the PIN box. */
async function atPin(profile) {
  await stage.card.load(profile);
  const { window } = await stage.begin();
  await toPin(window);
  return window;
}

test("a wrong PIN costs one try and says how many are left before the lock", async () => {
  const window = await atPin("holder");
  await typePin(window, "9876");
  await press(window, "read");
  await window.waitForSelector("[data-code=PIN_INCORRECT]");
  assert.match(await words(window), /あと2回まちがえると、ロックされます/);
  const { tries, verifies, unlocked } = await stage.card.state();
  assert.equal(tries["input-support"], 2);
  assert.equal(verifies, 1);
  assert.deepEqual(unlocked, []);

  await typePin(window, "1234");
  await press(window, "read");
  await screen(window, "preview");
  assert.equal((await stage.card.state()).tries["input-support"], 3, "the right PIN gives the tries back");
});

for (const [what, pin] of [
  ["too short", "123"],
  ["full-width digits", "１２３４"],
  ["a letter", "12a4"],
  ["nothing", ""],
]) {
  test(`a PIN of bad form (${what}) never reaches the card`, async () => {
    const window = await atPin("holder");
    const before = await stage.card.state();
    await typePin(window, pin);
    await window.$eval("input#pin", (box) => box.form.requestSubmit());
    await window.waitForSelector("[data-code=PIN_FORMAT], input#pin[aria-invalid=true]");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const state = await stage.card.state();
    assert.equal(state.apdus, before.apdus, "APDUs after the submit");
    assert.equal(state.verifies, 0);
    assert.equal(state.tries["input-support"], 3);
    assert.equal(await window.$eval("body", (body) => body.dataset.screen), "pin");
  });
}

test("the last try is used only after a second confirmation", async () => {
  const window = await atPin("last-try");
  await typePin(window, "1234");
  assert.equal((await stage.card.state()).verifies, 0);
  const confirmation = await window.waitForSelector("#accept-last-try, [data-action=accept-last-try]", {
    visible: true,
  });
  const refused = await window
    .$eval("[data-action=read]", (button) => button.disabled || button.getAttribute("aria-disabled") === "true")
    .catch(() => true);
  if (!refused) {
    await press(window, "read");
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await stage.card.state()).verifies, 0, "VERIFY without the second confirmation");
  }
  await confirmation.click();
  if (await window.$("[data-action=read]:not([disabled])")) await press(window, "read");
  await screen(window, "preview");
  assert.equal((await stage.card.state()).verifies, 1);
});

test("a locked PIN is never sent, and the window says where to go", async () => {
  await stage.card.load("locked");
  const { window } = await stage.begin();
  await screen(window, "locked");
  assert.match(await words(window), /ロックされています|ロックされました/);
  assert.match(await words(window), /窓口/);
  assert.equal(await window.$("input#pin"), null);
  assert.equal((await stage.card.state()).verifies, 0);
});
