// The 個人番号 on a municipality's site, and what a page gets that only looks like one.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { extensionURL, startBrowser } from "../lib/browser.mjs";
import { startLab } from "../lib/lab.mjs";
import { look } from "../lib/looks.mjs";
import { serveNamed } from "../lib/named-site.mjs";
import { tidy } from "../lib/stage.mjs";
import { confirm, press, screen, toPreview, typePin, values, words } from "../lib/window.mjs";

const NUMBER = "123456789018";
const CITY = "www.city.example.lg.jp";
const ALIKE = "www.city-example-lg.jp";

const page = (title, form) => `<!doctype html><html lang="ja"><meta charset="utf-8"><title>${title}</title>
<body><h1>${title}</h1><form>${form}</form></body></html>`;
const three = [1, 2, 3].map((n) => `<input id="n${n}" maxlength="4" size="4">`).join("-");
const FORM = `<p><label>氏名 <input id="name"></label></p>
<table><tr><th>個人番号（マイナンバー）</th><td>${three}</td></tr>
<tr><th>本人確認番号</th><td><input id="check" maxlength="12"></td></tr></table>
<p style="opacity:0"><label>個人番号 <input id="ghost" maxlength="12"></label></p>
<fieldset><legend>配偶者</legend><p><label>配偶者の個人番号 <input id="spouse" maxlength="12"></label></p></fieldset>`;

let lab;
let site;
let browser;
before(async () => {
  [lab, site] = await Promise.all([
    startLab({ profiles: ["holder"] }),
    serveNamed({
      [`${CITY}/`]: page("住民税の申告（見本）", FORM),
      [`${CITY}/number`]: page("個人番号の届出（見本）", `<label>個人番号 <input id="one" type="tel"></label>`),
      [`${ALIKE}/`]: page("給付金の申請（見本）", FORM),
    }),
  ]);
  browser = await startBrowser({ socket: lab.socket, names: site.names });
});
after(async () => {
  const left = await browser?.close();
  await site?.close();
  await lab?.close();
  assert.deepEqual(left, []);
});
afterEach(() => tidy(browser));

async function begin(address) {
  const tab = await browser.open(`https://${address}`);
  return { tab, window: await browser.press(tab) };
}

const step = (window, name) => window.waitForSelector(`[data-number-step=${name}]`, { timeout: 10000 });

/** From the button in the preview to the one row. */
async function toNumber(window, looks = async () => {}) {
  await press(window, "open-number");
  await step(window, "purpose");
  await looks("purpose");
  await press(window, "lang-en");
  await looks("purpose-en");
  await press(window, "lang-ja");
  assert.equal(await window.$eval("[data-action=number-next]", ({ disabled }) => disabled), true);
  await window.click("#purpose-local-tax");
  await press(window, "number-next");
  await step(window, "pin");
  await looks("pin");
  await typePin(window, "1234");
  await press(window, "read");
  await step(window, "look");
}

test("on a municipality's page the number goes into its own boxes, after law, purpose, PIN and one row", async () => {
  const { tab, window } = await begin(`${CITY}/`);
  const wrong = [];
  const looks = async (name) => wrong.push(...(await look(window, `number-${name}`)));
  await screen(window, "prepare");
  assert.equal(await window.$("[data-warning]"), null);
  await toPreview(window, "1234");
  await looks("offer");
  await toNumber(window, looks);
  assert.ok(!(await window.content()).replace(/\s/g, "").includes(NUMBER), "shown before it was asked for");
  await looks("look");
  await press(window, "number-show");
  assert.match(await words(window), /1234 5678 9018/);
  await looks("shown");
  await press(window, "lang-en");
  await looks("shown-en");
  await press(window, "lang-ja");
  await press(window, "number-show");
  assert.doesNotMatch(await words(window), /1234 5678 9018/);
  await press(window, "number-write");
  await step(window, "done");
  await looks("done");
  assert.ok(!(await window.content()).replace(/\s/g, "").includes(NUMBER));
  assert.deepEqual(await values(tab), {
    name: "",
    n1: "1234",
    n2: "5678",
    n3: "9018",
    check: "",
    ghost: "",
    spouse: "",
  });
  await press(window, "leave-number");
  await screen(window, "preview");
  await confirm(window);
  assert.equal((await values(tab)).name, "見本　花子");
  assert.ok(!(await window.content()).replace(/\s/g, "").includes(NUMBER), "the report holds it");
  const kept = await window.evaluate(() => chrome.storage.local.get(null).then(JSON.stringify));
  assert.ok(!kept.includes(NUMBER) && !kept.includes(CITY), "something was kept");
  assert.deepEqual(wrong, []);
});

test("a page with nothing but the number, by keys alone", async () => {
  const { tab, window } = await begin(`${CITY}/number`);
  await screen(window, "page-problem");
  const keys = window.keyboard;
  const reach = async (action) => {
    for (let turn = 0; turn < 60; turn++) {
      await keys.press("Tab");
      if (await window.evaluate((name) => document.activeElement?.dataset.action === name, action)) return;
    }
    throw new Error(`the keys do not lead to ${action}`);
  };
  const go = async (action, next) => {
    await reach(action);
    await keys.press("Enter");
    await step(window, next);
    assert.equal(await window.evaluate(() => document.activeElement?.localName), "h1");
  };
  await go("open-number", "purpose");
  while (!(await window.evaluate(() => document.activeElement?.name === "purpose"))) await keys.press("Tab");
  await keys.press(" ");
  await go("number-next", "pin");
  await window.waitForFunction(() => /あと3回/.test(document.body.innerText));
  while (!(await window.evaluate(() => document.activeElement?.id === "pin"))) await keys.press("Tab");
  await keys.type("1234");
  await keys.press("Enter");
  await step(window, "look");
  await go("number-write", "done");
  assert.deepEqual(await values(tab), { one: NUMBER });
});

test("a page that looks like one gets a warning, no offer, and nothing", async () => {
  const { tab, window } = await begin(`${ALIKE}/`);
  await screen(window, "prepare");
  assert.equal(await window.$eval("[data-warning]", ({ dataset }) => dataset.warning), "strong");
  assert.equal(await window.$eval(".domain", ({ textContent }) => textContent), "city-example-lg.jp");
  assert.deepEqual(await look(window, "place-strong"), []);
  await press(window, "next");
  assert.match(await words(window), /上の文にしるしを付けてください/);
  assert.equal(await screen(window, "prepare", "pin"), "prepare");
  await window.click("#place-accept");
  await toPreview(window, "1234");
  assert.equal(await window.$("[data-action=open-number]"), null);
  await confirm(window);
  assert.equal(await window.$("[data-action=open-number]"), null);
  const { name, ...rest } = await values(tab);
  assert.equal(name, "見本　花子");
  assert.deepEqual([...new Set(Object.values(rest))], [""]);
});

test("a place on the person's list is not warned of again, and the list can be emptied", async () => {
  const first = await begin(`${ALIKE}/`);
  await screen(first.window, "prepare");
  // Away from the bar that stays at the lower edge.
  await first.window.$eval("[data-action=add-place]", (element) => element.scrollIntoView({ block: "center" }));
  await press(first.window, "add-place");
  await first.window.waitForFunction(() => /一覧に加えました/.test(document.body.innerText));
  await first.window.close();
  await first.tab.close();
  const second = await begin(`${ALIKE}/`);
  await screen(second.window, "prepare");
  assert.equal(await second.window.$("[data-warning]"), null);
  await press(second.window, "next");
  await screen(second.window, "pin");
  await second.window.close();
  const start = await browser.open(extensionURL("start.html"));
  await press(start, "remove-place");
  await start.waitForFunction(() => document.querySelector("[data-place]") === null);
  assert.deepEqual(await look(start, "place-list"), []);
  assert.deepEqual(await start.evaluate(() => chrome.storage.local.get("ownSites")), { ownSites: [] });
});
