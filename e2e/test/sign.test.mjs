// The sign page: a file in, a signature out that OpenSSL accepts with the TEST CA, and refuses for any other content.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { dropFile, extensionURL, pdfShown } from "../lib/browser.mjs";
import { landed } from "../lib/download.mjs";
import { verify } from "../lib/openssl.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { press, pressFor, screen, toSigning, typePin, words } from "../lib/window.mjs";

let stage;
let folder;
before(async () => {
  stage = await startStage();
  folder = await scratch("hitofude-sign-");
  await stage.browser.downloadsTo(folder.path);
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

/** Waits until something holds of what the driver sees. */
async function waitFor(holds) {
  for (const end = Date.now() + 10_000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 50)))
    assert.ok(Date.now() < end, "it never became so");
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
  const page = await stage.browser.open(extensionURL("sign.html"));
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
  const page = await stage.browser.open(extensionURL("sign.html"));
  await dropFile(page, file);
  await press(page, "next");
  const signature = await signHere(page, "large.bin");
  assert.equal((await verify(signature, file)).ok, true);
});

test("a wrong signature password signs nothing and costs one try", async () => {
  await stage.card.load("holder");
  const file = join(folder.path, "wrong.txt");
  await writeFile(file, "(見本)");
  const page = await stage.browser.open(extensionURL("sign.html"));
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
  const page = await stage.browser.open(extensionURL("sign.html"));
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await page.waitForSelector("[data-code=CERTIFICATE_MISSING]");
  assert.equal((await stage.card.state()).verifies, 0);
});

test("a certificate that a move made lapse is told of before filing, once it is compared with the card", async () => {
  const file = join(folder.path, "moved.txt");
  await writeFile(file, "(見本)");
  for (const [profile, expected] of [
    ["moved", "[data-health=CERTIFICATE_DIFFERS] [data-action=open-guide]"],
    ["holder", "[data-compared=same]"],
  ]) {
    await stage.card.load(profile);
    const page = await stage.browser.open(extensionURL("sign.html"));
    await toSigning(page, file);
    await typePin(page, "TEST123");
    await press(page, "sign");
    await screen(page, "done");
    await press(page, "compare-card");
    await screen(page, "compare");
    await typePin(page, "1234");
    await pressFor(page, "read", expected);
    assert.ok(await page.$("[data-signed] a"), "the signed file is still there");
    assert.equal((await page.$("[data-hold]")) !== null, profile === "moved", "whether to file it now");
    assert.deepEqual((await stage.card.state()).unlocked, []);
  }
});

/** A PDF of one page with an entry in its catalog. */
function pdf(entry = "", annotations = "") {
  const words = "BT /F 40 Tf 60 700 Td (MIHON) Tj ET";
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${entry} >>`,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> ${annotations} >>`,
    `<< /Length ${words.length} >>\nstream\n${words}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let out = "%PDF-1.7\n";
  const starts = objects.map((object, i) => {
    const at = out.length;
    out += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${starts.join("")}`;
  return `${out}${table}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`;
}

test("the first page is shown, and neither a click nor a key reaches into it", async () => {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end("taken");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = (path) => `http://127.0.0.1:${server.address().port}/${path}`;
  const link = `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (${address("clicked")}) >> >>]`;
  const file = join(folder.path, "link.pdf");
  await writeFile(file, pdf(`/OpenAction << /S /URI /URI (${address("opened")}) >>`, link));
  try {
    const page = await stage.browser.open(extensionURL("sign.html"));
    await (await page.waitForSelector("input#file")).uploadFile(file);
    const frame = await page.waitForSelector("iframe[data-preview-state=shown]");
    await waitFor(() => pdfShown(page));
    await frame.scrollIntoView();
    await frame.click();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press("Tab");
      assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "IFRAME");
    }
    assert.equal(await stage.browser.address(page), extensionURL("sign.html"));
    assert.deepEqual(asked, []);
  } finally {
    server.close();
  }
});

test("a PDF with a script in it is not opened: it could ask for the PIN in a window that looks like ours", async () => {
  const file = join(folder.path, "script.pdf");
  await writeFile(file, pdf('/OpenAction << /S /JavaScript /JS (app.response\\("PIN?"\\);) >>'));
  const page = await stage.browser.open(extensionURL("sign.html"));
  const dialogs = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await page.waitForSelector('[data-preview-state="preview.script"]');
  assert.equal(await page.$("iframe"), null);
  assert.deepEqual(dialogs, []);
});

test("a large file is worked out beside the window, which answers meanwhile, and can be taken off", async () => {
  const file = join(folder.path, "huge.bin");
  await writeFile(file, "");
  await truncate(file, 400_000_000);
  const page = await stage.browser.open(extensionURL("sign.html"));
  await (await page.waitForSelector("input#file")).uploadFile(file);
  await page.waitForSelector("[data-file] progress");
  // A click is answered while the file is read: the language changes at once.
  await press(page, "lang-en");
  await page.waitForSelector("body[data-lang=en]", { timeout: 2000 });
  await page.waitForSelector("[data-file] progress");
  await press(page, "remove");
  await page.waitForFunction(() => document.querySelectorAll("[data-file]").length === 0);
});
