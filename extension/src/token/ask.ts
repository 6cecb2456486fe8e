/**
 * What a page asks for by its markup: a log-in token (one script with a nonce and the id of a field), and documents to
 * sign (marked links). Runs in the isolated world of every kept document after collect, and only reads.
 *
 * The field must be one that collect listed: visible, uncovered, not disabled, no trap. A hidden one is refused, so that
 * nobody hands out a token without seeing where it goes; a page that wants to send it by itself reads it from there.
 */
import type { Control } from "../autofill/dom.ts";
import { keptFor } from "../autofill/state.ts";

/** The type of the script, and the attribute of the links. docs/INTEGRATION.md names both for a site's developer. */
export const SCRIPT_TYPE = "application/hitofude+json";
export const SIGN_ATTRIBUTE = "data-hitofude-sign";

/** A nonce has at least 32 random bytes in base64, as internal/sign/token.go demands it. */
const NONCE = /^[!-~]{44,256}$/;
/** A script longer than this is not read: a nonce, an id and six quotes need far less. */
const MAX_SCRIPT = 1024;
/** Tokens have about 4,000 characters: key and certificate are of RSA-2048. */
const MIN_LENGTH = 8_192;
/** More links than a person would read are not offered. */
const MAX_LINKS = 20;

/** Why a page's request for a token is refused. Each has a text `token.refused.REASON`. */
export const REFUSALS = [
  "two-requests",
  "script",
  "nonce",
  "field-missing",
  "field-two",
  "field-kind",
  "field-hidden",
  "field-short",
  "form-elsewhere",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** One request for a token: `ref` names the field as collect named it. */
export type Wanted = { nonce: string; ref: string; empty: boolean } | { refused: Refusal };
/** A document the page offers for signing. `index` counts the marked links of the document. */
export type Offered = { index: number; text: string; address: string };
/** What one document asks for. */
export type Asked = { wanted: Wanted[]; offered: Offered[] };

/** Reads this document's requests; nothing when it is not the one collected under the nonce. */
export function ask(nonce: string): Asked {
  const kept = keptFor(nonce);
  if (kept === null) return { wanted: [], offered: [] };
  const refs = new Map<Element, string>();
  for (const [ref, { controls }] of kept.entries) {
    const control = controls.length === 1 ? controls[0]?.deref() : undefined;
    if (control !== undefined) refs.set(control, ref);
  }
  return askIn(document, self.origin, refs);
}

/** ask() of a given document, where refs names the fields that were listed. */
export function askIn(root: Document, origin: string, refs: ReadonlyMap<Element, string>): Asked {
  const scripts = [...root.querySelectorAll("script")].filter(isRequest);
  const wanted = scripts.map((script) => read(root, origin, script, refs));
  return { wanted: wanted.length > 1 ? [{ refused: "two-requests" }] : wanted, offered: offeredIn(root, origin) };
}

/** A spelling that a strict reader would pass over counts too: two readers must not see different numbers of requests. */
const isRequest = (script: Element): boolean =>
  (script.getAttribute("type") ?? "").trim().toLowerCase() === SCRIPT_TYPE;

function read(root: Document, origin: string, script: Element, refs: ReadonlyMap<Element, string>): Wanted {
  const request = parse(script);
  if (request === null) return { refused: "script" };
  if (!NONCE.test(request.nonce)) return { refused: "nonce" };
  const fields = [...root.querySelectorAll("[id]")].filter(({ id }) => id === request.field);
  const [field, second] = fields;
  if (field === undefined) return { refused: "field-missing" };
  if (second !== undefined) return { refused: "field-two" };
  const problem = problemOf(field, origin, refs);
  if (problem !== null) return { refused: problem };
  return { nonce: request.nonce, ref: refs.get(field) ?? "", empty: (field as HTMLTextAreaElement).value === "" };
}

/** Exactly {"nonce": text, "field": text}. Four strings in the text: no key stands there twice. */
function parse(script: Element): { nonce: string; field: string } | null {
  const text = script.textContent ?? "";
  if (script.hasAttribute("src") || text.length > MAX_SCRIPT) return null;
  try {
    const value: unknown = JSON.parse(text);
    const strings = text.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
    if (typeof value !== "object" || value === null || strings.length !== 4) return null;
    const { nonce, field } = value as Record<string, unknown>;
    const two = Object.keys(value).length === 2;
    return two && typeof nonce === "string" && typeof field === "string" && field !== "" ? { nonce, field } : null;
  } catch {
    return null;
  }
}

function problemOf(field: Element, origin: string, refs: ReadonlyMap<Element, string>): Refusal | null {
  const control = field as Control;
  const text = field.localName === "textarea" || (field.localName === "input" && control.type === "text");
  if (field.localName === "input" && control.type === "hidden") return "field-hidden";
  if (!text) return "field-kind";
  if (!refs.has(field)) return "field-hidden";
  const most = Number.parseInt(field.getAttribute("maxlength") ?? "", 10);
  if (most >= 0 && most < MIN_LENGTH) return "field-short";
  return sentElsewhere(field, origin) ? "form-elsewhere" : null;
}

/** A form put around the field by injected markup must not carry the token to another site. */
function sentElsewhere(field: Element, origin: string): boolean {
  const named = field.getAttribute("form");
  const form = named === null ? field.closest("form") : (field.ownerDocument.getElementById(named) ?? null);
  if (form === null) return false;
  const base = field.ownerDocument.baseURI;
  const goals = [form.getAttribute("action"), ...submitters(form).map((one) => one.getAttribute("formaction"))];
  return goals.some((goal) => goal !== null && goal !== "" && originOf(goal, base) !== origin);
}

function submitters(form: Element): Element[] {
  const mine = [...form.querySelectorAll("[formaction]")];
  const id = form.getAttribute("id") ?? "";
  if (id === "") return mine;
  const others = [...form.ownerDocument.querySelectorAll("[formaction][form]")];
  return [...mine, ...others.filter((one) => one.getAttribute("form") === id)];
}

function originOf(address: string, base: string): string | null {
  try {
    const { protocol, origin } = new URL(address, base);
    // A blob: address has the origin of its page too, but is no document of the site.
    return /^https?:$/.test(protocol) ? origin : null;
  } catch {
    return null;
  }
}

/** The marked links, by the address they lead to. One to another site is no offer of this one. */
function offeredIn(root: Document, origin: string): Offered[] {
  const links = [...root.querySelectorAll(`a[${SIGN_ATTRIBUTE}][href]`)];
  return links
    .map((link, index) => ({ index, text: (link.textContent ?? "").trim().slice(0, 80), address: addressOf(link) }))
    .filter(({ address }) => originOf(address, root.baseURI) === origin)
    .slice(0, MAX_LINKS);
}

/** The href as the page wrote it, made whole. Without fragment: it is not sent, and says nothing of the file. */
export function addressOf(link: Element): string {
  try {
    const url = new URL(link.getAttribute("href") ?? "", link.ownerDocument.baseURI);
    url.hash = "";
    return url.href;
  } catch {
    return "";
  }
}
