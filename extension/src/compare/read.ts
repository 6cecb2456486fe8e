/**
 * Reading what stands in the fields of a plan, in the document it was made for: after the person chose 照合 and the card
 * was read, never before. Nothing is written, clicked or focused, and no event is made. Only what a person can see is
 * read, and nothing a page shows as dots.
 */
import { fingerprint, freshLabels, seen } from "../autofill/collect.ts";
import { choicesOf, isChoice, isEmpty } from "../autofill/control.ts";
import { type Control, typeOf } from "../autofill/dom.ts";
import { labelIndex } from "../autofill/labels.ts";
import { browserLook, frameVisible } from "../autofill/look.ts";
import { type Entry, keptFor } from "../autofill/state.ts";
import { short } from "../autofill/text.ts";
import { visible } from "../autofill/visibility.ts";
import type { Standing, Unread } from "./types.ts";

/** No name, date or address is longer, in UTF-16 units; a longer text is not carried out of the page. */
export const MAX_TEXT = 1_000;

/** Kinds that hold secrets, or nothing a person reads. */
const NEVER = new Set(["password", "file", "hidden"]);

/** How long the page gets to show that it changes what is being read, in milliseconds. */
const SECOND_LOOK = 60;

/** What a test without a layout replaces. */
export type Eyes = { sees(control: Control): boolean; masked(control: Control): boolean };

/** Reads the fields in this document if it is the one collected under the nonce; else answers []. */
export async function readValues(nonce: string, refs: readonly string[]): Promise<Standing[]> {
  const shown = frameVisible(window);
  const look = browserLook(window);
  const eyes: Eyes = {
    sees: (control) => shown && seen(control, (one) => visible(one, look)),
    masked: (control) => isMasked(window.getComputedStyle(control)),
  };
  try {
    return await readWith(nonce, refs, eyes);
  } finally {
    look.restore();
  }
}

/** readValues() with given eyes. What is not the same at a second look is told as moving. */
export async function readWith(nonce: string, refs: readonly string[], eyes: Eyes): Promise<Standing[]> {
  const first = readAll(nonce, refs, eyes);
  await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK));
  const second = new Map(readAll(nonce, refs, eyes).map((one) => [one.ref, one]));
  return first.flatMap((one) => {
    const again = second.get(one.ref);
    if (again === undefined) return [];
    if (again.state !== "read" || one.state !== "read") return [one.state === "read" ? again : one];
    return [again.text === one.text ? one : unread(one.ref, "moving")];
  });
}

function readAll(nonce: string, refs: readonly string[], eyes: Eyes): Standing[] {
  const kept = keptFor(nonce);
  if (kept === null) return [];
  freshLabels();
  return refs.map((ref) => readOne(ref, kept.entries.get(ref) ?? null, eyes));
}

const unread = (ref: string, state: Unread): Standing => ({ ref, state, text: "" });

function readOne(ref: string, entry: Entry | null, eyes: Eyes): Standing {
  const controls = (entry?.controls ?? []).map((one) => one.deref()).filter((one) => one !== undefined);
  if (entry === null || controls.length === 0 || controls.length < entry.controls.length) return unread(ref, "gone");
  if (!controls.every((one) => one.isConnected)) return unread(ref, "gone");
  if (controls.some((one) => typeOf(one) !== entry.type) || NEVER.has(entry.type)) return unread(ref, "changed");
  // Of a list only the labels: its choices may have come since.
  if (labelsOnly(fingerprint(controls)) !== labelsOnly(entry.fingerprint)) return unread(ref, "changed");
  if (!controls.every(eyes.sees)) return unread(ref, "hidden");
  if (controls.some(eyes.masked)) return unread(ref, "masked");
  return textIn(ref, controls);
}

/** The fingerprint without the choices, which stand last in it. */
const labelsOnly = (print: string): string => JSON.stringify((JSON.parse(print) as unknown[]).slice(0, 3));

function textIn(ref: string, controls: readonly Control[]): Standing {
  const [control] = controls;
  if (control === undefined) return unread(ref, "gone");
  const text = isChoice(controls) || control.localName === "select" ? chosenText(controls) : control.value;
  return text.length > MAX_TEXT ? unread(ref, "long") : { ref, state: "read", text };
}

/** A first choice that only asks to choose. */
const ASKS = /^[\s　\-‐―—ー─・=*▼▽.。…]*$|選択|選んで|えらん|してください|select|choose|please/i;

/** The words of the choice a form would send; "" where none is made. */
function chosenText(controls: readonly Control[]): string {
  const [control] = controls;
  if (control === undefined) return "";
  const labels = labelIndex(control.getRootNode() as Document | ShadowRoot);
  const choices = choicesOf(controls, labels) ?? [];
  const at = isChoice(controls)
    ? controls.findIndex((one) => (one as HTMLInputElement).checked)
    : (control as HTMLSelectElement).selectedIndex;
  const chosen = choices[at];
  if (chosen === undefined) return "";
  // An untouched list still sends its first choice: that counts as standing there unless it only asks to choose.
  return at === 0 && isEmpty(controls) && (chosen.value === "" || ASKS.test(chosen.text)) ? "" : short(chosen.text, 80);
}

/** Whether the page draws dots instead of letters. */
function isMasked(style: CSSStyleDeclaration): boolean {
  const drawn = style.getPropertyValue("-webkit-text-security");
  return drawn !== "" && drawn !== "none";
}
