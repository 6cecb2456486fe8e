/** What one look at the page finds to do. Pure: the plan, the plan for each person who may hold the card, what to read. */
import { plan } from "../autofill/plan.ts";
import type { Left, Plan } from "../autofill/types.ts";
import { fieldsOf, inOrder, PIN_FOR_FILLING } from "./needs.ts";
import type { Looked } from "./page.ts";
import type { Job } from "./state.ts";

/** The job of a page, or null with what is left alone when no box asks for anything of the card's holder. */
export function jobOf({ origin, title, frames }: Looked): { job: Job } | { job: null; left: readonly Left[] } {
  const found = plan(frames);
  const plans = planned(found, (whose) => plan(frames, undefined, { whose }));
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
function planned({ blocks }: Plan, planFor: (whose: string) => Plan): Record<string, Plan> | undefined {
  return blocks.length < 2 ? undefined : Object.fromEntries(blocks.map(({ id }) => [id, planFor(id)]));
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
