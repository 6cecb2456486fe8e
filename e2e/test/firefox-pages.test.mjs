// The other pages in Firefox: the sign page from the question to a signature, the guide.
import assert from "node:assert/strict";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { landed } from "../lib/download.mjs";
import { extensionURL, startFirefox } from "../lib/firefox.mjs";
import { startLab } from "../lib/lab.mjs";
import { verify } from "../lib/openssl.mjs";
import { root } from "../lib/paths.mjs";
import { scratch } from "../lib/scratch.mjs";

let lab;
let firefox;
let folder;
before(async () => {
  lab = await startLab();
  folder = await scratch("hitofude-firefox-sign-");
  firefox = await startFirefox({ socket: lab.socket });
  await firefox.install();
});
after(async () => {
  const left = await firefox.close();
  await lab.close();
  await folder.remove();
  assert.deepEqual(left, [], "processes of the browser that outlived it");
});

/** Gives the sign page a file that goes to a counter, and signs it; resolves to the path of what was saved. */
async function signFor(counter, file, saved) {
  await firefox.go(extensionURL("sign.html?lang=ja"));
  await firefox.see("body[data-screen=choose]");
  await firefox.script(
    `const select = document.querySelector("#where");
     select.value = arguments[0];
     select.dispatchEvent(new Event("change"));
     arguments[1]();`,
    [counter],
  );
  await firefox.see(`[data-counter=${counter}]`);
  await firefox.type("input#file", file);
  await firefox.see("[data-check=done]");
  if (file.endsWith(".pdf")) {
    await firefox.see("iframe[data-preview-state=shown]");
    await firefox.click("#stamp");
    await firefox.click("[data-action=stamp-top-left]");
    await firefox.see("[data-check=done]");
  }
  await firefox.click("[data-action=next]:not([disabled])");
  await firefox.see("body[data-screen=pin]");
  await firefox.type("input#pin", "TEST123");
  await firefox.click("[data-action=sign]");
  await firefox.see("body[data-screen=done]");
  await firefox.click("[data-action=download]");
  return landed(join(firefox.downloads, saved));
}

test("a file for a municipality is signed beside it, and OpenSSL accepts it", async () => {
  const file = join(folder.path, "a.txt");
  await writeFile(file, "(見本) 申請書\n");
  const { ok, text } = await verify(await signFor("municipality", file, "a.txt.p7s"), file);
  assert.ok(ok, text);
});

test("a PDF for the registry is signed inside, and its bytes before stay", async () => {
  const file = join(folder.path, "b.pdf");
  await copyFile(join(root, "internal/sign/pdf/testdata/classic.pdf"), file);
  const signed = await readFile(await signFor("touki", file, "b.signed.pdf"));
  const before = await readFile(file);
  assert.ok(signed.subarray(0, before.length).equals(before));
  assert.match(signed.toString("latin1"), /\/SubFilter ?\/adbe\.pkcs7\.detached/);
  const update = signed.subarray(before.length).toString("latin1");
  const [left] = /\/Rect \[([^\]]+)\]/.exec(update)[1].trim().split(/\s+/).map(Number);
  assert.equal(Math.round((left / 72) * 25.4), 10, "the mark is where it was put");
  assert.deepEqual((await lab.card().state()).unlocked, []);
});

test("a counter that takes no file is told of before any PIN", async () => {
  const before = (await lab.card().state()).verifies;
  await firefox.go(extensionURL("sign.html?lang=ja"));
  await firefox.see("body[data-screen=choose]");
  await firefox.script(
    `const select = document.querySelector("#where");
     select.value = "eltax";
     select.dispatchEvent(new Event("change"));
     arguments[0]();`,
  );
  await firefox.see("[data-counter=eltax][data-outlook=no]");
  assert.equal((await lab.card().state()).verifies, before);
});

test("the guide leads a locked PIN to its step", async () => {
  await firefox.go(extensionURL("guide.html?lang=ja#pin=signature&state=locked"));
  await firefox.click("[data-action=answer-yes]");
  await firefox.see("[data-step][data-place=kiosk]");
});
