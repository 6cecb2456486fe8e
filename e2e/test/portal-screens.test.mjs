// Every screen of the portal window and its list of switches in both languages: axe finds nothing, nothing is cut off, a picture of
// each is kept in out/screens. And one log-in by keys alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { agree, outcome, startPortalStage, turn } from "../lib/portal-stage.mjs";
import { press, screen, typePin } from "../lib/window.mjs";

/** Opens a page, presses a button in it and waits for the window. */
async function ask(stage, path, button) {
  const page = await stage.open(path);
  await page.click(button);
  return { page, window: await stage.window() };
}

async function everyScreen(stage, see) {
  const sites = await stage.browser.open(extensionURL("portal.html"));
  await sites.waitForSelector("[data-uuid]");
  await see(sites, "sites-off");
  await sites.close();
  await turn(stage, true);
  const on = await stage.browser.open(extensionURL("portal.html"));
  await on.waitForSelector("[data-uuid]");
  await on.click("[data-action=reset-identity]");
  await see(on, "sites-on");
  await on.close();

  const login = await ask(stage, "/?ua=any", "#log-in");
  await ready(login.window);
  await see(login.window, "prepare-01");
  await agree(login.window, "9999");
  await login.window.waitForSelector("[data-code=PIN_INCORRECT]");
  await see(login.window, "wrong");
  await typePin(login.window, "2345");
  await press(login.window, "read");
  await screen(login.window, "given");
  await see(login.window, "given");
  await outcome(login.page);
  await stage.tidy();

  const copy = await ask(stage, "/apply?ua=any", "#copy");
  await ready(copy.window);
  await see(copy.window, "prepare-04");
  await stage.tidy();

  await stage.card.load("last-try");
  const sign = await ask(stage, "/hostile/two-modes", "#go");
  await ready(sign.window);
  await see(sign.window, "prepare-last-try");
  await press(sign.window, "next");
  await screen(sign.window, "pin");
  await see(sign.window, "pin-last-try");
  await sign.page.goto("about:blank");
  await screen(sign.window, "refused");
  await see(sign.window, "gone");
  await stage.tidy();

  const bad = await ask(stage, "/hostile/sha1", "#go");
  await screen(bad.window, "refused");
  await see(bad.window, "refused-sha1");
  await stage.tidy();
  const many = await ask(stage, "/hostile/many-21", "#go");
  await screen(many.window, "refused");
  await see(many.window, "refused-many");
  await stage.tidy();
}

async function ready(window) {
  await screen(window, "prepare");
  await window.waitForSelector("[data-action=next]:not([disabled])");
}

for (const lang of ["ja", "en"]) {
  test(`every screen of the portal window (${lang})`, async () => {
    const stage = await startPortalStage({ lang });
    try {
      const found = [];
      await everyScreen(stage, async (page, name) => found.push(...(await look(page, `${lang}/portal-${name}`))));
      assert.deepEqual(found, []);
    } finally {
      await stage.close();
    }
  });
}

test("a log-in by keys alone", async () => {
  const stage = await startPortalStage();
  try {
    await turn(stage, true);
    const { page, window } = await ask(stage, "/?ua=any", "#log-in");
    await ready(window);
    await window.bringToFront();
    await reach(window, "[data-action=next]");
    await window.keyboard.press("Enter");
    await screen(window, "pin");
    await reach(window, "input#pin");
    await window.keyboard.type("2345");
    await window.keyboard.press("Enter");
    await screen(window, "given");
    assert.deepEqual(await outcome(page), { state: "ok", reason: "" });
  } finally {
    await stage.close();
  }
});

/** Presses the tab key until the element has the focus. */
async function reach(window, selector) {
  for (let presses = 0; presses < 40; presses++) {
    await window.keyboard.press("Tab");
    if (await window.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`no tab stop leads to ${selector}`);
}
