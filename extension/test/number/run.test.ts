/** The way of the 個人番号 through the window: what it takes, what stops it, and that nothing of it stays. */
import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import { Memory } from "../../src/memory/store.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { type Host, Session } from "../../src/window/session.ts";
import type { State } from "../../src/window/state.ts";
import { cardWith, FakeArea, FakePage, field, looked, NAME, ORIGIN, PROFILE } from "../window/fixtures.ts";

const NUMBER = "123456789018";
const BOX = field({ ref: "f9", label: "個人番号", labels: ["個人番号"], maxlength: 12 });

class FakeHost implements Host {
  readonly calls: { type: string; params: Record<string, unknown> }[] = [];
  hello: NonNullable<Host["hello"]> = {
    type: "hello",
    protocol: 1,
    version: "0",
    platform: "x",
    capabilities: ["number"],
  };
  tries: number | null = 3;
  check: () => Promise<Record<string, unknown>> = async () => ({ kind: "national", purposes: ["national-tax"] });
  number: () => Promise<Record<string, unknown>> = async () => ({ number: NUMBER });

  request: Host["request"] = async (type, params) => {
    this.calls.push({ type, params: { ...params } });
    const { readers, status } = cardWith(this.tries);
    if (type === "readers") return { readers };
    if (type === "card.status") return { ...status };
    if (type === "number.check") return this.check();
    if (type === "card.number") return this.number();
    return { attributes: {}, profile: PROFILE };
  };
  close = () => undefined;
  of = (type: string) => this.calls.filter((call) => call.type === type).map(({ params }) => params);
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

type Options = { fields?: Parameters<typeof looked>[0]; origin?: string; allowed?: boolean; host?: FakeHost };

function begin({ fields = [NAME, BOX], origin = ORIGIN, allowed = true, host = new FakeHost() }: Options = {}) {
  const page = new FakePage();
  const found = looked(fields);
  page.found = { ...found, origin, frames: found.frames.map((one) => ({ ...one, origin })) };
  const session = new Session({
    page,
    openHost: async () => host,
    memory: new Memory(new FakeArea()),
    numberAllowed: async () => allowed,
    show: (state: State) => {
      assert.doesNotMatch(JSON.stringify(state), /1234/, "a state holds the number or a PIN");
    },
  });
  sessions.push(session);
  return { page, host, session };
}

const stepOf = (session: Session) =>
  session.state.screen === "number" ? session.state.number.step : session.state.screen;

async function toPreview(options?: Options) {
  const at = begin(options);
  await at.session.start();
  await settle();
  at.session.next();
  await at.session.read("1234", false);
  assert.equal(at.session.state.screen, "preview");
  return at;
}

async function toPin(options?: Options) {
  const at = await toPreview(options);
  await at.session.openNumber();
  at.session.number.purpose("national-tax");
  at.session.number.next();
  assert.equal(stepOf(at.session), "pin");
  return at;
}

async function toLook(options?: Options) {
  const at = await toPin(options);
  await at.session.number.read("1234", false);
  assert.equal(stepOf(at.session), "look");
  return at;
}

test("the number is read with purpose, label and the PIN of this very screen, written once and gone", async () => {
  const { session, host, page } = await toLook();
  assert.deepEqual(host.of("card.number"), [{ pin: "1234", purpose: "national-tax", label: "個人番号" }]);
  assert.deepEqual(page.written, []);
  await session.number.write();
  assert.equal(stepOf(session), "done");
  assert.deepEqual(
    page.written.map(({ rows }) => rows),
    [[{ ref: "f9", value: NUMBER, secret: true }]],
  );
  assert.ok(!session.number.holding);
  assert.ok(!JSON.stringify(session.state).includes(NUMBER));
  session.leaveNumber();
  assert.equal(session.state.screen, "preview");
});

test("filling in everything else never reads or writes the number", async () => {
  const { session, host, page } = await toPreview();
  await session.confirm();
  assert.equal(session.state.screen, "report");
  assert.deepEqual(host.of("card.number"), []);
  assert.ok(page.written.every(({ rows }) => rows.every(({ ref }) => ref !== "f9")));
});

test("no purpose is chosen beforehand, and without one there is no PIN", async () => {
  const { session, host } = await toPreview();
  await session.openNumber();
  session.number.next();
  assert.equal(stepOf(session), "purpose");
  session.number.purpose("employer");
  session.number.next();
  assert.equal(stepOf(session), "purpose");
  await session.number.read("1234", false);
  assert.deepEqual(host.of("card.number"), []);
});

test("it is shown only while the person wants to see it", async () => {
  const { session } = await toLook();
  assert.equal(session.number.digits(), null);
  session.number.show(true);
  assert.equal(session.number.digits(), NUMBER);
  session.number.show(false);
  assert.equal(session.number.digits(), null);
});

for (const [how, leave] of [
  ["leaving the screen", (session: Session) => session.leaveNumber()],
  ["終了（次の方へ）", (session: Session) => session.finish()],
  ["closing the window", (session: Session) => session.end()],
  ["another page", (session: Session) => void session.tabChanged("closed")],
  ["beginning anew", (session: Session) => void session.start()],
] as const) {
  test(`${how} wipes it`, async () => {
    const { session, page } = await toLook();
    session.number.show(true);
    assert.ok(session.number.holding);
    leave(session);
    await settle();
    assert.ok(!session.number.holding);
    await session.number.write();
    assert.equal(session.number.digits(), null);
    assert.deepEqual(page.written, []);
  });
}

test("a page that moved on before the PIN or before the writing stops it", async () => {
  const before = await toPin();
  before.page.stands = false;
  await before.session.number.read("1234", false);
  assert.equal(before.session.state.screen, "moved");
  assert.ok(!before.session.number.holding);
  assert.deepEqual(before.host.of("card.number"), []);
  const after = await toLook();
  after.page.stands = false;
  await after.session.number.write();
  assert.equal(after.session.state.screen, "moved");
  assert.ok(!after.session.number.holding);
  assert.deepEqual(after.page.written, []);
});

test("nothing is offered where the host refuses, is older, or the administrator says no", async () => {
  const refusing = new FakeHost();
  refusing.check = async () => {
    throw new HitofudeError("NUMBER_REFUSED", { reason: "not-listed" });
  };
  const old = new FakeHost();
  old.hello = { ...old.hello, capabilities: ["fill"] };
  for (const options of [{ host: refusing }, { host: old }, { allowed: false }, { fields: [NAME] }]) {
    const { session, host } = await toPreview(options);
    assert.ok(session.state.screen === "preview" && session.state.job.number === undefined);
    await session.openNumber();
    assert.notEqual(session.state.screen, "number");
    assert.deepEqual(host.of("card.number"), []);
  }
});

test("an http page is told so before any program is started", async () => {
  const { session, host } = begin({ origin: "http://www.city.example.lg.jp" });
  await session.start();
  assert.ok(session.state.screen === "page-problem" && session.state.problem === "insecure");
  assert.deepEqual(host.calls, []);
});

test("a page that asks for the number alone can be helped on a listed site, and nowhere else", async () => {
  const { session, host } = begin({ fields: [BOX] });
  await session.start();
  assert.ok(session.state.screen === "page-problem" && session.state.numbers?.length === 1);
  assert.deepEqual(host.calls, []);
  await session.openNumber();
  assert.equal(stepOf(session), "purpose");
  const shop = begin({ fields: [BOX], origin: "https://shop.example" });
  await shop.session.start();
  assert.ok(shop.session.state.screen === "page-problem" && shop.session.state.numbers?.length === 0);
  await shop.session.openNumber();
  assert.notEqual(shop.session.state.screen, "number");
  assert.deepEqual(shop.host.of("card.number"), []);
});

test("a wrong PIN is asked for again, a locked one is not", async () => {
  const { session, host } = await toPin();
  host.number = async () => {
    throw new HitofudeError("PIN_INCORRECT", { pin: "input-support", triesLeft: 1 });
  };
  host.tries = 1;
  await session.number.read("9999", false);
  assert.ok(session.state.screen === "number" && session.state.number.step === "pin" && session.state.number.lastTry);
  host.number = async () => {
    throw new HitofudeError("PIN_LOCKED", { pin: "input-support", triesLeft: 0 });
  };
  await session.number.read("9998", true);
  assert.equal(stepOf(session), "locked");
  await session.number.read("9997", true);
  assert.equal(host.of("card.number").length, 2);
});

test("a PIN of the wrong form is not sent", async () => {
  const { session, host } = await toPin();
  for (const text of ["", "123", "12345", "12３4", "abcd"]) await session.number.read(text, false);
  assert.deepEqual(host.of("card.number"), []);
  assert.ok(session.state.screen === "number" && session.state.number.step === "pin" && session.state.number.problem);
});

test("an answer that is no number is not kept", async () => {
  const { session, host, page } = await toPin();
  host.number = async () => ({ number: "1234" });
  await session.number.read("1234", false);
  assert.equal(stepOf(session), "failed");
  await session.number.write();
  assert.deepEqual(page.written, []);
});

test("among several boxes the person chooses; the others stay as they are", async () => {
  const other = field({ ...BOX, ref: "f10", empty: false });
  const { session, page } = await toLook({ fields: [NAME, BOX, other] });
  await session.number.write();
  assert.equal(stepOf(session), "look");
  session.number.choose("n0/f10", true);
  await session.number.write();
  assert.deepEqual(
    page.written.map(({ rows }) => rows),
    [[{ ref: "f10", value: NUMBER, secret: true, overwrite: true }]],
  );
});

test("what the page made of it is told without it", async () => {
  const { session, page } = await toLook();
  page.apply = async (_, rows) =>
    rows.map(({ ref, value }) => ({ ref, state: "changed-by-page", value: `${value}x`, valid: true }));
  await session.number.write();
  assert.ok(session.state.screen === "number" && session.state.number.step === "done");
  assert.deepEqual(session.state.number.outcomes, [{ key: "n0/f9", state: "changed-by-page" }]);
});

test("its time in the window is short", async () => {
  const host = new FakeHost();
  const { NumberRun } = await import("../../src/number/run.ts");
  const { begin: first, nextNumber } = await import("../../src/number/state.ts");
  const { Sitting } = await import("../../src/card/sitting.ts");
  const sitting = new Sitting({ card: () => undefined, failed: () => undefined });
  await sitting.connect(async () => host);
  const page = new FakePage();
  let state = first({ boxes: [], purposes: ["national-tax"] }, false);
  const run = new NumberRun({
    page,
    sitting,
    looked: () => page.found,
    state: () => state,
    dispatch: (event) => {
      state = nextNumber(state, event);
    },
    allowed: async () => true,
    looking: 20,
  });
  run.purpose("national-tax");
  run.next();
  await run.read("1234", false);
  run.show(true);
  assert.equal(run.digits(), NUMBER);
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.ok(!run.holding);
  assert.equal(state.step, "expired");
  sitting.end();
});
