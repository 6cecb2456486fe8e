/** Looking at a tab and writing into it, over a browser that the test plays. */
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { frame, NAME, ORIGIN } from "./fixtures.ts";

type Injection = {
  target: { tabId: number; allFrames?: boolean; frameIds?: number[]; documentIds?: string[] };
  files?: string[];
  func?: (...args: unknown[]) => unknown;
  args?: unknown[];
};

/** One document of the tab: its frame, its origin, and what page.js holds in it. */
type Document = {
  frameId: number;
  documentId?: string;
  origin: string;
  page?: Record<string, (...args: never[]) => unknown>;
};

const browser = { url: `${ORIGIN}/form?x=1` as string | undefined, documents: [] as Document[], refused: false };
const collected: string[] = [];
const written: { origin: string; nonce: string }[] = [];
let injections: Injection[] = [];
let lines: { tabId: number; name: string; frameId: number }[] = [];

function documentOf(frameId: number, origin: string, documentId?: string): Document {
  let held = "";
  return {
    frameId,
    origin,
    ...(documentId ? { documentId } : {}),
    page: {
      collect: (nonce: string) => {
        held = nonce;
        collected.push(origin);
        return { ...frame([NAME], nonce), origin };
      },
      knows: (nonce: string) => nonce === held,
      apply: async (nonce: string, rows: { ref: string; value: string }[]) => {
        if (nonce !== held) return [];
        written.push({ origin, nonce });
        return rows.map(({ ref, value }) => ({ ref, state: "filled", value, valid: true }));
      },
      undo: async (nonce: string) => (nonce === held ? 1 : 0),
    },
  };
}

async function executeScript({ target, files, func, args = [] }: Injection) {
  injections.push({ target, ...(files ? { files } : {}) });
  if (browser.refused) throw new Error("Cannot access contents of the page.");
  const { frameIds, documentIds } = target;
  const hit = browser.documents.filter(
    ({ frameId, documentId }) =>
      target.allFrames || frameIds?.includes(frameId) || (documentId && documentIds?.includes(documentId)),
  );
  if (hit.length === 0) throw new Error("No document with id");
  return Promise.all(hit.map(async (found) => ({ ...idOf(found), result: await run(found, func, args) })));
}

const idOf = ({ frameId, documentId }: Document) => ({ frameId, ...(documentId ? { documentId } : {}) });

/** Runs an injected function as the document's isolated world would. */
async function run(document: Document, func: Injection["func"], args: unknown[]) {
  const world = globalThis as Record<string, unknown>;
  const before = [world.self, world.__hitofude];
  world.self = { origin: document.origin };
  world.__hitofude = document.page;
  try {
    return await func?.(...args);
  } finally {
    [world.self, world.__hitofude] = before;
  }
}

Object.assign(globalThis, {
  chrome: {
    tabs: {
      get: async () => ({ url: browser.url, title: "申請" }),
      connect: (tabId: number, { name, frameId }: { name: string; frameId: number }) =>
        lines.push({ tabId, name, frameId }),
    },
    scripting: { executeScript },
  },
});
const { pageOf } = await import("../../src/window/page.ts");
const page = pageOf(7);

beforeEach(() => {
  browser.url = `${ORIGIN}/form?x=1`;
  browser.documents = [documentOf(0, ORIGIN, "d0")];
  browser.refused = false;
  collected.length = 0;
  written.length = 0;
  injections = [];
  lines = [];
});

async function look() {
  const found = await page.look();
  assert.ok(found);
  return found;
}

test("only documents of the tab's own origin are looked into", async () => {
  browser.documents.push(
    documentOf(1, "https://ads.example.com", "d1"),
    documentOf(2, "null", "d2"), // a sandboxed or data: frame
    documentOf(3, ORIGIN, "d3"),
    documentOf(4, "http://www.example.go.jp", "d4"),
  );
  const { documents, origin } = await look();
  assert.equal(origin, ORIGIN);
  assert.deepEqual(
    documents.map(({ documentId }) => documentId),
    ["d0", "d3"],
  );
  assert.deepEqual(collected, [ORIGIN, ORIGIN]);
});

test("each document looked at is held by a line that bears its nonce, so that it forgets when the window is gone", async () => {
  browser.documents.push(documentOf(3, ORIGIN, "d3"), documentOf(4, "http://www.example.go.jp", "d4"));
  const { documents } = await look();
  assert.deepEqual(
    lines,
    documents.map(({ nonce, frameId }) => ({ tabId: 7, name: `hitofude.window ${nonce}`, frameId })),
  );
});

test("every document has a nonce of its own, and every look new ones", async () => {
  browser.documents.push(documentOf(3, ORIGIN, "d3"));
  const nonces = [...(await look()).documents, ...(await look()).documents].map(({ nonce }) => nonce);
  assert.equal(new Set(nonces).size, 4);
});

test("a tab without a web page is left alone", async () => {
  for (const url of [
    undefined,
    "chrome://settings/",
    "about:blank",
    "file:///etc/passwd",
    "data:text/html,x",
    "javascript:1",
  ]) {
    browser.url = url;
    assert.equal(await page.look(), null, url);
  }
  assert.equal(injections.length, 0);
});

test("a tab whose button was not pressed is not looked at", async () => {
  browser.refused = true;
  assert.equal(await page.look(), null);
});

test("a page of the same origin that was loaded anew is not the same page", async () => {
  const looked = await look();
  assert.ok(await page.same(looked));
  browser.documents = [documentOf(0, ORIGIN, "d9")];
  assert.ok(!(await page.same(looked)));
});

test("another origin in the tab is not the same page, even if an old document still answers", async () => {
  const looked = await look();
  browser.url = "https://evil.example/";
  assert.ok(!(await page.same(looked)));
});

test("a subframe that went away makes it another page", async () => {
  browser.documents.push(documentOf(3, ORIGIN, "d3"));
  const looked = await look();
  browser.documents.pop();
  assert.ok(!(await page.same(looked)));
});

test("values are written by document, not by frame, where the browser names documents", async () => {
  const { documents } = await look();
  const [document] = documents;
  assert.ok(document);
  await page.apply(document, [{ ref: "f1", value: "x" }]);
  assert.deepEqual(injections.at(-1)?.target, { tabId: 7, documentIds: ["d0"] });
});

test("a new document in the same frame gets nothing, with document ids", async () => {
  const [document] = (await look()).documents;
  assert.ok(document);
  browser.documents = [documentOf(0, ORIGIN, "d9")];
  await assert.rejects(page.apply(document, [{ ref: "f1", value: "x" }]), { code: "PAGE_MOVED" });
  assert.deepEqual(written, []);
});

test("a new document in the same frame gets nothing, without document ids: it lacks the nonce", async () => {
  browser.documents = [documentOf(0, ORIGIN)];
  const [document] = (await look()).documents;
  assert.ok(document);
  assert.equal(document.documentId, null);
  browser.documents = [documentOf(0, ORIGIN)];
  await assert.rejects(page.apply(document, [{ ref: "f1", value: "x" }]), { code: "PAGE_MOVED" });
  assert.deepEqual(written, []);
  assert.equal(await page.undo(document), 0);
});

test("a tab that went to another origin while it was looked at is not looked at", async () => {
  browser.documents = [documentOf(0, ORIGIN, "d0")];
  const [first] = browser.documents;
  const collect = first?.page?.collect;
  if (first?.page && collect)
    first.page.collect = (...args) => {
      browser.url = "https://www.elsewhere.example/";
      return collect(...args);
    };
  assert.equal(await pageOf(7).look(), null);
});
