/** Whether postal code boxes are one of seven digits or a pair of three and four. */
import { type Candidate, headTexts, ownTexts } from "./attribute.ts";
import { clean } from "./text.ts";
import type { FieldFacts } from "./types.ts";

const SIGN_ONLY = /^[-‐–−―ー~\s]*$/;

/** The second box has no label of its own, or both stand under one heading, and neither has room for seven digits. */
function pair(first: FieldFacts, second: FieldFacts): boolean {
  if ((first.maxlength ?? 3) > 4 || (second.maxlength ?? 4) > 5) return false;
  const heading = headTexts(first).join();
  const shared = heading !== "" && heading === headTexts(second).join();
  return shared || ownTexts(second).every((text) => SIGN_ONLY.test(clean(text)));
}

/** The first postal code of the form; what is not in the answer belongs to another address. */
export function zipParts(candidates: readonly Candidate[]): Map<Candidate, "whole" | "first" | "second"> {
  const [first, second] = candidates;
  const found = new Map<Candidate, "whole" | "first" | "second">();
  if (first === undefined) return found;
  if (second === undefined || !pair(first.field, second.field)) return found.set(first, "whole");
  return found.set(first, "first").set(second, "second");
}
