/**
 * The plan: which attribute of the card goes into which field, in which form, and why the other fields are left.
 *
 * - Pure: the same facts give the same plan. No document, no clock, no storage.
 * - Value-free: neither the card's data nor what stands in the page is known here.
 * - Every field is in the plan once, planned or left with a reason; doubt is a reason to leave it.
 * - Labels say which attribute a field asks for, identifiers and order say which part.
 * - A box that may want a reading never gets kanji; the individual number is never planned.
 */
import { type Candidate, ownTexts } from "./attribute.ts";
import { type Blocked, blocked } from "./gate.ts";
import { hinted } from "./hints.ts";
import { atOnce } from "./pieces.ts";
import { type Placed, placeForm } from "./place.ts";
import { charsetOf } from "./sites.ts";
import type { Subject } from "./subject.ts";
import type { Block, FieldFacts, FrameFacts, Given, Left, Plan, PlanItem, PlanOptions, Reason } from "./types.ts";
import { type Form, STRIDE, type Understood, understanding } from "./understand.ts";

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

/** Plans all documents that were kept. */
export function plan(frames: readonly FrameFacts[], given: Given = {}, options: PlanOptions = {}): Plan {
  return atOnce(planning(atOnce(understanding(frames)), given, options));
}

/** plan() of what was understood, with places to stop. */
export function* planning(
  understood: readonly Understood[],
  given: Given = {},
  { whose }: PlanOptions = {},
): Generator<void, Plan> {
  const found: Plan = { items: [], left: [], blocks: [] };
  const asked: Asked[] = [];
  for (const { frame, forms } of understood) {
    const placed = new Map<FieldFacts, Placed>();
    for (const form of forms) {
      asked.push(yield* planForm(form, placed, whose));
      yield;
    }
    for (const [at, field] of frame.fields.entries()) {
      if (at % STRIDE === STRIDE - 1) yield;
      list(found, field, available(placed.get(field), given), frame.origin);
    }
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

/** Places the fields of one form and returns the persons it asks for. */
function* planForm(form: Form, placed: Map<FieldFacts, Placed>, whose: string | undefined): Generator<void, Asked> {
  const { fields, readings, said, record, organisation } = form;
  const { blocks, of } = form.persons;
  const ids = blocks.map((_, at) => `${form.id}/${at + 1}`);
  const chosen = ids.indexOf(whose ?? "");
  const persons = ids.flatMap((id, at) => {
    const { heading, whose: owner, person } = blocks[at] ?? { person: false, heading: "", whose: "unclear" };
    return person ? [{ id, heading, whose: owner }] : [];
  });
  const subjectOf = (one: Subject, at: number): Subject => {
    if (record && chosen < 0) return one === "unsaid" ? "other" : one;
    return chosen < 0 || of[at] === -1 ? one : of[at] === chosen ? "self" : "other";
  };
  // The holder was found in another form; of several persons here nobody said which.
  const elsewhere = whose !== undefined && chosen < 0 && persons.length > 1;
  const mine: { candidate: Candidate; subject: Subject }[] = [];
  for (const [at, field] of fields.entries()) {
    if (at % STRIDE === STRIDE - 1) yield;
    const { attribute, by } = readings[at] ?? { attribute: null, by: "by-label" };
    const subject = elsewhere && of[at] !== -1 ? "both" : subjectOf(said[at] ?? "unsaid", at);
    if (field.hint !== undefined) {
      placed.set(field, hinted(field, field.hint, attribute, subject));
      continue;
    }
    const stop: Blocked | null = blocked(field, attribute, subject);
    if (stop !== null) placed.set(field, stop);
    else if (attribute !== null) mine.push({ candidate: { field, attribute, by, at }, subject });
  }
  yield* placeForm(mine, placed, organisation && chosen < 0);
  return persons;
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
