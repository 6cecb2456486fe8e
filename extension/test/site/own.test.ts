/** The person's own list of places, and the administrator's word about the 個人番号: what storage may say. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const stored: Record<string, unknown> = {};
let managed: Record<string, unknown> | null = null;
const storage = {
  local: {
    get: async (key: string) => ({ [key]: stored[key] }),
    set: async (values: Record<string, unknown>) => void Object.assign(stored, values),
  },
  managed: {
    get: async () => {
      if (managed === null) throw new Error("Managed storage manifest not found");
      return managed;
    },
  },
};
Object.assign(globalThis, { chrome: { storage } });
const { addSite, ownSites, removeSite } = await import("../../src/site/own.ts");
const { numberAllowed } = await import("../../src/number/policy.ts");

beforeEach(() => {
  delete stored.ownSites;
  managed = null;
});

test("a place is on the list once, in the order of the alphabet, until it is taken off", async () => {
  await addSite("https://www.shop.example");
  await addSite("https://logoform.jp/form/abc");
  await addSite("https://www.shop.example");
  assert.deepEqual(await ownSites(), ["https://logoform.jp/form/abc", "https://www.shop.example"]);
  await removeSite("https://www.shop.example");
  assert.deepEqual(await ownSites(), ["https://logoform.jp/form/abc"]);
});

test("a shared host as a whole, http, paths and broken entries never count", async () => {
  const broken = [
    "https://logoform.jp",
    "https://logoform.jp/form/abc/1",
    "http://www.shop.example",
    "https://www.shop.example/",
    "https://www.shop.example/form",
    "https://user@www.shop.example",
    "https://*.example",
    "javascript:alert(1)",
    "",
    7,
    null,
  ];
  for (const one of broken) if (typeof one === "string") await addSite(one);
  assert.deepEqual(await ownSites(), []);
  stored.ownSites = broken;
  assert.deepEqual(await ownSites(), []);
  stored.ownSites = "https://www.shop.example";
  assert.deepEqual(await ownSites(), []);
});

test("the administrator may switch the 個人番号 off, for all sites or all but some", async () => {
  assert.equal(await numberAllowed("https://www.city.example.lg.jp"), true);
  for (const [set, allowed] of [
    [{}, true],
    [{ number: true }, true],
    [{ number: "false" }, false],
    [{ numberOrigins: ["https://*.lg.jp"] }, true],
    [{ numberOrigins: ["https://*.go.jp"] }, false],
    [{ kiosk: true }, false],
    [{ number: false }, false],
  ] as const) {
    managed = set;
    assert.equal(await numberAllowed("https://www.city.example.lg.jp"), allowed, JSON.stringify(set));
  }
});
