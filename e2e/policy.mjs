// Real policy files in Chromium: what an administrator sets is obeyed and shown. Needs root: the place of the files belongs to
// the computer, so this runs in a mount namespace where it is an empty folder in memory, and nothing is left of it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { extensionURL } from "./lib/chromium.mjs";
import { look } from "./lib/looks.mjs";
import { ids } from "./lib/paths.mjs";
import { startStage } from "./lib/stage.mjs";
import { confirm, press, screen, toPreview } from "./lib/window.mjs";

if (process.env.HITOFUDE_POLICY !== "inside") {
  assert.equal(process.getuid(), 0, "policies belong to root: run this as root");
  const env = { ...process.env, HITOFUDE_POLICY: "inside" };
  const command = ["--mount", "--propagation", "private", process.execPath, import.meta.filename];
  process.exit(spawnSync("unshare", command, { stdio: "inherit", env }).status ?? 1);
}
mkdirSync("/etc/chromium", { recursive: true });
execFileSync("mount", ["-t", "tmpfs", "-o", "mode=755", "tmpfs", "/etc/chromium"]);
const folder = "/etc/chromium/policies/managed";

/** Runs work in a Chromium with this policy, once the extension was given what the browser makes of it. */
async function under(name, policy, reaches, work) {
  mkdirSync(folder, { recursive: true });
  const extensions = { [ids.chromium.ids[0]]: policy };
  writeFileSync(`${folder}/hitofude.json`, JSON.stringify({ "3rdparty": { extensions } }));
  const stage = await startStage();
  try {
    const start = await stage.browser.open(extensionURL("start.html"));
    const sees = (keys) => chrome.storage.managed.get(null).then((now) => keys.every((key) => key in now));
    await start.waitForFunction(sees, { timeout: 20_000, polling: 200 }, reaches);
    await start.reload();
    await start.waitForSelector("[data-policy]");
    assert.deepEqual(await look(start, `policy-${name}-start`), []);
    await work(stage, start);
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true });
  }
  console.log(`${name}: obeyed and shown`);
}

const shown = (page, text) => page.evaluate((wanted) => document.body.innerText.includes(wanted), text);
const opened = async (stage, name) => {
  const page = await stage.browser.open(extensionURL(name));
  await page.waitForSelector("main h1");
  return page;
};

await under("kiosk", { kiosk: true }, ["kiosk"], async (stage) => {
  for (const name of ["sign.html", "portal.html", "token.html"]) {
    const page = await opened(stage, name);
    assert.ok(await page.$("[data-problem=managed]"), `${name} is open`);
    assert.deepEqual(await look(page, `policy-kiosk-${name}`), []);
  }
  const { window } = await stage.begin();
  await toPreview(window, "1234");
  assert.equal(await shown(window, "霞が関"), false, "the preview shows values");
  assert.equal(await window.$("#remember"), null, "it may be remembered");
  const box = await window.$("[data-given]");
  assert.ok(await box.isVisible(), "an empty box cannot be typed into");
  assert.deepEqual(await look(window, "policy-kiosk-preview"), []);
  await press(window, "uncover");
  assert.equal(await shown(window, "霞が関"), true);
  await confirm(window);
  assert.equal(await shown(window, "霞が関"), false, "the next screen shows values");
  assert.deepEqual(await look(window, "policy-kiosk-report"), []);
  await press(window, "lang-en");
  assert.deepEqual(await look(window, "policy-kiosk-report-en"), []);
});

await under(
  "lists",
  { fillOrigins: ["https://*.lg.jp"], disabled: ["sign"] },
  ["fillOrigins", "disabled"],
  async (stage) => {
    assert.ok(await (await opened(stage, "sign.html")).$("[data-problem=managed]"));
    const { window } = await stage.begin();
    await screen(window, "page-problem");
    assert.ok(await window.$("[data-problem=managed]"));
    assert.deepEqual(await look(window, "policy-lists-window"), []);
    await press(window, "lang-en");
    assert.deepEqual(await look(window, "policy-lists-window-en"), []);
  },
);

// docs/ADMIN.md: Chromium keeps back what its schema does not know; what it hands over and we do not know closes.
await under("slips", { kiosk: "yes", fillOrigin: [], disabled: ["sing"] }, ["disabled"], async (stage, start) => {
  const now = await start.evaluate(() => chrome.storage.managed.get(null));
  assert.deepEqual(Object.keys(now), ["disabled"]);
  assert.ok(await start.$("[data-managed-unread=disabled]"));
  assert.ok(await (await opened(stage, "pins.html")).$("[data-problem=managed]"));
});
