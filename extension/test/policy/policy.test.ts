/** What an administrator sets is obeyed, and what cannot be read closes rather than opens. */
import assert from "node:assert/strict";
import test from "node:test";
import { FEATURES, LISTS, lets, policyFrom } from "../../src/policy/policy.ts";

test("without a policy nothing is closed", () => {
  const policy = policyFrom({});
  assert.equal(policy.managed, false);
  assert.equal(policy.disabled.size, 0);
  for (const list of LISTS) assert.ok(lets(policy, list, "https://www.example.com"), list);
});

test("a list lets in what it names and what lies below its stars, and nothing that only looks alike", () => {
  const policy = policyFrom({
    fillOrigins: ["https://www.city.example.lg.jp", "https://*.go.jp", "http://127.0.0.1:8080"],
  });
  assert.deepEqual(policy.unread, []);
  for (const origin of [
    "https://www.city.example.lg.jp",
    "https://www.nta.go.jp",
    "https://a.b.go.jp",
    "http://127.0.0.1:8080",
  ])
    assert.ok(lets(policy, "fillOrigins", origin), origin);
  for (const origin of [
    "http://www.city.example.lg.jp",
    "https://city.example.lg.jp",
    "https://www.city.example.lg.jp:8443",
    "https://go.jp",
    "https://.go.jp",
    "http://www.nta.go.jp",
    "https://evil-go.jp",
    "https://www.go.jp.evil.example",
    "hitofude:ui",
    "null",
  ])
    assert.ok(!lets(policy, "fillOrigins", origin), origin);
  assert.ok(lets(policy, "signOrigins", "https://anything.example"), "another list is not touched");
});

test("an empty list lets nobody in", () => {
  assert.ok(!lets(policyFrom({ numberOrigins: [] }), "numberOrigins", "https://www.nta.go.jp"));
});

test("a list that cannot be read closes what it was about, and is named", () => {
  for (const bad of [
    "https://www.nta.go.jp",
    null,
    1,
    {},
    ["*"],
    ["https://*"],
    ["https://*.*.jp"],
    ["www.nta.go.jp"],
    ["https://a/b"],
    [1],
  ]) {
    const policy = policyFrom({ fillOrigins: bad });
    assert.deepEqual(policy.unread, ["fillOrigins"], JSON.stringify(bad));
    assert.ok(!lets(policy, "fillOrigins", "https://www.nta.go.jp"), JSON.stringify(bad));
  }
  const half = policyFrom({ fillOrigins: ["https://www.nta.go.jp", "www"] });
  assert.ok(lets(half, "fillOrigins", "https://www.nta.go.jp"));
  assert.deepEqual(half.unread, ["fillOrigins"]);
});

test("a feature that is taken away is gone; a name nobody knows is told", () => {
  assert.deepEqual([...policyFrom({ disabled: ["sign", "memory"] }).disabled], ["sign", "memory"]);
  const typo = policyFrom({ disabled: ["sing", "memory"] });
  assert.equal(typo.disabled.size, FEATURES.length, "somebody meant to take something away");
  assert.deepEqual(typo.unread, ["disabled"]);
  assert.equal(policyFrom({ disabled: "sign" }).disabled.size, FEATURES.length, "meant to take something away");
});

test("a kiosk remembers nothing and never handles the number", () => {
  const { disabled, kiosk } = policyFrom({ kiosk: true });
  assert.ok(kiosk);
  for (const feature of ["memory", "number"] as const) assert.ok(disabled.has(feature), feature);
  assert.ok(policyFrom({ kiosk: "yes" }).kiosk, "what cannot be read is the narrower");
  assert.ok(!policyFrom({ kiosk: false }).kiosk);
});

test("the number can be taken away by its old switch", () => {
  assert.ok(policyFrom({ number: false }).disabled.has("number"));
  assert.ok(policyFrom({ number: 0 }).disabled.has("number"));
  assert.ok(!policyFrom({ number: true }).disabled.has("number"));
});

test("a name that means nothing is told", () => {
  assert.deepEqual(policyFrom({ fillOrigin: [], tokenOrigins: "x" }).unread, ["fillOrigin", "tokenOrigins"]);
});

test("where PINs are typed", () => {
  assert.ok(policyFrom({ pinEntry: "host" }).pinEntryHost);
  assert.ok(!policyFrom({ pinEntry: "any" }).pinEntryHost);
  const bad = policyFrom({ pinEntry: "windwo" });
  assert.ok(bad.pinEntryHost);
  assert.deepEqual(bad.unread, ["pinEntry"]);
});
