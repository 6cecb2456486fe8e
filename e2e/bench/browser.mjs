// What a person waits for in Chromium: from the button to the window, from the PIN to the preview.
import { startChromium } from "../lib/chromium.mjs";
import { demoSite } from "../lib/paths.mjs";
import { serve } from "../lib/site.mjs";
import { press, screen, typePin } from "../lib/window.mjs";
import { median, round } from "./statistics.mjs";

/** The card's modelled time is in both figures. */
export async function clicks(lab, times) {
  const site = await serve(demoSite);
  const chromium = await startChromium({ socket: lab.socket });
  const toState = [];
  const toPreview = [];
  for (let i = 0; i < times; i++) {
    const page = await chromium.open(site.url);
    const started = performance.now();
    const window = await chromium.press(page);
    await screen(window, "prepare");
    await window.waitForSelector("[data-action=next]:not([disabled])");
    toState.push(performance.now() - started);
    await press(window, "next");
    await screen(window, "pin");
    await typePin(window, "1234");
    await window.evaluate(() => {
      addEventListener("click", (event) => (globalThis.clicked = event.timeStamp), { capture: true, once: true });
      new MutationObserver(() => {
        if (document.body.dataset.screen === "preview") globalThis.previewed ??= performance.now();
      }).observe(document.body, { attributes: true });
    });
    await press(window, "read");
    await screen(window, "preview");
    toPreview.push(await window.evaluate(() => globalThis.previewed - globalThis.clicked));
    await window.close();
    await page.close();
  }
  await chromium.close();
  await site.close();
  return {
    "toolbar button to card state": { ms: round(median(toState)), runs: times },
    "PIN submitted to preview": { ms: round(median(toPreview)), runs: times },
  };
}
