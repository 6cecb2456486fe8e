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
const { addOrigin, listedBy, listedOrigins, removeOrigin } = await import("../../src/token/origins.ts");

const SITE = "https://www.example.lg.jp";
beforeEach(() => {
  delete stored.tokenOrigins;
  managed = null;
});

test("a site the person adds is listed, once, until the person takes it off", async () => {
  assert.equal(await listedBy(SITE), null);
  await addOrigin(SITE);
  await addOrigin(SITE);
  assert.deepEqual(await listedOrigins(), { person: [SITE], administrator: [] });
  assert.equal(await listedBy(SITE), "person");
  await removeOrigin(SITE);
  assert.equal(await listedBy(SITE), null);
});

test("an administrator's list counts beside the person's, and is not copied into it", async () => {
  managed = { tokenOrigins: [SITE] };
  assert.equal(await listedBy(SITE), "administrator");
  await addOrigin("https://other.example.lg.jp");
  assert.deepEqual(stored.tokenOrigins, ["https://other.example.lg.jp"]);
});

test("only whole origins count, and none stands for another", async () => {
  managed = {
    tokenOrigins: ["*", "https://*", `${SITE}/`, `${SITE}/login`, "www.example.lg.jp", 1, null, "file://", ""],
  };
  assert.deepEqual(await listedOrigins(), { person: [], administrator: [] });
  managed = { tokenOrigins: SITE };
  assert.equal(await listedBy(SITE), null);
  await addOrigin(SITE);
  for (const other of [
    "http://www.example.lg.jp",
    `${SITE}:8443`,
    "https://a.www.example.lg.jp",
    `${SITE}.evil.example`,
  ]) {
    assert.equal(await listedBy(other), null, other);
  }
});

test("nothing but origins is stored", async () => {
  await addOrigin(SITE);
  await addOrigin("javascript:1");
  assert.deepEqual(stored, { tokenOrigins: [SITE] });
});
