// What the extension may touch: the tab whose button was pressed, in it the documents of the page's own origin, and nothing else.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { demoSite } from "../lib/paths.mjs";
import { serve } from "../lib/site.mjs";
import { startStage } from "../lib/stage.mjs";
import { confirm, rows, screen, toPreview, words } from "../lib/window.mjs";

const form = (id) =>
  `<!doctype html><meta charset="utf-8"><title>${id}</title><label for="${id}">氏名</label><input id="${id}" name="name" autocomplete="name">`;

let stage;
let foreign;
before(async () => {
  foreign = await serve(demoSite, { "/inner": form("foreign") });
  stage = await startStage({
    pages: {
      "/inner": form("same"),
      "/frames": `${form("top")}
        <iframe name="same" src="/inner"></iframe>
        <iframe name="foreign" src="${foreign.origin}/inner"></iframe>
        <iframe name="sandboxed" sandbox="allow-scripts" src="/inner"></iframe>
        <iframe name="data" src="data:text/html;charset=utf-8,${encodeURIComponent(form("data"))}"></iframe>`,
    },
  });
});
after(async () => {
  await stage.close();
  await foreign.close();
});
afterEach(() => stage.tidy());

test("frames of another origin, sandboxed frames and data: frames get nothing", async () => {
  const { page, window } = await stage.begin(`${stage.site.origin}/frames`);
  await toPreview(window, "1234");
  assert.equal((await rows(window)).length, 2, "the page itself and its frame of the same origin");
  await confirm(window);
  const filled = {};
  for (const frame of page.frames()) {
    const { name, value } = await frame.evaluate(() => ({
      name: window.name,
      value: document.querySelector("input").value,
    }));
    filled[name || "top"] = value;
  }
  assert.deepEqual(filled, { top: "見本　花子", same: "見本　花子", foreign: "", sandboxed: "", data: "" });
});

test("a tab whose button was not pressed cannot be reached", async () => {
  await stage.browser.open(stage.site.url);
  const { window } = await stage.begin();
  await screen(window, "prepare");
  const outcomes = await window.evaluate(async () => {
    const pressed = Number(new URL(location.href).searchParams.get("tab"));
    const tried = {};
    for (const { id } of await chrome.tabs.query({})) {
      const outcome = chrome.scripting.executeScript({ target: { tabId: id }, func: () => document.title });
      tried[id === pressed ? "pressed" : id] = await outcome.then(
        () => "reached",
        (error) => error.message,
      );
    }
    return tried;
  });
  const { pressed, ...others } = outcomes;
  assert.equal(pressed, "reached");
  assert.ok(Object.keys(others).length >= 2, JSON.stringify(others));
  for (const message of Object.values(others)) assert.match(message, /Cannot access|Missing host permission/);
});

test("the window opened for a tab whose button was not pressed says so and asks nothing of the card", async () => {
  await stage.browser.open(stage.site.url);
  const { page, window } = await stage.begin();
  await screen(window, "prepare");
  const url = new URL(await stage.browser.address(window));
  const tabs = await window.evaluate(async () => (await chrome.tabs.query({})).map(({ id }) => id));
  await window.close();
  await page.close();
  await stage.card.resetCounters();
  for (const id of tabs.filter((tab) => String(tab) !== url.searchParams.get("tab"))) {
    url.searchParams.set("tab", id);
    const forged = await stage.browser.open(url.href);
    await screen(forged, "page-problem");
    assert.ok((await words(forged)).length > 0);
    await forged.close();
  }
  assert.equal((await stage.card.state()).apdus, 0);
});
