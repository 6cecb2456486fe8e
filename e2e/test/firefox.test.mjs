// The same source built for Firefox: the shipped folder loads, finds the host, and the toolbar button opens the window.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { expected } from "../lib/expected.mjs";
import { extensionURL, startFirefox } from "../lib/firefox.mjs";
import { startLab } from "../lib/lab.mjs";
import { demoSite, ids } from "../lib/paths.mjs";
import { serve } from "../lib/site.mjs";
import { readValues } from "../lib/window.mjs";

let lab;
let site;
let firefox;
before(async () => {
  lab = await startLab();
  site = await serve(demoSite);
  firefox = await startFirefox({ socket: lab.socket });
  assert.equal(await firefox.install(), ids.firefox.ids[0]);
});
after(async () => {
  const left = await firefox.close();
  await site.close();
  await lab.close();
  assert.deepEqual(left, [], "processes of the browser that outlived it");
});

test("the extension reaches the host and gets hello", async () => {
  await firefox.go(extensionURL("sign.html"));
  const hello = await firefox.script(
    `const done = arguments[1];
     const port = browser.runtime.connectNative(arguments[0]);
     port.onMessage.addListener((message) => { port.disconnect(); done(message); });
     port.onDisconnect.addListener(() => done({ error: String(port.error?.message) }));`,
    [ids.host],
  );
  assert.equal(hello.type, "hello", JSON.stringify(hello));
  assert.equal(hello.protocol, 1);
});

/** Presses the toolbar button on the demo page and goes to the preview in the window it opens. */
async function toPreview() {
  await firefox.to(site.url);
  await firefox.pressButton();
  await firefox.to(extensionURL("window.html"));
  await firefox.click("[data-action=next]:not([disabled])");
  await firefox.see("body[data-screen=pin]");
  await firefox.type("input#pin", "1234");
  await firefox.click("[data-action=read]");
  await firefox.see("body[data-screen=preview]");
}

/** What stands in the demo form now. */
async function formValues() {
  await firefox.to(site.url);
  return firefox.script(`arguments[0]((${readValues})());`);
}

test("the toolbar button fills the form from the card, and undo empties it again", async () => {
  await firefox.go(site.url);
  const untouched = await formValues();
  await toPreview();
  assert.deepEqual(await formValues(), untouched, "written before the confirmation");
  await firefox.to(extensionURL("window.html"));
  await firefox.click("[data-action=confirm]");
  await firefox.see("body[data-screen=report]");
  assert.deepEqual(await formValues(), expected);
  await firefox.to(extensionURL("window.html"));
  await firefox.click("[data-action=undo]");
  await firefox.see("[data-undone]");
  assert.deepEqual(await formValues(), untouched);
  assert.deepEqual((await lab.card().state()).unlocked, []);
});

test("nothing is written when the page was loaded anew before the confirmation", async () => {
  const untouched = await formValues();
  await firefox.to(extensionURL("window.html"));
  await firefox.send("WebDriver:CloseWindow");
  await toPreview();
  await firefox.to(site.url);
  await firefox.send("WebDriver:Refresh");
  await firefox.to(extensionURL("window.html"));
  await firefox.script(`document.querySelector("[data-action=confirm]")?.click(); arguments[0]();`);
  await firefox.see("body[data-screen=moved]");
  assert.deepEqual(await formValues(), untouched);
});
