/** The plan joined with the card's values: exactly what would be written, for the person to look at and tick. */
import type { Left, Plan, PlanItem, Preview, PreviewRow, Profile } from "./types.ts";
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
  const { ref, frame, label, type, format, maxlength, empty } = item;
  const found = valueFor(format, profile);
  if ("reason" in found) return { ref, frame, label, type, reason: found.reason };
  const chosen = "options" in format && format.options !== null;
  if (!chosen && maxlength !== null && found.value.length > maxlength) {
    return { ref, frame, label, type, reason: "too-long" };
  }
  const guessed = guess(item, profile);
  const unsure = guessed || item.confidence === "unsure";
  return {
    ref,
    frame,
    label,
    type,
    ...found,
    unsure,
    reason: guessed ? "not-split-by-card" : item.reason,
    empty,
  };
}

/** A family and given name the card itself does not separate is a proposal. */
function guess({ format }: PlanItem, { name }: Profile): boolean {
  return format.kind === "name" && format.part !== "full" && name !== null && !name.sure;
}
