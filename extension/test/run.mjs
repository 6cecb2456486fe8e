/**
 * Runs the unit tests: bundles each test/**\/*.test.ts into a temporary folder (the tests import the shared tables
 * as the shipped code does) and gives them to node --test. Arguments narrow it down: `npm test -- pin`.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sharedTables } from "../build.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const extension = path.dirname(here);
const wanted = process.argv.slice(2);

const tests = fs
  .readdirSync(here, { recursive: true })
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
if (tests.length === 0) throw new Error(`no test matches ${wanted.join(" ")}`);

// Inside the extension, so that what stays outside of the bundles (linkedom) is found in its node_modules.
const out = fs.mkdtempSync(path.join(extension, "node_modules", ".tests-"));
try {
  await build({
    entryPoints: tests.map((file) => path.join(here, file)),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    packages: "external",
    sourcemap: "inline",
    outdir: out,
    outbase: here,
    outExtension: { ".js": ".mjs" },
    plugins: [sharedTables],
    logLevel: "warning",
  });
  const bundles = tests.map((file) => path.join(out, file.replace(/\.ts$/, ".mjs")));
  const env = { ...process.env, HITOFUDE_REPOSITORY: path.dirname(extension) };
  // On a terminal node writes for people, into a pipe TAP, which scripts/test.mjs counts.
  const node = ["--enable-source-maps", "--test"];
  process.exitCode = spawnSync(process.execPath, [...node, ...bundles], { stdio: "inherit", env }).status ?? 1;
} finally {
  fs.rmSync(out, { recursive: true, force: true });
}
