/** The background over a browser that the test plays. */
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

type Listener = (...args: never[]) => void;
const listeners: Record<string, Listener> = {};
const on = (name: string) => ({
  addListener(listener: Listener) {
    // The bridge to the portals hears some of the same events; what it does then is its own test's.
    listeners[name] ??= listener;
  },
});

let windows: { url: string; windowId: number }[] = [];
let calls: [string, unknown][] = [];
/** Windows that are listed and closed all the same. */
const gone = new Set<number>();
let slow: Promise<void> = Promise.resolve();

Object.assign(globalThis, {
  chrome: {
    action: { onClicked: on("clicked") },
    permissions: { onRemoved: on("removed") },
    runtime: {
      onInstalled: on("installed"),
      onStartup: on("started"),
      onMessage: on("message"),
      getURL: (path: string) => `chrome-extension://id/${path}`,
      getContexts: async () => windows.map(({ url, windowId }) => ({ documentUrl: url, windowId })),
      sendMessage: async (message: unknown) => void calls.push(["message", message]),
    },
    windows: {
      create: async (options: { url: string }) => {
        await slow;
        calls.push(["create", options.url]);
        windows.push({ url: options.url, windowId: 100 + windows.length });
      },
      update: async (id: number, change: unknown) => {
        calls.push(["update", [id, change]]);
      },
      get: async (id: number) => {
        if (gone.has(id)) throw new Error(`No window with id: ${id}.`);
      },
    },
    tabs: { create: async (options: unknown) => void calls.push(["tab", options]) },
  },
});
await import("../src/background.ts");

beforeEach(() => {
  windows = [];
  calls = [];
  gone.clear();
  slow = Promise.resolve();
});

const press = (id: number | undefined) => listeners.clicked?.({ id } as never);
/** Longer than a window counts as closing. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 200));

test("the button opens the window of its tab", async () => {
  press(7);
  await settle();
  assert.deepEqual(calls, [["create", "chrome-extension://id/window.html?tab=7"]]);
});

test("pressed again it brings the same window to the front, in whatever language", async () => {
  windows = [{ url: "chrome-extension://id/window.html?tab=7&lang=en", windowId: 5 }];
  press(7);
  await settle();
  assert.deepEqual(calls, [
    ["update", [5, { focused: true }]],
    ["message", { type: "pressed", tab: 7 }],
  ]);
});

test("the window of another tab is another window, also when the numbers begin alike", async () => {
  windows = [{ url: "chrome-extension://id/window.html?tab=71", windowId: 5 }];
  press(7);
  await settle();
  assert.deepEqual(
    calls.map(([what]) => what),
    ["create"],
  );
});

test("a window that closes under the press is opened anew", async () => {
  windows = [{ url: "chrome-extension://id/window.html?tab=7", windowId: 5 }];
  gone.add(5);
  press(7);
  await settle();
  assert.deepEqual(calls, [
    ["update", [5, { focused: true }]],
    ["create", "chrome-extension://id/window.html?tab=7"],
  ]);
});

test("a double click opens one window", async () => {
  slow = new Promise((resolve) => setTimeout(resolve, 10));
  press(7);
  press(7);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(calls.filter(([what]) => what === "create").length, 1);
});

test("a worker that was stopped and woken finds the window all the same", async () => {
  // Nothing of the earlier run is kept: what is open is asked of the browser.
  press(7);
  await settle();
  press(7);
  await settle();
  assert.deepEqual(
    calls.map(([what]) => what),
    ["create", "update", "message"],
  );
});

test("the first page opens once, at installation, behind what the person is doing", async () => {
  listeners.installed?.({ reason: "update" } as never);
  listeners.installed?.({ reason: "install" } as never);
  await settle();
  assert.deepEqual(calls, [["tab", { url: "chrome-extension://id/start.html", active: false }]]);
});
