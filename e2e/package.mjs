// Run by scripts/test-package: the practice form is filled by Chromium inside a root where only the package was installed.
import assert from "node:assert/strict";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { extensionURL } from "./lib/chromium.mjs";
import { confirm, press, toPreview, values } from "./lib/window.mjs";

const root = process.argv[2];
const start = join(root, "tmp/start-chromium");
// Puppeteer speaks through the file descriptors 3 and 4, which chroot hands on.
await writeFile(
  start,
  `#!/bin/sh\nexec chroot '${root}' env -i PATH=/usr/bin:/bin HOME=/tmp/home LANG=C.UTF-8 LANGUAGE=ja /usr/bin/chromium "$@"\n`,
);
await chmod(start, 0o755);
await mkdir(join(root, "tmp/home"), { recursive: true });

const browser = await puppeteer.launch({
  executablePath: start,
  pipe: true,
  enableExtensions: ["/opt/extension"],
  ignoreDefaultArgs: ["--disable-dev-shm-usage"],
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--user-data-dir=/tmp/home/profile",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
  ],
  defaultViewport: null,
});
try {
  await browser.waitForTarget((target) => target.type() === "service_worker", { timeout: 30_000 });
  const next = async (name) =>
    (await browser.waitForTarget((one) => one.url().startsWith(extensionURL(name)), { timeout: 30_000 })).page();
  const page = await browser.newPage();
  await page.goto(extensionURL("practice.html"));
  const [window] = await Promise.all([next("window.html"), press(page, "practice-open")]);
  await toPreview(window, "1234");
  await confirm(window);
  const filled = await values(page);
  assert.equal(filled["practice-shimei_sei"], "練習用");
  assert.equal(filled["practice-ken"], "埼玉県");
  console.log("test-package: the practice form is filled");
} finally {
  await browser.close();
  await rm(join(root, "tmp/home"), { recursive: true, force: true });
}
