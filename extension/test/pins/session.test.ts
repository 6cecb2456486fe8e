import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { PinKind } from "../../src/pin/kinds.ts";
import { PinsSession } from "../../src/pins/session.ts";
import type { Host } from "../../src/window/session.ts";

const OLD = "TEST123";
const NEW = "TEST456X";

/** A host with a card on its reader; the test decides how pin.change ends. */
class FakeHost implements Host {
  readonly calls: { type: string; params: Record<string, unknown> }[] = [];
  tries: Partial<Record<PinKind, number>> = {};
  change: () => Promise<Record<string, unknown>> = async () => ({ triesLeft: 5 });
  hello: NonNullable<Host["hello"]>;

  constructor(...capabilities: string[]) {
    this.hello = { type: "hello", protocol: 1, version: "0.1.0", platform: "linux/amd64", capabilities };
  }

  request: Host["request"] = async (type, params) => {
    this.calls.push({ type, params: { ...params } });
    if (type === "readers") return { readers: [{ name: "R", state: "card", card: "my-number", pinPad: false }] };
    if (type === "pin.change") return this.change();
    const pins = (["signature", "authentication", "input-support", "resident-register"] as const).map((kind) => {
      const triesLeft = this.tries[kind] ?? 3;
      return { kind, triesLeft, maxTries: 3, locked: triesLeft === 0 };
    });
    return { pins, certificates: [], card: { reader: "R", expires: null }, advice: [] };
  };
  close = () => undefined;

  get changes() {
    return this.calls.filter(({ type }) => type === "pin.change").map(({ params }) => params);
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const sessions: PinsSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

async function begin(host = new FakeHost()) {
  const session = new PinsSession({
    openHost: async () => host,
    show: (state) => assert.doesNotMatch(JSON.stringify(state), /TEST123|TEST456X/, "a state holds a PIN"),
  });
  sessions.push(session);
  await session.start();
  await settle();
  return { session, host };
}

async function atChange(host = new FakeHost()) {
  const parts = await begin(host);
  parts.session.change("signature");
  assert.equal(parts.session.state.screen, "change");
  return parts;
}

const given = { current: OLD, fresh: NEW, acceptLastTry: false, acceptWeak: false };

test("the overview asks for no PIN and sends nothing but questions about the card", async () => {
  const { host, session } = await begin();
  assert.equal(session.state.screen, "status");
  assert.deepEqual([...new Set(host.calls.map(({ type }) => type))].sort(), ["card.status", "readers"]);
});

test("a change is sent once, with both PINs and nothing accepted that nobody accepted", async () => {
  const { session, host } = await atChange();
  await Promise.all([session.submit(given), session.submit(given)]);
  assert.deepEqual(host.changes, [{ kind: "signature", current: OLD, new: NEW }]);
  assert.equal(session.state.screen, "changed");
});

test("a tick that was not on the screen counts for nothing", async () => {
  const { session, host } = await atChange();
  await session.submit({ ...given, acceptLastTry: true, acceptWeak: true });
  assert.deepEqual(Object.keys(host.changes[0] ?? {}), ["kind", "current", "new"]);
});

test("a PIN of the wrong form never reaches the host", async () => {
  const { session, host } = await atChange();
  await session.submit({ ...given, current: "1234" });
  await session.submit({ ...given, fresh: "test456" });
  assert.deepEqual(host.changes, []);
  assert.equal(session.state.screen, "change");
});

test("a weak PIN is asked for again; only then may the person insist", async () => {
  const { session, host } = await atChange();
  host.change = async () => {
    throw new HitofudeError("PIN_WEAK", { pin: "signature", reason: "sequence" });
  };
  await session.submit(given);
  assert.ok(session.state.screen === "change" && session.state.weak);
  host.change = async () => ({ triesLeft: 5 });
  await session.submit({ ...given, acceptWeak: true });
  assert.equal(host.changes[1]?.acceptWeak, true);
  assert.equal(session.state.screen, "changed");
});

test("the last try needs the tick, and a locked PIN cannot be changed at all", async () => {
  const host = new FakeHost();
  host.tries = { signature: 1, authentication: 0 };
  const { session } = await atChange(host);
  assert.ok(session.state.screen === "change" && session.state.lastTry);
  await session.submit({ ...given, acceptLastTry: true });
  assert.equal(host.changes[0]?.acceptLastTry, true);
  session.overview();
  await settle();
  session.change("authentication");
  assert.equal(session.state.screen, "locked");
});

test("a lost answer is said to be unknown, never guessed", async () => {
  for (const failure of [new HitofudeError("CARD_REMOVED", { outcome: "unknown" }), new HitofudeError("HOST_CLOSED")]) {
    const { session, host } = await atChange();
    host.change = async () => {
      throw failure;
    };
    await session.submit(given);
    assert.equal(session.state.screen, "unknown", failure.code);
  }
});

test("a card that left before the new PIN was sent leaves the PIN as it was", async () => {
  const { session, host } = await atChange();
  host.change = async () => {
    throw new HitofudeError("CARD_REMOVED");
  };
  await session.submit(given);
  assert.ok(session.state.screen === "error" && session.state.kind === "signature");
});

test("a wrong present PIN is told, and the next one may be the last", async () => {
  const { session, host } = await atChange();
  host.change = async () => {
    host.tries = { signature: 1 };
    throw new HitofudeError("PIN_INCORRECT", { pin: "signature", triesLeft: 1 });
  };
  await session.submit(given);
  assert.ok(session.state.screen === "change" && session.state.lastTry);
  assert.equal(host.changes.length, 1);
});

test("where the program on the computer asks for the PINs the request holds none", async () => {
  const { session, host } = await atChange(new FakeHost("pin.change", "pin-entry-host"));
  await session.submit({ current: "", fresh: "", acceptLastTry: false, acceptWeak: false });
  assert.deepEqual(host.changes, [{ kind: "signature" }]);
});
