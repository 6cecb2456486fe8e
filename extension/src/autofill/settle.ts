/**
 * Waiting for a page to finish with what was written into it. Two things come late: the options of a select that the
 * page loads after another was chosen (all four city selects among 16 city fields seen), and scripts that look an
 * address up by its postal code and write over the address that stands there (19 of 60 forms have one).
 */

/** One field that was written, or is to be written as soon as its choice is there. */
export type Watched = {
  /** Its choice is not there yet. */
  waits(): boolean;
  /** Writes it now; false when the page has made that impossible or wrong in the meantime. */
  fill(): boolean;
  /** What stands there now; null when the field is gone. */
  now(): string | null;
  /** What was written; null: nothing yet. */
  written(): string | null;
  /** The person has taken the field over. */
  theirs(): boolean;
};

/** How often the page is looked at, in milliseconds. */
const LOOK = 40;
/** How long every page's own scripts get, in milliseconds. */
export const QUIET = 60;
/** Longest wait for options that load, counted from the last thing that happened. */
export const OPTIONS_WAIT = 5000;
/** How long a script that looks an address up may take before it writes. */
export const LOOKUP_WAIT = 1500;
/** Longest wait of all, however lively the page is. */
const LONGEST = 15_000;
/** A script that writes several boxes one after another is let finish before what it wrote over is put back. */
const PAUSE = 160;

/**
 * Looks until nothing is awaited any more. Each field that the page wrote over is put back once: a page that insists
 * has the last word, and is reported. `lookup`: a postal code was written beside other fields.
 */
export async function settle(fields: readonly Watched[], lookup: boolean): Promise<void> {
  const start = Date.now();
  const restored = new Set<Watched>();
  const seen = new Map(fields.map((field) => [field, field.now()]));
  const pending = new Set(fields.filter((field) => field.waits()));
  let happened = start;
  let until = start + (lookup ? LOOKUP_WAIT : QUIET);
  const awaited = () => pending.size > 0 && Date.now() < happened + OPTIONS_WAIT;
  while (Date.now() < start + LONGEST && (Date.now() < until || awaited())) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    for (const field of fields) {
      if (field.now() !== seen.get(field)) happened = Date.now();
      seen.set(field, field.now());
    }
    const acted = fillPending(pending) || (Date.now() >= happened + PAUSE && putBack(fields, restored));
    for (const field of fields) seen.set(field, field.now());
    if (!acted) continue;
    happened = Date.now();
    until = Math.max(until, happened + QUIET);
  }
}

function fillPending(pending: Set<Watched>): boolean {
  let acted = false;
  for (const field of pending) {
    if (field.waits()) continue;
    pending.delete(field);
    acted = field.fill() || acted;
  }
  return acted;
}

function putBack(fields: readonly Watched[], restored: Set<Watched>): boolean {
  let acted = false;
  for (const field of fields) {
    const [now, written] = [field.now(), field.written()];
    if (written === null || now === null || restored.has(field) || field.theirs()) continue;
    if (now === written || sameMeaning(now, written)) continue;
    restored.add(field);
    acted = (!field.waits() && field.fill()) || acted;
  }
  return acted;
}

/** A page that writes the same another way (１−１ as 1-1) has understood it. */
function sameMeaning(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize("NFKC").replace(/[\s\-‐‑‒–—―−ー]/g, "");
  return plain(a) === plain(b) && plain(a) !== "";
}

/** Whether a value is a postal code or its first box: nothing else that is filled is 3 or 7 digits. */
export function isPostal(value: string): boolean {
  return /^\d{3}(-?\d{4})?$/.test(value.normalize("NFKC").replace("−", "-"));
}
