// The sample site of examples/site as its own program, on a free port of loopback.
import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { root } from "./paths.mjs";
import { scratch } from "./scratch.mjs";

/** Builds and starts the sample; resolves to `{origin, close()}`. */
export async function startTown() {
  const folder = await scratch("hitofude-town-");
  const program = join(folder.path, "site");
  await promisify(execFile)("go", ["build", "-o", program, "./examples/site"], { cwd: root });
  const child = spawn(program, ["-listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const line = await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve)),
    ended.then(() => null),
  ]);
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line ?? "")?.[0];
  if (!origin) throw new Error(`starting the sample site: it said ${line}`);
  return {
    origin,
    async close() {
      child.kill("SIGTERM");
      await ended;
      await folder.remove();
    },
  };
}
