/**
 * Writing what the person agreed to, in the document it was agreed for. Never submits, never ticks a checkbox, never
 * touches what is not empty unless told. Everything is checked before the first write, and each field again right
 * before its own: one that changed since collect (label swapped, hidden, covered, of another type) is refused.
 */
import { choicesIn, fingerprint, freshLabels, headingsIn } from "./collect.ts";
import {
  accepts,
  awaitsChoices,
  currentValue,
  isChoice,
  isEmpty,
  restore,
  stateOf,
  valueNow,
  wordsOf,
  write,
} from "./control.ts";
import { type Control, isDisabled, isReadonly, typeOf } from "./dom.ts";
import { browserLook, frameVisible } from "./look.ts";
import { isPostal, QUIET, settle, type Watched } from "./settle.ts";
import { type Entry, type Kept, keptFor } from "./state.ts";
import type { Result, Write } from "./types.ts";
import { treesIn } from "./veils.ts";
import { type Look, visible } from "./visibility.ts";

export { knows } from "./state.ts";

/** Kinds that are never written, whatever a plan says. */
const NEVER = new Set(["password", "file", "hidden"]);

/** Whether a person can see the control now. */
type Sees = (control: Control) => boolean;
type Target = {
  write: Write;
  entry: Entry | null;
  controls: Control[];
  stop: "gone" | "refused" | null;
  /** What the field says when it is filled; of a select the option's text. */
  text: string;
  /** What the radios stood for at the check: one is found by its value, and the page may change which that is. */
  choices: string;
  /** The labels at the check, without options: those may load. */
  labels: string;
  /** What was written last; null: nothing yet. */
  written: string | null;
};

/** Writes into this document if it is the one collected under the nonce; else does nothing and returns []. */
export async function apply(nonce: string, writes: readonly Write[]): Promise<Result[]> {
  const look = browserLook(window);
  const shown = frameVisible(window);
  const focused = document.activeElement;
  // What is written later is looked at anew: the page has changed since.
  const later: Sees = (control) => {
    const now = browserLook(window);
    // Between two writes what the sheets rule out is not looked for: the page was looked at whole before the first.
    for (const _ of now.prepare(treesIn(document)));
    const seen = frameVisible(window) && seenBy(now)(control);
    now.restore();
    return seen;
  };
  try {
    return await applyWith(nonce, writes, (control) => shown && seenBy(look)(control), later);
  } finally {
    look.restore();
    if (focused instanceof HTMLElement && focused !== document.body) focused.focus({ preventScroll: true });
  }
}

/** A styled radio is often drawn by its label alone. */
function seenBy(look: Look): Sees {
  return (control) => {
    if (visible(control, look)) return true;
    const label = typeOf(control) === "radio" || typeOf(control) === "checkbox" ? (control.labels?.[0] ?? null) : null;
    return label !== null && visible(label, look);
  };
}

/** apply() with given eyes: for the check before the first write, and for what is written later. */
export async function applyWith(
  nonce: string,
  writes: readonly Write[],
  sees: Sees,
  later: Sees = sees,
): Promise<Result[]> {
  const kept = keptFor(nonce);
  if (kept === null) return [];
  freshLabels();
  const first = [...kept.entries.values()].flatMap(controlsOf)[0];
  const headings = first === undefined ? new Map<Element, string>() : headingsIn(first.ownerDocument);
  const targets = writes.map((one) => check(kept, one, sees, headings));
  const open = targets.filter(({ stop }) => stop === null);
  let wrote = false;
  for (const target of open) {
    if (waits(target)) continue;
    // What hears of a write may hide or relabel the next field.
    if (wrote && !isAsChecked(target, later)) target.stop = "refused";
    fill(target);
    wrote ||= target.written !== null;
  }
  await settle(
    open.map((target) => watched(target, later, () => keptFor(nonce) === kept)),
    looksUp(open),
  );
  for (const target of open) if (target.stop === null && target.written === null) target.stop = "refused";
  return targets.map(report);
}

const waits = ({ controls, write: { value }, text }: Target): boolean => valueNow(controls, value, text) === null;

/** Whether the field is still seen, under the labels it had at the check. */
function isAsChecked({ controls, labels }: Target, sees: Sees): boolean {
  if (!controls.every((control) => control.isConnected)) return true;
  freshLabels();
  return controls.every(sees) && fingerprint(controls, false) === labels;
}

/**
 * Whether the page may write over what was written: a script that looks an address up by the postal code, or one that
 * makes the list of cities anew when a prefecture was chosen.
 */
function looksUp(targets: readonly Target[]): boolean {
  const places = targets.filter(({ text, written }) => written !== null && /[都道府県市区町村]/.test(text));
  const lists = places.filter(({ entry }) => entry?.type === "select");
  return lists.length > 1 || (places.length > 0 && targets.some(({ text }) => isPostal(text)));
}

/** `wanted`: nobody has had the document forget its fields meanwhile (終了, a card taken away, a window closed). */
function watched(target: Target, sees: Sees, wanted: () => boolean): Watched {
  const { controls, entry } = target;
  const here = () => controls.every((control) => control.isConnected);
  return {
    waits: () => target.stop === null && here() && waits(target),
    fill: () => {
      if (!wanted()) {
        if (target.written === null) target.stop = "gone";
        return false;
      }
      freshLabels();
      const same = here() && controls.every(sees) && fingerprint(controls, false) === target.labels;
      if (target.written === null && !same) target.stop = here() ? "refused" : "gone";
      if (same || target.written === null) fill(target);
      return target.stop === null;
    },
    now: () => (here() ? currentValue(controls) : null),
    written: () => target.written,
    theirs: () => entry?.touched === true,
  };
}

function check(kept: Kept, write: Write, sees: Sees, headings: ReadonlyMap<Element, string>): Target {
  const entry = kept.entries.get(write.ref) ?? null;
  const controls = controlsOf(entry);
  const target = {
    write,
    entry,
    controls,
    text: wordsOf(controls, write.value),
    choices: "",
    labels: "",
    written: null,
  };
  if (entry === null || controls.length === 0) return { ...target, stop: "gone" };
  const same =
    controls.every((one) => typeOf(one) === entry.type && headings.get(one) === entry.heading) &&
    fingerprint(controls) === entry.fingerprint;
  const usable = controls.every((one) => !isDisabled(one) && !isReadonly(one) && sees(one));
  const free = isEmpty(controls) || write.overwrite === true;
  // A single checkbox is a consent or a wish: only the person ticks it.
  const tick = entry.type === "checkbox" && !isChoice(controls);
  const allowed =
    same &&
    usable &&
    free &&
    !NEVER.has(entry.type) &&
    !tick &&
    (accepts(controls, write.value) || awaitsChoices(controls));
  const choices = JSON.stringify(isChoice(controls) ? choicesIn(controls) : []);
  return { ...target, choices, labels: fingerprint(controls, false), stop: allowed ? null : "refused" };
}

/** The controls of a ref that are still in the document; none unless all are. */
function controlsOf(entry: Entry | null): Control[] {
  const found = (entry?.controls ?? []).map((one) => one.deref());
  return found.every((one) => one?.isConnected) ? found.filter((one) => one !== undefined) : [];
}

/** A write before this one may have made the page take the field away or close it. */
function fill(target: Target): void {
  const { entry, controls, write: one } = target;
  if (!controls.every((control) => control.isConnected)) target.stop = "gone";
  else if (controls.some((control) => isDisabled(control) || isReadonly(control) || typeOf(control) !== entry?.type)) {
    target.stop = "refused";
  }
  // A write before this one may also have made the page move a radio to another label.
  if (isChoice(controls)) freshLabels();
  if (isChoice(controls) && JSON.stringify(choicesIn(controls)) !== target.choices) target.stop ??= "refused";
  const value = valueNow(controls, one.value, target.text);
  if (entry === null || value === null || target.stop !== null) return;
  entry.before ??= stateOf(controls);
  if (target.written === null) for (const control of controls) noticePerson(control, entry);
  write(controls, value);
  // Now, not before: a click of ours makes the browser fire change events of its own, which are trusted.
  entry.touched = false;
  target.written = value;
}

/** Only a person's own events are trusted by the browser; the page's and ours are not. */
function noticePerson(control: Control, entry: Entry): void {
  const notice = (event: Event) => {
    if (event.isTrusted) entry.touched = true;
  };
  control.addEventListener("input", notice);
  control.addEventListener("change", notice);
}

function report({ write: { ref, secret }, controls, stop, written }: Target): Result {
  if (stop !== null) return { ref, state: stop, value: "", valid: false };
  if (!controls.every((control) => control.isConnected)) return { ref, state: "gone", value: "", valid: false };
  const now = currentValue(controls);
  const valid = controls.every((control) => control.validity?.valid ?? true);
  return { ref, state: now === written ? "filled" : "changed-by-page", value: secret ? "" : now, valid };
}

/** Puts back what stood in the fields before, and returns how many came back. What the person typed since stays. */
export async function undo(nonce: string): Promise<number> {
  const kept = keptFor(nonce);
  if (kept === null) return 0;
  const changed = [...kept.entries.values()].filter((entry) => entry.before !== undefined && entry.touched !== true);
  // Backwards: a city's list is there only while its prefecture is chosen.
  const undone = changed.reverse().map((entry) => {
    const controls = controlsOf(entry);
    const { before } = entry;
    if (before === undefined || controls.length === 0) return () => false;
    restore(controls, before);
    delete entry.before;
    return () => JSON.stringify(stateOf(controls)) === JSON.stringify(before);
  });
  await new Promise((resolve) => setTimeout(resolve, QUIET));
  return undone.filter((came) => came()).length;
}
