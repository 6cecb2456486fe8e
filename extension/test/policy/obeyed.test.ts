/** Every setting of an administrator, where it has to be obeyed. */
import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import { parseHTML } from "linkedom";
import { type Key, text, type Values } from "../../src/i18n/index.ts";
import type { Policy } from "../../src/policy/policy.ts";
import type { Ui } from "../../src/ui/shell.ts";
import type { Session as FillSession } from "../../src/window/session.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
let managed: Record<string, unknown> = {};
let hello: Record<string, unknown> = {};
let connected = 0;
const heard: Record<string, (message: unknown) => void> = {};
Object.assign(globalThis, {
  document,
  chrome: {
    storage: { managed: { get: async () => managed }, local: { get: async () => ({}), set: async () => undefined } },
    runtime: {
      getManifest: () => ({ version: "0.1.0" }),
      connectNative: () => {
        connected++;
        return {
          postMessage: ({ id }: { id: string }) =>
            queueMicrotask(() => heard.message?.({ type: "result", id, result: {} })),
          disconnect: () => undefined,
          onMessage: {
            addListener: (listener: (message: unknown) => void) => {
              heard.message = listener;
              queueMicrotask(() => listener({ type: "hello", protocol: 1, version: "0.1.0", platform: "x", ...hello }));
            },
          },
          onDisconnect: { addListener: () => undefined },
        };
      },
    },
  },
});
// The browser is looked up when they are loaded.
const { mayWork, policyFrom } = await import("../../src/policy/policy.ts");
const { Session } = await import("../../src/window/session.ts");
const { FakePage, ORIGIN } = await import("../window/fixtures.ts");
const { FakeHost, settle } = await import("../window/sitting.ts");
const { openHost } = await import("../../src/messaging/connect.ts");
const { mayAsk } = await import("../../src/portal/switches.ts");
const { allowed } = await import("../../src/token/page.ts");
const { numberAllowed } = await import("../../src/number/policy.ts");
const { managedSection } = await import("../../src/policy/words.ts");
const { covered } = await import("../../src/policy/cover.ts");

const ui = {
  language: "ja",
  t: (key: Key, values?: Values) => text("ja", key, values),
  announce: () => undefined,
} as unknown as Ui;

const sessions: FillSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end();
});

async function started(policy: Policy) {
  const opened: string[] = [];
  const session = new Session({
    page: new FakePage(),
    openHost: async (origin) => {
      opened.push(origin);
      return new FakeHost();
    },
    show: () => undefined,
    memory: { of: () => assert.fail("the memory was asked") },
    policy: async () => policy,
  });
  sessions.push(session);
  await session.start();
  await settle();
  return { session, opened };
}

test("a site that is not on the list is not worked on, and no program is started for it", async () => {
  for (const set of [{ fillOrigins: [] }, { fillOrigins: "x" }, { disabled: ["fill", "compare"] }]) {
    const { session, opened } = await started(policyFrom(set));
    assert.ok(session.state.screen === "page-problem" && session.state.problem === "managed", JSON.stringify(set));
    assert.deepEqual(opened, []);
  }
});

test("a site on the list is worked on", async () => {
  const { session, opened } = await started(policyFrom({ fillOrigins: [ORIGIN] }));
  assert.equal(session.state.screen, "prepare");
  assert.deepEqual(opened, [ORIGIN]);
  assert.ok(!mayWork(policyFrom({ fillOrigins: [ORIGIN] }), `${ORIGIN}.evil.example`));
});

test("PINs stay out of the browser where the administrator says so", async () => {
  hello = { capabilities: ["fill"] };
  managed = { pinEntry: "host" };
  await assert.rejects(
    openHost("hitofude:ui", () => undefined),
    { code: "PIN_ENTRY_UNAVAILABLE" },
  );
  hello = { capabilities: ["fill", "pin-entry-host"] };
  (await openHost("hitofude:ui", () => undefined)).close();
  managed = {};
  hello = { capabilities: ["fill"] };
  (await openHost("hitofude:ui", () => undefined)).close();
  assert.equal(connected, 3);
});

test("the practice program cannot stand in for the real one, nor the real one for it", async () => {
  managed = {};
  hello = { capabilities: ["fill"], practice: true };
  await assert.rejects(
    openHost("hitofude:ui", () => undefined),
    { code: "HOST_GARBLED" },
  );
  hello = { capabilities: ["fill"] };
  await assert.rejects(
    openHost("hitofude:ui", () => undefined, "hitofude.practice"),
    { code: "HOST_GARBLED" },
  );
});

test("portals, documents, log-ins and the number obey their lists and switches", async () => {
  const asks = { request: { refused: "two-requests" as const }, offers: [{} as never] };
  assert.deepEqual(allowed(asks, ORIGIN, policyFrom({ signOrigins: [] })).offers, []);
  assert.deepEqual(allowed(asks, ORIGIN, policyFrom({ disabled: ["sign"] })).offers, []);
  assert.equal(allowed(asks, ORIGIN, policyFrom({ disabled: ["token"] })).request, null);
  assert.deepEqual(allowed(asks, ORIGIN, policyFrom({ signOrigins: [ORIGIN] })), asks);
  for (const set of [{ numberOrigins: [] }, { disabled: ["number"] }, { kiosk: true }]) {
    managed = set;
    assert.equal(await numberAllowed("https://www.nta.go.jp"), false, JSON.stringify(set));
  }
  for (const set of [{ portalOrigins: [] }, { disabled: ["portal"] }]) {
    managed = set;
    assert.equal(await mayAsk("https://myna.go.jp", "https://myna.go.jp/"), false, JSON.stringify(set));
  }
  managed = {};
});

test("every managed setting is shown, and what cannot be read is named", () => {
  assert.equal(managedSection(ui, policyFrom({})), null);
  const shown = managedSection(
    ui,
    policyFrom({
      fillOrigins: ["https://*.lg.jp"],
      signOrigins: [],
      disabled: ["memory"],
      kiosk: true,
      pinEntry: "host",
      portalOrigins: 1,
    }),
  );
  const words = shown?.textContent ?? "";
  for (const said of ["https://*.lg.jp", "なし", "覚えること：できません", "窓口用", "ブラウザの外", "portalOrigins"])
    assert.ok(words.includes(said), said);
});

test("a counter's values are covered on every screen anew, until the button is pressed", () => {
  const view = covered(ui, { heading: "", body: [] });
  assert.equal(document.body.dataset.covered, "true");
  const toggle = view.body[0]?.querySelector("[data-action=uncover]") as HTMLElement | null;
  toggle?.click();
  assert.equal(document.body.dataset.covered, "false");
  assert.equal(toggle?.textContent, "氏名や住所などをかくす");
  covered(ui, { heading: "", body: [] });
  assert.equal(document.body.dataset.covered, "true", "the next screen begins covered");
});

test("at a counter nothing is remembered and no site is put on a list, from the very next beginning", async () => {
  let policy = policyFrom({});
  const asked: string[] = [];
  const session = new Session({
    page: new FakePage(),
    openHost: async () => new FakeHost(),
    show: () => undefined,
    memory: { of: () => assert.fail("the memory was asked") },
    sites: { own: async () => [ORIGIN], add: async (key) => void asked.push(key) },
    policy: async () => policy,
  });
  sessions.push(session);
  const standing = () => (session.state.screen === "prepare" ? session.state.job.site.standing : undefined);
  await session.start();
  assert.notEqual(standing()?.key, null);
  policy = policyFrom({ kiosk: true });
  await session.start();
  assert.equal(standing()?.key, null);
  assert.notEqual(standing()?.kind, "own");
});
