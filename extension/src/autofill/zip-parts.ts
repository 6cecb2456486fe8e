/** Whether postal code boxes are one of seven digits or a pair of three and four. */
import { type Candidate, sameHeading, seenTexts } from "./attribute.ts";
import { clean } from "./text.ts";
import type { FieldFacts } from "./types.ts";

/** 郵便番号（上3桁）, 郵便番号（下4桁）. */
const FIRST = /(上|前|最初の?)(の)?(三|3)(桁|ケタ|けた)|(三|3)(桁|ケタ|けた)/;
const SECOND = /(下|後ろ?|次の?)(の)?(四|4)(桁|ケタ|けた)|(四|4)(桁|ケタ|けた)/;
const labelOf = (field: FieldFacts): string => clean(seenTexts(field).join(" "));
const SIGN = /^[-‐–−―ー~\s]*$/;

/**
 * Neighbours without room for seven digits, the second without a label of its own or under the same heading, and
 * something that says they are two halves: room for three and four, a hyphen between them, names that count.
 */
function pair({ field: first, at }: Candidate, { field: second, at: next }: Candidate): boolean {
  if (next !== at + 1 || (first.maxlength ?? 3) > 4 || (second.maxlength ?? 4) > 5) return false;
  if (next === at + 1 && first.maxlength === 3 && second.maxlength === 4) return true;
  if (FIRST.test(labelOf(first)) && SECOND.test(labelOf(second))) return true;
  if (!sameHeading(first, second) && !seenTexts(second).every((text) => SIGN.test(clean(text)))) {
    return false;
  }
  const between = `${first.context.after}${second.context.before}`;
  const counted = /1$/.test(first.name || first.id) && /2$/.test(second.name || second.id);
  return first.maxlength !== null || counted || (between.trim() !== "" && SIGN.test(between));
}

/**
 * The first postal code of the form; what is not in the answer belongs to another address. Of three boxes in a row, one
 * and a pair, the pair is the Japanese code: the one before it is for addresses abroad (EC-CUBE's ZIP CODE).
 */
export function zipParts(candidates: readonly Candidate[]): Map<Candidate, "whole" | "first" | "second"> {
  const [abroad, left, right] = candidates;
  const foreign = abroad && left && right && left.at === abroad.at + 1 && pair(left, right) && !pair(abroad, left);
  const [first, second] = foreign ? [left, right] : candidates;
  const found = new Map<Candidate, "whole" | "first" | "second">();
  if (first === undefined) return found;
  if (second === undefined || !pair(first, second)) return found.set(first, "whole");
  return found.set(first, "first").set(second, "second");
}
