/**
 * Steps one and two of the plan: what the fields of each form are about and whose they are, as far as their words say.
 * The same whoever holds the card, so it is found out once for all plans of a page.
 */
import { addressBehind, givenReading, leansOn, ownTexts, type Reading, readField, secondHalf } from "./attribute.ts";
import { type Persons, personsOf } from "./blocks.ts";
import { phoneBox, repeatsMail, startsPhone } from "./contact-parts.ts";
import { isRecord, subjectsOf } from "./people.ts";
import { namesOrganisation, type Subject } from "./subject.ts";
import { clean } from "./text.ts";
import type { FieldFacts, FrameFacts } from "./types.ts";
import { withUnnamedDate } from "./unnamed-date.ts";

/** One form: what its fields are about, whose they say they are, and the persons they make. */
export type Form = {
  /** Names the form: the nonce of its document and its place in it. */
  id: string;
  fields: readonly FieldFacts[];
  readings: readonly Reading[];
  said: readonly Subject[];
  persons: Persons;
  /** It asks for the name of an organisation. */
  organisation: boolean;
  /** Its page is a record about somebody else. */
  record: boolean;
};

/** A document and its forms. */
export type Understood = { frame: FrameFacts; forms: Form[] };

/** Fields between two places to stop. */
export const STRIDE = 32;

/** Every yield is a place to stop. Fields of different documents or forms never complete each other. */
export function* understanding(frames: readonly FrameFacts[]): Generator<void, Understood[]> {
  const found: Understood[] = [];
  for (const frame of frames) {
    const forms: Form[] = [];
    const record = isRecord(frame.title);
    for (const [at, fields] of byForm(frame.fields).entries()) {
      forms.push(yield* understand(fields, `${frame.nonce}/${at + 1}`, record));
      yield;
    }
    found.push({ frame, forms });
  }
  return found;
}

function* understand(fields: readonly FieldFacts[], id: string, record: boolean): Generator<void, Form> {
  const readings = withUnnamedDate(fields, yield* readForm(fields));
  yield;
  const said = subjectsOf(fields, readings);
  yield;
  const persons = personsOf(fields, readings, said);
  const organisation = fields.some((field, at) => readings[at]?.attribute === "other" && namesOrganisation(field));
  return { id, fields, readings, said, persons, organisation, record };
}

/** Kinds a silent neighbour may continue: the second box of a postal code, the month after the year. */
const CONTINUED = new Set(["birth", "zip", "name", "kana", "address"]);
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

function* readForm(fields: readonly FieldFacts[]): Generator<void, Reading[]> {
  const readings: Reading[] = [];
  let phone = false;
  let withAddress = false;
  for (const [at, field] of fields.entries()) {
    if (at % STRIDE === STRIDE - 1) yield;
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
  // Paper forms print フリガナ above what it reads: one above 氏名, another above 住所, which is the reading of the address.
  let named = false;
  return readings.map((one, at) => {
    const reads = (attribute: string) => one.attribute === "kana" && readings[at + 1]?.attribute === attribute;
    if (named && reads("address")) return { ...one, attribute: "contact" };
    named ||= reads("name");
    return one;
  });
}

const namesAddress = (text: string): boolean => /住所|居所|所在地/.test(clean(text));
