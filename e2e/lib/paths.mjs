// Where the shipped parts stand. The browsers load exactly these folders and start exactly this host.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
export const host = join(root, "bin/hitofude");
export const virtualcard = join(root, "bin/virtualcard");
export const chromiumExtension = join(root, "extension/dist/chromium");
export const firefoxExtension = join(root, "extension/dist/firefox");
export const demoSite = join(root, "e2e/demo");
export const out = join(root, "out");
export const signCA = join(root, "internal/virtualcard/testdata/ca/TEST-sign-ca.pem");

/** The ids every part agrees on: `{host, chromium:{ids}, firefox:{ids}}`. */
export const ids = JSON.parse(readFileSync(join(root, "manifests/ids.json"), "utf8"));

/** Path of one of the virtual card's profiles: "holder", "last-try", … */
export const profile = (name) => join(root, "internal/virtualcard/testdata/profiles", `${name}.json`);
