/**
 * What filling does to a page, seen from outside: every setter and click is watched, the page is compared with what it
 * was. All that changed must be a row that was ticked in the preview, with exactly the value that was shown.
 */
import type { PreviewRow, Profile } from "../../src/autofill/types.ts";
import { snapshot, type Written, writes } from "./browser-like.ts";
import { type Control, openPage, type Page } from "./filled.ts";

export type Outcome = { errors: string[]; ticked: number; left: number; filled: number };

type Hostile = (page: Page, rows: readonly PreviewRow[]) => void;

/** Fills the ticked rows and says what happened that the preview did not show. `after`: what the page does in between. */
export async function fillAndWatch(
  html: string,
  profile: Profile,
  ticks: (row: PreviewRow, at: number) => boolean,
  after: Hostile = () => undefined,
): Promise<Outcome> {
  const page = openPage(html);
  const rows = page.rows(profile);
  const ticked = rows.filter(ticks);
  const before = snapshot(page.document);
  const events: string[] = [];
  for (const type of ["submit", "reset", "keydown", "keyup"]) {
    page.document.addEventListener(type, () => events.push(type), true);
  }
  after(page, ticked);
  writes.length = 0;
  const results = ticked.length === 0 ? [] : await page.write(ticked);
  const errors = [...writes.flatMap((one) => unshown(one, page, ticked)), ...events.map((type) => `event ${type}`)];
  const filled = results.filter(({ state }) => state === "filled").length;
  if (after.length === 0) errors.push(...changedElsewhere(page, ticked, before));
  return { errors, ticked: ticked.length, left: rows.length - ticked.length, filled };
}

/** Why a write is none the preview showed. */
function unshown({ control, property, value }: Written, page: Page, ticked: readonly PreviewRow[]): string[] {
  const row = ticked.find(({ ref }) => page.controls(ref).includes(control as Control));
  const what = `${property} of ${control.outerHTML.slice(0, 80)}`;
  if (row === undefined) return [`${what} is in no ticked row`];
  if (property === "value") return value === row.value ? [] : [`${what}: wrote ${value}, showed ${row.value}`];
  const said = property === "click" ? choiceText(control) : chosenText(control as Control, Number(value));
  return said === row.shown ? [] : [`${what}: chose ${said}, showed ${row.shown}`];
}

/** The words beside a radio, as a person reads them. */
const choiceText = (radio: Element): string =>
  (radio.closest("label")?.textContent ?? radio.nextSibling?.textContent ?? "").replace(/\s+/g, " ").trim();

const chosenText = (select: Control, index: number): string =>
  ([...select.querySelectorAll("option")][index]?.textContent ?? "").replace(/\s+/g, " ").trim();

function changedElsewhere(page: Page, ticked: readonly PreviewRow[], before: ReturnType<typeof snapshot>): string[] {
  const now = snapshot(page.document);
  const mine = new Set<Element>(ticked.flatMap(({ ref }) => page.controls(ref)));
  const changed = [...now.controls].filter(
    ([control, state]) => !mine.has(control) && before.controls.get(control) !== state,
  );
  const errors = changed.map(([control]) => `changed: ${control.outerHTML.slice(0, 80)}`);
  return now.markup === before.markup ? errors : [...errors, "the markup changed"];
}
