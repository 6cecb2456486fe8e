// Folders of our own under the temporary one, and the search for processes that outlive their test.
import { rmSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const folders = new Set();
process.on("exit", () => {
  for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

/** Makes a folder that `remove()` takes away, or the end of this process, whichever comes first. */
export async function scratch(prefix) {
  const path = await mkdtemp(join(tmpdir(), prefix));
  folders.add(path);
  return { path, remove: () => remove(path).then(() => folders.delete(path)) };
}

/** A browser's children write for a moment after its close, and rm's own retries do not cover a folder that fills again. */
async function remove(path) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rm(path, { recursive: true, force: true });
    } catch (error) {
      if (attempt === 40) throw error;
      await sleep(50);
    }
  }
}

/**
 * Lists living processes whose environment carries the mark, as "pid name".
 * Dead ones that nobody has collected yet are not living.
 */
export async function living(mark) {
  const found = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    try {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8");
      const [, name, state] = /\((.*)\) (\S)/s.exec(await readFile(`/proc/${pid}/stat`, "utf8"));
      if (environment.includes(mark) && state !== "Z") found.push(`${pid} ${name}`);
    } catch {
      // It ended while we looked, or it belongs to somebody else.
    }
  }
  return found;
}

/** Waits until nothing with the mark lives; resolves to what still does after `ms`. */
export async function gone(mark, ms = 3000) {
  const end = Date.now() + ms;
  for (;;) {
    const left = await living(mark);
    if (left.length === 0 || Date.now() > end) return left;
    await sleep(50);
  }
}

/** Makes one file in a folder of its own. */
export async function scratchFile(name, content) {
  const dir = await scratch("hitofude-file-");
  const path = join(dir.path, name);
  await writeFile(path, content);
  return { path, remove: dir.remove };
}
