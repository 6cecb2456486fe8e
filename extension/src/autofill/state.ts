/**
 * What collect leaves in the isolated world of a document and apply finds there: the nonce, the elements behind the
 * refs, and what stood in the fields before. It lives outside the bundle, so that a second injection finds it; the page
 * cannot see the isolated world.
 */
import type { Control } from "./dom.ts";

/** What stood in a field: a text, the index of a select's option, the index of the checked radio (-1: none). */
export type Before = { kind: "text"; value: string } | { kind: "index"; index: number };

/** The controls behind one ref (more than one for radios) and what they looked like at collect. */
export type Entry = {
  controls: WeakRef<Control>[];
  type: string;
  fingerprint: string;
  /** The heading before it, which says whose field it is. */
  heading: string;
  /** What stood there before the first write of this sitting; undefined: not written. */
  before?: Before;
  /** The person changed the field after it was filled: undo leaves it. */
  touched?: boolean;
};

/** The state of one document. */
export type Kept = { nonce: string; entries: Map<string, Entry> };

const KEY = Symbol.for("hitofude.document");
type World = typeof globalThis & { [KEY]?: Kept | undefined };
const world: World = globalThis;

/** Replaces what an earlier collect left, and forgets it when the page is left, also into the back/forward cache. */
export function keep(kept: Kept): void {
  world[KEY] = kept;
  if (typeof window !== "undefined") window.addEventListener("pagehide", forget, { once: true });
}

function forget(): void {
  world[KEY] = undefined;
}

/** The state of this document, if it is the one that was collected under this nonce. */
export function keptFor(nonce: string): Kept | null {
  const kept = world[KEY];
  return kept !== undefined && nonce !== "" && kept.nonce === nonce ? kept : null;
}

/**
 * Forgets what collect and apply left here: the refs, and what stood in the fields before. Event listeners in the page
 * still hold entries, so those are emptied first. False when this is not the document of the nonce.
 */
export function forgetAll(nonce: string): boolean {
  const kept = keptFor(nonce);
  if (kept === null) return false;
  for (const entry of kept.entries.values()) delete entry.before;
  kept.entries.clear();
  forget();
  return true;
}

/** Whether this document was collected under this nonce and has not been left since. */
export function knows(nonce: string): boolean {
  return keptFor(nonce) !== null;
}
