// Chromium and Firefox find the host in the places for all users (`hitofude install --system`). Needs root: those places are
// the computer's own, so this runs in a mount namespace where they are empty folders in memory, and nothing is left of it.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { extensionURL, startChromium } from "./lib/chromium.mjs";
import { extensionURL as firefoxURL, startFirefox } from "./lib/firefox.mjs";
import { host } from "./lib/paths.mjs";

const run = promisify(execFile);
const places = ["/etc/chromium", "/usr/lib/mozilla", "/opt"];
const program = "/opt/hitofude";

if (process.env.HITOFUDE_ROWS !== "inside") {
  assert.equal(process.getuid(), 0, "the places for all users belong to root: run this as root");
  const env = { ...process.env, HITOFUDE_ROWS: "inside" };
  const command = ["--mount", "--propagation", "private", process.execPath, import.meta.filename];
  process.exit(spawnSync("unshare", command, { stdio: "inherit", env }).status ?? 1);
}

for (const place of places) {
  await mkdir(place, { recursive: true });
  await run("mount", ["-t", "tmpfs", "-o", "mode=755", "tmpfs", place]);
}
await copyFile(host, program);
await run("chmod", ["755", program]);
const browsers = ["--browser", "chromium", "--browser", "firefox"];
console.log((await run(program, ["install", "--system", ...browsers])).stdout);

const chromium = await startChromium({ row: "system" });
const page = await chromium.open(extensionURL("doctor.html"));
await page.waitForSelector("[data-check=program][data-state=ok]", { timeout: 20000 });
assert.deepEqual(await chromium.close(), []);
console.log("Chromium found the host in /etc/chromium/native-messaging-hosts");

const firefox = await startFirefox({ row: "system" });
const there = await firefox.open(firefoxURL("doctor.html"));
await there.waitForSelector("[data-check=program][data-state=ok]", { timeout: 20000 });
assert.deepEqual(await firefox.close(), []);
console.log("Firefox found the host in /usr/lib/mozilla/native-messaging-hosts");

await run(program, ["uninstall", "--system"]);
for (const place of places.slice(0, 2)) assert.deepEqual(await readdir(place), [], `${place} after uninstall`);
console.log("uninstall left nothing");
