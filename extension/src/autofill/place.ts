/** Step three of the plan: the parts of each attribute over the boxes of one form, and the form of each value. */
import { addressShares } from "./address-parts.ts";
import type { Candidate } from "./attribute.ts";
import { contactParts } from "./contact-parts.ts";
import { type DatePart, type DateParts, dateParts, printedEra } from "./date-parts.ts";
import { datePattern, digitWidth, kanaFormat, nameFormat, partDigits, widthOf, zipHyphen } from "./format.ts";
import type { Blocked } from "./gate.ts";
import type { Attribute } from "./lexicon.ts";
import { nameParts } from "./name-parts.ts";
import { isPrefecture } from "./prefectures.ts";
import { roleOf, type Subject } from "./subject.ts";
import { clean } from "./text.ts";
import type { FieldFacts, FieldType, Format, Reason } from "./types.ts";
import { zipParts } from "./zip-parts.ts";

/** What became of a field: a place in the plan, or left. */
export type Placed = { type: FieldType; format: Format; reason: Reason } | Blocked;
type Mine = { candidate: Candidate; subject: Subject };
type Places = Map<FieldFacts, Placed>;

/**
 * Places the fields of one form that may be the holder's. Where some say so (申請者氏名) the ones of the same kind that
 * say nothing are left. A guardian's or a representative's boxes are the holder's only when the form asks for nobody
 * else, the address something is sent to only when it asks for no other; both are for the person to confirm. Of an
 * `organisation`, or in two different roles (代表者 and 担当者), a stand-in is somebody of that organisation. Every yield is
 * a place to stop.
 */
export function* placeForm(mine: readonly Mine[], placed: Places, organisation: boolean): Generator<void> {
  const named = mine.some(({ candidate, subject }) => candidate.attribute === "name" && subject !== "stand-in");
  const standIns = mine.filter(({ candidate, subject }) => candidate.attribute === "name" && subject === "stand-in");
  const roles = new Set(standIns.map(({ candidate }) => roleOf(candidate.field))).size;
  const homed = mine.some(({ candidate, subject }) => candidate.attribute === "address" && subject !== "sent-to");
  const seen = mine.filter(({ candidate, subject }) => {
    const stop: Reason | null =
      subject === "stand-in" && (named || organisation || roles > 1)
        ? "other-person"
        : subject === "sent-to" && homed
          ? "other-address"
          : null;
    if (stop !== null) placed.set(candidate.field, { reason: stop });
    return stop === null;
  });
  for (const attribute of ["name", "kana", "birth", "age", "sex", "zip", "address", "contact"] as const) {
    const all = seen.filter(({ candidate }) => candidate.attribute === attribute);
    const said = all.filter(({ subject }) => subject === "self");
    // 申請者のメール says nothing about 電話番号.
    const chosen = said.length > 0 && attribute !== "contact" ? said : all;
    for (const { candidate } of all) placed.set(candidate.field, { reason: "two-alike" });
    if (all.length === 0) continue;
    place(attribute, chosen.map(explained), placed);
    yield;
  }
}

/** Boxes whose owner is likely, but for the person to confirm, say so instead of how they were recognised. */
function explained({ candidate, subject }: Mine): Candidate {
  const by: Reason | null = subject === "stand-in" || subject === "sent-to" ? subject : null;
  return by === null ? candidate : { ...candidate, by };
}

function place(attribute: Attribute, candidates: readonly Candidate[], placed: Places): void {
  if (attribute === "name" || attribute === "kana") placeNames(attribute, candidates, placed);
  if (attribute === "birth") placeBirth(candidates, placed);
  if (attribute === "zip") placeZip(candidates, placed);
  if (attribute === "address") placeAddress(candidates, placed);
  if (attribute === "contact") placeContact(candidates, placed);
  const [only, second] = candidates;
  if (only === undefined || second !== undefined) return;
  const { field, by: reason } = only;
  if (attribute === "sex") placed.set(field, { type: "sex", format: { kind: "sex", options: field.options }, reason });
  if (attribute === "age") {
    placed.set(field, {
      type: "age",
      format: { kind: "age", options: field.options, width: digitWidth(field) },
      reason,
    });
  }
}

/** A part found by the order of the boxes is explained by it, unless the evidence for the attribute was weaker. */
const because = (by: Reason, ordered: boolean): Reason => (ordered && by === "by-label" ? "by-position" : by);

function placeNames(attribute: "name" | "kana", candidates: readonly Candidate[], placed: Places): void {
  for (const [{ field, by }, { part, ordered }] of nameParts(candidates)) {
    const format = attribute === "name" ? nameFormat(field, part) : kanaFormat(field, part);
    placed.set(field, { type: `${attribute}-${part}`, format, reason: because(by, ordered) });
  }
}

function placeZip(candidates: readonly Candidate[], placed: Places): void {
  for (const { field } of candidates) placed.set(field, { reason: "other-address" });
  for (const [{ field, by }, part] of zipParts(candidates)) {
    const type = part === "whole" ? "zip" : part === "first" ? "zip-1" : "zip-2";
    const format: Format = { kind: "zip", part, hyphen: zipHyphen(field), width: digitWidth(field) };
    placed.set(field, { type, format, reason: by });
  }
}

function placeAddress(candidates: readonly Candidate[], placed: Places): void {
  for (const { field } of candidates) placed.set(field, { reason: "other-address" });
  for (const [{ field, by }, { parts, type, ordered }] of addressShares(candidates)) {
    const format: Format = { kind: "address", parts, width: widthOf(field), options: field.options };
    // 千葉県 printed before the box: whether the holder lives there is not known here.
    const printed = isPrefecture(clean(field.context.before));
    placed.set(field, { type, format, reason: printed ? "prefecture-printed" : because(by, ordered) });
  }
}

function placeContact(candidates: readonly Candidate[], placed: Places): void {
  const parts = contactParts(candidates);
  for (const candidate of candidates) {
    const part = parts.get(candidate) ?? "unasked";
    if (part === "alike") placed.set(candidate.field, { reason: "two-alike" });
    else if (part === "unasked") placed.set(candidate.field, { reason: "not-on-card" });
    else placed.set(candidate.field, { ...part, reason: candidate.by });
  }
}

function placeBirth(candidates: readonly Candidate[], placed: Places): void {
  const parts = dateParts(candidates);
  for (const [{ field, by }, { part, ordered }] of parts) {
    const format = birthFormat(field, part, parts);
    placed.set(
      field,
      format === null ? { reason: "ambiguous" } : { type: `birth-${part}`, format, reason: because(by, ordered) },
    );
  }
}

function birthFormat(field: FieldFacts, part: DatePart, all: DateParts): Format | null {
  const { options } = field;
  const width = digitWidth(field);
  if (part === "date" || part === "text") return { kind: "date", pattern: datePattern(field), width };
  if (part === "era") return { kind: "era", options };
  if (part === "month" || part === "day") return { kind: part, digits: partDigits(field), options, width };
  const era = printedEra(field);
  if (era !== "") return { kind: "year", count: "fixed-era", era, options, width };
  const withEra = [...all.values()].some((one) => one.part === "era");
  // Two digits without an era: 85 of 1985 or 60 of 昭和60?
  if (!withEra && options === null && field.maxlength === 2) return null;
  return { kind: "year", count: withEra ? "era" : "gregorian", era: "", options, width };
}
