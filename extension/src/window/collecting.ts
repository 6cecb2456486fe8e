/**
 * What one look at the page finds to do: the plan, the plan for each person who may hold the card, what to read. In
 * pieces, so that the window stays quick on a form of a thousand fields.
 */
import { inPieces } from "../autofill/pieces.ts";
import { planning } from "../autofill/plan.ts";
import { rehearsal } from "../autofill/rehearsal.ts";
import type { Left, Plan } from "../autofill/types.ts";
import { understanding } from "../autofill/understand.ts";
import { fieldsOf, inOrder, PIN_FOR_FILLING } from "./needs.ts";
import type { Looked } from "./page.ts";
import type { Job } from "./state.ts";

type Found = { job: Job } | { job: null; left: readonly Left[] };

/** The job of a page, or null with what is left alone when no box asks for anything of the card's holder. */
export async function jobOf({ origin, title, frames }: Looked): Promise<Found> {
  const understood = await inPieces(understanding(frames));
  const found = await inPieces(planning(understood));
  const plans = await planned(found, (whose) => inPieces(planning(understood, undefined, { whose })));
  const asked = fieldsOf({ items: all({ plan: found, plans }).flatMap(({ items }) => items) });
  // Only boxes for what the card does not have: nothing would be read, so there is nothing to begin with.
  if (asked.length === 0) return { job: null, left: found.left };
  const job: Job = {
    site: { origin, title },
    plan: found,
    fields: asked,
    pin: PIN_FOR_FILLING,
    ...(plans && { plans }),
  };
  // Name and birth date tell whose a record of the memory is.
  return { job: wantsGiven(job) ? { ...job, fields: inOrder([...asked, "name", "birth"]) } : job };
}

/** One plan for each person among whom the card's holder has to be chosen; undefined where nobody has to choose. */
async function planned(
  { blocks }: Plan,
  planFor: (whose: string) => Promise<Plan>,
): Promise<Record<string, Plan> | undefined> {
  if (blocks.length < 2) return undefined;
  const plans: [string, Plan][] = [];
  for (const { id } of blocks) plans.push([id, await planFor(id)]);
  return Object.fromEntries(plans);
}

/**
 * Plans a form of our own, so that the browser has the rules compiled when the page's fields come: the first plan of a
 * window takes twice as long as the second.
 */
export async function warmUp(): Promise<void> {
  for (const frame of rehearsal()) await inPieces(planning(await inPieces(understanding([frame]))));
}

/** The plans one of which will be in force. */
function all({ plan: found, plans }: { plan: Plan; plans?: Job["plans"] }): readonly Plan[] {
  return plans === undefined ? [found] : Object.values(plans);
}

const GIVEN = new Set(["kana", "phone", "email", "zip"]);

/** Whether the form asks for something that the card does not have or may not have. */
export function wantsGiven(job: Pick<Job, "plan" | "plans">): boolean {
  return all(job).some(({ items }) => items.some(({ format }) => GIVEN.has(format.kind)));
}

/** Whether name or birth date are read although no box asks for them. */
export function readsMore(job: Job): boolean {
  return fieldsOf({ items: all(job).flatMap(({ items }) => items) }).length < job.fields.length;
}
