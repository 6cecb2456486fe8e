// Every screen of both windows in Japanese and English: axe finds nothing, nothing is cut off, and a picture of each is kept in out/screens.
import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { extensionURL } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { ids, root } from "../lib/paths.mjs";
import { scratchFile } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { confirm, press, pressFor, pressIfOffered, screen, toPin, toPreview, typePin } from "../lib/window.mjs";

let stage;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());

/** Opens the form with a given card in the reader. */
async function begin(profile) {
  await stage.card.load(profile);
  const opened = await stage.begin();
  return {
    ...opened,
    end: async () => {
      await opened.window.close();
      await opened.page.close();
    },
  };
}

/** Opens the sign page with a given card in the reader and chooses a file. */
async function beginSigning(profile, lang) {
  await stage.card.load(profile);
  const page = await stage.browser.open(extensionURL(`sign.html?lang=${lang}`));
  await (await page.waitForSelector("input#file")).uploadFile(document.path);
  return page;
}

let document;
before(async () => {
  document = await scratchFile("申請書 (見本).csv", "受付番号,氏名\r\n0001,見本　花子\r\n");
});
after(() => document.remove());

/** Takes the host away as if it had never been installed, and puts it back. */
async function withoutHost(work) {
  const manifest = join(stage.browser.manifests, `${ids.host}.json`);
  await rename(manifest, `${manifest}.away`);
  await work();
  await rename(`${manifest}.away`, manifest);
}

for (const lang of ["ja", "en"]) {
  const shot = (page, name) => look(page, `${lang}/${name}`);

  test(`every screen of the fill window (${lang})`, async () => {
    const found = [];
    const see = async (window, name) => found.push(...(await shot(window, `window-${name}`)));

    let { page, window, end } = await begin("holder");
    await screen(window, "prepare");
    await press(window, `lang-${lang}`);
    await window.waitForSelector(`body[data-lang=${lang}]`);
    await window.waitForSelector("[data-action=next]:not([disabled])");
    await see(window, "prepare");
    await press(window, "next");
    await screen(window, "pin");
    await see(window, "pin");
    await window.$eval("input#pin", (box) => box.form.requestSubmit());
    await see(window, "pin-form");
    await typePin(window, "9876");
    await press(window, "read");
    await window.waitForSelector("[data-code=PIN_INCORRECT]");
    await see(window, "pin-wrong");
    await typePin(window, "9876");
    await press(window, "read");
    await window.waitForSelector("[data-code=PIN_REPEATED]");
    await see(window, "pin-repeated");
    await typePin(window, "１２３４");
    await press(window, "read");
    await window.waitForSelector("[data-action=take-offer]");
    await see(window, "pin-offer");
    await typePin(window, "8765");
    await press(window, "read");
    await window.waitForSelector("[data-hint=confused]");
    await see(window, "pin-confused");
    await press(window, "forgot");
    await screen(window, "face");
    await see(window, "face");
    await window.$eval("#face-era", (box) => box.form.requestSubmit());
    await window.waitForSelector("[data-wrong=era]");
    await see(window, "face-form");
    await press(window, "back");
    await press(window, "next");
    await screen(window, "pin");
    await window.waitForSelector("#accept-last-try");
    await window.click("#accept-last-try");
    await stage.card.inject({ at: 4, when: "before", what: "delay", ms: 4000 });
    await typePin(window, "1234");
    await press(window, "read");
    await screen(window, "working");
    await see(window, "working");
    await screen(window, "preview");
    await see(window, "preview");
    await confirm(window);
    await see(window, "report");
    await end();

    ({ page, window, end } = await begin("holder"));
    await toPreview(window, "1234");
    await page.reload();
    await pressIfOffered(window, "confirm");
    await screen(window, "moved");
    await see(window, "moved");
    await end();

    ({ window, end } = await begin("holder"));
    await toPin(window);
    await stage.card.inject({ at: 4, when: "during", what: "remove" });
    await typePin(window, "1234");
    await press(window, "read");
    await window.waitForSelector("[data-code=CARD_REMOVED]");
    await see(window, "removed");
    await end();
    await stage.card.insert();

    ({ window, end } = await begin("last-try"));
    await toPin(window);
    await see(window, "last-try");
    await end();

    ({ window, end } = await begin("locked"));
    await screen(window, "locked");
    await see(window, "locked");
    const forged = await stage.browser.open(extensionURL(`window.html?tab=1&lang=${lang}`));
    await screen(forged, "page-problem");
    await see(forged, "page-problem");
    await forged.close();
    await end();

    await stage.card.remove();
    const empty = await stage.begin();
    await screen(empty.window, "prepare");
    await see(empty.window, "no-card");
    await empty.window.close();
    await empty.page.close();
    await stage.card.insert();

    await withoutHost(async () => {
      ({ window, end } = await begin("holder"));
      await screen(window, "host-problem");
      await see(window, "host-problem");
      await end();
    });
    assert.deepEqual(found, []);
  });

  test(`every screen of the sign page (${lang})`, async () => {
    const found = [];
    const see = async (page, name) => found.push(...(await shot(page, `sign-${name}`)));

    await stage.card.load("holder");
    const empty = await stage.browser.open(extensionURL(`sign.html?lang=${lang}`));
    await screen(empty, "choose");
    await see(empty, "choose");
    await empty.close();

    const page = await beginSigning("holder", lang);
    await page.waitForSelector("[data-action=next]:not([disabled])");
    await see(page, "chosen");
    await press(page, "next");
    await screen(page, "pin");
    await see(page, "pin");
    await typePin(page, "WRONG99");
    await press(page, "sign");
    await page.waitForSelector("[data-code=PIN_INCORRECT]");
    await see(page, "pin-wrong");
    await typePin(page, "TEST123");
    await press(page, "sign");
    await screen(page, "done");
    await see(page, "done");
    await page.close();

    await stage.card.load("holder");
    const marked = await stage.browser.open(extensionURL(`sign.html?lang=${lang}`));
    const broken = await scratchFile("偽.pdf", "%PDF-1.7\nthis is no PDF\n");
    const form = join(root, "internal/sign/pdf/testdata/form.pdf");
    await (await marked.waitForSelector("input#file")).uploadFile(form, broken.path);
    await marked.waitForSelector("[data-check=problems]");
    await see(marked, "problems");
    await pressFor(marked, "leave-out", "[data-check=done]");
    await marked.click("#stamp");
    await marked.waitForSelector("[data-action=stamp-mark]");
    await marked.waitForSelector("[data-check=done]");
    await see(marked, "marked");
    await marked.close();
    await broken.remove();

    const missing = await beginSigning("no-signature", lang);
    await missing.waitForSelector("[data-code=CERTIFICATE_MISSING]");
    await see(missing, "missing");
    await missing.close();
    assert.deepEqual(found, []);
  });

  test(`the pages that explain (${lang})`, async () => {
    const found = [];
    const page = await stage.browser.open(extensionURL(`start.html?lang=${lang}`));
    await page.waitForSelector(`body[data-lang=${lang}]`);
    found.push(...(await shot(page, "start")));
    await page.close();
    assert.deepEqual(found, []);
  });
}
