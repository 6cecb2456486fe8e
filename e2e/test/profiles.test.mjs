// Every kind of signature, made from the sign page and accepted by a program that is not ours.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { promisify } from "node:util";
import { dropFile, extensionURL } from "../lib/browser.mjs";
import { landed } from "../lib/download.mjs";
import { testWhere } from "../lib/only.mjs";
import { root } from "../lib/paths.mjs";
import { scratch } from "../lib/scratch.mjs";
import { startStage } from "../lib/stage.mjs";
import { press, screen, typePin, words } from "../lib/window.mjs";

const run = promisify(execFile);
const ca = join(root, "internal/virtualcard/testdata/ca/TEST-sign-ca.pem");
const sample = (name) => join(root, "internal/sign/pdf/testdata", name);

let stage;
let folder;
before(async () => {
  stage = await startStage();
  folder = await scratch("hitofude-profiles-");
  await stage.browser.downloadsTo(folder.path);
});
after(async () => {
  await stage.close();
  await folder.remove();
});
afterEach(() => stage.tidy());

const here = (name) => join(folder.path, name);

/**
 * Chooses files (or with `input` "folder" one folder) and a kind of signature, does what is left to arrange, signs, and
 * resolves to the paths of what was saved. `documents`: how many are listed.
 */
async function sign(files, profile, saved, { arrange, input = "file", documents = files.length } = {}) {
  await stage.card.load("holder");
  const page = await stage.browser.open(extensionURL("sign.html"));
  await (await page.waitForSelector(`input#${input}`)).uploadFile(...files);
  await page.waitForFunction((n) => document.querySelectorAll("[data-sha256]").length === n, {}, documents);
  await (await page.waitForSelector(`input[value=${profile}]`)).click();
  await arrange?.(page);
  await page.waitForSelector("[data-check=done]");
  await press(page, "next");
  await screen(page, "pin");
  await typePin(page, "TEST123");
  await press(page, "sign");
  await screen(page, "done");
  await (await page.$(documents > 1 ? "[data-action=download-all]" : "[data-action=download]")).click();
  assert.deepEqual((await stage.card.state()).unlocked, []);
  return Promise.all(saved.map((name) => landed(here(name))));
}

/** What our own verifier says of a file, beside the judge that is not ours. */
async function ours(file) {
  const { stdout } = await run(join(root, "bin/hitofude"), ["verify", file, "--ca", ca, "--json"]);
  return JSON.parse(stdout).signatures;
}

/** The file with one byte of its content changed. */
async function spoiled(file, from, to) {
  const bytes = await readFile(file);
  const at = bytes.indexOf(from);
  assert.ok(at >= 0, `${from} is in ${file}`);
  bytes.write(to, at);
  await writeFile(`${file}.spoiled`, bytes);
  return `${file}.spoiled`;
}

/** Puts the mark of a signature on the page with the keyboard alone: lower right, then 1 mm up and 10 mm to the left. */
async function markByKeyboard(page) {
  await page.waitForSelector("[data-stamp]:not([hidden])");
  await page.focus("#stamp");
  await page.keyboard.press(" ");
  await page.waitForSelector("[data-action=stamp-mark]");
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.dataset.action === "stamp-mark")) break;
  }
  await page.keyboard.press("ArrowUp");
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.up("Shift");
  await page.waitForFunction(() => /下から11 mm/.test(document.querySelector("#live").textContent), {});
}

/** Where an update put its mark, in points. */
function rectOf(signed, before) {
  const update = signed.subarray(before.length).toString("latin1");
  return /\/Rect \[([^\]]+)\]/.exec(update)[1].trim().split(/\s+/).map(Number);
}

for (const profile of ["pdf-moj", "pdf-pades-b"]) {
  test(`a PDF with a form is signed in place (${profile}) and pdfsig accepts it`, async () => {
    const name = `申請書-${profile}.pdf`;
    await copyFile(sample("form.pdf"), here(name));
    const marked = profile === "pdf-moj";
    const arrange = marked ? markByKeyboard : null;
    const [signed] = await sign([here(name)], profile, [`申請書-${profile}.signed.pdf`], { arrange });
    const rect = rectOf(await readFile(signed), await readFile(here(name)));
    const millimetres = rect.map((points) => Math.round((points / 72) * 25.4));
    // The page of the sample is 595 × 842 points; the mark 60 × 18 mm, 10 mm from its edges before it was moved.
    assert.deepEqual(millimetres, marked ? [130, 11, 190, 29] : [0, 0, 0, 0]);
    const { stdout } = await run("pdfsig", ["-nocert", signed]);
    assert.match(stdout, /Total document signed/);
    assert.match(stdout, /Signature is Valid/);
    assert.ok(
      (await readFile(signed)).subarray(0, (await readFile(here(name))).length).equals(await readFile(here(name))),
    );
    assert.deepEqual(
      (await ours(signed)).map(({ intact, profile: kind }) => [intact, kind]),
      [[true, profile]],
    );
    const changed = await run("pdfsig", ["-nocert", await spoiled(signed, "MIHON", "NIHON")]);
    assert.doesNotMatch(changed.stdout, /Signature is Valid/);
  });
}

test("an XML document is signed in place and xmlsec1 accepts it", async () => {
  await writeFile(
    here("届.xml"),
    '<?xml version="1.0" encoding="UTF-8"?>\r\n<届 id="T1"><氏名>見本　花子</氏名></届>\r\n',
  );
  const [signed] = await sign([here("届.xml")], "xmldsig-enveloped", ["届.signed.xml"]);
  const verify = (file) => run("xmlsec1", ["--verify", "--trusted-pem", ca, "--id-attr:id", "届", file]);
  await verify(signed);
  await assert.rejects(verify(await spoiled(signed, "見本", "見木")));
});

test("a file goes into its signature, and openssl takes it out again", async () => {
  await writeFile(here("明細.csv"), Buffer.alloc(1_400_000, "見本,1\r\n"));
  const [signed] = await sign([here("明細.csv")], "cms-attached", ["明細.csv.p7m"]);
  await run("openssl", [
    "cms",
    "-verify",
    "-cades",
    "-binary",
    "-inform",
    "DER",
    "-in",
    signed,
    "-CAfile",
    ca,
    "-out",
    here("out"),
  ]);
  assert.ok((await readFile(here("out"))).equals(await readFile(here("明細.csv"))));
});

test("an application of e-Gov is signed in its archive", async () => {
  const zip = here("申請.zip");
  await writeFile(
    here("kousei.xml"),
    '<DataRoot><構成情報 ID="構成情報"><申請書属性情報><申請書ファイル名称>a.xml</申請書ファイル名称></申請書属性情報></構成情報></DataRoot>',
  );
  await writeFile(here("a.xml"), "<様式>見本</様式>");
  await run("jar", ["--create", "--no-manifest", "--file", zip, "kousei.xml", "a.xml"], { cwd: folder.path });
  const [signed] = await sign([zip], "egov-kousei", ["申請.signed.zip"]);
  assert.deepEqual(
    (await ours(signed)).map(({ intact, profile, covers }) => [intact, profile, covers]),
    [[true, "egov-kousei", "whole"]],
  );
});

testWhere(
  "folder-from-outside",
  "the folder of an application is dropped as it is, and signed as one archive",
  async () => {
    const application = here("月次申請");
    await mkdir(join(application, "添付"), { recursive: true });
    await writeFile(
      join(application, "kousei.xml"),
      '<DataRoot><構成情報 ID="構成情報"><申請書属性情報><申請書ファイル名称>様式.xml</申請書ファイル名称></申請書属性情報></構成情報></DataRoot>',
    );
    await writeFile(join(application, "様式.xml"), "<様式>見本</様式>");
    await writeFile(join(application, "添付/委任状.txt"), "見本");
    await stage.card.load("holder");
    const page = await stage.browser.open(extensionURL("sign.html"));
    await dropFile(page, application);
    await page.waitForSelector("[data-contents='3']");
    await page.waitForSelector("[data-because=egov]");
    await page.waitForSelector("input[value=egov-kousei]:checked");
    await page.waitForSelector("[data-check=done]");
    assert.match(await words(page), /署名が守るのは、申請書のファイルだけです/);
    await press(page, "next");
    await screen(page, "pin");
    await typePin(page, "TEST123");
    await press(page, "sign");
    await screen(page, "done");
    await press(page, "download");
    const signed = await landed(here("月次申請.signed.zip"));
    assert.deepEqual(
      (await ours(signed)).map(({ intact, profile }) => [intact, profile]),
      [[true, "egov-kousei"]],
    );
  },
);

test("many PDFs are signed under one entry of the PIN", async () => {
  const names = Array.from({ length: 12 }, (_, i) => `${i + 1}.pdf`);
  for (const name of names) await copyFile(sample("classic.pdf"), here(name));
  const before = (await stage.card.state()).verifies;
  const [archive] = await sign(names.map(here), "pdf-moj", ["署名ずみ.zip"]);
  await run("jar", ["--extract", "--file", archive], { cwd: folder.path });
  const signed = names.map((name) => here(name.replace(".pdf", ".signed.pdf")));
  for (const file of signed) assert.equal((await ours(file))[0].intact, true);
  assert.equal((await stage.card.state()).verifies - before <= 1, true);
});

test("nobody reaches the PIN with a file that would fail: it is told why, and the rest goes on without it", async () => {
  await writeFile(here("偽.pdf"), "%PDF-1.7\nthis is no PDF\n");
  await copyFile(sample("classic.pdf"), here("よい.pdf"));
  await stage.card.load("holder");
  const before = (await stage.card.state()).verifies;
  const page = await stage.browser.open(extensionURL("sign.html"));
  await (await page.waitForSelector("input#file")).uploadFile(here("偽.pdf"), here("よい.pdf"));
  await page.waitForSelector("[data-problem=DOCUMENT_INVALID][data-reason=damaged]");
  assert.ok(await page.$("[data-action=next][disabled]"));
  assert.equal((await stage.card.state()).verifies, before);
  await press(page, "leave-out");
  await page.waitForSelector("[data-check=done]");
  assert.deepEqual(await page.$$eval("[data-name]", (all) => all.map(({ textContent }) => textContent)), ["よい.pdf"]);
  await press(page, "next");
  await screen(page, "pin");
});

test("a cancel between documents keeps what was signed and names what was not", async () => {
  const slow = await startStage({ latency: "real" });
  try {
    const names = Array.from({ length: 8 }, (_, i) => `c${i + 1}.pdf`);
    for (const name of names) await copyFile(sample("classic.pdf"), here(name));
    const page = await slow.browser.open(extensionURL("sign.html"));
    await (await page.waitForSelector("input#file")).uploadFile(...names.map(here));
    await page.waitForFunction(() => document.querySelectorAll("[data-sha256]").length === 8);
    await (await page.waitForSelector("input[value=pdf-moj]")).click();
    await press(page, "next");
    await screen(page, "pin");
    await typePin(page, "TEST123");
    await press(page, "sign");
    await page.waitForFunction(() => /8件のうち[23]件が終わりました/.test(document.body.innerText));
    await press(page, "cancel");
    await screen(page, "done");
    const [signed, rest] = await page.evaluate(() => [
      document.querySelectorAll("[data-signed] a").length,
      Number(document.querySelector("[data-unsigned]")?.dataset.unsigned ?? 0),
    ]);
    assert.equal(signed + rest, 8);
    assert.ok(signed > 0 && rest > 0, `${signed} signed, ${rest} not`);
    assert.deepEqual((await slow.card.state()).unlocked, []);
  } finally {
    await slow.close();
  }
});
