// Browsers find the host in the very places of the installation's table, and the page that looks for faults says what is wrong.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { promisify } from "node:util";
import { extensionURL, startChromium } from "../lib/chromium.mjs";
import { extensionURL as firefoxURL, startFirefox } from "../lib/firefox.mjs";
import { look } from "../lib/looks.mjs";
import { host } from "../lib/paths.mjs";
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
  const page = await examined(stage.chromium);
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
    const again = await examined(stage.chromium);
    assert.equal((await bad(again)).code, code);
    assert.deepEqual(await look(again, `doctor-${profile}`), []);
  }
});

test("the page names a program that is gone, a service that is stopped, and an extension that is not listed", async () => {
  await stage.card.load("holder");
  await stage.lab.pcscd("kill");
  const page = await examined(stage.chromium);
  assert.equal((await bad(page)).check, "service");
  await stage.lab.pcscd("start");

  const { env, userData } = stage.chromium;
  const dir = `${userData}/NativeMessagingHosts`;
  await run(host, ["uninstall", "--browser", "chromium", "--dir", dir], { env });
  const gone = await examined(stage.chromium);
  assert.deepEqual(await bad(gone), { check: "program", state: "bad", code: "HOST_MISSING_HERE" });
  assert.match(
    await gone.$eval("[data-state=bad] [data-next]", ({ textContent }) => textContent),
    /hitofude install --browser chromium/,
  );
  assert.deepEqual(await look(gone, "doctor-missing"), []);
  await run(host, ["install", "--browser", "chromium", "--dir", dir], { env });
  assert.equal(await bad(await examined(stage.chromium)), undefined);
});

test("the report can be read and holds no folder of the person", async () => {
  const page = await examined(stage.chromium);
  const report = await page.$eval("#report", ({ value }) => value);
  assert.match(report, /^extension .*, chromium \d+, linux$/m);
  assert.match(report, /^ok +service$/m);
  assert.ok(!report.includes(stage.chromium.env.HOME), report);
});

test("Chromium finds the host where the table says, without any folder named", async () => {
  const chromium = await startChromium({ socket: stage.lab.socket, row: true });
  try {
    const manifest = `${chromium.env.XDG_CONFIG_HOME}/chromium/NativeMessagingHosts/hitofude.host.json`;
    assert.equal(JSON.parse(await readFile(manifest, "utf8")).path, host);
    const page = await examined(chromium);
    assert.equal((await findings(page))[0].state, "ok");
  } finally {
    assert.deepEqual(await chromium.close(), []);
  }
});

test("Firefox finds the host where the table says, without any folder named", async () => {
  const firefox = await startFirefox({ socket: stage.lab.socket, row: true });
  try {
    await firefox.install();
    await firefox.go(firefoxURL("doctor.html"));
    await firefox.see("[data-check=program][data-state=ok]");
    await firefox.see("[data-check=service][data-state=ok]");
  } finally {
    assert.deepEqual(await firefox.close(), []);
  }
});
