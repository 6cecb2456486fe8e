/** The switches over a browser that the test plays: what is registered, what is granted, and whom a window opens for. */
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

type Script = {
  id: string;
  matches: string[];
  excludeMatches: string[];
  js: string[];
  world?: string;
  allFrames: boolean;
};
let stored: Record<string, unknown> = {};
let granted = new Set<string>();
let scripts: Script[] = [];
let windows: { documentUrl: string; windowId: number }[] = [];
let calls: [string, unknown][] = [];
/** Read anew: the type checker does not see that the browser played here fills it. */
const called = (): [string, unknown][] => calls;
let heard: ((message: unknown, sender: unknown, respond: (value: unknown) => void) => unknown)[] = [];
const listeners: Record<string, () => void> = {};
const on = (name: string) => ({
  addListener(listener: () => void) {
    listeners[name] = listener;
  },
});

Object.assign(globalThis, {
  chrome: {
    storage: {
      local: {
        get: async () => structuredClone(stored),
        set: async (all: object) => void Object.assign(stored, structuredClone(all)),
      },
    },
    permissions: {
      contains: async ({ origins }: { origins: string[] }) => origins.every((one) => granted.has(one)),
      request: async ({ origins }: { origins: string[] }) => {
        for (const one of origins) granted.add(one);
        return true;
      },
      remove: async ({ origins }: { origins: string[] }) => {
        for (const one of origins) granted.delete(one);
        return true;
      },
      onRemoved: on("removed"),
    },
    scripting: {
      getRegisteredContentScripts: async () => scripts,
      registerContentScripts: async (more: Script[]) => void scripts.push(...more),
      unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
        scripts = scripts.filter(({ id }) => !ids.includes(id));
      },
    },
    tabs: {
      query: async () => [{ id: 7 }],
      sendMessage: async (id: number, message: unknown) => void calls.push(["told", [id, message]]),
    },
    windows: {
      create: async ({ url }: { url: string }) => void calls.push(["create", url]),
      remove: async (id: number) => void calls.push(["remove", id]),
    },
    runtime: {
      id: "ours",
      getURL: (path: string) => `chrome-extension://ours/${path}`,
      getContexts: async () => windows,
      onMessage: { addListener: (listener: (typeof heard)[number]) => void heard.push(listener) },
      onInstalled: on("installed"),
      onStartup: on("started"),
    },
  },
});
const { askFor, switches, sync, turn } = await import("../../src/portal/switches.ts");
const { listenForPortals, queryFor } = await import("../../src/portal/background.ts");
const { portalSites } = await import("../../src/portal/sites.ts");

const site = portalSites[0];
if (site === undefined) throw new Error("no portal");
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  [stored, granted, scripts, windows, calls, heard] = [{}, new Set(), [], [], [], []];
});

async function switchOn(userAgent = false) {
  assert.equal(await askFor(site as NonNullable<typeof site>), true);
  await turn(site as NonNullable<typeof site>, { on: true, userAgent });
}

test("at first every site is off and nothing is registered", async () => {
  await sync();
  assert.ok(Object.values(await switches()).every(({ on: is, userAgent }) => !is && !userAgent));
  assert.deepEqual(scripts, []);
});

test("on registers one script for this site alone, never in frames; off takes script and permission away", async () => {
  await switchOn();
  const hosts = site.hosts.map((host) => `https://${host.startsWith(".") ? `*${host}` : host}/*`);
  assert.deepEqual(
    scripts.map(({ id, js, matches, allFrames }) => ({ id, js, matches, allFrames })),
    [{ id: `portal-${site.id}`, js: ["portal-content.js"], matches: hosts, allFrames: false }],
  );
  assert.deepEqual([...granted].sort(), [...hosts].sort());
  await turn(site, { on: false });
  assert.deepEqual(scripts, []);
  assert.deepEqual([...granted], []);
  assert.deepEqual(calls, [["told", [7, { type: "portal-off" }]]], "pages that are open must let go of it too");
});

test("the compatibility is a script of its own in the page's world, and goes with the site", async () => {
  await switchOn();
  await turn(site, { userAgent: true });
  const agent = scripts.find(({ id }) => id.startsWith("agent-"));
  assert.equal(agent?.world, "MAIN");
  assert.equal((await switches())[site.id]?.userAgent, true);
  await turn(site, { userAgent: false });
  assert.deepEqual(
    scripts.map(({ id }) => id),
    [`portal-${site.id}`],
  );
  await turn(site, { userAgent: true });
  await turn(site, { on: false });
  await switchOn();
  assert.equal((await switches())[site.id]?.userAgent, false, "it comes back on by itself");
});

test("a permission taken away in the browser's own settings is off, and an update brings the scripts back", async () => {
  listenForPortals();
  await switchOn();
  scripts = [];
  listeners.installed?.();
  await settle();
  assert.deepEqual(
    scripts.map(({ id }) => id),
    [`portal-${site.id}`],
  );
  granted.clear();
  listeners.removed?.();
  await settle();
  assert.deepEqual(scripts, []);
  assert.equal((await switches())[site.id]?.on, false);
});

test("damaged storage switches nothing on", async () => {
  for (const broken of [null, 7, "on", { [site.id]: true }, { [site.id]: { on: "yes" } }, { [site.id]: null }]) {
    stored = { portalSites: broken };
    granted = new Set(site.hosts.map((host) => `https://${host.startsWith(".") ? `*${host}` : host}/*`));
    assert.equal((await switches())[site.id]?.on, false);
  }
});

const ID = "0b5a8a3e-5d0c-4a5e-9d53-2a9f3f0c1d2e";
const ORIGIN = "https://www.myna.go.jp";
const sender = (change: object = {}) => ({
  ...{ id: "ours", origin: ORIGIN, frameId: 0, tab: { id: 3, url: `${ORIGIN}/apply` }, ...change },
});
const hear = (message: unknown, from: unknown) =>
  new Promise((resolve) => {
    for (const listener of heard) if (listener(message, from, resolve) !== true) resolve("unheard");
  });

test("a window opens for the top document of an official site that is switched on, and for nobody else", async () => {
  listenForPortals();
  const request = { type: "portal-request", id: ID };
  assert.equal(await hear(request, sender()), false, "the switch is off");
  await switchOn();
  const refused = [
    sender({ frameId: 4 }),
    sender({ frameId: undefined }),
    sender({ origin: undefined }),
    sender({ origin: "null" }),
    sender({ origin: "https://www.example.go.jp" }),
    sender({ tab: { id: 3, url: "https://www.example.go.jp/" } }),
    sender({ tab: { id: 3 } }),
    sender({ tab: undefined }),
    sender({ id: "another" }),
  ];
  for (const one of refused) assert.equal(await hear(request, one), false, JSON.stringify(one));
  assert.deepEqual(calls, []);
  assert.equal(await hear(request, sender()), true);
  assert.deepEqual(calls, [["create", `chrome-extension://ours/portal.html?tab=3&request=${ID}`]]);
});

test("a tab has one window: an older one goes, and a refusal opens none beside it", async () => {
  listenForPortals();
  await switchOn();
  windows = [{ documentUrl: "chrome-extension://ours/portal.html?tab=3&request=x", windowId: 9 }];
  assert.equal(await hear({ type: "portal-refused", reason: "mode" }, sender()), false);
  assert.deepEqual(calls, []);
  await hear({ type: "portal-request", id: ID }, sender());
  assert.deepEqual(
    called().map(([what]) => what),
    ["remove", "create"],
  );
});

test("what a message may put into a window's address is an id or a known reason", () => {
  assert.equal(queryFor({ type: "portal-refused", reason: "too-many" }), "refused=too-many");
  for (const id of ["", "../x", `${ID}&lang=en`, 7, null]) assert.equal(queryFor({ type: "portal-request", id }), null);
  for (const reason of ["", "x&request=1", "toString", 7]) {
    assert.equal(queryFor({ type: "portal-refused", reason }), null);
  }
  for (const other of [null, 7, "portal-request", {}, { type: "pressed", tab: 1 }]) assert.equal(queryFor(other), null);
});
