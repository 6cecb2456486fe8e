import assert from "node:assert/strict";
import test from "node:test";
import { dayInJapan, daysBetween, healthIn, healthOf, renewableFrom } from "../../src/card/health.ts";
import type { Advice, CardStatus } from "../../src/messaging/protocol.ts";

function status(advice: Advice[], present = true): CardStatus {
  const certificates = [{ key: "signature" as const, present }];
  return { pins: [], certificates, card: { reader: "R", expires: null }, advice };
}

test("what ended comes before what ends soon, and only that stops a person", () => {
  const all = healthOf(
    status([
      { code: "CARD_EXPIRING", params: { days: 20 } },
      { code: "CERTIFICATE_EXPIRED", params: { key: "signature" } },
      { code: "CERTIFICATE_EXPIRED", params: { key: "authentication" } },
      { code: "PIN_LOCKED", params: { pin: "signature" } },
    ]),
    "signature",
  );
  assert.deepEqual(
    all.map(({ told, ends }) => [told.code, ends]),
    [
      ["CERTIFICATE_EXPIRED", true],
      ["CARD_EXPIRING", false],
    ],
  );
});

test("a certificate that is not there is told once", () => {
  const missing = { code: "CERTIFICATE_MISSING", params: { key: "signature" } };
  assert.equal(healthOf(status([missing], false), "signature").length, 1);
  assert.equal(healthOf(status([], false), "signature").length, 1);
  assert.deepEqual(healthOf(null, "signature"), []);
});

test("a certificate that a move made lapse stops a person, with what differs", () => {
  const [health] = healthIn([{ code: "CERTIFICATE_DIFFERS", fields: ["address"] }, { code: "OTHER" }], "signature");
  assert.ok(health?.ends);
  assert.deepEqual(health.told.params, { key: "signature", fields: ["address"] });
});

test("days are days in Japan", () => {
  assert.equal(dayInJapan(new Date("2030-05-15T14:59:59Z")), "2030-05-15");
  assert.equal(dayInJapan(new Date("2030-05-15T15:00:00Z")), "2030-05-16");
  assert.equal(daysBetween(new Date("2030-05-14T16:00:00Z"), new Date("2030-05-15T14:59:59Z")), 0);
  assert.equal(daysBetween(new Date("2030-05-14T14:00:00Z"), new Date("2030-05-15T14:59:59Z")), 1);
  assert.equal(dayInJapan(renewableFrom(new Date("2030-05-15T14:59:59Z"))), "2030-02-15");
});
