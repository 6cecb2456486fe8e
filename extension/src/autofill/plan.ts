/**
 * The plan: which attribute of the card goes into which field, in which form, and why the other fields are left.
 *
 * - Pure: the same facts give the same plan. No document, no clock, no storage.
 * - Value-free: neither the card's data nor what stands in the page is known here.
 * - Every field is in the plan once, planned or left with a reason; doubt is a reason to leave it.
 * - Labels say which attribute a field asks for, identifiers and order say which part.
 * - A box that may want a reading never gets kanji; the individual number is never planned.
 */
import {
  addressBehind,
  type Candidate,
  givenReading,
  leansOn,
  ownTexts,
  type Reading,
  readField,
  secondHalf,
} from "./attribute.ts";
import { personsOf } from "./blocks.ts";
import { phoneBox, repeatsMail, startsPhone } from "./contact-parts.ts";
import { type Blocked, blocked } from "./gate.ts";
import { hinted } from "./hints.ts";
import { isRecord, subjectsOf } from "./people.ts";
import { type Placed, placeForm } from "./place.ts";
import { charsetOf } from "./sites.ts";
import { namesOrganisation, type Subject } from "./subject.ts";
import { clean } from "./text.ts";
import type { Block, FieldFacts, FrameFacts, Given, Left, Plan, PlanItem, PlanOptions, Reason } from "./types.ts";
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
export function plan(frames: readonly FrameFacts[], given: Given = {}, { whose }: PlanOptions = {}): Plan {
  const found: Plan = { items: [], left: [], blocks: [] };
  const asked: Asked[] = [];
  for (const { fields, title, nonce, origin } of frames) {
    const placed = new Map<FieldFacts, Placed>();
    for (const [at, form] of byForm(fields).entries()) {
      const blocks = planForm(form, placed, { record: isRecord(title), id: `${nonce}/${at + 1}`, whose });
      asked.push(blocks);
    }
    for (const field of fields) list(found, field, available(placed.get(field), given), origin);
  }
  found.blocks = toAsk(asked);
  return found;
}

/** The persons one form asks for. */
type Asked = Block[];

/**
 * The persons to choose from: those of the forms that have several. A form for one person asks nothing, unless its only
 * person is somebody else (お子様のお名前): then it is named alone, and is filled only when it is chosen.
 */
function toAsk(forms: readonly Asked[]): Block[] {
  const several = forms.filter((blocks) => blocks.length > 1).flat();
  return several.length > 0
    ? several
    : forms.flat().filter(({ whose }) => whose !== "applicant" && whose !== "unclear");
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

type FormOptions = { record: boolean; id: string; whose: string | undefined };

/** Places the fields of one form and returns the persons it asks for. */
function planForm(fields: readonly FieldFacts[], placed: Map<FieldFacts, Placed>, options: FormOptions): Asked {
  const readings = withUnnamedDate(fields, readForm(fields));
  const said = subjectsOf(fields, readings);
  const { blocks, of } = personsOf(fields, readings, said);
  const ids = blocks.map((_, at) => `${options.id}/${at + 1}`);
  const chosen = ids.indexOf(options.whose ?? "");
  const persons = ids.flatMap((id, at) => {
    const { heading, whose, person } = blocks[at] ?? { person: false, heading: "", whose: "unclear" };
    return person ? [{ id, heading, whose }] : [];
  });
  const subjects = said.map((one, at): Subject => {
    if (options.record && chosen < 0) return one === "unsaid" ? "other" : one;
    return chosen < 0 || of[at] === -1 ? one : of[at] === chosen ? "self" : "other";
  });
  // The holder was found in another form; of several persons here nobody said which.
  const elsewhere = options.whose !== undefined && chosen < 0 && persons.length > 1;
  const mine: { candidate: Candidate; subject: Subject }[] = [];
  for (const [at, field] of fields.entries()) {
    const { attribute, by } = readings[at] ?? { attribute: null, by: "by-label" };
    const subject = elsewhere && of[at] !== -1 ? "both" : (subjects[at] ?? "unsaid");
    if (field.hint !== undefined) {
      placed.set(field, hinted(field, field.hint, attribute, subject));
      continue;
    }
    const stop: Blocked | null = blocked(field, attribute, subject);
    if (stop !== null) placed.set(field, stop);
    else if (attribute !== null) mine.push({ candidate: { field, attribute, by, at }, subject });
  }
  const organisation = fields.some((field, at) => readings[at]?.attribute === "other" && namesOrganisation(field));
  placeForm(mine, placed, organisation && chosen < 0);
  return persons;
}

function readForm(fields: readonly FieldFacts[]): Reading[] {
  const readings: Reading[] = [];
  let phone = false;
  let withAddress = false;
  for (const [at, field] of fields.entries()) {
    const before = readings.at(-1);
    const last = fields[at - 1];
    phone = before?.attribute === "contact" && phone && phoneBox(last, field);
    const continued =
      before?.attribute != null &&
      (phone ||
        (before.attribute === "contact" && field.type === "email" && repeatsMail(last, field)) ||
        (CONTINUED.has(before.attribute) &&
          (leansOn(before.attribute, field, last) ||
            secondHalf(before.attribute, field) ||
            givenReading(last, before.attribute, field))));
    const behind = continued && before.attribute === "zip" && withAddress && last !== undefined;
    const reading: Reading = continued ? before : readField(field);
    readings.push(behind && addressBehind(last, field) ? { attribute: "address", by: "by-label" } : reading);
    phone ||= reading.attribute === "contact" && startsPhone(field);
    if (!continued) withAddress = reading.attribute === "zip" && ownTexts(field).some(namesAddress);
  }
  return readings.map((one, at) => (readsAddress(readings, at) ? { ...one, attribute: "contact" } : one));
}

const namesAddress = (text: string): boolean => /住所|居所|所在地/.test(clean(text));

/** Paper forms print フリガナ above what it reads: one above 氏名, another above 住所, which is the reading of the address. */
function readsAddress(readings: readonly Reading[], at: number): boolean {
  const follows = (index: number, attribute: string) =>
    readings[index]?.attribute === "kana" && readings[index + 1]?.attribute === attribute;
  return follows(at, "address") && readings.slice(0, at).some((_, index) => follows(index, "name"));
}

const BESIDE: readonly (keyof Given)[] = ["kana", "zip", "phone", "email"];

/** What the card does not hold is planned unless it is known that there is none. */
function available(placed: Placed | undefined, given: Given): Placed {
  if (placed === undefined) return { reason: "unknown" };
  if (!("format" in placed)) return placed;
  const missing = BESIDE.some((one) => placed.format.kind === one && given[one] === false);
  return missing ? { reason: "not-on-card", type: placed.type } : placed;
}

/** Kinds whose characters a site may be particular about; digits and kana are in every set. */
const CHARACTERS: ReadonlySet<string> = new Set(["name", "address"]);

function list(found: Plan, field: FieldFacts, placed: Placed, origin: string): void {
  const { ref, frame, label } = field;
  if (!("format" in placed)) {
    const left: Left = { ref, frame, label, reason: placed.reason };
    found.left.push(placed.type === undefined ? left : { ...left, type: placed.type });
    return;
  }
  const { type, format, reason } = placed;
  const confidence: PlanItem["confidence"] = WEAK.has(reason) ? "unsure" : "sure";
  const charset = CHARACTERS.has(format.kind)
    ? charsetOf(origin, [...ownTexts(field), field.placeholder, field.context.after])
    : undefined;
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
    ...(charset && { charset }),
  });
}
