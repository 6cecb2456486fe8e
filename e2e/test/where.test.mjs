// The question where a signed file goes: a counter that takes no file is told of before any PIN, with the official way.
import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { root } from "../lib/paths.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { press, screen, words } from "../lib/window.mjs";

let stage;
let folder;
before(async () => {
  stage = await startStage();
  folder = await scratch("hitofude-where-");
});
after(async () => {
  await stage.close();
  await folder.remove();
});
afterEach(() => stage.tidy());

/** Answers the question, once the page has asked it. */
async function choose(page, counter) {
  await (await page.waitForSelector("select#where")).select(counter);
}

const chosenProfile = (page) => page.$eval("input[name=profile]:checked", (input) => input.value);

test("a counter that takes no file is told of before the PIN, with the official way", async () => {
  await stage.card.load("holder");
  const page = await stage.browser.open(extensionURL("sign.html"));
  await choose(page, "eltax");
  await page.waitForSelector("[data-counter=eltax][data-outlook=no]");
  assert.match(await words(page), /公式の方法：.*PCdesk/);
  await choose(page, "mynaportal");
  await page.waitForSelector("[data-counter=mynaportal]");
  assert.match(await words(page), /署名したファイルは出せません/);
  assert.ok(await page.$("[data-action=open-portal]"), "the bridge is named where it is the way");
  assert.equal((await stage.card.state()).verifies, 0);
});

test("the kind of signature follows the counter, whichever was chosen first", async () => {
  const file = join(folder.path, "a.pdf");
  await copyFile(join(root, "internal/sign/pdf/testdata/classic.pdf"), file);
  const page = await stage.browser.open(extensionURL("sign.html"));
  await choose(page, "touki");
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await page.waitForSelector("[data-sha256]");
  assert.equal(await chosenProfile(page), "pdf-moj");
  await choose(page, "contract");
  await page.waitForFunction(() => document.querySelector("input[value=pdf-pades-b]")?.checked);
  await choose(page, "municipality");
  await page.waitForFunction(() => document.querySelector("input[value=cms-detached]")?.checked);
});

test("a kind that the counter does not take is told of beside the choice and once more beside the PIN box", async () => {
  const file = join(folder.path, "b.txt");
  await writeFile(file, "(見本)");
  const page = await stage.browser.open(extensionURL("sign.html"));
  await choose(page, "touki");
  await page.waitForSelector("[data-counter=touki].box:not(.warning)");
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await page.waitForSelector("[data-counter=touki][data-outlook=other].warning");
  assert.match(await words(page), /この窓口に合いません/);
  await press(page, "next");
  await screen(page, "pin");
  await page.waitForSelector("[data-where-warning=touki]");
  await press(page, "back");
  await screen(page, "choose");
  assert.equal(await page.$eval("select#where", ({ value }) => value), "touki", "the answer is kept");
  await choose(page, "");
  await press(page, "next");
  await screen(page, "pin");
  assert.equal(await page.$("[data-where-warning]"), null);
});

test("the question is answered with the keyboard alone, before anything else on the page", async () => {
  const page = await stage.browser.open(extensionURL("sign.html"));
  await screen(page, "choose");
  const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
  for (let i = 0; i < 8 && (await focused()) !== "where"; i++) await page.keyboard.press("Tab");
  assert.equal(await focused(), "where");
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector("[data-counter]");
  assert.ok(
    await page.$eval("[role=status] [data-counter]", ({ textContent }) => textContent.length > 20),
    "it is announced",
  );
});

for (const lang of ["ja", "en"]) {
  test(`the answers look right in every look (${lang})`, async () => {
    const found = [];
    for (const counter of ["mynaportal", "egov", "eltax"]) {
      const page = await stage.browser.open(extensionURL(`sign.html?lang=${lang}`));
      await choose(page, counter);
      await page.waitForSelector(`[data-counter=${counter}]`);
      found.push(...(await look(page, `where-${counter}-${lang}`)));
      await page.close();
    }
    assert.deepEqual(found, []);
  });
}
