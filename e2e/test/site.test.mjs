// A site that integrates: log-in with token and one-time code, hints, a document to sign; and sites that cheat.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { landed } from "../lib/download.mjs";
import { refused, startHostile } from "../lib/hostile.mjs";
import { look } from "../lib/looks.mjs";
import { verify } from "../lib/openssl.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { startTown } from "../lib/town.mjs";
import { confirm, press, screen, toPreview, typePin, words } from "../lib/window.mjs";

let stage;
let town;
let folder;
before(async () => {
  [stage, town, folder] = await Promise.all([startStage(), startTown(), scratch("hitofude-offer-")]);
  await stage.browser.downloadsTo(folder.path);
});
after(async () => {
  await town?.close();
  await stage?.close();
  await folder?.remove();
});
afterEach(async () => {
  await stage.tidy();
  // Each test comes to the sites as somebody they have never seen.
  await stage.browser.forgetCookies();
});

const authentication = async () => (await stage.card.state()).tries.authentication;

/** From the site's log-in page to the token in its box. */
async function putToken(page, { add = false, lang } = {}) {
  const window = await stage.browser.press(page);
  await screen(window, "prepare");
  if (lang) await press(window, `lang-${lang}`);
  if (add) await press(window, "allow");
  await press(window, "next");
  await screen(window, "pin");
  await typePin(window, "2345");
  await press(window, "read");
  await screen(window, "preview");
  await confirm(window);
  return window;
}

async function newestCode() {
  const page = await stage.browser.open(`${town.origin}/telephone`);
  const text = await page.$eval(".text", (element) => element.textContent);
  await page.close();
  return /(\d{6}) です/.exec(text)[1];
}

/** Presses a button of the site and waits for the page that follows. */
async function go(page, selector) {
  // The telephone or a window of ours was in front of it.
  await page.bringToFront();
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

async function logIn(page, { add = false } = {}) {
  await page.goto(`${town.origin}/`);
  const window = await putToken(page, { add });
  await go(page, "#send");
  await window.close();
  if (await page.$("#number")) await page.type("#number", "09000000000");
  await go(page, "#number-send");
  await page.type("#code", await newestCode());
  await go(page, "#check");
  assert.match(await words(page), /カードと確認コードで、ログインしました/);
}

test("a person logs in with token and code; the site is asked for once, the PIN every time", async () => {
  const page = await stage.browser.open("about:blank");
  await page.goto(`${town.origin}/`);
  const window = await stage.browser.press(page);
  await screen(window, "prepare");
  const shown = await words(window);
  assert.match(shown, /どのサイトでも同じ/);
  assert.equal(await window.$eval(".origin.large", (element) => element.textContent), town.origin);
  assert.ok(
    await window.$eval("[data-action=next]", (element) => element.disabled),
    "the PIN may be asked before the site is added",
  );
  await window.close();

  await logIn(page, { add: true });
  await go(page, "#logout");
  const again = await stage.browser.press(page);
  await screen(again, "prepare");
  assert.equal(await again.$("[data-action=allow]"), null);
  await press(again, "next");
  await screen(again, "pin");
  await again.close();
  assert.deepEqual((await stage.card.state()).unlocked, []);
  assert.equal(await authentication(), 3);
});

test("nothing is written before the confirmation, and the field is put back on demand", async () => {
  const page = await stage.browser.open(`${town.origin}/`);
  const window = await stage.browser.press(page);
  await screen(window, "prepare");
  await press(window, "next");
  await typePin(window, "2345");
  await press(window, "read");
  await screen(window, "preview");
  const value = () => page.$eval("#login-token", (element) => element.value);
  assert.equal(await value(), "");
  const token = await window.$eval("[data-value]", (element) => element.dataset.value);
  const [header, claims] = token.split(".").map((part) => Buffer.from(part, "base64url").toString());
  assert.equal(JSON.parse(header).alg, "RS256");
  assert.equal(JSON.parse(claims).aud, town.origin);
  await confirm(window);
  assert.equal(await value(), token);
  await press(window, "undo");
  await page.waitForFunction(() => document.querySelector("#login-token").value === "");
});

test("pressing the button again brings the log-in window to the front, and a stopped worker changes nothing", async () => {
  const page = await stage.browser.open(`${town.origin}/`);
  const window = await stage.browser.press(page);
  await screen(window, "prepare");
  await stage.browser.stopBackground();
  await stage.browser.pressAgain(page);
  await screen(window, "starting", "prepare");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const open = await stage.browser.windows((address) => address.includes("?tab="));
  assert.equal(open.length, 1);
});

test("the same token does not log in twice", async () => {
  const page = await stage.browser.open(`${town.origin}/`);
  await putToken(page);
  const token = await page.$eval("#login-token", (element) => element.value);
  await go(page, "#send");
  await page.goto(`${town.origin}/`);
  await page.$eval("#login-token", (element, text) => (element.value = text), token);
  await go(page, "#send");
  assert.equal(await page.$eval("#problem", (element) => element.dataset.step), "nonce");
});

test("a wrong PIN costs one try, says so, and the next one passes", async () => {
  const page = await stage.browser.open(`${town.origin}/`);
  const window = await stage.browser.press(page);
  await screen(window, "prepare");
  await press(window, "next");
  await typePin(window, "9999");
  await press(window, "read");
  await window.waitForSelector("[data-code=PIN_INCORRECT]");
  assert.equal(await authentication(), 2);
  await typePin(window, "2345");
  await press(window, "read");
  await screen(window, "preview");
  assert.equal(await authentication(), 3);
});

test("hints of the site fill its form, and its document is signed and saved, not sent", async () => {
  const page = await stage.browser.open("about:blank");
  await logIn(page);
  const window = await stage.browser.press(page);
  await toPreview(window, "1234");
  await confirm(window);
  assert.equal(await page.$eval("#who", (element) => element.value), "見本　花子");
  assert.equal(await page.$eval("#since", (element) => element.value), "1985/05/15");
  assert.match(await page.$eval("#where", (element) => element.value), /^東京都千代田区/);
  await window.close();

  const second = await stage.browser.press(page);
  const sheet = await openOffer(second, `${town.origin}/documents/mihon.txt`);
  await sheet.waitForSelector('[data-offered="done"]');
  assert.match(await words(sheet), /mihon\.txt/);
  await press(sheet, "next");
  await screen(sheet, "pin");
  await typePin(sheet, "TEST123");
  await press(sheet, "sign");
  await screen(sheet, "done");
  await press(sheet, "download");
  const signature = await landed(join(folder.path, "mihon.txt.p7s"));
  const original = join(folder.path, "mihon.txt");
  await writeFile(original, await (await page.goto(`${town.origin}/documents/mihon.txt`)).buffer());
  assert.equal((await verify(signature, original)).ok, true, (await verify(signature, original)).text);
  assert.ok((await readFile(signature)).length > 1000);
});

/** Opens what a page offers for signing; resolves to the sign page. */
async function openOffer(window, address) {
  await window.bringToFront();
  const link = await window.waitForSelector(`[data-offer="${address}"] a`);
  await link.click();
  const page = await stage.browser.windowAt(
    (one) => one.startsWith(extensionURL("sign.html?")) && one.includes(encodeURIComponent(address)),
  );
  await screen(page, "choose");
  return page;
}

test("a document that lies elsewhere, is moved elsewhere, is too large, empty or missing is not loaded", async () => {
  const other = await startHostile("");
  const hostile = await startHostile(other.origin);
  try {
    const page = await stage.browser.open(`${hostile.origin}/links`);
    const window = await stage.browser.press(page);
    await window.waitForSelector("[data-offers]");
    const offered = await window.$$eval("[data-offer]", (all) => all.map((one) => new URL(one.dataset.offer).pathname));
    assert.deepEqual(offered, ["/doc.txt", "/jump", "/huge", "/empty", "/missing-document"]);
    const outcomes = {};
    for (const path of offered) {
      const sheet = await openOffer(window, hostile.origin + path);
      const box = await sheet.waitForSelector('[data-offered]:not([data-offered="running"])');
      outcomes[path] = await box.evaluate((element) => element.dataset.offered);
      const files = await sheet.$$eval("[data-file]", (all) => all.length);
      assert.equal(files, path === "/doc.txt" ? 1 : 0, path);
      await sheet.close();
    }
    assert.deepEqual(outcomes, {
      "/doc.txt": "done",
      "/jump": "failed",
      "/huge": "too-large",
      "/empty": "empty",
      "/missing-document": "failed",
    });
    assert.deepEqual(
      other.taken.filter((one) => one.includes("doc.txt") && one.startsWith("POST")),
      [],
    );
  } finally {
    await hostile.close();
    await other.close();
  }
});

test("pages that ask in a way that is not trusted are refused before any PIN, and no try is spent", async () => {
  const hostile = await startHostile("https://evil.example");
  try {
    await stage.card.resetCounters();
    for (const [path, [, reason]] of Object.entries(refused)) {
      const page = await stage.browser.open(hostile.origin + path);
      const window = await stage.browser.press(page);
      const shown = await screen(window, "refused", "prepare");
      const problem = await window.$eval("[data-problem]", (element) => element.dataset.problem).catch(() => shown);
      assert.equal(problem, reason, path);
      assert.equal(await window.$("input#pin"), null, path);
      await window.close();
      await page.close();
    }
    const state = await stage.card.state();
    assert.equal(state.tries.authentication, 3);
    assert.equal(state.verifies, 0);
  } finally {
    await hostile.close();
  }
});

test("a box that is gone when the token comes gets nothing", async () => {
  const hostile = await startHostile("https://evil.example");
  try {
    const page = await stage.browser.open(`${hostile.origin}/swap`);
    const window = await stage.browser.press(page);
    await screen(window, "prepare");
    await press(window, "allow");
    await press(window, "next");
    await typePin(window, "2345");
    await press(window, "read");
    await screen(window, "preview");
    await page.evaluate(() => postMessage("now"));
    await page.waitForFunction(() => document.querySelector("#token") === null);
    await press(window, "confirm");
    await screen(window, "report");
    assert.equal(await window.$eval("[data-report]", (element) => element.dataset.result), "gone");
  } finally {
    await hostile.close();
  }
});

test("the person takes a site off the list, and it is asked about anew", async () => {
  const list = await stage.browser.open(extensionURL("token.html"));
  const row = `[data-listed-origin="${town.origin}"]`;
  await list.waitForSelector(row);
  await (await list.$(`${row} [data-action=remove-origin]`)).click();
  await list.waitForFunction((selector) => document.querySelector(selector) === null, {}, row);
  const page = await stage.browser.open(`${town.origin}/`);
  const window = await stage.browser.press(page);
  await screen(window, "prepare");
  assert.ok(await window.waitForSelector("[data-action=allow]"));
});

for (const lang of ["ja", "en"]) {
  test(`every screen of the log-in and of the sample site in every look (${lang})`, async () => {
    const found = [];
    const see = async (page, name) => found.push(...(await look(page, `${lang}/${name}`)));
    const page = await stage.browser.open(`${town.origin}/?lang=${lang}`);
    await see(page, "site-login");
    const window = await stage.browser.press(page);
    await screen(window, "prepare");
    await press(window, `lang-${lang}`).catch(() => {});
    await see(window, "token-prepare-new");
    if (await window.$("[data-action=allow]")) await press(window, "allow");
    await window.waitForSelector("[data-action=next]:not([disabled])");
    await see(window, "token-prepare");
    await press(window, "next");
    await screen(window, "pin");
    await see(window, "token-pin");
    await typePin(window, "2345");
    await press(window, "read");
    await screen(window, "preview");
    await window.click("details summary");
    await see(window, "token-preview");
    await confirm(window);
    await see(window, "token-report");
    await go(page, "#send");
    await see(page, "site-number");
    if (await page.$("#number")) await page.type("#number", "09000000000");
    await go(page, "#number-send");
    await see(page, "site-code");
    await page.type("#code", await newestCode());
    await go(page, "#check");
    await see(page, "site-home");
    await window.close();
    const fill = await stage.browser.press(page);
    await fill.waitForSelector("[data-offers]");
    await see(fill, "window-offers");
    const sheet = await openOffer(fill, `${town.origin}/documents/mihon.txt`);
    await sheet.waitForSelector('[data-offered="done"]');
    await see(sheet, "sign-offered");
    const phone = await stage.browser.open(`${town.origin}/telephone?lang=${lang}`);
    await see(phone, "site-telephone");
    const list = await stage.browser.open(extensionURL(`token.html?lang=${lang}`));
    await list.waitForSelector("[data-listed-origin]");
    await see(list, "token-origins");
    await fill.close();
    const hostile = await startHostile("https://evil.example");
    await page.goto(`${hostile.origin}/two`);
    const refusal = await stage.browser.press(page);
    await screen(refusal, "refused");
    await see(refusal, "token-refused");
    await hostile.close();
    assert.deepEqual(found, []);
  });
}
