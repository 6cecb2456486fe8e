// The guide to the PINs as people meet it: every look of it, the printed sheet, and the way from a locked PIN to the counter or the terminal.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { extensionURL } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { host, out } from "../lib/paths.mjs";
import { scratchFile } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { press, screen } from "../lib/window.mjs";

const run = promisify(execFile);
let stage;
before(async () => {
  stage = await startStage({ profile: "locked" });
});
after(() => stage.close());

/** The three languages as a person gets them. */
const speeches = { ja: "?lang=ja", yasashii: "?lang=ja&plain=1", en: "?lang=en" };

async function open(query, hash = "") {
  const page = await stage.browser.open(extensionURL(`guide.html${query}${hash}`));
  await screen(page, "guide");
  return page;
}

const unfold = (page) =>
  page.$$eval("details", (all) => {
    for (const one of all) one.open = true;
  });

for (const [speech, query] of Object.entries(speeches)) {
  test(`every place of the guide fits, and axe finds nothing (${speech})`, async () => {
    const found = [];
    const see = async (hash, name, prepare = () => {}) => {
      const page = await open(query, hash);
      await prepare(page);
      found.push(...(await look(page, `guide/${speech}-${name}`)));
      await page.close();
    };
    await see("", "start");
    await see("#pin=signature&state=locked", "question");
    await see("#pin=signature&state=locked&answer=yes", "kiosk");
    await see("#topic=glossary", "all", unfold);
    assert.deepEqual(found, []);
  });

  test(`the sheet is printed alone, on one A4 page, and asks for no name and no number (${speech})`, async () => {
    const page = await open(query, "#pin=signature&state=locked&answer=no");
    const file = join(out, "screens/guide", `${speech}-print.pdf`);
    await mkdir(join(out, "screens/guide"), { recursive: true });
    await writeFile(file, await page.pdf({ preferCSSPageSize: true }));
    await page.close();
    const { stdout: about } = await run("pdfinfo", [file]);
    assert.match(about, /Pages: +1\n/);
    assert.match(about, /Page size: +59\d.* x 84\d.*\(A4\)/);
    const { stdout: words } = await run("pdftotext", ["-raw", file, "-"]);
    assert.ok(
      words.replace(/\s/g, "").includes("マイナンバーカードの暗証番号の再設定（初期化）をお願いします。"),
      words,
    );
    for (const foreign of ["コンビニ", "JPKI", "convenience", "次にすること", "What to do next"]) {
      assert.ok(!words.includes(foreign), `${foreign} is not of the sheet`);
    }
    await run("pdftoppm", ["-png", "-r", "70", "-singlefile", file, file.replace(/\.pdf$/, "")]);
  });
}

test("nobody needs a mouse: the way to the counter by keys alone, heard at every step", async () => {
  const page = await open("?lang=ja");
  const heard = [];
  for (const action of ["pin-signature", "state-locked", "answer-no"]) {
    await tabTo(page, action);
    await page.keyboard.press("Enter");
    await page.waitForFunction((gone) => !document.querySelector(`[data-action="${gone}"]`), {}, action);
    heard.push(await page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.textContent}`));
  }
  assert.deepEqual(heard, ["H1 署名用", "H1 署名用: ロックされている", "H1 署名用: ロックされている"]);
  assert.equal(await page.$eval("[data-step]", (box) => box.dataset.place), "counter");
  await tabTo(page, "bring");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.closest("#bring"));
  assert.ok(await page.$("[data-step=counter-reset]"), "the way that led here is still on show");
  await page.close();
});

/** Presses Tab until the link has the focus. */
async function tabTo(page, action) {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((name) => document.activeElement?.dataset.action === name, action)) return;
  }
  throw new Error(`no Tab leads to ${action}`);
}

test("plain Japanese is one press away from both languages, at the same place", async () => {
  for (const lang of ["ja", "en"]) {
    const page = await open(`?lang=${lang}`, "#pin=signature&state=locked");
    await press(page, "plain");
    await page.waitForSelector("ruby");
    assert.ok(await page.$("[data-action=answer-no]"));
    assert.equal(await page.$eval("html", (root) => root.lang), "ja");
    await page.close();
  }
});

test("the page says what `hitofude pin guide` says", async () => {
  const { stdout } = await run(host, ["pin", "guide", "--json", "--lang", "en"]);
  const told = JSON.parse(stdout);
  const page = await open("?lang=en");
  const shown = await page.$$eval("#all [data-fact]", (items) =>
    items.map((item) => [
      item.dataset.fact,
      item.querySelector("p").textContent,
      item.querySelector("a").href,
      item.querySelector(".source").textContent,
    ]),
  );
  assert.equal(shown.length, told.facts.length);
  for (const { id, text, source } of told.facts) {
    const [, words, address, line] = shown.find(([name]) => name === id) ?? [];
    assert.equal(words, text, id);
    assert.equal(address, new URL(source.where).href);
    assert.ok(line.includes(source.date), `${id}: ${line}`);
  }
  await page.close();
});

test("no word of the page comes from its address", async () => {
  const page = await open("?lang=ja", "#pin=<b>x</b>&state=locked&answer=maybe&topic=<img src=x>");
  assert.equal(await page.$eval("h1", (heading) => heading.textContent), "暗証番号の案内");
  await page.close();
});

/** The page that a press of the link opens. */
async function follow(from) {
  await press(from, "open-guide");
  const page = await stage.browser.windowAt((address) => address.includes("guide.html#"));
  await screen(page, "guide");
  return page;
}

test("from a locked PIN, the counter is two presses away: filling a form", async () => {
  const { page, window } = await stage.begin();
  await screen(window, "locked");
  const guide = await follow(window);
  await press(guide, "answer-no");
  await guide.waitForSelector("[data-step=counter-reset][data-place=counter]");
  for (const one of [guide, window, page]) await one.close();
});

test("from a locked PIN, the terminal and the counter are two presses away: signing", async () => {
  const document = await scratchFile("見本.txt", "見本\n");
  const page = await stage.browser.open(extensionURL("sign.html?lang=ja"));
  await (await page.waitForSelector("input#file")).uploadFile(document.path);
  await page.waitForSelector("[data-action=open-guide]");
  for (const [answer, step] of [
    ["answer-yes", "[data-step=kiosk-signature][data-place=kiosk]"],
    ["answer-no", "[data-step=counter-reset][data-place=counter]"],
  ]) {
    const guide = await follow(page);
    await press(guide, answer);
    await guide.waitForSelector(step);
    await guide.close();
  }
  await page.close();
  await document.remove();
});
