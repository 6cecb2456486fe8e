/**
 * The tab whose form is filled: looking at its documents, writing into them, and noticing that it moved on.
 * Every function works on the documents kept at collect and on no other.
 */
import type { FrameFacts, Result, Write } from "../autofill/types.ts";
import { api } from "../browser.ts";
import { readIn } from "../compare/tab.ts";
import type { Standing } from "../compare/types.ts";
import { HitofudeError } from "../messaging/failure.ts";
import { LINE } from "../page/line.ts";
import type { PageFunctions } from "../page/main.ts";

/** A document kept at collect. documentId names it for good; Firefox has only the frame, and the nonce. */
export type PageDocument = { nonce: string; frameId: number; documentId: string | null };

/** path: of the tab's address; on a shared host it says whose form it is. */
export type Looked = {
  origin: string;
  path?: string;
  title: string;
  frames: FrameFacts[];
  documents: PageDocument[];
};

/** What the window needs of a tab; the tests give their own. */
export type PageAccess = {
  /** The facts of all documents of the tab's own origin; null when the browser does not let us in. */
  look(): Promise<Looked | null>;
  /** Whether the tab still shows the origin and all documents that were looked at. */
  same(looked: Looked): Promise<boolean>;
  /** Writes into a document kept at collect. Throws PAGE_MOVED when it is gone. */
  apply(document: PageDocument, rows: Write[]): Promise<Result[]>;
  /** What stands in these fields of a document kept at collect; none when it is gone. */
  read(document: PageDocument, refs: readonly string[]): Promise<Standing[]>;
  /** Puts back what stood there before; the number of boxes. */
  undo(document: PageDocument): Promise<number>;
  /** Has the document forget everything that was left there, also what stood in its fields. Nothing can be undone then. */
  forget(document: PageDocument): Promise<void>;
};

/** Functions of page.js as an injected function finds them. */
type InPage = { __hitofude?: PageFunctions };

/** The real tab. */
export function pageOf(tabId: number): PageAccess {
  return {
    look: () => look(tabId),
    same: (looked) => same(tabId, looked),
    apply: (document, rows) => apply(tabId, document, rows),
    read: (document, refs) => readIn(targetOf(tabId, document), document.nonce, refs),
    undo: (document) => undo(tabId, document),
    forget: (document) => forget(tabId, document),
  };
}

async function look(tabId: number): Promise<Looked | null> {
  const tab = await api.tabs.get(tabId).catch(() => null);
  const origin = originOf(tab?.url);
  if (origin === null) return null;
  const entered = await inject(tabId);
  if (entered === null) return null;
  const frames: FrameFacts[] = [];
  const documents: PageDocument[] = [];
  for (const { frameId, documentId, result } of entered) {
    // A frame of another origin, a sandboxed one ("null") and one that did not answer are not looked into.
    if (result !== origin) continue;
    const document = { nonce: crypto.randomUUID(), frameId, documentId: documentId ?? null };
    const facts = await collect(tabId, document);
    if (facts === null || facts.origin !== origin) continue;
    frames.push(facts);
    documents.push(document);
    hold(tabId, document);
  }
  // Looking takes a while. The path says whose form it is on a shared host, so it is read when all is seen.
  const now = await api.tabs.get(tabId).catch(() => null);
  if (originOf(now?.url) !== origin) return null;
  return { origin, path: new URL(now?.url ?? "").pathname, title: now?.title ?? "", frames, documents };
}

/** The origin of a page that can be filled; null for everything that is not on http or https. */
function originOf(url: string | undefined): string | null {
  if (url === undefined || !/^https?:/.test(url)) return null;
  return new URL(url).origin;
}

/** Milliseconds a page may take to finish loading before it is looked at as it is. */
const LOADING = 5_000;

/** Puts page.js into every frame and asks each for its origin. null when the browser refuses the tab. */
async function inject(tabId: number) {
  try {
    // The browser waits for frames that are still loading; one that never ends must not keep the person waiting.
    return await Promise.race([enter(tabId, false), sleep(LOADING).then(() => enter(tabId, true))]);
  } catch {
    return null;
  }
}

async function enter(tabId: number, injectImmediately: boolean) {
  const target = { tabId, allFrames: true };
  await api.scripting.executeScript({ target, files: ["page.js"], injectImmediately });
  return api.scripting.executeScript({ target, func: () => self.origin, injectImmediately });
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function collect(tabId: number, document: PageDocument): Promise<FrameFacts | null> {
  try {
    const [answer] = await api.scripting.executeScript({
      target: targetOf(tabId, document),
      func: (nonce: string) => (globalThis as InPage).__hitofude?.collect(nonce) ?? null,
      args: [document.nonce],
    });
    return answer?.result ?? null;
  } catch {
    return null;
  }
}

async function same(tabId: number, { origin, documents }: Looked): Promise<boolean> {
  const tab = await api.tabs.get(tabId).catch(() => null);
  if (originOf(tab?.url) !== origin) return false;
  const answers = await Promise.all(documents.map((document) => stands(tabId, document)));
  return answers.every((standing) => standing);
}

async function stands(tabId: number, document: PageDocument): Promise<boolean> {
  try {
    const answers = await api.scripting.executeScript({
      target: targetOf(tabId, document),
      func: (nonce: string) => (globalThis as InPage).__hitofude?.knows(nonce) ?? false,
      args: [document.nonce],
    });
    return answers[0]?.result === true;
  } catch {
    return false;
  }
}

async function apply(tabId: number, document: PageDocument, rows: Write[]): Promise<Result[]> {
  const results = await inDocument(tabId, document, rows);
  if (results === null || results.length === 0) throw new HitofudeError("PAGE_MOVED");
  return results;
}

async function inDocument(tabId: number, document: PageDocument, rows: Write[]): Promise<Result[] | null> {
  try {
    const [answer] = await api.scripting.executeScript({
      target: targetOf(tabId, document),
      func: (nonce: string, writes: Write[]) => (globalThis as InPage).__hitofude?.apply(nonce, writes) ?? null,
      args: [document.nonce, rows],
    });
    return (await answer?.result) ?? null;
  } catch {
    return null;
  }
}

async function undo(tabId: number, document: PageDocument): Promise<number> {
  try {
    const [answer] = await api.scripting.executeScript({
      target: targetOf(tabId, document),
      func: (nonce: string) => (globalThis as InPage).__hitofude?.undo(nonce) ?? 0,
      args: [document.nonce],
    });
    return (await answer?.result) ?? 0;
  } catch {
    return 0;
  }
}

/** A document that is gone has forgotten already. */
async function forget(tabId: number, document: PageDocument): Promise<void> {
  try {
    await api.scripting.executeScript({
      target: targetOf(tabId, document),
      func: (nonce: string) => (globalThis as InPage).__hitofude?.forget(nonce) ?? false,
      args: [document.nonce],
    });
  } catch {
    // Gone.
  }
}

/** A line that ends with this window, by which the document notices that and forgets; Firefox names no document here. */
function hold(tabId: number, { nonce, frameId }: PageDocument): void {
  api.tabs.connect(tabId, { name: LINE + nonce, frameId });
}

/** Names a kept document for an injection. */
export function targetOf(tabId: number, { documentId, frameId }: PageDocument): chrome.scripting.InjectionTarget {
  return documentId === null ? { tabId, frameIds: [frameId] } : { tabId, documentIds: [documentId] };
}
