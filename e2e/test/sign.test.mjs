// The sign page: a file in, a signature out that OpenSSL accepts with the TEST CA, and refuses for any other content.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { extensionURL } from "../lib/chromium.mjs";
import { landed } from "../lib/download.mjs";
import { verify } from "../lib/openssl.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { dropFile, press, screen, toSigning, typePin, words } from "../lib/window.mjs";

let stage;
let folder;
before(async () => {
  stage = await startStage();
  folder = await scratch("hitofude-sign-");
  await stage.chromium.downloadsTo(folder.path);
});
after(async () => {
  await stage.close();
  await folder.remove();
});
afterEach(() => stage.tidy());

/** Signs a file on the page that is open; resolves to the signature's path. */
async function signHere(page, name) {
  await screen(page, "pin");
  await typePin(page, "TEST123");
  await press(page, "sign");
  await screen(page, "done");
  await press(page, "download");
  return landed(join(folder.path, `${name}.p7s`));
}

/** Changes one byte in the middle of a file's copy. */
async function spoiled(path) {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] ^= 1;
  await writeFile(`${path}.spoiled`, bytes);
  return `${path}.spoiled`;
}

test("a chosen file is signed, and the signature holds for this content alone", async () => {
  await stage.card.load("holder");
  const file = join(folder.path, "申請書 (見本).csv");
  const content = Buffer.from("受付番号,氏名\r\n0001,見本　花子\r\n");
  await writeFile(file, content);
  const page = await stage.chromium.open(extensionURL("sign.html"));
  await toSigning(page, file);
  const shown = await words(page);
  assert.match(shown, /申請書 \(見本\)\.csv/);
  assert.ok(shown.replace(/\s/g, "").toLowerCase().includes(createHash("sha256").update(content).digest("hex")), shown);

  const signature = await signHere(page, "申請書 (見本).csv");
  assert.deepEqual(await verify(signature, file).then(({ ok }) => ok), true, (await verify(signature, file)).text);
  assert.equal((await verify(signature, await spoiled(file))).ok, false, "other content");
  assert.equal((await verify(await spoiled(signature), file)).ok, false, "a signature with a byte changed");
  assert.deepEqual((await stage.card.state()).unlocked, []);
});

test("a dropped file of 3 MB is signed without being read into the host", async () => {
  await stage.card.load("holder");
  const file = join(folder.path, "large.bin");
  await writeFile(file, Buffer.alloc(3_000_000, "Hitofude "));
  const page = await stage.chromium.open(extensionURL("sign.html"));
  await dropFile(page, file);
  await press(page, "next");
  const signature = await signHere(page, "large.bin");
  assert.equal((await verify(signature, file)).ok, true);
});

test("a wrong signature password signs nothing and costs one try", async () => {
  await stage.card.load("holder");
  const file = join(folder.path, "wrong.txt");
  await writeFile(file, "(見本)");
  const page = await stage.chromium.open(extensionURL("sign.html"));
  await toSigning(page, file);
  await typePin(page, "WRONG99");
  await press(page, "sign");
  await page.waitForSelector("[data-code=PIN_INCORRECT]");
  assert.match(await words(page), /あと4回まちがえると、ロックされます/);
  const state = await stage.card.state();
  assert.equal(state.tries.signature, 4);
  assert.deepEqual(state.unlocked, []);
});

test("a card without a signature certificate is told before the password is asked of it", async () => {
  await stage.card.load("no-signature");
  const file = join(folder.path, "none.txt");
  await writeFile(file, "(見本)");
  const page = await stage.chromium.open(extensionURL("sign.html"));
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await page.waitForSelector("[data-code=CERTIFICATE_MISSING]");
  assert.equal((await stage.card.state()).verifies, 0);
});
