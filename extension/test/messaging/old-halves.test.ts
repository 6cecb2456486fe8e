/** Halves of different age: each works, or says which one to update. Nothing is sent to an old program that it does not know. */
import assert from "node:assert/strict";
import test from "node:test";
import { examine } from "../../src/doctor/examine.ts";
import { explain } from "../../src/errors/explain.ts";
import { HitofudeError } from "../../src/messaging/failure.ts";
import { codeBetween, olderHalf } from "../../src/messaging/versions.ts";
import { begin, FakeHost, PIN, settle } from "../window/sitting.ts";
import { FakePort, failureOf, HELLO, open } from "./fake-port.ts";

/** What the first version of the program said of itself. */
const FIRST = { ...HELLO, version: "0.0.9", capabilities: ["fill", "sign", "profile:cms-detached"] };

test("the older half is found by number, not by letters", () => {
  assert.equal(olderHalf("0.10.0", "0.9.0"), "host");
  assert.equal(olderHalf("0.9.0", "0.10.0"), "extension");
  assert.equal(olderHalf("1.0.0", "1.0.0"), null);
});

test("a request that is not understood is the older half's doing; between equals it stays what it is", () => {
  for (const code of ["REQUEST_INVALID", "REQUEST_UNKNOWN"]) {
    assert.equal(codeBetween(code, "0.2.0", "0.1.0"), "HOST_OLD");
    assert.equal(codeBetween(code, "0.1.0", "0.2.0"), "EXTENSION_OLD");
    assert.equal(codeBetween(code, "0.1.0", "0.1.0"), code);
    assert.equal(codeBetween(code, "0.1.0", undefined), code);
  }
  assert.equal(codeBetween("PIN_INCORRECT", "0.2.0", "0.1.0"), "PIN_INCORRECT");
});

test("an old program that does not know a request is named, with the way to update it", async () => {
  const port = new FakePort((request, host) => {
    if (request.type !== "ping") queueMicrotask(() => host.error(request.id, "REQUEST_UNKNOWN"));
  });
  const client = await open(port, { hello: FIRST });
  const failure = await failureOf(client.request("portal.identity", {}));
  assert.equal(failure.code, "HOST_OLD");
  for (const code of ["HOST_OLD", "EXTENSION_OLD"])
    for (const language of ["ja", "en"] as const) {
      const { cause, next } = explain({ code, params: {} }, language);
      assert.ok(cause !== "" && next.length > 20, `${code} ${language}`);
    }
});

test("fields that an old program leaves out, and those that a newer one adds, stop nothing", async () => {
  for (const change of [
    (status: Record<string, unknown>) => {
      const { type: _, ...card } = status.card as Record<string, unknown>;
      return { ...status, card };
    },
    (status: Record<string, unknown>) => ({
      ...status,
      later: { x: 1 },
      pins: [...(status.pins as []), { kind: "new" }],
    }),
  ]) {
    const host = new FakeHost();
    const ask = host.request;
    host.request = async (type, params, call) => {
      const answer = await ask(type, params, call);
      return type === "card.status" ? change({ ...answer }) : answer;
    };
    const { session } = begin(undefined, host);
    await session.start();
    await settle();
    session.next();
    await session.read(PIN, false);
    assert.equal(session.state.screen, "preview");
    assert.deepEqual(Object.keys(host.of("card.attributes")[0]?.params ?? {}).sort(), ["fields", "pin"]);
  }
});

test("a code that only a newer program knows has words all the same", () => {
  for (const language of ["ja", "en"] as const) {
    const { cause, next } = explain(new HitofudeError("OF_A_LATER_VERSION"), language);
    assert.ok(cause !== "" && next !== "");
    assert.doesNotMatch(cause + next, /[{}]/);
  }
});

test("the check-up names the half that is old, whichever it is", async () => {
  const place = { browser: "chromium", release: "1", os: "linux" };
  const host = (version: string, capabilities: string[]) => async () => ({
    hello: { version, capabilities },
    request: async () => ({ findings: [], report: "" }),
    close: () => undefined,
  });
  const codes = async (version: string, capabilities: string[]) =>
    (await examine(host(version, capabilities), "0.2.0", place)).findings.map(({ code }) => code).filter(Boolean);
  assert.deepEqual(await codes("0.1.0", ["fill"]), ["VERSION_HOST_OLDER", "HOST_WITHOUT_DOCTOR"]);
  assert.deepEqual(await codes("0.3.0", ["doctor"]), ["VERSION_EXTENSION_OLDER"]);
  assert.deepEqual(await codes("0.2.0", ["doctor"]), []);
});
