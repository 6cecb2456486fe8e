/**
 * Builds dist/chromium and dist/firefox from one source: bundles (not minified, so that a reviewer can read
 * them), one manifest each from manifest.base.json, and the tables shared with the host.
 */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.dirname(here);
const inExtension = (...parts) => path.join(here, ...parts);
const readJSON = (file) => JSON.parse(fs.readFileSync(file, "utf8"));

const ids = readJSON(path.join(repository, "manifests", "ids.json"));
const { version } = readJSON(inExtension("package.json"));
if (ids.version !== version) {
  throw new Error(`manifests/ids.json has version ${ids.version}, extension/package.json ${version}`);
}

const policy = readJSON(inExtension("manifest.base.json")).content_security_policy.extension_pages;

/** What each browser's manifest has beyond the common part. */
const targets = {
  chromium: {
    minimum_chrome_version: "121",
    // What an administrator may set by policy; Firefox needs no schema.
    storage: { managed_schema: "managed.json" },
    key: ids.chromium.key,
    background: { service_worker: "background.js" },
  },
  firefox: {
    background: { scripts: ["background.js"] },
    // Firefox lets nothing into a frame of a page with frame-ancestors, not even its own PDF viewer (the blob inherits the
    // policy). No site can frame these pages all the same: none of them is in web_accessible_resources.
    content_security_policy: { extension_pages: policy.replace(/; frame-ancestors [^;]*/, "") },
    browser_specific_settings: {
      gecko: {
        id: ids.firefox.ids[0],
        strict_min_version: "142.0",
        // Nothing leaves the computer, but Mozilla counts what a program beside the browser gets: PIN and origin.
        data_collection_permissions: { required: ["authenticationInfo", "browsingActivity"] },
      },
    },
  },
};

/** Tables of the host that the window shows too: one source, copied, never written twice. */
const shared = {
  "shared:errors": path.join(repository, "internal", "messaging", "errors.json"),
  "shared:pins": path.join(repository, "internal", "pin", "pins.json"),
  "shared:doctor": path.join(repository, "internal", "doctor", "findings.json"),
  "shared:guide": path.join(repository, "internal", "guide", "facts.json"),
  "shared:guide-tree": path.join(repository, "internal", "guide", "tree.json"),
  "shared:counters": path.join(repository, "docs", "counters.json"),
  "shared:portals": path.join(repository, "internal", "portal", "origins.json"),
  "shared:number-hosts": path.join(repository, "internal", "number", "hosts.json"),
  "shared:number-purposes": path.join(repository, "internal", "number", "purposes.json"),
  "shared:number-labels": path.join(repository, "internal", "number", "labels.json"),
  "shared:ids": path.join(repository, "manifests", "ids.json"),
};

/** esbuild plugin that resolves the shared tables; the tests use it as well. */
export const sharedTables = {
  name: "shared-tables",
  setup(run) {
    run.onResolve({ filter: /^shared:/ }, ({ path: name }) => ({ path: shared[name] }));
  },
};

/** The addresses of the official portals, which a browser grants only when the person switches one on. */
function portalHosts() {
  const hosts = readJSON(shared["shared:portals"]).sites.flatMap((site) => site.hosts);
  return hosts.map((host) => `https://${host.startsWith(".") ? `*${host}` : host}/*`);
}

/** The manifest of a target: the common part, the version, the portals, and what only this browser has. */
export function manifestFor(target) {
  const base = readJSON(inExtension("manifest.base.json"));
  return { ...base, version, optional_host_permissions: portalHosts(), ...targets[target] };
}

/** The pages people see. Each is its own script in the same frame, static/page.html. */
const pages = ["window", "sign", "start", "token", "guide", "pins", "portal", "practice", "doctor"];

function writePages(out) {
  const frame = fs.readFileSync(inExtension("static/page.html"), "utf8");
  fs.rmSync(path.join(out, "page.html"));
  for (const page of pages) fs.writeFileSync(path.join(out, `${page}.html`), frame.replace("PAGE", page));
}

async function buildFor(target) {
  const out = inExtension("dist", target);
  fs.rmSync(out, { recursive: true, force: true });
  fs.mkdirSync(out, { recursive: true });
  await build({
    entryPoints: {
      background: inExtension("src/background.ts"),
      page: inExtension("src/page/main.ts"),
      "sign-hash": inExtension("src/sign/hash-worker.ts"),
      "portal-content": inExtension("src/portal/content.ts"),
      "portal-user-agent": inExtension("src/portal/user-agent.ts"),
      ...Object.fromEntries(pages.map((page) => [page, inExtension(`src/${page}/main.ts`)])),
    },
    bundle: true,
    format: "iife",
    target: ["chrome121", "firefox142"],
    charset: "utf8",
    legalComments: "inline",
    outdir: out,
    plugins: [sharedTables],
    logLevel: "warning",
  });
  fs.cpSync(inExtension("static"), out, { recursive: true });
  writePages(out);
  fs.cpSync(inExtension("_locales"), path.join(out, "_locales"), { recursive: true });
  fs.writeFileSync(path.join(out, "manifest.json"), `${JSON.stringify(manifestFor(target), null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const target of Object.keys(targets)) await buildFor(target);
}
