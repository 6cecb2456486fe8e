// Browsers find the host in the very places of the installation's table, and the page that looks for faults says what is wrong.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { promisify } from "node:util";
import { browserName, extensionURL, startBrowser } from "../lib/browser.mjs";
import { look } from "../lib/looks.mjs";
import { host, ids } from "../lib/paths.mjs";
import { startStage } from "../lib/stage.mjs";

const run = promisify(execFile);
let stage;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());
afterEach(() => stage.tidy());

const findings = (page) =>
  page.$$eval("[data-check]", (items) => items.map(({ dataset: { check, state, code } }) => ({ check, state, code })));

async function examined(browser) {
  const page = await browser.open(extensionURL("doctor.html"));
  await page.waitForSelector("[data-summary]");
  return page;
}

const bad = async (page) => (await findings(page)).find(({ state }) => state === "bad");

test("the page finds nothing wrong when all is well, and what is wrong with the card", async () => {
  await stage.card.load("holder");
  const page = await examined(stage.browser);
  assert.equal(await page.$eval("[data-summary]", ({ dataset }) => dataset.summary), "fine");
  assert.deepEqual(
    (await findings(page)).filter(({ state }) => state !== "ok"),
    [],
  );
  assert.equal((await stage.card.state()).verifies, 0);
  assert.deepEqual(await look(page, "doctor-fine"), []);

  for (const [profile, code] of [
    ["licence", "CARD_OTHER"],
    ["locked", "PIN_LOCKED"],
  ]) {
    await stage.card.load(profile);
    const again = await examined(stage.browser);
    assert.equal((await bad(again)).code, code);
    assert.deepEqual(await look(again, `doctor-${profile}`), []);
  }
});

test("the page names a program that is gone, a service that is stopped, and an extension that is not listed", async () => {
  await stage.card.load("holder");
  await stage.lab.pcscd("kill");
  const page = await examined(stage.browser);
  assert.equal((await bad(page)).check, "service");
  await stage.lab.pcscd("start");

  const { env, manifests } = stage.browser;
  const place = ["--browser", browserName, "--dir", manifests];
  await run(host, ["uninstall", ...place], { env });
  const gone = await examined(stage.browser);
  assert.deepEqual(await bad(gone), { check: "program", state: "bad", code: "HOST_MISSING_HERE" });
  assert.match(
    await gone.$eval("[data-state=bad] [data-next]", ({ textContent }) => textContent),
    new RegExp(`hitofude install --browser ${browserName}`),
  );
  assert.deepEqual(await look(gone, "doctor-missing"), []);
  await run(host, ["install", ...place], { env });
  assert.equal(await bad(await examined(stage.browser)), undefined);
});

test("the report can be read and holds no folder of the person", async () => {
  const page = await examined(stage.browser);
  const report = await page.$eval("#report", ({ value }) => value);
  assert.match(report, new RegExp(`^extension .*, ${browserName} [\\d.]+, linux$`, "m"));
  assert.match(report, /^ok +service$/m);
  assert.ok(!report.includes(stage.browser.env.HOME), report);
});

const ROWS = { chromium: "config/chromium/NativeMessagingHosts", firefox: ".mozilla/native-messaging-hosts" };

test("the browser finds the host where the table says, without any folder named", async () => {
  const browser = await startBrowser({ socket: stage.lab.socket, row: true });
  try {
    const manifest = join(browser.env.HOME, ROWS[browserName], `${ids.host}.json`);
    assert.equal(JSON.parse(await readFile(manifest, "utf8")).path, host);
    const page = await examined(browser);
    assert.equal((await findings(page))[0].state, "ok");
  } finally {
    assert.deepEqual(await browser.close(), []);
  }
});
