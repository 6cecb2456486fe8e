// What nearly every browser test stands on: one lab, one browser, one site, and no process left behind.
import assert from "node:assert/strict";
import { startBrowser } from "./browser.mjs";
import { startLab } from "./lab.mjs";
import { demoSite } from "./paths.mjs";
import { serve } from "./site.mjs";

/**
 * @param {{profile?: string, latency?: "real", lang?: string, pages?: Record<string, string>, config?: object}} options config of the host; pages of the test's own beside the demo
 */
export async function startStage({ profile = "holder", latency, lang, pages, config } = {}) {
  const lab = await startLab({ profiles: [profile], latency });
  const site = await serve(demoSite, pages);
  const browser = await startBrowser({ socket: lab.socket, lang, config });
  const card = lab.card();
  return {
    lab,
    card,
    site,
    browser,
    /** Opens a page with a watch on it, presses the toolbar button there, and returns both: `{page, window}`. */
    async begin(url = site.url) {
      const page = await browser.open("about:blank");
      await watch(page);
      await page.goto(url);
      return { page, window: await browser.press(page) };
    },
    /** Closes every page and window a test opened, also when it failed half way. */
    async tidy() {
      await tidy(browser);
    },
    async close() {
      const left = await browser.close();
      await site.close();
      await lab.close();
      assert.deepEqual(left, [], "processes of the browser that outlived it");
    },
  };
}

/** Closes every page and window but one. */
export async function tidy(browser) {
  const [keep, ...others] = await browser.pages();
  // A window that closes by itself may be gone first.
  for (const page of others) await page.close().catch(() => {});
  await keep.goto("about:blank");
}

/** Counts every event that a hand or a program writing into the page would cause, in each document the tab ever shows. */
async function watch(page) {
  await page.evaluateOnNewDocument(() => {
    globalThis.touched = [];
    for (const kind of ["beforeinput", "input", "change", "focusin", "click", "keydown"]) {
      addEventListener(
        kind,
        (event) => touched.push(`${kind} ${event.target.id || event.target.name || event.target.tagName}`),
        true,
      );
    }
  });
}

/** What happened to the page's fields so far, as "input family-name". */
export const touched = (page) => page.evaluate(() => globalThis.touched);
