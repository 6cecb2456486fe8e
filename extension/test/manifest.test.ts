/** The manifests as they ship, made by the build from one base. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const repository = process.env.HITOFUDE_REPOSITORY ?? "";
const extension = path.join(repository, "extension");
const read = (...parts: string[]) => JSON.parse(fs.readFileSync(path.join(...parts), "utf8"));
const ids = read(repository, "manifests/ids.json");
const packageJSON = read(extension, "package.json");
const { manifestFor } = (await import(path.join(extension, "build.mjs"))) as {
  manifestFor(target: string): Record<string, unknown>;
};
const manifests = { chromium: manifestFor("chromium"), firefox: manifestFor("firefox") };

test("the permissions are the four that are needed, and no site but official portals, which are asked for one by one", () => {
  const { sites } = read(repository, "internal/portal/origins.json") as { sites: { hosts: string[] }[] };
  const hosts = sites.flatMap((site) => site.hosts).map((host) => host.replace(/^\./, "*."));
  assert.ok(
    hosts.length > 0 && hosts.every((host) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.go\.jp$/.test(host)),
    hosts.join(),
  );
  for (const [name, manifest] of Object.entries(manifests)) {
    assert.deepEqual(manifest.permissions, ["nativeMessaging", "activeTab", "scripting", "storage"], name);
    for (const key of ["host_permissions", "optional_permissions"]) assert.ok(!(key in manifest), `${name}: ${key}`);
    assert.deepEqual(
      manifest.optional_host_permissions,
      hosts.map((host) => `https://${host}/*`),
      name,
    );
  }
});

test("no page can reach the extension, and no script waits in pages", () => {
  for (const manifest of Object.values(manifests)) {
    for (const key of ["externally_connectable", "content_scripts", "web_accessible_resources"]) {
      assert.ok(!(key in manifest), key);
    }
  }
});

test("the button opens no popup of the browser's", () => {
  for (const { action } of Object.values(manifests)) assert.ok(!("default_popup" in (action as object)));
});

test("both halves have one version", () => {
  assert.equal(packageJSON.version, ids.version);
  for (const { version } of Object.values(manifests)) assert.equal(version, ids.version);
});

test("Chromium's id follows from the public key and is on the host's list", () => {
  const digest = createHash("sha256")
    .update(Buffer.from(String(manifests.chromium.key), "base64"))
    .digest("hex");
  const id = [...digest.slice(0, 32)].map((c) => String.fromCharCode(97 + Number.parseInt(c, 16))).join("");
  assert.ok(ids.chromium.ids.includes(id), id);
});

test("Firefox's id is on the host's list", () => {
  const { gecko } = manifests.firefox.browser_specific_settings as { gecko: { id: string } };
  assert.equal(gecko.id, "host@hitofude.invalid");
  assert.ok(ids.firefox.ids.includes(gecko.id));
});

test("each manifest has its own kind of background and no key of the other browser", () => {
  assert.deepEqual(manifests.chromium.background, { service_worker: "background.js" });
  assert.deepEqual(manifests.firefox.background, { scripts: ["background.js"] });
  assert.ok(!("browser_specific_settings" in manifests.chromium));
  assert.ok(!("key" in manifests.firefox) && !("minimum_chrome_version" in manifests.firefox));
});

test("pages of the extension load and send nothing from outside", () => {
  const { extension_pages: policy } = manifests.chromium.content_security_policy as { extension_pages: string };
  assert.match(policy, /^default-src 'none';/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*|data:/);
  assert.doesNotMatch(policy, /connect-src/);
});

test("the texts of the manifest are there in both languages", () => {
  const texts = Object.values(manifests).map((manifest) => JSON.stringify(manifest));
  const used = new Set(texts.flatMap((json) => [...json.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key)));
  for (const language of ["ja", "en"]) {
    const messages = read(extension, "_locales", language, "messages.json");
    assert.deepEqual(Object.keys(messages).sort(), [...used].sort(), language);
  }
});

test("dependencies have exact versions, one of them at run time, and the lock file names no address", () => {
  assert.deepEqual(Object.keys(packageJSON.dependencies), ["@noble/hashes"]);
  for (const version of Object.values({ ...packageJSON.dependencies, ...packageJSON.devDependencies })) {
    assert.match(String(version), /^\d+\.\d+\.\d+$/);
  }
  const lock = fs.readFileSync(path.join(extension, "package-lock.json"), "utf8");
  assert.doesNotMatch(lock, /"resolved"|https?:\/\/registry/);
});

test("the source fetches nothing but offered documents in their own page, evaluates nothing and parses no markup", () => {
  const files = fs.readdirSync(path.join(extension, "src"), { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".ts"));
  assert.ok(sources.length > 40);
  for (const file of sources) {
    const source = fs.readFileSync(path.join(extension, "src", file), "utf8");
    // The one request: made by the page's own document, to that page's own site, after the person asked for it.
    const inPage = 'fetch(address, { mode: "same-origin", credentials: "same-origin", cache: "no-store" })';
    const code = file === path.join("token", "fetch.ts") ? source.replace(inPage, "") : source;
    assert.doesNotMatch(
      code,
      /\bfetch\(|XMLHttpRequest|WebSocket|\beval\(|new Function|innerHTML|insertAdjacentHTML/,
      file,
    );
  }
});

/** What a manifest has a browser grant, as the rows of docs/PERMISSIONS.md: "key value". */
function granted(manifest: Record<string, unknown>): string[] {
  const keys = ["permissions", "optional_permissions", "host_permissions", "optional_host_permissions"];
  const listed = keys.flatMap((key) => ((manifest[key] ?? []) as string[]).map((value) => `${key} ${value}`));
  const commands = Object.keys((manifest.commands ?? {}) as object).map((name) => `commands ${name}`);
  const gecko = (manifest.browser_specific_settings as { gecko?: { data_collection_permissions?: object } })?.gecko;
  const collected = Object.values(gecko?.data_collection_permissions ?? {}).flat();
  return [...listed, ...commands, ...collected.map((value) => `data_collection_permissions ${value}`)].sort();
}

test("the table of permissions is that of both manifests, with a reason for each", () => {
  const page = fs.readFileSync(path.join(repository, "docs/PERMISSIONS.md"), "utf8");
  const table = /<!-- permissions: .*?-->(.*?)<!-- end of permissions -->/s.exec(page)?.[1] ?? "";
  const rows = table
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
  for (const [name, manifest] of Object.entries(manifests)) {
    const told = rows.filter(([, , , builds = ""]) => builds.split(", ").includes(name));
    assert.deepEqual(told.map(([, key, value]) => `${key} ${value}`).sort(), granted(manifest), name);
  }
  for (const [, key, value, builds, given = "", why = ""] of rows) {
    assert.match(String(builds), /^(chromium, firefox|chromium|firefox)$/, `${key} ${value}`);
    assert.ok(given.length > 5 && why.length > 15, `${key} ${value} has no reason`);
  }
});
