/** The plan joined with the card's values: exactly what would be written, for the person to look at and tick. */
import type { Left, Option, Plan, PlanItem, Preview, PreviewRow, Profile } from "./types.ts";
import { valueFor } from "./values.ts";

/**
 * One row per field with a value; a field for which the card has none joins the fields that are left, with the reason.
 * Nothing is cut to fit: a value longer than maxlength is left (lengths are UTF-16 units, as in HTML).
 */
export function preview(plan: Plan, profile: Profile): Preview {
  const found: Preview = { rows: [], left: [...plan.left] };
  for (const item of plan.items) {
    const row = rowFor(item, profile);
    if ("value" in row) found.rows.push(row);
    else found.left.push(row);
  }
  return found;
}

function rowFor(item: PlanItem, profile: Profile): PreviewRow | Left {
  const { ref, frame, label, type, format, empty } = item;
  const likely = format.kind === "zip" ? likelyCode(profile) : null;
  const found = valueFor(format, likely === null ? profile : { ...profile, postalCode: likely });
  if ("reason" in found) return { ref, frame, label, type, reason: found.reason };
  const written = item.charset === undefined ? found : inJis(item, found, profile);
  if (written === null) return { ref, frame, label, type, reason: "character-refused" };
  if (!fits(item, written.value)) return { ref, frame, label, type, reason: "too-long" };
  const guessed = likely !== null ? "postal-likely" : guess(item, profile) ? "not-split-by-card" : null;
  return {
    ref,
    frame,
    label,
    type,
    ...written,
    unsure: guessed !== null || item.confidence === "unsure",
    reason: guessed ?? item.reason,
    empty,
  };
}

/** The choices of a field that offers them; null for one that is typed into. */
export function choicesOf({ format }: PlanItem): readonly Option[] | null {
  return "options" in format ? format.options : null;
}

/** Whether a field takes a value of this length. A choice is not typed. */
export function fits(item: PlanItem, value: string): boolean {
  return choicesOf(item) !== null || item.maxlength === null || value.length <= item.maxlength;
}

/** The one code that the address may have, where the host is not certain of it and the person gave none. */
function likelyCode({ postalCode, postalCodes }: Profile): string | null {
  return postalCode === undefined && postalCodes?.length === 1 ? (postalCodes[0] ?? null) : null;
}

/** A family and given name the card itself does not separate is a proposal. */
function guess({ format }: PlanItem, { name }: Profile): boolean {
  return format.kind === "name" && format.part !== "full" && name !== null && !name.sure;
}

type Text = Pick<PreviewRow, "value" | "shown" | "replaced">;

/** With the characters that the field does not take replaced as the host says; null when it knows nothing for one. */
function inJis(item: PlanItem, text: Text, { jis0208 = {} }: Profile): Text | null {
  if (choicesOf(item) !== null) return text;
  // With its variation selector first: the character alone may have an entry of its own.
  const known = Object.keys(jis0208).sort((a, b) => b.length - a.length);
  const replaced = known.filter((one) => text.value.includes(one)).map((one) => [one, jis0208[one] ?? ""] as const);
  if (replaced.some(([, to]) => to === "")) return null;
  if (replaced.length === 0) return text;
  const value = replaced.reduce((sum, [from, to]) => sum.replaceAll(from, to), text.value);
  return { value, shown: value, replaced };
}
