import assert from "node:assert/strict";
import test from "node:test";
import { HostClient } from "../../src/messaging/client.ts";
import { FakePort, failureOf, HELLO, open, SHORT } from "./fake-port.ts";

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

test("the extension says who it is before anything else", async () => {
  const port = new FakePort();
  await open(port);
  assert.deepEqual(port.sent, [
    {
      id: "r1",
      type: "ping",
      origin: "https://www.example.go.jp",
      topOrigin: "https://www.example.go.jp",
      params: { version: "0.1.0", protocol: 1 },
    },
  ]);
});

test("nothing is sent to a host that has not said hello", async () => {
  const port = new FakePort();
  const options = { connect: () => port, closedBecause: () => "", origin: "https://a.jp", version: "0", limits: SHORT };
  const failure = await failureOf(HostClient.open(options));
  assert.equal(failure.code, "HOST_SILENT");
  assert.equal(port.sent.length, 0);
  assert.equal(port.disconnected, 1);
});

test("a host of an older or newer protocol is named as the half to update", async () => {
  for (const [protocol, code] of [
    [0, "HOST_OLD"],
    [2, "EXTENSION_OLD"],
  ] as const) {
    const port = new FakePort();
    assert.equal((await failureOf(open(port, { hello: { ...HELLO, protocol } }))).code, code);
    assert.equal(port.sent.length, 0);
    assert.equal(port.disconnected, 1);
  }
});

test("a host that refuses instead of saying hello is believed", async () => {
  const port = new FakePort();
  const failure = await failureOf(open(port, { hello: { type: "error", error: { code: "CALLER_REFUSED" } } }));
  assert.equal(failure.code, "CALLER_REFUSED");
  assert.equal(port.sent.length, 0);
});

test("answers find their request by id, in any order", async () => {
  const port = new FakePort();
  const client = await open(port);
  const first = client.request("readers", {});
  const second = client.request("card.status", {});
  port.result(port.last("card.status").id, { which: 2 });
  port.result(port.last("readers").id, { which: 1 });
  assert.deepEqual([await first, await second], [{ which: 1 }, { which: 2 }]);
});

test("no two requests have the same id", async () => {
  const port = new FakePort((request, to) => queueMicrotask(() => to.result(request.id)));
  const client = await open(port);
  for (let i = 0; i < 50; i++) await client.request("readers", {});
  assert.equal(new Set(port.sent.map(({ id }) => id)).size, port.sent.length);
});

test("BUSY ends the second request and leaves the first running", async () => {
  const port = new FakePort();
  const client = await open(port);
  const first = client.request("card.attributes", {});
  const { id } = port.last("card.attributes");
  const second = client.request("card.status", {});
  port.error(port.last("card.status").id, "BUSY");
  assert.equal((await failureOf(second)).code, "BUSY");
  port.result(id, { done: true });
  assert.deepEqual(await first, { done: true });
});

test("an aborted request sends cancel and ends as the host says, not as was wished", async () => {
  const port = new FakePort();
  const client = await open(port);
  const wish = new AbortController();
  const running = client.request("sign", {}, { signal: wish.signal });
  const { id } = port.last("sign");
  wish.abort();
  assert.deepEqual(port.last("cancel").params, { id });
  port.result(port.last("cancel").id, { cancelled: false });
  port.result(id, { outputs: [] });
  assert.deepEqual(await running, { outputs: [] });
});

test("a request that ended is not cancelled any more", async () => {
  const port = new FakePort();
  const client = await open(port);
  const wish = new AbortController();
  const running = client.request("sign", {}, { signal: wish.signal });
  port.result(port.last("sign").id);
  await running;
  wish.abort();
  assert.equal(port.sent.filter(({ type }) => type === "cancel").length, 0);
});

test("a request that is never answered ends with HOST_SILENT: Chromium drops bad frames without a word", async () => {
  const port = new FakePort();
  const client = await open(port);
  const quick = client.request("readers", {});
  const slow = client.request("card.status", {});
  assert.equal((await failureOf(quick)).code, "HOST_SILENT");
  assert.equal((await failureOf(slow)).code, "HOST_SILENT");
  port.result(port.last("readers").id); // too late: nobody waits, nothing breaks
});

test("a person at the host's own window has longer than a card", async () => {
  const port = new FakePort();
  const client = await open(port);
  const answer = client.request("pin.change", {});
  const { id } = port.last("pin.change");
  port.say({ type: "progress", id, stage: "asking-pin" });
  await new Promise((resolve) => setTimeout(resolve, 120));
  port.result(id, { triesLeft: 5 });
  assert.deepEqual(await answer, { triesLeft: 5 });
});

test("progress keeps a request alive and is told", async () => {
  const port = new FakePort();
  const client = await open(port);
  const stages: string[] = [];
  const running = client.request("card.attributes", {}, { onProgress: ({ stage }) => stages.push(stage) });
  const { id } = port.last("card.attributes");
  for (const stage of ["waiting-for-card", "verifying-pin", "reading"]) {
    await new Promise((resolve) => setTimeout(resolve, SHORT.card * 0.7));
    port.say({ type: "progress", id, stage });
  }
  port.result(id, { ok: 1 });
  assert.deepEqual(await running, { ok: 1 });
  assert.deepEqual(stages, ["waiting-for-card", "verifying-pin", "reading"]);
});

test("an error keeps its code and its parameters", async () => {
  const port = new FakePort();
  const client = await open(port);
  const running = client.request("card.attributes", {});
  port.error(port.last("card.attributes").id, "PIN_INCORRECT", { pin: "input-support", triesLeft: 2 });
  const failure = await failureOf(running);
  assert.deepEqual([failure.code, failure.params], ["PIN_INCORRECT", { pin: "input-support", triesLeft: 2 }]);
});

test("an error without an id ends everything in flight", async () => {
  const port = new FakePort();
  const client = await open(port);
  const both = [client.request("readers", {}), client.request("card.status", {})].map(failureOf);
  port.say({ type: "error", error: { code: "REQUEST_INVALID" } });
  assert.deepEqual(
    (await Promise.all(both)).map(({ code }) => code),
    ["REQUEST_INVALID", "REQUEST_INVALID"],
  );
});

test("a port that closes ends what runs, tells the owner once, and refuses what comes", async () => {
  const port = new FakePort();
  const told: string[] = [];
  const client = await open(port, { onClosed: ({ code }) => told.push(code), because: "Native host has exited." });
  const running = client.request("card.status", {});
  port.die();
  port.die();
  assert.equal((await failureOf(running)).code, "HOST_CLOSED");
  assert.equal((await failureOf(client.request("readers", {}))).code, "HOST_CLOSED");
  assert.deepEqual(told, ["HOST_CLOSED"]);
});

test("why the host did not start is read from what each browser says", async () => {
  const cases = [
    ["Specified native messaging host not found.", "HOST_MISSING"],
    ["No such native application hitofude.host", "HOST_MISSING"],
    ["An unexpected error occurred", "HOST_MISSING"],
    ["", "HOST_MISSING"],
    ["Native host has exited.", "HOST_MISSING"],
    ["Access to the specified native messaging host is forbidden.", "HOST_FORBIDDEN"],
    ["Error when communicating with the native messaging host.", "HOST_GARBLED"],
  ] as const;
  for (const [because, code] of cases) {
    const port = new FakePort();
    const options = { connect: () => port, closedBecause: () => because, origin: "https://a.jp", version: "0" };
    const opening = HostClient.open(options);
    port.die();
    assert.equal((await failureOf(opening)).code, code, because);
  }
});

test("closing the client is quiet and ends the host", async () => {
  const port = new FakePort();
  const told: string[] = [];
  const client = await open(port, { onClosed: ({ code }) => told.push(code) });
  const running = failureOf(client.request("card.status", {}));
  client.close();
  client.close();
  assert.equal((await running).code, "HOST_CLOSED");
  assert.equal(port.disconnected, 1);
  assert.deepEqual(told, []);
});

test("an answer that is none closes the port", async () => {
  for (const nonsense of [null, 7, "x", [], {}, { type: "result", id: "r1" }, { type: "error", id: "r1", error: {} }]) {
    const port = new FakePort();
    const told: string[] = [];
    await open(port, { onClosed: ({ code }) => told.push(code) });
    port.say(nonsense);
    assert.deepEqual(told, ["HOST_GARBLED"], JSON.stringify(nonsense));
    assert.equal(port.disconnected, 1);
  }
});

test("a message of a type from the future is passed over", async () => {
  const port = new FakePort();
  const client = await open(port);
  port.say({ type: "news", text: "hello" });
  const running = client.request("readers", {});
  port.result(port.last("readers").id, { readers: [], more: true });
  assert.deepEqual(await running, { readers: [], more: true });
});

test("a request over 1 MiB is not sent", async () => {
  const port = new FakePort();
  const client = await open(port);
  const failure = await failureOf(client.request("sign", { x: "あ".repeat(400_000) }));
  assert.equal(failure.code, "FRAME_TOO_LARGE");
  assert.equal(port.sent.filter(({ type }) => type === "sign").length, 0);
});

test("the browser's words about a message that cannot be sent are never kept: they may quote a PIN", async () => {
  const port = new FakePort();
  const client = await open(port);
  port.refuse = new Error('could not send {"pin":"1234"}');
  const failure = await failureOf(client.request("card.attributes", { pin: "1234" }));
  assert.equal(failure.code, "HOST_CLOSED");
  assert.doesNotMatch(JSON.stringify(failure) + failure.stack + failure.cause, /1234/);
});

test("blobs of the host are put together before the result that names them", async () => {
  const port = new FakePort();
  const client = await open(port);
  const running = client.request("sign", {});
  port.say({ type: "blob", blob: "r1", size: 3, seq: 0, data: btoa("ab") });
  port.say({ type: "blob", blob: "r1", size: 3, seq: 1, data: btoa("c") });
  port.result(port.last("sign").id, { outputs: [{ blob: "r1" }] });
  await running;
  assert.deepEqual([...client.takeBlob("r1")], [97, 98, 99]);
  assert.throws(() => client.takeBlob("r1"));
  await tick();
});
