// The question where a signed file goes: a counter that takes no file is told of before any PIN, with the official way.
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { extensionURL } from "../lib/chromium.mjs";
import { root } from "../lib/paths.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { words } from "../lib/window.mjs";

let stage;
let folder;
before(async () => {
  stage = await startStage();
  folder = await scratch("hitofude-where-");
});
after(async () => {
  await stage.close();
  await folder.remove();
});
afterEach(() => stage.tidy());

const chosenProfile = (page) => page.$eval("input[name=profile]:checked", (input) => input.value);

test("a counter that takes no file is told of before the PIN, with the official way", async () => {
  await stage.card.load("holder");
  const page = await stage.chromium.open(extensionURL("sign.html"));
  await page.select("select#where", "eltax");
  await page.waitForSelector("[data-counter=eltax][data-made=no]");
  assert.match(await words(page), /公式の方法：.*PCdesk/);
  await page.select("select#where", "mynaportal");
  await page.waitForSelector("[data-counter=mynaportal]");
  assert.match(await words(page), /署名したファイルは出せません/);
  assert.equal((await stage.card.state()).verifies, 0);
});

test("the kind of signature follows the counter, whichever was chosen first", async () => {
  const file = join(folder.path, "a.pdf");
  await copyFile(join(root, "internal/sign/pdf/testdata/classic.pdf"), file);
  const page = await stage.chromium.open(extensionURL("sign.html"));
  await page.select("select#where", "touki");
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await page.waitForSelector("[data-sha256]");
  assert.equal(await chosenProfile(page), "pdf-moj");
  await page.select("select#where", "contract");
  await page.waitForFunction(() => document.querySelector("input[value=pdf-pades-b]")?.checked);
  await page.select("select#where", "municipality");
  await page.waitForFunction(() => document.querySelector("input[value=cms-detached]")?.checked);
});
