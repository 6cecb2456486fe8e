// Files a page hands to the person.
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits until a downloaded file stands complete under its own name; Chromium renames it as the last step. */
export async function landed(path, ms = 10000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) {
    if (
      await stat(path).then(
        ({ size }) => size > 0,
        () => false,
      )
    )
      return path;
  }
  throw new Error(`waiting for the download of ${path}`);
}
