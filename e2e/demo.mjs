// make demo: the whole way once, in real parts. A form filled from the card, a file signed with it, and OpenSSL's word on the signature.
// Writes out/demo/*.png, the signed file and report.json; ends 0 only when all of it is right. SHOW=1 keeps the window open.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { extensionURL, startChromium } from "./lib/chromium.mjs";
import { landed } from "./lib/download.mjs";
import { expected } from "./lib/expected.mjs";
import { startLab } from "./lib/lab.mjs";
import { wholeHeight } from "./lib/looks.mjs";
import { verify } from "./lib/openssl.mjs";
import { demoSite, out } from "./lib/paths.mjs";
import { serve } from "./lib/site.mjs";
import { confirm, press, results, rows, screen, toSigning, typePin, values } from "./lib/window.mjs";

const folder = join(out, "demo");
const show = process.env.SHOW === "1";
const report = { filled: [], signature: { profile: "cms-detached", verified: false }, apdus: {}, ms: {} };
const problems = [];
const check = (holds, problem) => holds || problems.push(problem);

/** Takes a picture of the whole page; the window is made as high as it, so that nothing sticks to an edge in the middle. */
async function shoot(page, name) {
  const width = await page.evaluate(() => innerWidth);
  await page.setViewport({ width, height: await wholeHeight(page) });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Runs one step; notes how long it took and how many APDUs the card answered for it. */
async function step(name, card, work) {
  const before = (await card.state()).apdus;
  const started = performance.now();
  const result = await work();
  report.ms[name] = Math.round(performance.now() - started);
  report.apdus[name] = (await card.state()).apdus - before;
  return result;
}

/** Fills the form of the demo page through the Hitofude window. */
async function fill(chromium, card, url) {
  const page = await chromium.open(url);
  await page.setViewport({ width: 900, height: 1000 });
  const untouched = await values(page);
  await shoot(page, "1-form");
  const window = await step("status", card, async () => {
    const opened = await chromium.press(page);
    await screen(opened, "prepare");
    await opened.waitForSelector("[data-action=next]:not([disabled])");
    return opened;
  });
  await shoot(window, "2-which-pin");
  await press(window, "next");
  await screen(window, "pin");
  await typePin(window, "1234");
  await shoot(window, "3-pin");
  await step("fill", card, async () => {
    await press(window, "read");
    await screen(window, "preview");
  });
  await shoot(window, "4-preview");
  report.filled = (await rows(window))
    .filter(({ checked }) => checked !== false)
    .map(({ label, value }) => ({ label, value }));
  check(isDeepStrictEqual(await values(page), untouched), "the page was written before the preview was confirmed");
  await confirm(window);
  await shoot(window, "5-report");
  const outcome = await results(window);
  check(outcome.length > 0 && outcome.every((state) => state === "filled"), `not every field was filled: ${outcome}`);
  const found = await values(page);
  for (const [id, value] of Object.entries(expected))
    check(found[id] === value, `${id} holds ${JSON.stringify(found[id])}, expected ${JSON.stringify(value)}`);
  await page.bringToFront();
  await shoot(page, "6-filled");
  return found;
}

/** Signs a file on the sign page and has OpenSSL judge the result, whole and with one byte changed. */
async function sign(chromium, card, content) {
  const file = join(folder, "mihon-shinsei.json");
  await writeFile(file, content);
  await chromium.downloadsTo(folder);
  const page = await chromium.open(extensionURL("sign.html"));
  await page.setViewport({ width: 720, height: 900 });
  await toSigning(page, file);
  await typePin(page, "TEST123");
  await shoot(page, "7-sign");
  await step("sign", card, async () => {
    await press(page, "sign");
    await screen(page, "done");
  });
  await shoot(page, "8-signed");
  await press(page, "download");
  const signature = await landed(`${file}.p7s`);
  const whole = await verify(signature, file);
  const changed = `${file}.changed`;
  await writeFile(changed, content.replace("見本", "見木"));
  const altered = await verify(signature, changed);
  await rm(changed);
  check(whole.ok, `openssl refuses the signature: ${whole.text}`);
  check(!altered.ok, "openssl accepts the signature for other content");
  report.signature.verified = whole.ok && !altered.ok;
  return signature;
}

/** Says what happened, in both languages. */
function summary(signature) {
  const { apdus, ms } = report;
  console.log(`
ひとふで: 見本の申請書に ${report.filled.length} か所を記入し、${basename(signature)} に署名しました（確認: OpenSSL）。
Hitofude: filled ${report.filled.length} fields of the sample form and signed ${basename(signature)} (checked by OpenSSL).

              status   fill   sign
  APDUs       ${String(apdus.status).padStart(6)} ${String(apdus.fill).padStart(6)} ${String(apdus.sign).padStart(6)}
  ms          ${String(ms.status).padStart(6)} ${String(ms.fill).padStart(6)} ${String(ms.sign).padStart(6)}

  out/demo/*.png, out/demo/report.json
  カードはソフトウェアの見本です。ひとふでは非公式のソフトウェアです。 The card is software; Hitofude is unofficial software.`);
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const started = performance.now();
/** What has to be closed at the end, the last opened first. */
const opened = [];
async function closeAll() {
  for (const part of opened.splice(0)) {
    const left = (await part.close()) ?? [];
    check(left.length === 0, `processes that outlived the browser: ${left}`);
  }
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => closeAll().finally(() => process.exit(1)));
}
try {
  const lab = await startLab();
  opened.unshift(lab);
  const site = await serve(demoSite);
  opened.unshift(site);
  const chromium = await startChromium({ socket: lab.socket, show });
  opened.unshift(chromium);
  const filled = await fill(chromium, lab.card(), site.url);
  const signature = await sign(chromium, lab.card(), `${JSON.stringify({ 注意: "(見本)", ...filled }, null, 2)}\n`);
  report.ms.total = Math.round(performance.now() - started);
  await writeFile(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  if (problems.length === 0) summary(signature);
  if (show) {
    console.log("\nウィンドウを閉じると終わります。 Close the window to end.");
    await new Promise((resolve) => chromium.browser.once("disconnected", resolve));
  }
} catch (error) {
  problems.push(error.message);
}
await closeAll();
for (const problem of problems) console.error(`demo: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
