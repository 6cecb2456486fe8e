// What goes wrong while the card is at work, and how the card is left.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { extensionURL } from "../lib/browser.mjs";
import { scratchFile } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { confirm, press, screen, toPin, toPreview, toSigning, typePin, values } from "../lib/window.mjs";

/** In an attribute read: 1 SELECT, 2 counter, 3 VERIFY, 4 READ BINARY. */
const readBinary = 4;

let stage;
let opened;
before(async () => {
  stage = await startStage();
});
after(() => stage.close());
afterEach(() => stage.tidy());
beforeEach(async () => {
  await stage.card.load("holder");
  opened = await stage.begin();
});

/**
 * Reads 署名用証明書 (JPKI, EF 0001) through the same pcscd without any PIN, as OpenSC would; returns the status word.
 * SELECT of the same application keeps what a program before left unlocked, so an open card would answer 9000.
 */
async function strangerReadsCertificate() {
  const { stdout } = await promisify(execFile)(
    "opensc-tool",
    ["-c", "default", "-s", "00A4040C0AD392F000260100000001", "-s", "00B0810000"],
    { env: { ...process.env, PCSCLITE_CSOCK_NAME: stage.lab.socket } },
  );
  const words = [...stdout.matchAll(/SW1=0x([0-9A-F]{2}), SW2=0x([0-9A-F]{2})/gi)].map((match) => match[1] + match[2]);
  assert.equal(words[0], "9000", `SELECT of the JPKI application: ${stdout}`);
  return words[1];
}

/** Waits until exactly these PINs are verified on the card (none: it is locked), at most `ms`. */
async function unlockedWithin(ms, ...kinds) {
  for (const start = Date.now(); ; await sleep(20)) {
    const { unlocked } = await stage.card.state();
    if (unlocked.join() === kinds.join()) return;
    assert.ok(Date.now() - start < ms, `verified after ${ms} ms: ${unlocked || "nothing"}`);
  }
}

test("a card pulled while it is read is noticed within a second, and put back it is read", async () => {
  const { page, window } = opened;
  await toPin(window);
  await typePin(window, "1234");
  await stage.card.inject({ at: readBinary, when: "during", what: "remove" });
  const started = Date.now();
  await press(window, "read");
  await window.waitForSelector("[data-code=CARD_REMOVED]");
  assert.ok(Date.now() - started < 1000, `${Date.now() - started} ms`);
  assert.deepEqual(
    Object.values(await values(page)).filter((value) => value && value !== true),
    [],
  );

  await stage.card.insert();
  await press(window, "retry");
  if ((await screen(window, "prepare", "pin")) === "prepare") await press(window, "next");
  await screen(window, "pin");
  await typePin(window, "1234");
  await press(window, "read");
  await screen(window, "preview");
});

test("a worker stopped in the middle of an operation changes nothing", async () => {
  const { page, window } = opened;
  await toPin(window);
  await typePin(window, "1234");
  await stage.card.inject({ at: readBinary, when: "before", what: "delay", ms: 1200 });
  await press(window, "read");
  await screen(window, "working");
  await stage.browser.stopBackground();
  await screen(window, "preview");
  await confirm(window);
  assert.notEqual(Object.values(await values(page)).join(""), "");
});

test("a window closed in the middle of a read leaves the card locked", async () => {
  const { window } = opened;
  await toPin(window);
  await typePin(window, "1234");
  await stage.card.inject({ at: readBinary, when: "before", what: "delay", ms: 1000 });
  await press(window, "read");
  await unlockedWithin(1000, "input-support");
  await window.close();
  await unlockedWithin(1500);
  assert.equal(await strangerReadsCertificate(), "6982");
});

test("a sign page closed in the middle of a signature leaves the card locked", async () => {
  const file = await scratchFile("document.txt", "(見本) 申請書\n");
  const sign = await stage.browser.open(extensionURL("sign.html"));
  await toSigning(sign, file.path);
  await typePin(sign, "TEST123");
  // The page knows the card's state already, so the order is the same: SELECT, counter, VERIFY, READ BINARY.
  await stage.card.inject({ at: readBinary, when: "before", what: "delay", ms: 1000 });
  await press(sign, "sign");
  await unlockedWithin(1000, "signature");
  await sign.close();
  await unlockedWithin(1500);
  assert.equal(await strangerReadsCertificate(), "6982");
  await file.remove();
});

test("after a whole fill a second program finds the card locked", async () => {
  await toPreview(opened.window, "1234");
  await confirm(opened.window);
  assert.deepEqual((await stage.card.state()).unlocked, []);
  assert.equal(await strangerReadsCertificate(), "6982");
});
