/**
 * Fetching a document that a page offers for signing, in that page's own document: with the person's session at that
 * site, and with no right that the page does not have. Only from the page's own origin, not past a size, never past a
 * redirect to somewhere else. The bytes go to the sign page in pieces and are forgotten here.
 */
import { keptFor } from "../autofill/state.ts";
import { addressOf, SIGN_ATTRIBUTE } from "./ask.ts";

/** The largest document that is fetched, in bytes. Larger ones are saved by the person and chosen as files. */
export const MAX_DOCUMENT = 20 * 1024 * 1024;
/** Bytes of one piece; as base64 it is well below what an injected function may return. */
export const PIECE = 512 * 1024;

/** Why a document was not fetched. Each has a text `token.fetch.REASON`. */
export const FETCH_PROBLEMS = ["gone", "elsewhere", "too-large", "empty", "failed"] as const;
export type FetchProblem = (typeof FETCH_PROBLEMS)[number];
export type Fetched = { name: string; size: number } | { problem: FetchProblem };

const KEY = Symbol.for("hitofude.fetched");
type World = typeof globalThis & { [KEY]?: { nonce: string; bytes: Uint8Array } | undefined };
const world: World = globalThis;

/** Fetches the document behind a marked link, when the link still leads where the person saw it lead. */
export async function fetchOffered(nonce: string, index: number, address: string): Promise<Fetched> {
  world[KEY] = undefined;
  const link = document.querySelectorAll(`a[${SIGN_ATTRIBUTE}][href]`)[index];
  if (keptFor(nonce) === null || link === undefined || addressOf(link) !== address) return { problem: "gone" };
  const found = await fetchFrom(address, self.origin);
  if ("problem" in found) return found;
  world[KEY] = { nonce, bytes: found.bytes };
  return { name: found.name, size: found.bytes.length };
}

/** The next piece of what was fetched, in base64; the last one ends it. */
export function takePiece(nonce: string, from: number): string | null {
  const kept = world[KEY];
  if (kept === undefined || kept.nonce !== nonce || keptFor(nonce) === null) return null;
  const piece = kept.bytes.subarray(from, from + PIECE);
  if (from + PIECE >= kept.bytes.length) world[KEY] = undefined;
  let text = "";
  for (const byte of piece) text += String.fromCharCode(byte);
  return btoa(text);
}

type Got = { name: string; bytes: Uint8Array } | { problem: FetchProblem };

/** Fetches from one origin alone. */
async function fetchFrom(address: string, origin: string): Promise<Got> {
  if (new URL(address).origin !== origin) return { problem: "elsewhere" };
  try {
    // "same-origin" makes a redirect to another site a failure before anything of it is read.
    const answer = await fetch(address, { mode: "same-origin", credentials: "same-origin", cache: "no-store" });
    if (new URL(answer.url).origin !== origin) return { problem: "elsewhere" };
    if (!answer.ok || answer.body === null) return { problem: "failed" };
    const bytes = await readAll(answer.body);
    if (bytes === null) return { problem: "too-large" };
    return bytes.length === 0 ? { problem: "empty" } : { name: nameOf(answer.url), bytes };
  } catch {
    return { problem: "failed" };
  }
}

async function readAll(body: ReadableStream<Uint8Array>): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_DOCUMENT) {
      await reader.cancel();
      return null;
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The last part of the path. What a header calls the file is the site's word alone, and not what the person saw. */
function nameOf(address: string): string {
  const last = new URL(address).pathname.split("/").pop() ?? "";
  try {
    return decodeURIComponent(last) || "document";
  } catch {
    return last;
  }
}
