// The page moves on between the preview and the confirmation: then nothing is written, wherever it went.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { demoSite } from "../lib/paths.mjs";
import { serve } from "../lib/site.mjs";
import { startStage, touched } from "../lib/stage.mjs";
import { pressIfOffered, toPreview, values } from "../lib/window.mjs";

let stage;
let elsewhere;
before(async () => {
  stage = await startStage();
  elsewhere = await serve(demoSite);
});
after(async () => {
  await elsewhere.close();
  await stage.close();
});
afterEach(() => stage.tidy());

const moves = {
  "to another page of the same origin": (page) => page.goto(`${stage.site.url}?again`),
  "to another origin": (page) => page.goto(elsewhere.url),
  "away and back": async (page) => {
    await page.goto(`${stage.site.url}?again`);
    await page.goBack();
  },
  "to another origin and back": async (page) => {
    await page.goto(elsewhere.url);
    await page.goBack();
  },
  "forward to where it was before": async (page) => {
    await page.goBack();
    await page.goForward();
  },
  "by reload": (page) => page.reload(),
};

for (const [how, move] of Object.entries(moves)) {
  test(`nothing is written when the page moved ${how}`, async () => {
    const { page, window } = await stage.begin();
    await toPreview(window, "1234");
    await move(page);
    const before = await values(page);
    await page.evaluate(() => touched.splice(0));
    // The window may have noticed by itself; if it still offers the button, pressing it must not help.
    await pressIfOffered(window, "confirm");
    await window.waitForFunction(() => !["preview", "filling"].includes(document.body.dataset.screen));
    await sleep(300);
    assert.deepEqual(await values(page), before);
    assert.deepEqual(await touched(page), []);
    assert.equal(await window.$eval("body", (body) => body.dataset.screen), "moved");
  });
}
