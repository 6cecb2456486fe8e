/** The content script's part, in a document of the test's own: one request, one answer, nothing without the window. */
import assert from "node:assert/strict";
import test from "node:test";
import { parseHTML } from "linkedom";
import { Bridge, type OpenMessage, type WindowPort } from "../../src/portal/bridge.ts";

const OURS = "chrome-extension://id/portal.html?";
const DIGEST = "QUJD";
const request = (fields: object = {}) => JSON.stringify({ mode: "01", service_id: "01", digest: DIGEST, ...fields });
const settle = () => new Promise((resolve) => setTimeout(resolve, 2));

class FakePort implements WindowPort {
  readonly sent: unknown[] = [];
  readonly #heard: ((message: unknown) => void)[] = [];
  readonly #ended: (() => void)[] = [];
  gone = false;
  readonly name: string;
  readonly sender: { url: string };
  constructor(name: string, url = `${OURS}tab=1&request=${name}`) {
    this.name = name;
    this.sender = { url };
  }
  postMessage = (message: unknown) => void this.sent.push(message);
  disconnect = () => {
    this.gone = true;
  };
  onMessage = { addListener: (listener: (message: unknown) => void) => void this.#heard.push(listener) };
  onDisconnect = { addListener: (listener: () => void) => void this.#ended.push(listener) };
  says = (message: unknown) => {
    for (const listener of this.#heard) listener(message);
  };
  close = () => {
    for (const listener of this.#ended) listener();
  };
}

function begin({ opens = true, patient = true } = {}) {
  const { document, CustomEvent } = parseHTML("<html><body></body></html>");
  Object.assign(globalThis, { CustomEvent });
  Object.defineProperty(document, "location", { value: { origin: "https://www.myna.go.jp" } });
  const made = { opened: [] as OpenMessage[], answers: [] as Record<string, unknown>[], count: 0 };
  const bridge = new Bridge({
    document: document as unknown as Document,
    open: async (message) => {
      made.opened.push(message);
      return opens;
    },
    windowURL: OURS,
    newId: () => `id${++made.count}`,
    wait: () => (patient ? new Promise(() => undefined) : Promise.resolve()),
  });
  document.addEventListener("recvMsg", (event: Event) => {
    made.answers.push(JSON.parse((event as CustomEvent<string>).detail));
  });
  bridge.start();
  const launch = (detail: unknown) => void document.dispatchEvent(new CustomEvent("launchApp", { detail }));
  return { ...made, made, document, bridge, launch };
}

test("the page finds two hidden inputs with the version numbers, and nothing more", () => {
  const { document, bridge } = begin();
  const found = () => [...document.querySelectorAll("input")].map(({ id, type, value }) => [id, type, value]);
  assert.deepEqual(found(), [
    ["extension-is-installed", "hidden", "24"],
    ["app-is-installed", "hidden", "29"],
  ]);
  bridge.show({ extension: "25", app: "30", date: "2026-11-24" });
  assert.deepEqual(
    found().map(([, , value]) => value),
    ["25", "30"],
  );
  assert.equal(document.body.children.length, 2);
});

test("a request gets the one answer that the window gives, once", async () => {
  const { bridge, launch, made } = begin();
  launch(request());
  await settle();
  assert.deepEqual(made.opened, [{ type: "portal-request", id: "id1" }]);
  assert.deepEqual(made.answers, [], "answered before the window was asked");
  const port = new FakePort("id1");
  bridge.connected(port);
  assert.deepEqual(port.sent, [{ type: "request", detail: request(), origin: "https://www.myna.go.jp" }]);
  port.says({ type: "answer", detail: '{"result":"0"}' });
  port.says({ type: "answer", detail: '{"result":"0","again":1}' });
  port.close();
  assert.deepEqual(made.answers, [{ result: "0" }]);
});

test("whoever closes the window has said no", async () => {
  const { bridge, launch, made } = begin();
  launch(request());
  const port = new FakePort("id1");
  bridge.connected(port);
  port.close();
  assert.deepEqual(made.answers, [{ ...JSON.parse(request()), result: "1", errcode: "EW044-C300" }]);
});

test("a window that does not come is a no as well", async () => {
  for (const what of [{ opens: false }, { patient: false }]) {
    const { launch, made } = begin(what);
    launch(request());
    await settle();
    assert.deepEqual(
      made.answers.map(({ result }) => result),
      ["1"],
    );
  }
});

test("a second request at the same time is refused at once and opens nothing", async () => {
  const { bridge, launch, made } = begin();
  launch(request());
  launch(request({ mode: "02", again: 1 }));
  await settle();
  assert.deepEqual(
    made.answers.map(({ mode, result }) => [mode, result]),
    [["02", "1"]],
  );
  assert.equal(made.opened.length, 1);
  const port = new FakePort("id1");
  bridge.connected(port);
  assert.equal((port.sent[0] as { detail: string }).detail, request(), "the window shows the first one");
});

test("nobody but our window, for the request that is pending, is given it", () => {
  const { bridge, launch, made } = begin();
  launch(request());
  const strangers = [
    new FakePort("id2"),
    new FakePort("id1", "https://www.myna.go.jp/"),
    new FakePort("id1", "chrome-extension://id/window.html?tab=1"),
  ];
  for (const port of strangers) {
    bridge.connected(port);
    assert.ok(port.gone && port.sent.length === 0);
    port.says({ type: "answer", detail: "{}" });
  }
  const first = new FakePort("id1");
  bridge.connected(first);
  const second = new FakePort("id1");
  bridge.connected(second);
  assert.ok(second.gone && !first.gone);
  first.says({ type: "answer", detail: 7 });
  first.says(null);
  assert.deepEqual(made.answers, []);
});

test("a request that is not understood fails at once; the person is told once a document", async () => {
  const { launch, made } = begin();
  for (let i = 0; i < 5; i++) launch(request({ service_id: "02" }));
  launch({ toString: () => request() });
  await settle();
  assert.deepEqual(made.opened, [{ type: "portal-refused", reason: "service" }]);
  assert.equal(made.answers.length, 6);
  assert.ok(made.answers.every(({ result }) => result === "1"));
});

test("a page that asks on and on, against the person's no, gets no more windows", async () => {
  const { bridge, launch, made } = begin();
  for (let i = 1; i <= 8; i++) {
    launch(request());
    const port = new FakePort(`id${i}`);
    bridge.connected(port);
    port.close();
  }
  await settle();
  assert.equal(made.opened.length, 5);
  assert.equal(made.answers.length, 8);
});

test("mode 05 takes the request back and closes the window", () => {
  const { bridge, launch, made } = begin();
  launch('{"mode":"05","service_id":"01"}');
  assert.deepEqual(made.answers, []);
  launch(request());
  const port = new FakePort("id1");
  bridge.connected(port);
  launch('{"mode":"05","service_id":"01"}');
  assert.ok(port.gone);
  assert.deepEqual(
    made.answers.map(({ mode, result }) => [mode, result]),
    [["01", "1"]],
  );
});

test("switched off, it takes everything out of the page and hears nothing more", () => {
  const { bridge, launch, made, document } = begin();
  launch(request());
  bridge.stop();
  assert.equal(document.querySelectorAll("input").length, 0);
  assert.equal(made.answers.length, 1, "the request that was open is told no");
  launch(request());
  assert.equal(made.answers.length, 1);
});
