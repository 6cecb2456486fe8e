/** The portal window over a page and a host of the test's own: what reaches the host, what reaches the page, and when. */
import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import { HitofudeError } from "../../src/messaging/failure.ts";
import type { ToWindow } from "../../src/portal/bridge.ts";
import { PortalSession } from "../../src/portal/session.ts";
import type { PortalState } from "../../src/portal/state.ts";
import type { Host } from "../../src/window/session.ts";

const ORIGIN = "https://www.myna.go.jp";
const PINS = { "01": "2345", "02": "TEST123", "04": "1234" };
const person = { uuid: "00112233445546778899aabbccddeeff", combinationCode: "ab".repeat(32) };
const RESULTS: Record<string, Record<string, unknown>> = {
  "portal.authenticate": { ...person, signature: "AA==", certificate: "TUlJ" },
  "portal.sign": { ...person, signatures: ["AA==", "AA=="], certificate: "TUlJ" },
  "portal.attributes": { ...person, name: "見本　花子", sex: "2", address: "東京都", birth: "19850515" },
};

class FakeHost implements Host {
  readonly hello = {
    type: "hello" as const,
    protocol: 1,
    version: "1",
    platform: "",
    capabilities: ["portal"] as string[],
  };
  readonly calls: { type: string; params: Record<string, unknown> }[] = [];
  tries = 3;
  fails: Record<string, Error> = {};
  working: Promise<void> = Promise.resolve();
  request: Host["request"] = async (type, params) => {
    this.calls.push({ type, params: { ...params } });
    if (this.fails[type]) throw this.fails[type];
    if (type === "readers") return { readers: [{ name: "R", state: "card", card: "my-number", pinPad: false }] };
    if (type === "portal.check") {
      const all = params.digestInfos as string[];
      return { digests: all.map(() => ({ algorithm: "SHA-256", hex: "ab".repeat(32) })) };
    }
    if (type !== "card.status") {
      await this.working;
      return RESULTS[type] ?? {};
    }
    const pins = ["authentication", "signature", "input-support"].map((kind) => ({
      ...{ kind, triesLeft: this.tries, maxTries: 3, locked: this.tries === 0 },
    }));
    return { pins, certificates: [], card: { reader: "R", expires: null }, advice: [] };
  };
  close = () => undefined;
  /** What involved a PIN. */
  asked = () => this.calls.filter(({ type }) => type in RESULTS);
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const sessions: PortalSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

async function begin(fields: object = {}, { origin = ORIGIN, fails = {} as Record<string, Error> } = {}) {
  const detail = JSON.stringify({ mode: "01", service_id: "01", digest: "QUJD", ...fields });
  const sent: ToWindow = { type: "request", detail, origin };
  const page = { stands: true, answers: [] as Record<string, unknown>[], closed: false };
  const host = new FakeHost();
  host.fails = fails;
  const session = new PortalSession({
    page: {
      request: async () => sent,
      stands: async (wanted) => page.stands && wanted === origin,
      answer: (text) => {
        if (!page.stands) return false;
        page.answers.push(JSON.parse(text));
        return true;
      },
    },
    openHost: async () => host,
    show: (state: PortalState) => assert.doesNotMatch(JSON.stringify(state), /2345|TEST123/, "a state holds the PIN"),
    close: () => {
      page.closed = true;
    },
  });
  sessions.push(session);
  await session.start();
  await settle();
  return { session, host, page, screen: () => session.state.screen };
}

async function agree({ session }: Awaited<ReturnType<typeof begin>>, pin: string, accept = false) {
  session.next();
  await session.read(pin, accept);
  await settle();
}

test("each mode asks the host once, with its own PIN and digests, and gives the page its form of the result", async () => {
  const digest = ["QUJD", "QUJE"];
  const wanted = {
    "01": { type: "portal.authenticate", params: { digestInfo: "QUJD", pin: PINS["01"] } },
    "02": { type: "portal.sign", params: { digestInfos: digest, pin: PINS["02"] } },
    "04": { type: "portal.attributes", params: { pin: PINS["04"] } },
  };
  for (const [mode, call] of Object.entries(wanted)) {
    const made = await begin({ mode, digest: mode === "02" ? digest : "QUJD" });
    assert.equal(made.screen(), "prepare", mode);
    assert.equal(made.page.answers.length, 0, "answered before anybody agreed");
    await agree(made, call.params.pin);
    assert.deepEqual(made.host.asked(), [call]);
    assert.equal(made.screen(), "given");
    assert.deepEqual(
      made.page.answers.map((one) => [one.mode, one.result, one.uuid]),
      [[mode, "0", person.uuid]],
    );
    made.session.end();
    assert.equal(made.page.answers.length, 1, "answered twice");
  }
});

test("the digests are looked at by the host before any card or PIN", async () => {
  const made = await begin({ mode: "02" });
  assert.deepEqual(made.host.calls[0], { type: "portal.check", params: { digestInfos: ["QUJD"] } });
  const state = made.session.state;
  assert.ok(state.screen === "prepare" && "shown" in state.job);
});

test("a digest that may not be signed is refused without a card, and the page learns no reason", async () => {
  const failure = new HitofudeError("DIGEST_REFUSED", { reason: "sha-1", index: 0 });
  const made = await begin({}, { fails: { "portal.check": failure } });
  assert.deepEqual(made.session.state, { screen: "refused", problem: { failure }, origin: ORIGIN, pinSent: false });
  assert.deepEqual(
    made.host.calls.map(({ type }) => type),
    ["portal.check"],
  );
  assert.deepEqual(made.page.answers, [
    { mode: "01", service_id: "01", digest: "QUJD", result: "1", errcode: "EW044-C300" },
  ]);
});

test("an origin that is not on the list, or not switched on, gets no host at all", async () => {
  for (const origin of ["https://www.example.go.jp", "http://www.myna.go.jp", "https://evil-myna.go.jp"]) {
    const made = await begin({}, { origin });
    assert.equal(made.screen(), "refused", origin);
    assert.deepEqual(made.host.calls, []);
  }
});

test("what the window itself does not understand is refused, whatever the content script let through", async () => {
  for (const fields of [{ service_id: "02" }, { mode: "03" }, { mode: "05" }, { digest: "" }]) {
    const made = await begin(fields);
    assert.equal(made.screen(), "refused");
    assert.deepEqual(made.host.calls, []);
  }
});

test("a page that moved on costs no try", async () => {
  const made = await begin();
  made.session.next();
  made.page.stands = false;
  await made.session.read(PINS["01"], false);
  await settle();
  assert.deepEqual(made.host.asked(), []);
  assert.equal(made.screen(), "refused");
});

test("a page that moved on while the card worked gets nothing", async () => {
  const made = await begin();
  let done: () => void = () => undefined;
  made.host.working = new Promise((resolve) => {
    done = resolve;
  });
  made.session.next();
  const reading = made.session.read(PINS["01"], false);
  await settle();
  made.page.stands = false;
  done();
  await reading;
  assert.deepEqual(made.page.answers, []);
  assert.equal(made.screen(), "refused");
  assert.ok("pinSent" in made.session.state && made.session.state.pinSent, "told that no PIN was sent");
});

test("who does not want to says no to the page once, and the window closes", async () => {
  const made = await begin();
  made.session.cancel();
  made.session.end();
  assert.deepEqual(
    made.page.answers.map(({ result, errcode }) => [result, errcode]),
    [["1", "EW044-C300"]],
  );
  assert.ok(made.page.closed);
  assert.deepEqual(made.host.asked(), []);
});

test("a wrong PIN is asked again in the window; the page still waits and learns nothing", async () => {
  const made = await begin();
  made.host.fails = {
    "portal.authenticate": new HitofudeError("PIN_INCORRECT", { pin: "authentication", triesLeft: 2 }),
  };
  await agree(made, "9999");
  assert.equal(made.screen(), "pin");
  assert.deepEqual(made.page.answers, []);
  made.host.fails = {};
  await made.session.read(PINS["01"], false);
  assert.equal(made.screen(), "given");
});

test("the last try is used only with the person's second confirmation", async () => {
  const made = await begin();
  made.host.tries = 1;
  await made.session.retry();
  await settle();
  await agree(made, PINS["01"], true);
  assert.deepEqual(
    made.host.asked().map(({ params }) => params.acceptLastTry),
    [true],
  );
  const other = await begin();
  await agree(other, PINS["01"], true);
  assert.deepEqual(
    other.host.asked().map(({ params }) => params.acceptLastTry),
    [undefined],
    "more tries are left",
  );
});

test("no PIN is sent where the host asks for it", async () => {
  const made = await begin();
  made.host.hello.capabilities.push("pin-entry-host");
  await made.session.retry();
  await settle();
  await agree(made, "");
  assert.deepEqual(made.host.asked(), [{ type: "portal.authenticate", params: { digestInfo: "QUJD" } }]);
});

test("a host that does not know portals is told as too old, before any PIN", async () => {
  const made = await begin();
  made.host.hello.capabilities.length = 0;
  await made.session.retry();
  assert.equal(made.screen(), "host-problem");
  assert.deepEqual(made.page.answers, [], "the page still waits");
});
