// Pages of our own, filled in Chromium and judged by what their own scripts believe: frameworks, components, frames,
// steps, lists that load, and public forms made anew. Some go the whole way through the window with the card; on the
// others the shipped script collects and writes in the extension's world, and plan and preview are the extension's
// source with the data of a person who has also given reading, number and mail.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browserName } from "../lib/browser.mjs";
import { allPages, buildPages, hanako, planner, tabOf } from "../lib/own-pages.mjs";
import { serve } from "../lib/site.mjs";
import { startStage } from "../lib/stage.mjs";
import { confirm, press, rows, toPreview } from "../lib/window.mjs";

const pages = await allPages();
/** Pages whose form asks for one person, so that the way through the window is button, PIN, confirmation. */
const wholeWay = ["frameworks/react", "frameworks/frames", "forms/etumo-apply", "forms/graffer-certificate"];
/** Pages filled at a time: each waits 1.5 s for scripts that look an address up. Firefox holds back pages that are not in front. */
const LANES = browserName === "firefox" ? 1 : 3;

let stage;
let folder;
let site;
let plans;
const free = [];
before(async () => {
  [folder, plans] = await Promise.all([buildPages(), planner()]);
  site = await serve(folder.path);
  stage = await startStage();
  for (let lane = 0; lane < LANES; lane++) {
    // The right to the tab, given by the button, lasts while it stays on this origin.
    const { page, window } = await stage.begin(`${site.url}${pages[0].name}.html`);
    await looked(window);
    free.push({ page, window, tab: tabOf(window) });
  }
});
after(async () => {
  await stage?.close();
  await site?.close();
  await folder?.remove();
});

/** What the page's own script believes, once it runs. */
async function stateOf(page) {
  await page.waitForFunction(() => typeof window.state === "function" && window.state() !== undefined, { polling: 20 });
  return page.evaluate(() => ({ ...window.state() }));
}

/** Waits until the window has looked at the page: a document keeps what the last look found, be it the window's or the test's. */
const looked = (window) =>
  window.waitForFunction(() => !["", "starting"].includes(document.body.dataset.screen ?? ""), { polling: 20 });

/**
 * In Firefox the right to a tab ends with every page it shows: the person presses the button again. The window hears of it
 * by way of the background and looks at the page anew; only when it has done so is the page the test's own.
 */
async function allowed({ page, window }) {
  if (browserName !== "firefox") return;
  await window.evaluate(() => {
    globalThis.pressed = new Promise((resolve) => {
      // After the window's own listener, which begins anew in the same turn.
      chrome.runtime.onMessage.addListener(function heard({ type }) {
        if (type !== "pressed") return;
        chrome.runtime.onMessage.removeListener(heard);
        resolve();
      });
    });
  });
  await stage.browser.pressAgain(page);
  await window.evaluate(() => globalThis.pressed);
  await looked(window);
}

/** Opens a page and waits until its script has made the form. */
async function open(lane, name) {
  const { page } = lane;
  await page.goto(`${site.url}${name}.html`);
  await allowed(lane);
  await page.waitForFunction(() => document.querySelector("input, select, iframe, text-field") !== null, {
    polling: 20,
  });
  return stateOf(page);
}

/** The rows a person would see with every box ticked, after the answer whose the card is. */
function rowsOf(frames, whose) {
  const asked = plans.plan(frames).blocks;
  const block = asked.find(({ heading }) => heading === whose);
  if (asked.length > 1) assert.ok(block, `${whose} is none of ${asked.map(({ heading }) => heading).join(" / ")}`);
  const plan = plans.plan(frames, {}, block === undefined ? {} : { whose: block.id });
  return plans.preview(plan, hanako).rows;
}

const writesOf = (all) => all.map(({ ref, frame, value, empty }) => ({ ref, frame, value, overwrite: !empty }));

/** Nothing was sent and no single box ticked: a consent is the person's. */
async function leftAlone(page) {
  assert.equal(await page.evaluate(() => window.sent), 0, "the form was sent");
  assert.equal(await page.evaluate(() => document.querySelectorAll("[type=checkbox]:checked").length), 0);
}

/** Undo brings back what stood there; radios whose choice a framework keeps cannot be told that none is chosen. */
async function takenBack(page, { stays = [] }, before, filled) {
  const { heard: _, ...back } = await stateOf(page);
  const { heard: __, ...untouched } = before;
  assert.deepEqual(back, { ...untouched, ...Object.fromEntries(stays.map((key) => [key, filled[key]])) });
}

async function fillAndCheck({ page, tab }, step) {
  const untouched = await stateOf(page);
  const frames = await tab.collect();
  const results = await tab.apply(writesOf(rowsOf(frames, step.whose)));
  const filled = await stateOf(page);
  const { card, given, heard, changed = [] } = step;
  assert.deepEqual(filled, { ...untouched, ...card, ...given, ...(heard === undefined ? {} : { heard }) });
  const states = results.map(({ state }) => state);
  assert.deepEqual(
    states.filter((state) => state !== "filled"),
    changed.map(() => "changed-by-page"),
  );
  await leftAlone(page);
  return async () => {
    await tab.undo(frames.map(({ nonce }) => nonce));
    await takenBack(page, step, untouched, filled);
  };
}

describe("the script of each page holds every value and nothing else, and has the old ones after undo", {
  concurrency: LANES,
}, () => {
  for (const { name, expected } of pages) {
    test(name, async () => {
      const lane = free.pop();
      try {
        await open(lane, name);
        const steps = expected.steps ?? [expected];
        for (const [at, step] of steps.entries()) {
          const undo = await fillAndCheck(lane, step);
          // What was given in a step is kept by the page; going back and undoing is the page's own affair.
          if (steps.length === 1) await undo();
          else if (at < steps.length - 1) await lane.page.evaluate(() => window.next());
        }
      } finally {
        free.push(lane);
      }
    });
  }
});

test("between two pages with a load between them the person presses the button again, and the right to the tab is still there", async () => {
  const [lane] = free;
  await open(lane, "frameworks/loads-1");
  await fillAndCheck(lane, pages.find(({ name }) => name === "frameworks/loads-1").expected);
  await Promise.all([lane.page.waitForNavigation(), lane.page.evaluate(() => window.next())]);
  await allowed(lane);
  await fillAndCheck(lane, pages.find(({ name }) => name === "frameworks/loads-2").expected);
});

test("the script that looks an address up by keys is never started", async () => {
  const [lane] = free;
  await open(lane, "frameworks/jquery");
  await fillAndCheck(lane, pages.find(({ name }) => name === "frameworks/jquery").expected);
});

for (const name of wholeWay) {
  test(`${name}, through the window with the card: only what the card holds, and undo`, async () => {
    const { expected } = pages.find((one) => one.name === name);
    const { page, window } = await stage.begin(`${site.url}${name}.html`);
    const untouched = await stateOf(page);
    await toPreview(window, "1234");
    assert.deepEqual(await stateOf(page), untouched, "before the confirmation");
    const shown = (await rows(window)).filter(({ checked }) => checked).map(({ value }) => value);
    await confirm(window);
    const filled = await stateOf(page);
    // The postal code is ticked only when the address has one for certain.
    const postal = Object.entries(expected.given).filter(
      ([, value]) => shown.includes(value) && /^[\d-]{7,8}$/.test(value),
    );
    assert.deepEqual(filled, { ...untouched, ...expected.card, ...Object.fromEntries(postal) });
    await leftAlone(page);
    await press(window, "undo");
    await window.waitForFunction(() => /元に戻|戻しました/.test(document.body.innerText), { polling: 20 });
    await page.waitForFunction(
      (before, stays) =>
        Object.entries(window.state()).every(([key, value]) => stays.includes(key) || value === before[key]),
      { polling: 20 },
      untouched,
      expected.stays ?? [],
    );
    await window.close();
    await page.close();
  });
}
