import assert from "node:assert/strict";
import test, { mock } from "node:test";
import type { Reader } from "../../src/messaging/protocol.ts";
import { Leaving } from "../../src/window/leaving.ts";

const CARD: Reader[] = [{ name: "R", state: "card", card: "my-number", pinPad: false }];
const EMPTY: Reader[] = [{ name: "R", state: "empty", card: null, pinPad: false }];

/** Time stands still but where the test moves it. */
function begin(t: { after(work: () => void): void }) {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const seen = { told: [] as (number | null)[], over: 0, asked: 0 };
  let readers: () => Promise<readonly Reader[] | null> = async () => CARD;
  const leaving = new Leaving({
    readers: () => {
      seen.asked++;
      return readers();
    },
    told: (seconds) => void seen.told.push(seconds),
    over: () => {
      seen.over++;
      leaving.watch(false);
    },
  });
  t.after(() => {
    leaving.watch(false);
    mock.timers.reset();
  });
  const pass = async (seconds: number) => {
    for (let at = 0; at < seconds; at += 2) {
      mock.timers.tick(2_000);
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    }
  };
  return { leaving, seen, pass, card: (how: typeof readers) => (readers = how) };
}

test("while the card lies there nothing is told and nothing ends", async (t) => {
  const { leaving, seen, pass } = begin(t);
  leaving.watch(true);
  await pass(600);
  assert.deepEqual([seen.told, seen.over], [[], 0]);
});

test("a My Number card without PINs or certificates is one too", async (t) => {
  for (const kind of ["face-auth", "certificates-none", "phone", null] as const) {
    await t.test(String(kind), async (inner) => {
      const { leaving, seen, pass, card } = begin(inner);
      leaving.watch(true);
      card(async () => [{ name: "R", state: "card", card: kind, pinPad: false }]);
      await pass(120);
      assert.equal(seen.over, 0);
    });
  }
});

test("60 seconds after the card left everything is over, and before it is told", async (t) => {
  const { leaving, seen, pass, card } = begin(t);
  leaving.watch(true);
  card(async () => EMPTY);
  await pass(58);
  assert.equal(seen.over, 0);
  assert.equal(seen.told[0], 60);
  await pass(6);
  assert.equal(seen.over, 1);
  const { asked } = seen;
  await pass(60);
  assert.deepEqual([seen.over, seen.asked], [1, asked], "it ends once, and nobody is asked any more");
});

test("another card in the reader does not stop it", async (t) => {
  const { leaving, seen, pass, card } = begin(t);
  leaving.watch(true);
  card(async () => EMPTY);
  await pass(4);
  card(async () => CARD);
  await pass(64);
  assert.equal(seen.over, 1);
});

test("who says to go on has five minutes more, and is told again before the end", async (t) => {
  const { leaving, seen, pass, card } = begin(t);
  leaving.watch(true);
  card(async () => EMPTY);
  await pass(30);
  leaving.stay();
  assert.equal(seen.told.at(-1), null);
  await pass(230);
  assert.equal(seen.over, 0);
  assert.equal(seen.told.at(-1), null);
  await pass(20);
  assert.ok((seen.told.at(-1) ?? 0) > 0);
  await pass(70);
  assert.equal(seen.over, 1);
});

test("a reader that is pulled out takes the card along; one that cannot be asked for a moment does not", async (t) => {
  const { leaving, seen, pass, card } = begin(t);
  leaving.watch(true);
  card(async () => null);
  await pass(8);
  card(async () => CARD);
  await pass(120);
  assert.deepEqual([seen.told, seen.over], [[], 0]);
  card(async () => []);
  await pass(64);
  assert.equal(seen.over, 1);
});

test("a service that answers no more does not keep the values", async (t) => {
  const { leaving, seen, pass, card } = begin(t);
  leaving.watch(true);
  card(async () => null);
  await pass(76);
  assert.equal(seen.over, 1);
});

test("another card that lies in another reader all day does not keep the values", async (t) => {
  for (const kind of ["other", "juki"] as const) {
    await t.test(kind, async (inner) => {
      const { leaving, seen, pass, card } = begin(inner);
      leaving.watch(true);
      card(async () => [...EMPTY, { name: "B", state: "card", card: kind, pinPad: false }]);
      await pass(64);
      assert.equal(seen.over, 1);
    });
  }
});

test("without the program nobody would see the card leave, so it counts as gone", async (t) => {
  const { leaving, seen, pass, card } = begin(t);
  leaving.watch(true);
  card(async () => {
    throw new Error("HOST_CLOSED");
  });
  await pass(64);
  assert.equal(seen.over, 1);
});

test("a screen without values forgets that the card was gone", async (t) => {
  const { leaving, seen, pass, card } = begin(t);
  leaving.watch(true);
  card(async () => EMPTY);
  await pass(50);
  leaving.watch(false);
  assert.equal(seen.told.at(-1), null);
  await pass(60);
  card(async () => CARD);
  leaving.watch(true);
  await pass(60);
  assert.equal(seen.over, 0);
});
