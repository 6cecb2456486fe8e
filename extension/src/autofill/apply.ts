/**
 * Writing what the person agreed to, in the document it was agreed for. Never submits, never ticks a checkbox, never
 * touches what is not empty unless told. Everything is checked before the first write: a page that changed since
 * collect (label swapped, field hidden, covered, of another type) is refused.
 */
import { fingerprint, freshLabels } from "./collect.ts";
import {
  accepts,
  awaitsChoices,
  currentValue,
  isChoice,
  isEmpty,
  laterChoice,
  restore,
  stateOf,
  write,
} from "./control.ts";
import { type Control, isDisabled, isReadonly, typeOf } from "./dom.ts";
import { browserLook, frameVisible } from "./look.ts";
import { type Entry, type Kept, keptFor } from "./state.ts";
import type { Result, Write } from "./types.ts";
import { visible } from "./visibility.ts";

export { knows } from "./state.ts";

/** How long the page's own scripts get to react before the values are read back, in milliseconds. */
const SETTLE = 60;
/** How long a postal code may take to bring its own address: 32 % of real forms ask a server for it. */
const ZIP_SETTLE = 1500;
const ZIP = /^\d{3}-?\d{4}$|^\d{4}$/;
/** How long the choices of a list may take to come after another field was filled (the city after the prefecture). */
const CHOICES = 5000;
const LOOK_AGAIN = 50;
/** Kinds that are never written, whatever a plan says. */
const NEVER = new Set(["password", "file", "hidden"]);

/** Whether a person can see the control now. */
type Sees = (control: Control) => boolean;
type Target = { write: Write; entry: Entry | null; controls: Control[]; stop: "gone" | "refused" | null };

/** Writes into this document if it is the one collected under the nonce; else does nothing and returns []. */
export async function apply(nonce: string, writes: readonly Write[]): Promise<Result[]> {
  const look = browserLook(window);
  const shown = frameVisible(window);
  const sees: Sees = (control) => {
    if (!shown) return false;
    if (visible(control, look)) return true;
    const label = typeOf(control) === "radio" || typeOf(control) === "checkbox" ? (control.labels?.[0] ?? null) : null;
    return label !== null && visible(label, look);
  };
  const focused = document.activeElement;
  try {
    return await applyWith(nonce, writes, sees);
  } finally {
    look.restore();
    if (focused instanceof HTMLElement && focused !== document.body) focused.focus({ preventScroll: true });
  }
}

/** apply() with given eyes. */
export async function applyWith(nonce: string, writes: readonly Write[], sees: Sees): Promise<Result[]> {
  const kept = keptFor(nonce);
  if (kept === null) return [];
  freshLabels();
  const targets = writes.map((one) => check(kept, one, sees));
  const open = targets.filter(({ stop }) => stop === null);
  const late = open.filter(({ controls, write: { value } }) => !accepts(controls, value));
  for (const target of open) if (!late.includes(target)) fill(target);
  const end = Date.now() + CHOICES;
  for (const target of late) await fillLate(target, end);
  await pause(SETTLE);
  if (open.length > 1 && open.some(({ write: { value } }) => ZIP.test(value))) await outlast(open);
  return targets.map(report);
}

const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** Waits for the choices of a list, and takes the one whose text is the value. Nothing comes: the field is left. */
async function fillLate(target: Target, end: number): Promise<void> {
  const { controls, write: one } = target;
  let value = laterChoice(controls, one.value);
  while (value === null && Date.now() < end && controls.every((control) => control.isConnected)) {
    await pause(LOOK_AGAIN);
    value = laterChoice(controls, one.value);
  }
  if (value === null) target.stop = "refused";
  else fill({ ...target, write: { ...one, value } });
  if (value !== null) target.write = { ...one, value };
}

/**
 * Scripts that look an address up by its postal code write over what the card said. What they have changed once it is
 * quiet is written once more; a page that insists is reported. The postal code itself and what the person typed stay.
 */
async function outlast(targets: readonly Target[]): Promise<void> {
  const filled = targets.filter(({ stop }) => stop === null);
  const changed = () => filled.filter(({ controls, write: { value } }) => currentValue(controls) !== value);
  const before = new Set(changed());
  const end = Date.now() + ZIP_SETTLE;
  while (Date.now() < end) await pause(LOOK_AGAIN);
  const overwritten = changed().filter((one) => !before.has(one) || currentValue(one.controls) === "");
  for (const target of overwritten) {
    if (target.entry?.touched !== true && !ZIP.test(target.write.value)) fill(target);
  }
  if (overwritten.length > 0) await pause(SETTLE);
}

function check(kept: Kept, write: Write, sees: Sees): Target {
  const entry = kept.entries.get(write.ref) ?? null;
  const controls = controlsOf(entry);
  if (entry === null || controls.length === 0) return { write, entry, controls, stop: "gone" };
  const same = controls.every((one) => typeOf(one) === entry.type) && fingerprint(controls) === entry.fingerprint;
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
  return { write, entry, controls, stop: allowed ? null : "refused" };
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
  if (entry === null || target.stop !== null) return;
  entry.before ??= stateOf(controls);
  write(controls, one.value);
  entry.touched = false;
  for (const control of controls) noticePerson(control, entry);
}

/** Only a person's own events are trusted by the browser; the page's and ours are not. */
function noticePerson(control: Control, entry: Entry): void {
  const notice = (event: Event) => {
    if (event.isTrusted) entry.touched = true;
  };
  control.addEventListener("input", notice);
  control.addEventListener("change", notice);
}

function report({ write: { ref, value }, controls, stop }: Target): Result {
  if (stop !== null) return { ref, state: stop, value: "", valid: false };
  if (!controls.every((control) => control.isConnected)) return { ref, state: "gone", value: "", valid: false };
  const now = currentValue(controls);
  const valid = controls.every((control) => control.validity?.valid ?? true);
  return { ref, state: now === value ? "filled" : "changed-by-page", value: now, valid };
}

/** Puts back what stood in the fields before, and returns how many came back. What the person typed since stays. */
export async function undo(nonce: string): Promise<number> {
  const kept = keptFor(nonce);
  if (kept === null) return 0;
  const changed = [...kept.entries.values()].filter((entry) => entry.before !== undefined && entry.touched !== true);
  const undone = changed.map((entry) => {
    const controls = controlsOf(entry);
    const { before } = entry;
    if (before === undefined || controls.length === 0) return () => false;
    restore(controls, before);
    delete entry.before;
    return () => JSON.stringify(stateOf(controls)) === JSON.stringify(before);
  });
  await new Promise((resolve) => setTimeout(resolve, SETTLE));
  return undone.filter((came) => came()).length;
}
