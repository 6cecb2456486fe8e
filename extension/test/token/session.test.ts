import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import type { ListedBy } from "../../src/token/origins.ts";
import type { Asks, Request } from "../../src/token/page.ts";
import { TokenSession } from "../../src/token/session.ts";
import type { TokenState } from "../../src/token/state.ts";
import type { Host } from "../../src/window/session.ts";
import { document0, FakePage, ORIGIN } from "../window/fixtures.ts";

const PIN = "2345";
const NONCE = "n".repeat(44);
const WANTED = { nonce: NONCE, document: document0, ref: "f1", label: "ログイン用の文字列", empty: true };

function tokenOf(claims: Record<string, unknown> = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = {
    purpose: "p",
    aud: ORIGIN,
    nonce: NONCE,
    iat: 1,
    exp: 301,
    jti: "j".repeat(26),
    host: "1",
    ...claims,
  };
  return [part({ alg: "RS256" }), part(payload), "c2ln"].join(".");
}

class FakeHost implements Host {
  readonly hello = { type: "hello" as const, protocol: 1, version: "1", platform: "", capabilities: [] as string[] };
  readonly calls: { type: string; params: Record<string, unknown> }[] = [];
  token = tokenOf();
  tries = 3;
  fails: Error | null = null;
  request: Host["request"] = async (type, params) => {
    this.calls.push({ type, params: { ...params } });
    if (type === "readers") return { readers: [{ name: "R", state: "card", card: "my-number", pinPad: false }] };
    if (type !== "card.status") {
      if (this.fails) throw this.fails;
      return { token: this.token };
    }
    const pins = [{ kind: "authentication", triesLeft: this.tries, maxTries: 3, locked: this.tries === 0 }];
    return { pins, certificates: [], card: { reader: "R", expires: null }, advice: [] };
  };
  close = () => undefined;
  asked = () => this.calls.filter(({ type }) => type === "authenticate");
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const sessions: TokenSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

async function begin({
  request = WANTED as Request,
  listed = "person" as ListedBy,
  capabilities = [] as string[],
} = {}) {
  const parts = { page: new FakePage(), host: new FakeHost(), listed, opened: 0, added: [] as string[] };
  const session: TokenSession = new TokenSession({
    page: parts.page,
    asks: async (): Promise<Asks> => ({ request, offers: [] }),
    listedBy: async () => parts.listed,
    addOrigin: async (origin) => {
      parts.added.push(origin);
      parts.listed = "person";
    },
    openHost: async () => {
      parts.opened++;
      return parts.host;
    },
    show: (state: TokenState) => assert.doesNotMatch(JSON.stringify(state), /2345/, "a state holds the PIN"),
  });
  sessions.push(session);
  parts.host.hello.capabilities.push(...capabilities);
  await session.start();
  await settle();
  return { ...parts, parts, session, screen: () => session.state.screen };
}

async function toPreview(made: Awaited<ReturnType<typeof begin>>) {
  made.session.next();
  await made.session.read(PIN, false);
  await settle();
}

test("a listed site gets a token with its nonce, written into the one field after the preview", async () => {
  const made = await begin();
  await toPreview(made);
  assert.equal(made.screen(), "preview");
  assert.deepEqual(made.host.asked(), [{ type: "authenticate", params: { nonce: NONCE, pin: PIN } }]);
  assert.deepEqual(made.page.written, [], "nothing is written before the confirmation");
  await made.session.confirm();
  assert.equal(made.screen(), "report");
  assert.deepEqual(made.page.written, [{ document: document0, rows: [{ ref: "f1", value: made.host.token }] }]);
});

test("a site that is not listed gets nowhere near the PIN until the person adds it", async () => {
  const made = await begin({ listed: null });
  made.session.next();
  assert.equal(made.screen(), "prepare");
  await made.session.read(PIN, false);
  assert.deepEqual(made.host.asked(), []);
  await made.session.allow();
  assert.deepEqual(made.added, [ORIGIN]);
  made.session.next();
  assert.equal(made.screen(), "pin");
});

test("a site taken off the list in the meantime costs no try", async () => {
  const made = await begin();
  made.session.next();
  made.parts.listed = null;
  await made.session.read(PIN, false);
  assert.deepEqual(made.host.asked(), []);
});

test("a refused request starts no host and asks for no PIN", async () => {
  for (const request of [null, { refused: "two-requests" as const }, { refused: "field-hidden" as const }]) {
    const made = await begin({ request });
    assert.equal(made.screen(), "refused");
    made.session.next();
    await made.session.read(PIN, false);
    assert.equal(made.opened, 0);
    assert.deepEqual(made.host.calls, []);
  }
});

test("a page that went away costs no try", async () => {
  const made = await begin();
  made.session.next();
  made.page.stands = false;
  await made.session.read(PIN, false);
  assert.equal(made.screen(), "moved");
  assert.deepEqual(made.host.asked(), []);
});

test("a page that went away after the PIN is not written into", async () => {
  const made = await begin();
  await toPreview(made);
  made.page.stands = false;
  await made.session.confirm();
  assert.equal(made.screen(), "moved");
  assert.deepEqual(made.page.written, []);
});

test("a token for another site or another nonce is not shown", async () => {
  for (const claims of [{ aud: "https://evil.example" }, { nonce: "m".repeat(44) }]) {
    const made = await begin();
    made.host.token = tokenOf(claims);
    await toPreview(made);
    assert.notEqual(made.screen(), "preview");
    assert.deepEqual(made.page.written, []);
  }
});

test("where the host asks for PINs itself, none is sent from here", async () => {
  const made = await begin({ capabilities: ["pin-entry-host"] });
  made.session.next();
  await made.session.read("", false);
  assert.deepEqual(made.host.asked(), [{ type: "authenticate", params: { nonce: NONCE } }]);
  assert.equal(made.screen(), "preview");
});

test("text of the wrong form is told and costs no try", async () => {
  const made = await begin();
  made.session.next();
  await made.session.read("12345", false);
  assert.equal(made.screen(), "pin");
  assert.deepEqual(made.host.asked(), []);
});

test("a field that is not empty is written only where the person ticks it", async () => {
  const made = await begin({ request: { ...WANTED, empty: false } });
  await toPreview(made);
  await made.session.confirm();
  assert.equal(made.screen(), "preview");
  made.session.tick({ ref: "f1", frame: "n0" }, true);
  await made.session.confirm();
  assert.deepEqual(made.page.written[0]?.rows, [{ ref: "f1", value: made.host.token, overwrite: true }]);
});

test("a locked PIN ends the way, and nothing is asked", async () => {
  const made = await begin();
  made.host.tries = 0;
  await made.session.start();
  await settle();
  assert.equal(made.screen(), "locked");
  assert.deepEqual(made.host.asked(), []);
});
