/**
 * The plan: which attribute of the card goes into which field, in which form, and why the other fields are left.
 *
 * - Pure: the same facts give the same plan. No document, no clock, no storage.
 * - Value-free: neither the card's data nor what stands in the page is known here.
 * - Every field is in the plan once, planned or left with a reason; doubt is a reason to leave it.
 * - Labels say which attribute a field asks for, identifiers and order say which part.
 * - A box that may want a reading never gets kanji; the individual number is never planned.
 */
import { type Candidate, givenReading, leansOn, type Reading, readField, secondHalf } from "./attribute.ts";
import { type Blocked, blocked } from "./gate.ts";
import { hinted } from "./hints.ts";
import { isRecord, subjectsOf } from "./people.ts";
import { type Placed, placeForm } from "./place.ts";
import { namesOrganisation, type Subject } from "./subject.ts";
import type { FieldFacts, FrameFacts, Given, Left, Plan, PlanItem, Reason } from "./types.ts";
import { withUnnamedDate } from "./unnamed-date.ts";

/** Kinds a silent neighbour may continue: the second box of a postal code, the month after the year. */
const CONTINUED = new Set(["birth", "zip", "name", "kana", "address"]);
const WEAK: ReadonlySet<Reason> = new Set<Reason>([
  "by-name",
  "by-placeholder",
  "by-autocomplete",
  "stand-in",
  "sent-to",
  "hint-differs",
  "date-unnamed",
  "prefecture-printed",
]);

/** Plans all documents that were kept. Fields of different documents or forms never complete each other. */
export function plan(frames: readonly FrameFacts[], given: Given = { kana: false, zip: false }): Plan {
  const found: Plan = { items: [], left: [] };
  for (const { fields, title } of frames) {
    const placed = new Map<FieldFacts, Placed>();
    for (const form of byForm(fields)) planForm(form, placed, isRecord(title));
    for (const field of fields) list(found, field, available(placed.get(field), given));
  }
  return found;
}

function byForm(fields: readonly FieldFacts[]): FieldFacts[][] {
  const forms = new Map<string, FieldFacts[]>();
  for (const field of fields) {
    const form = field.group.split("/")[0] ?? "";
    const known = forms.get(form);
    if (known === undefined) forms.set(form, [field]);
    else known.push(field);
  }
  return [...forms.values()];
}

function planForm(fields: readonly FieldFacts[], placed: Map<FieldFacts, Placed>, record: boolean): void {
  const readings = withUnnamedDate(fields, readForm(fields));
  const said = subjectsOf(fields, readings);
  const subjects = record ? said.map((one) => (one === "unsaid" ? "other" : one)) : said;
  const mine: { candidate: Candidate; subject: Subject }[] = [];
  for (const [at, field] of fields.entries()) {
    const { attribute, by } = readings[at] ?? { attribute: null, by: "by-label" };
    const subject = subjects[at] ?? "unsaid";
    if (field.hint !== undefined) {
      placed.set(field, hinted(field, field.hint, attribute, subject));
      continue;
    }
    const stop: Blocked | null = blocked(field, attribute, subject);
    if (stop !== null) placed.set(field, stop);
    else if (attribute !== null) mine.push({ candidate: { field, attribute, by, at }, subject });
  }
  const organisation = fields.some((field, at) => readings[at]?.attribute === "other" && namesOrganisation(field));
  placeForm(mine, placed, organisation);
}

function readForm(fields: readonly FieldFacts[]): Reading[] {
  const readings: Reading[] = [];
  for (const field of fields) {
    const before = readings.at(-1);
    const continued =
      before?.attribute != null &&
      CONTINUED.has(before.attribute) &&
      (leansOn(before.attribute, field) ||
        secondHalf(before.attribute, field) ||
        givenReading(fields[readings.length - 1], before.attribute, field));
    readings.push(continued ? before : readField(field));
  }
  return readings.map((one, at) => (readsAddress(readings, at) ? { ...one, attribute: "contact" } : one));
}

/** Paper forms print フリガナ above what it reads: one above 氏名, another above 住所, which is the reading of the address. */
function readsAddress(readings: readonly Reading[], at: number): boolean {
  const follows = (index: number, attribute: string) =>
    readings[index]?.attribute === "kana" && readings[index + 1]?.attribute === attribute;
  return follows(at, "address") && readings.slice(0, at).some((_, index) => follows(index, "name"));
}

/** The card has no reading and no postal code: those are left unless the person gave them. */
function available(placed: Placed | undefined, given: Given): Placed {
  if (placed === undefined) return { reason: "unknown" };
  if (!("format" in placed)) return placed;
  const { kind } = placed.format;
  const missing = (kind === "kana" && !given.kana) || (kind === "zip" && !given.zip);
  return missing ? { reason: "not-on-card", type: placed.type } : placed;
}

function list(found: Plan, field: FieldFacts, placed: Placed): void {
  const { ref, frame, label } = field;
  if (!("format" in placed)) {
    const left: Left = { ref, frame, label, reason: placed.reason };
    found.left.push(placed.type === undefined ? left : { ...left, type: placed.type });
    return;
  }
  const { type, format, reason } = placed;
  const confidence: PlanItem["confidence"] = WEAK.has(reason) ? "unsure" : "sure";
  found.items.push({
    ref,
    frame,
    label,
    type,
    format,
    confidence,
    reason,
    maxlength: field.maxlength,
    empty: field.empty,
  });
}
