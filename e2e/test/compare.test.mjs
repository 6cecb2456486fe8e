// Comparing a filled form with the card (照合): the field that was changed by hand is named, the page is not touched, the paper
// holds no value. Pictures of the screen in every look are kept in out/screens.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { baitPage, swapping } from "../lib/attacks.mjs";
import { listenTo } from "../lib/listener.mjs";
import { look } from "../lib/looks.mjs";
import { chromiumExtension, out } from "../lib/paths.mjs";
import { startStage, touched } from "../lib/stage.mjs";
import { confirm, press, screen, toPreview, typePin, values } from "../lib/window.mjs";

// A field that is hidden, one shown as dots, and one with a very long text, beside an honest one.
const hostile = `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>見本</title></head><body><h1>見本</h1><form>
  <p><label for="n">氏名</label><input id="n" name="n" value="見本　花江"></p>
  <p><label for="d">生年月日</label><input id="d" name="d" value="1985/05/15" style="-webkit-text-security:disc"></p>
  <p><label for="a">住所</label><textarea id="a" name="a"></textarea></p>
  <p id="later"><label for="s">性別</label><input id="s" name="s" value="女"></p></form>
  <script>a.value = "あ".repeat(100_000); addEventListener("hide", () => later.style.opacity = "0");</script></body></html>`;

let stage;
before(async () => {
  stage = await startStage({ pages: { "/hostile.html": hostile } });
});
after(() => stage.close());
afterEach(() => stage.tidy());

/** From the first screen to the result. */
async function toResult(window) {
  await screen(window, "prepare");
  await press(window, "compare");
  await screen(window, "pin");
  await typePin(window, "1234");
  await press(window, "read");
  await screen(window, "compare");
  await window.waitForSelector("[data-summary]");
}

/** Category → verdict, and what is said of each box that is not the same. */
const result = (window) =>
  window.$$eval("[data-entry]", (entries) =>
    Object.fromEntries(entries.map(({ dataset }) => [dataset.entry, dataset.verdict])),
  );
const boxes = (window) =>
  window.$$eval("[data-box]:not([data-box=same])", (elements) => elements.map(({ innerText }) => innerText));

/** Fills the demo form, then changes it as a person would. */
async function filled(change) {
  const { page, window } = await stage.begin();
  await toPreview(window, "1234");
  await confirm(window);
  await window.close();
  await change(page);
  // What happened so far was filling, and the person.
  await page.evaluate(() => {
    document.activeElement.blur();
    globalThis.touched = [];
  });
  return page;
}

test("the one field changed by hand is named with both values, nothing is written, and the paper holds no value", async () => {
  const page = await filled(async (form) => {
    await form.click("#name-given", { count: 3 });
    await form.type("#name-given", "花江");
  });
  const before = await values(page);
  const markup = await page.evaluate(() => document.documentElement.outerHTML);
  await page.evaluate(() => {
    globalThis.mutations = [];
    new MutationObserver((found) => mutations.push(...found.map(({ type }) => type))).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
  const window = await stage.browser.press(page);
  await toResult(window);

  const found = await result(window);
  assert.equal(found.name, "differs");
  for (const category of ["birth", "sex", "address"]) assert.equal(found[category], "same", category);
  const [named] = await boxes(window);
  assert.match(named, /名[\s\S]*フォーム 花江[\s\S]*カード 花子/);
  assert.match(await window.$eval("[data-summary]", ({ innerText }) => innerText), /1項目がちがいます/);

  assert.deepEqual(await values(page), before);
  assert.deepEqual(await touched(page), []);
  assert.deepEqual(await page.evaluate(() => globalThis.mutations), []);
  assert.equal(await page.evaluate(() => document.documentElement.outerHTML), markup);

  const wrong = await look(window, "ja/window-compare");
  await onPaper(window, before);
  await press(window, "lang-en");
  await window.waitForSelector("body[data-lang=en] [data-summary]");
  wrong.push(...(await look(window, "en/window-compare")));
  assert.deepEqual(wrong, []);

  await press(window, "finish");
  await screen(window, "ended");
  assert.doesNotMatch(await window.evaluate(() => document.body.innerHTML), /花江|花子/);
});

/** Prints as the person would and reads the sheet again. */
async function onPaper(window, standing) {
  const file = join(out, "screens", "compare.pdf");
  await mkdir(join(out, "screens"), { recursive: true });
  await window.evaluate(() => {
    globalThis.printed = 0;
    globalThis.print = () => globalThis.printed++;
  });
  await press(window, "print");
  assert.equal(await window.evaluate(() => globalThis.printed), 1);
  await writeFile(file, await window.pdf({ format: "A4" }));
  const paper = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).replace(/\s/g, "");
  assert.match(paper, /氏名ちがう/);
  assert.match(paper, /値は、この紙にのせていません/);
  // Short numbers stand in the date of the sheet and in the address of the site as well.
  const texts = Object.values(standing).filter((text) => typeof text === "string" && /\D.|\d{5}/u.test(text));
  for (const text of [...texts, "花子", "見本花"])
    assert.ok(!paper.includes(text.replace(/\s/g, "")), `${text} is printed`);
  await rm(file);
}

test("a field that is hidden, shown as dots, or holds a very long text is said not to have been read", async () => {
  const { page, window } = await stage.begin(`${stage.site.url}hostile.html`);
  await screen(window, "prepare");
  // An earlier window may have been left in English.
  await press(window, "lang-ja");
  await page.evaluate(() => dispatchEvent(new Event("hide")));
  const before = await page.evaluate(() => document.documentElement.outerHTML.length);
  await toResult(window);
  assert.deepEqual(await result(window), { name: "differs", birth: "unread", address: "unread", sex: "unread" });
  const texts = (await boxes(window)).join("\n");
  assert.match(texts, /かくされている欄です/);
  assert.match(texts, /とても長い内容/);
  assert.match(texts, /画面に見えない欄です/);
  assert.deepEqual(await touched(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.outerHTML.length), before);
});

// What stands in a field that is only closed to typing can be seen, and is what the form says.
const stillSeen = { "something typed there": "前の値", "a field switched off": "ひみつ" };

test("nothing is read of a field that was relabelled, hidden, covered or replaced after it was listed", async () => {
  const page = await stage.browser.open("about:blank");
  const script = await readFile(join(chromiumExtension, "page.js"), "utf8");
  for (const [name, change] of Object.entries(swapping)) {
    await page.setContent(baitPage);
    await page.evaluate(script);
    const ref = await page.evaluate(async () => {
      document.getElementById("bait").value = "ひみつ";
      const { fields } = await __hitofude.collect("nonce");
      return fields.find(({ id }) => id === "bait").ref;
    });
    await page.evaluate(change);
    const found = await page.evaluate(async (bait) => {
      const [{ state, text }] = await __hitofude.readValues("nonce", [bait]);
      return state === "read" ? text : "";
    }, ref);
    assert.equal(found, stillSeen[name] ?? "", name);
  }
});

test("by ear and keys alone: from the first screen to what differs", async () => {
  const page = await filled((form) => form.select("#birth-day", "16"));
  const window = await stage.browser.press(page);
  const ear = await listenTo(window);
  await ear.activate(/^button: 日本語/);
  await ear.expect(/カードを読み取れます/);
  await ear.activate(/^button: フォームの内容をカードとくらべる/);
  await ear.expect(/heading 1: .*暗証番号を入れてください/);
  await ear.tabTo(/^textbox: /);
  await ear.type("1234");
  await ear.key("Enter");
  const heard = await ear.expect(/1項目がちがいます/);
  assert.match(heard, /heading 3: 生年月日 ちがう/);
  await ear.tabTo(/^button: 氏名や住所などをのせずに印刷/);
});
