// What a large file costs on the sign page: its SHA-256 is worked out beside the window, piece by piece.
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { extensionURL, startChromium } from "../lib/chromium.mjs";
import { scratch } from "../lib/scratch.mjs";

/**
 * Hashes a file of `megabytes` (HASH_MB says otherwise) in a fresh Chromium.
 * @returns figures: time, how much memory all of the browser took above idle at most, and the longest that the window did
 *   not answer
 */
export async function hashing(megabytes = 300) {
  const size = Number(process.env.HASH_MB ?? megabytes);
  const folder = await scratch("hitofude-hash-");
  const chromium = await startChromium();
  try {
    const file = join(folder.path, "large.bin");
    await writeFile(file, "");
    await truncate(file, size * 1_000_000);
    const page = await chromium.open(extensionURL("sign.html"));
    const input = await page.waitForSelector("input#file");
    await sleep(2000);
    const mark = `HITOFUDE_E2E=${chromium.env.HITOFUDE_E2E}`;
    const idle = await memoryOf(mark);
    await page.evaluate(watchGaps);
    const started = performance.now();
    await input.uploadFile(file);
    let most = idle;
    let done = false;
    const finished = page.waitForSelector("[data-sha256]", { timeout: 300_000 }).then(() => {
      done = true;
    });
    while (!done) {
      most = Math.max(most, await memoryOf(mark));
      await Promise.race([sleep(250), finished]);
    }
    const ms = Math.round(performance.now() - started);
    const gap = await page.evaluate(() => Math.round(globalThis.longestGap));
    return { [`SHA-256 of a file of ${size} MB`]: { ms, aboveIdleMb: Math.round((most - idle) / 1000), gapMs: gap } };
  } finally {
    await chromium.close();
    await folder.remove();
  }
}

/** Runs in the page: how long its timer was held up at most. */
function watchGaps() {
  let last = performance.now();
  globalThis.longestGap = 0;
  setInterval(() => {
    const now = performance.now();
    globalThis.longestGap = Math.max(globalThis.longestGap, now - last - 20);
    last = now;
  }, 20);
}

/** Kilobytes that all processes of a browser hold, each shared page counted once (PSS). */
async function memoryOf(mark) {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    all.map(async (pid) => {
      try {
        const environ = await readFile(`/proc/${pid}/environ`, "utf8");
        if (!environ.includes(mark)) return 0;
        const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
        return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
      } catch {
        // It ended between two reads.
        return 0;
      }
    }),
  );
  return sizes.reduce((sum, kilobytes) => sum + kilobytes, 0);
}
