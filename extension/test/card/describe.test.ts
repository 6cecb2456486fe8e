import assert from "node:assert/strict";
import test from "node:test";
import { describeCard, isLastTry, pinStatus } from "../../src/card/describe.ts";
import { type CardView, NO_VIEW } from "../../src/card/watch.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { Reader } from "../../src/messaging/protocol.ts";

const on = (state: Reader["state"], card: Reader["card"] = null): CardView => ({
  ...NO_VIEW,
  readers: [{ name: "R", state, card, pinPad: false }],
});

test("an empty reader asks for the card", () => {
  assert.equal(describeCard(on("empty"), "ja").cause, "カードをリーダーに置いてください。");
});

test("each thing that is wrong at the reader has its code and a next step", () => {
  const cases: [CardView, string][] = [
    [{ ...NO_VIEW, readers: [] }, "NO_READER"],
    [on("mute"), "CARD_MUTE"],
    [on("in-use"), "CARD_IN_USE"],
    [on("card", "juki"), "CARD_UNSUPPORTED"],
    [on("card", "phone"), "CARD_UNSUPPORTED"],
    [on("card", "other"), "CARD_UNSUPPORTED"],
    [{ ...NO_VIEW, failure: new HitofudeError("PCSC_UNAVAILABLE") }, "PCSC_UNAVAILABLE"],
  ];
  for (const [view, code] of cases) {
    for (const language of ["ja", "en"] as const) {
      const message = describeCard(view, language);
      assert.equal(message.code, code);
      assert.ok(message.next, code);
      assert.ok(!message.ready);
    }
  }
});

test("an empty reader beside a wrong card does not hide what is wrong", () => {
  const view = on("empty");
  const readers = [...(view.readers ?? []), { name: "S", state: "mute", card: null, pinPad: false } as const];
  assert.equal(describeCard({ ...view, readers }, "ja").code, "CARD_MUTE");
});

test("one try left and tries that nobody knows are both the last try", () => {
  const pin = { kind: "signature", maxTries: 5, locked: false } as const;
  assert.deepEqual(
    [5, 2, 1, 0, null].map((triesLeft) => isLastTry({ ...pin, triesLeft })),
    [false, false, true, true, true],
  );
});

test("cards of other kinds are named, and a My Number card that lacks something is not turned away", () => {
  const said = (card: Reader["card"]) => describeCard(on("card", card), "ja").cause;
  assert.match(said("licence"), /運転免許証/);
  assert.match(said("juki"), /住民基本台帳カード/);
  assert.match(said("phone"), /スマートフォン/);
  assert.match(said("profession"), /資格のカード/);
  for (const card of ["face-auth", "certificates-none"] as const) {
    assert.equal(describeCard(on("card", card), "ja").code, null, card);
  }
});

test("a card of a kind that a newer host names is not taken for a My Number card", () => {
  assert.equal(describeCard(on("card", "bicycle" as never), "en").code, "CARD_UNSUPPORTED");
});

test("the state of another card is not taken for that of a My Number card", () => {
  const pin = { kind: "signature", triesLeft: 5, maxTries: 5, locked: false } as const;
  const card = { reader: "R", expires: null, type: "juki" } as const;
  const status = { pins: [pin], certificates: [], card, advice: [] };
  assert.equal(pinStatus(status, "signature"), null);
  const message = describeCard({ ...NO_VIEW, status }, "ja");
  assert.ok(!message.ready);
  assert.match(message.cause, /住民基本台帳カード/);
});
