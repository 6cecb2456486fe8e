// What the tests of the portal bridge stand on: a lab, the test portal under the official names, the browser with the shipped
// folder, the switches, and the window that a request opens.
import assert from "node:assert/strict";
import { startPortal } from "../portal/server.mjs";
import { extensionURL, startBrowser } from "./browser.mjs";
import { startLab } from "./lab.mjs";
import { tidy } from "./stage.mjs";
import { press, screen, typePin } from "./window.mjs";

/** A name of the compiled-in list, mapped to this machine; and one that nobody has. */
export const OFFICIAL = "www.myna.go.jp";
export const OTHER = "www.example.go.jp";

/** @param {{profile?: string, lang?: string}} options */
export async function startPortalStage({ profile = "holder", lang } = {}) {
  const lab = await startLab({ profiles: [profile] });
  const portal = await startPortal();
  const names = { hosts: [OFFICIAL, OTHER], port: portal.port, spki: portal.spki };
  const browser = await startBrowser({ socket: lab.socket, lang, names });
  await browser.answerYes();
  const ours = extensionURL("portal.html?tab=");
  return {
    lab,
    portal,
    browser,
    card: lab.card(),
    windows: () => browser.windows(ours),
    open: (path, host = OFFICIAL) => browser.open(`https://${host}${path}`),
    /** Waits for the window that a request opens. */
    window: () => browser.windowAt(ours),
    tidy: () => tidy(browser),
    close: async () => {
      const left = await browser.close();
      await portal.close();
      await lab.close();
      assert.deepEqual(left, [], "processes of the browser that outlived it");
    },
  };
}

/** Presses a switch in the list of sites as a person does, unless it stands so already; returns what the page said. */
export async function turn(stage, on, action = "portal-on", site = "mynaportal") {
  const page = await stage.browser.open(extensionURL("portal.html"));
  await screen(page, "sites");
  const box = await page.waitForSelector(`[data-site=${site}] [data-action=${action}]`);
  const told = `[data-site=${site}] [data-told]`;
  if ((await box.evaluate(({ checked }) => checked)) !== on) {
    await box.click();
    await page.waitForFunction((selector) => document.querySelector(selector).textContent !== "", {}, told);
  }
  assert.equal(await box.evaluate(({ checked }) => checked), on);
  const rights = await page.evaluate(async () => ({
    origins: (await chrome.permissions.getAll()).origins,
    scripts: (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id),
  }));
  await page.close();
  return rights;
}

/** From the first screen of the window to the PIN, and to the answer. */
export async function agree(window, pin) {
  await screen(window, "prepare");
  await press(window, "next");
  await screen(window, "pin");
  await typePin(window, pin);
  await press(window, "read");
}

/** Says no. The window closes under the mouse: its end may come before the driver has let go of the button. */
export async function decline(window) {
  await press(window, "cancel").catch((error) => {
    if (!window.isClosed() && !/closed/i.test(error.message)) throw error;
  });
}

/** How the portal's page says it went, once it says something else than that it waits. */
export async function outcome(page) {
  await page.waitForFunction(() => !["idle", "waiting"].includes(document.getElementById("outcome").dataset.state), {
    timeout: 15000,
    polling: 30,
  });
  return page.$eval("#outcome", ({ dataset: { state, reason } }) => ({ state, reason }));
}
