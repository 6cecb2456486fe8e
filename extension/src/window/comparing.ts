/**
 * The comparison (照合) in the window: whose card it is, the looking into the page, and the result. Values of the card and of
 * the page live in the state of the window and nowhere else; nothing is written into the page.
 */
import type { Profile } from "../autofill/types.ts";
import { compare, refsToRead } from "../compare/compare.ts";
import type { Comparison } from "../compare/types.ts";
import { HitofudeError } from "../messaging/failure.ts";
import type { AttributeField } from "../messaging/protocol.ts";
import { fieldsOf } from "./needs.ts";
import type { Looked, PageAccess } from "./page.ts";
import { planInForce } from "./previewing.ts";
import type { Job } from "./state.ts";

/** `result` is null before the person said whose card it is, and while the page is looked into. `gone`: it moved on since. */
export type Compared = {
  screen: "compare";
  job: Job;
  profile: Profile;
  whose: string | null;
  result: Comparison | null;
  /** When the page was read, in milliseconds since 1970; 0 before. */
  at: number;
  gone: boolean;
};

export type CompareEvent =
  | { type: "card-read"; profile: Profile }
  | { type: "compare-whose"; id: string }
  | { type: "compared"; whose: string | null; result: Comparison; at: number };

/** The comparison begins: the card was read. */
export function comparing(job: Job, { profile }: CompareEvent & { type: "card-read" }): Compared {
  return { screen: "compare", job, profile, whose: null, result: null, at: 0, gone: false };
}

/** The comparison after an event. An answer about another person than the one named by now is dropped. */
export function compareStep(state: Compared, event: { type: string } | CompareEvent): Compared {
  if (isOf(event, "compare-whose") && state.job.plans?.[event.id] !== undefined) {
    return { ...state, whose: event.id, result: null };
  }
  if (isOf(event, "compared") && event.whose === state.whose) return { ...state, result: event.result, at: event.at };
  return state;
}

const isOf = <T extends CompareEvent["type"]>(
  event: { type: string } | CompareEvent,
  type: T,
): event is CompareEvent & { type: T } => event.type === type;

/** Whether the person has to say first whose card it is. */
export const asksWhose = ({ job, whose }: Pick<Compared, "job" | "whose">): boolean =>
  job.plans !== undefined && whose === null;

/** The attributes a comparison needs: those the boxes ask for, and nothing for the memory. */
export function fieldsToCompare(job: Job): AttributeField[] {
  const plans = job.plans === undefined ? [job.plan] : Object.values(job.plans);
  return fieldsOf({ items: plans.flatMap(({ items }) => items) });
}

/** Reads the fields of the plan in the documents they were found in, and compares. Throws PAGE_MOVED when one is gone. */
export async function compareIn(
  page: Pick<PageAccess, "same" | "read">,
  { looked, job, profile, whose }: Pick<Compared, "job" | "profile" | "whose"> & { looked: Looked },
): Promise<Comparison> {
  if (!(await page.same(looked))) throw new HitofudeError("PAGE_MOVED");
  const plan = planInForce(job, whose);
  const documents = refsToRead(plan, profile).map(async ({ frame, refs }) => {
    const document = looked.documents.find(({ nonce }) => nonce === frame);
    return { frame, standing: document === undefined ? [] : await page.read(document, refs) };
  });
  return compare(plan, profile, await Promise.all(documents));
}
