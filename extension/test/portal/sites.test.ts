/** Whose origins are official: the same list and rules as the host's. */
import assert from "node:assert/strict";
import test from "node:test";
import { officialSite, patternsOf, portalSites } from "../../src/portal/sites.ts";

test("the list's own addresses are official, each with its source and date", () => {
  for (const { id, hosts, source, date, ja, en } of portalSites) {
    for (const host of hosts) assert.equal(officialSite(`https://${host.replace(/^\./, "www.")}`)?.id, id, host);
    assert.ok(source !== "" && ja !== "" && en !== "" && /^\d{4}-\d{2}-\d{2}$/.test(date), id);
  }
});

test("what only looks like one is not", () => {
  const lookalikes = [
    "http://www.myna.go.jp",
    "https://www.myna.go.jp:8443",
    "https://www.myna.go.jp.evil.example",
    "https://evil-myna.go.jp",
    "https://.myna.go.jp.",
    "https://user@myna.go.jp",
    "https://myna.go.jp/",
    "https://e-tax.nta.go.jp",
    "https://go.jp",
    "null",
    "",
  ];
  for (const origin of lookalikes) assert.equal(officialSite(origin), null, origin);
});

test("a browser's pattern takes the name itself where the list does not: it is left out", () => {
  const one = patternsOf({ hosts: [".a.go.jp", "b.go.jp", ".b.go.jp"] });
  assert.deepEqual(one.matches, ["https://*.a.go.jp/*", "https://b.go.jp/*", "https://*.b.go.jp/*"]);
  assert.deepEqual(one.excludeMatches, ["https://a.go.jp/*"]);
});
