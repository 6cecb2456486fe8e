// What the card does not have, what is remembered of it, and what is left when the person is done.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { contactForm, controlForm, familyForm } from "../lib/forms.mjs";
import { residue } from "../lib/residue.mjs";
import { startStage } from "../lib/stage.mjs";
import { confirm, press, rows, screen, toPreview, values } from "../lib/window.mjs";

let stage;
before(async () => {
  stage = await startStage({
    pages: { "/contact.html": contactForm, "/control.html": controlForm, "/family.html": familyForm },
  });
});
after(() => stage.close());
afterEach(() => stage.tidy());

const open = (path) => stage.begin(`${stage.site.origin}${path}`);
const give = (window, field, text) => window.type(`[data-given=${field}]`, text);
const given = (window) =>
  window.$$eval("[data-given]", (boxes) => Object.fromEntries(boxes.map((box) => [box.dataset.given, box.value])));

/**
 * What was on the card or typed, none of which may be found on the disk. No word of it stands in a text of the extension: the
 * browser keeps its scripts.
 */
const PERSONAL = [
  ...["見本　花子", "1985/05/15", "19850515", "霞が関三丁目", "みほんコーポ"],
  ...["ツクリモノ", "つくりもの", "ナナシコ", "0467-98-7654", "0467987654", "hanako.test@example.jp", '"1234"'],
];

/**
 * Waits until the browser has written its session files: they hold what stands in the form of a page that does not forbid it.
 * Everything that was in a window before has been written then too, if the browser writes it at all.
 */
async function sessionWritten() {
  const marker = `しるし${Math.random()}`;
  const page = await stage.browser.open(`${stage.site.origin}/control.html`);
  await page.type("#control", marker);
  await page.click("h1");
  for (let wait = 0; wait < 240; wait++) {
    if ((await residue(stage.browser.userData, [marker])).length > 0) return page.close();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the browser did not write its session files");
}

test("what is typed once fills every box, is remembered for this card alone, and nothing of it lies on the disk", async () => {
  const { page, window } = await open("/contact.html");
  await toPreview(window, "1234");
  await give(window, "kanaFamily", "つくりもの");
  await give(window, "kanaGiven", "ななしこ");
  await give(window, "phone", "0467-98-7654");
  await give(window, "email", "hanako.test@example.jp");
  await window.click("#remember");
  await sessionWritten();
  await confirm(window);
  const filled = await values(page);
  assert.deepEqual(
    [filled.name, filled["kana-family"], filled["kana-given"], filled.phone, filled.email, filled["email-again"]],
    ["見本　花子", "ツクリモノ", "ナナシコ", "0467-98-7654", "hanako.test@example.jp", "hanako.test@example.jp"],
  );
  assert.ok(await window.$("[data-memory=kept]"));
  await press(window, "finish");
  await screen(window, "ended");
  await stage.tidy();

  // The same card again: three presses and one PIN from the button to the filled form.
  const again = await open("/contact.html");
  await toPreview(again.window, "1234");
  assert.equal((await given(again.window)).phone, "0467-98-7654");
  await confirm(again.window);
  assert.deepEqual(await values(again.page), filled);
  await stage.tidy();

  // Another person's card: nothing of the first one.
  await stage.card.load("no-signature");
  const other = await open("/contact.html");
  await toPreview(other.window, "1234");
  assert.deepEqual(Object.values(await given(other.window)), ["", "", "", ""]);
  assert.doesNotMatch(await other.window.content(), /ツクリモノ|つくりもの|ななしこ|0467|hanako\.test/);
  await stage.tidy();
  await stage.card.load("holder");

  await sessionWritten();
  assert.deepEqual(await residue(stage.browser.userData, PERSONAL), []);
  const start = await stage.browser.open(extensionURL("start.html"));
  await start.waitForSelector("[data-memory-count='1']");
  await press(start, "clear-memory");
  await start.waitForSelector("[data-memory-count='0']");
});

/** Whether the isolated world of the extension still holds something of collect and apply in this page. */
async function keptIn(page) {
  const own = await stage.browser.open(extensionURL("guide.html"));
  const kept = await own.evaluate(
    async (address) => {
      // The tab's address is told for as long as the right to it lasts, which the button gave.
      const [{ id: tabId }] = (await chrome.tabs.query({})).filter(({ url }) => url === address);
      const func = () => globalThis[Symbol.for("hitofude.document")] !== undefined;
      const [{ result }] = await chrome.scripting.executeScript({ target: { tabId }, func });
      return result;
    },
    await stage.browser.address(page),
  );
  await own.close();
  return kept;
}

test("the end and a closed window leave nothing in the page by which it could be put back", async () => {
  for (const end of [(window) => press(window, "finish"), (window) => window.close({ runBeforeUnload: false })]) {
    const { page, window } = await open("/contact.html");
    await toPreview(window, "1234");
    await confirm(window);
    assert.ok(await keptIn(page));
    await end(window);
    for (let wait = 0; (await keptIn(page)) && wait < 50; wait++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(!(await keptIn(page)));
    assert.equal((await values(page)).name, "見本　花子", "what was written belongs to the person");
    await stage.tidy();
  }
});

test("a changed value is what is written, and one the box cannot take is not accepted", async () => {
  const { page, window } = await open("/contact.html");
  await toPreview(window, "1234");
  // By keys: the button, the box, and back.
  await window.focus("[data-action=edit]");
  await window.keyboard.press("Enter");
  const [edit] = await window.$$("[data-row] .edit input");
  await edit.click({ count: 3 });
  await edit.type("見本　ハナ");
  await window.keyboard.press("Enter");
  assert.equal((await rows(window))[0].value, "見本　ハナ");
  assert.equal(
    await window.evaluate(() => document.activeElement.dataset.action),
    "edit",
    "the focus stays at the row",
  );
  await confirm(window);
  assert.equal((await values(page)).name, "見本　ハナ");
});

test("before it is said whose card it is nothing can be filled; then only that person's boxes are", async () => {
  const { page, window } = await open("/family.html");
  await toPreview(window, "1234");
  assert.deepEqual(await rows(window), []);
  assert.ok(await window.$("[data-action=confirm][disabled]"));
  const headings = await window.$$eval("[data-heading]", (all) => all.map((one) => one.textContent));
  assert.deepEqual(headings, ["申請者", "お子様"]);
  await window.focus("#whose-0");
  await window.keyboard.press("ArrowDown");
  await confirm(window);
  const filled = await values(page);
  assert.deepEqual([filled["a-name"], filled["b-name"]], ["", "見本　花子"]);
});
