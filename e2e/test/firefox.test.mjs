// The same source built for Firefox: the shipped folder loads, finds the host, and the toolbar button opens the window.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { extensionURL, startFirefox } from "../lib/firefox.mjs";
import { startLab } from "../lib/lab.mjs";
import { demoSite, ids } from "../lib/paths.mjs";
import { serve } from "../lib/site.mjs";

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

test("the toolbar button opens the window, and it reads the card's state", async () => {
  await firefox.go(site.url);
  await firefox.privileged(
    `const done = arguments[1];
     const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
     const { extension } = WebExtensionPolicy.getByID(arguments[0]);
     const window = Services.wm.getMostRecentWindow("navigator:browser");
     ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
     done();`,
    [ids.firefox.ids[0]],
  );
  await firefox.to(extensionURL("window.html"));
  const shown = await firefox.script(
    `const done = arguments[0];
     const timer = setInterval(() => {
       if (!["prepare", "host-problem", "page-problem", "error"].includes(document.body.dataset.screen)) return;
       if (document.body.dataset.screen === "prepare" && !document.querySelector("[data-action=next]:not([disabled])")) return;
       clearInterval(timer);
       done(document.body.dataset.screen);
     }, 50);`,
  );
  assert.equal(shown, "prepare");
  assert.ok((await lab.card().state()).apdus > 0, "the card was asked");
});
