/**
 * What a site itself says a field is for: `data-hitofude-field="name.family"` (docs/INTEGRATION.md has the list). A hint
 * wins over every guess about the field. It wins over nothing that protects the person: what is hidden, covered, a trap,
 * a password, a checkbox or about the individual number stays as it is. Where the field's own label says something else,
 * the person decides. A name that is not in the list is no hint.
 */
import { datePattern, digitWidth, kanaFormat, nameFormat, partDigits, widthOf, zipHyphen } from "./format.ts";
import { type Blocked, unusable } from "./gate.ts";
import type { Attribute } from "./lexicon.ts";
import type { Subject } from "./subject.ts";
import type { AddressPart, FieldFacts, FieldType, Format, Reason } from "./types.ts";

/** The attribute that carries a hint. */
export const HINT_ATTRIBUTE = "data-hitofude-field";

type Hinted = { attribute: Attribute; type: FieldType; format(field: FieldFacts): Format };

const name = (part: "full" | "family" | "given"): Hinted => ({
  attribute: "name",
  type: `name-${part}`,
  format: (field) => nameFormat(field, part),
});
const kana = (part: "full" | "family" | "given"): Hinted => ({
  attribute: "kana",
  type: `kana-${part}`,
  format: (field) => kanaFormat(field, part),
});
const birth = (type: FieldType, format: Hinted["format"]): Hinted => ({ attribute: "birth", type, format });
const address = (type: FieldType, ...parts: AddressPart[]): Hinted => ({
  attribute: "address",
  type,
  format: (field) => ({ kind: "address", parts, width: widthOf(field), options: field.options }),
});
const zip = (type: FieldType, part: "whole" | "first" | "second"): Hinted => ({
  attribute: "zip",
  type,
  format: (field) => ({ kind: "zip", part, hyphen: zipHyphen(field), width: digitWidth(field) }),
});
const year = (count: "gregorian" | "era"): Hinted =>
  birth("birth-year", (field) => ({
    kind: "year",
    count,
    era: "",
    options: field.options,
    width: digitWidth(field),
  }));
const dayOrMonth = (kind: "month" | "day"): Hinted =>
  birth(`birth-${kind}`, (field) => ({
    kind,
    digits: partDigits(field),
    options: field.options,
    width: digitWidth(field),
  }));

/** Every name a site may use, and what it means. */
export const HINTS = {
  "name.full": name("full"),
  "name.family": name("family"),
  "name.given": name("given"),
  "kana.full": kana("full"),
  "kana.family": kana("family"),
  "kana.given": kana("given"),
  "birth.date": birth("birth-text", (field) => ({
    kind: "date",
    pattern: datePattern(field),
    width: digitWidth(field),
  })),
  "birth.era": birth("birth-era", ({ options }) => ({ kind: "era", options })),
  "birth.year": year("gregorian"),
  "birth.era-year": year("era"),
  "birth.month": dayOrMonth("month"),
  "birth.day": dayOrMonth("day"),
  age: {
    attribute: "age",
    type: "age",
    format: (field) => ({ kind: "age", options: field.options, width: digitWidth(field) }),
  },
  sex: { attribute: "sex", type: "sex", format: ({ options }) => ({ kind: "sex", options }) },
  "postal-code": zip("zip", "whole"),
  "postal-code.first": zip("zip-1", "first"),
  "postal-code.second": zip("zip-2", "second"),
  "address.full": address("addr-full", "prefecture", "city", "town", "street", "building"),
  "address.prefecture": address("addr-pref", "prefecture"),
  "address.prefecture-city": address("addr-pref+city", "prefecture", "city"),
  "address.city": address("addr-city", "city"),
  "address.city-town": address("addr-city+town", "city", "town"),
  "address.town": address("addr-town", "town"),
  "address.town-street": address("addr-town+street", "town", "street"),
  "address.street": address("addr-street", "street"),
  "address.street-building": address("addr-street+building", "street", "building"),
  "address.building": address("addr-building", "building"),
  "address.after-prefecture": address("addr-rest-after-pref", "city", "town", "street", "building"),
  "address.after-city": address("addr-rest-after-city", "town", "street", "building"),
} as const satisfies Readonly<Record<string, Hinted>>;

/** A name of the list. */
export type Hint = keyof typeof HINTS;

/** The hint of a control as collect reports it; nothing where there is none, or one nobody knows. */
export function hintOf(control: Element): { hint?: Hint } {
  const value = control.getAttribute(HINT_ATTRIBUTE) ?? "";
  return Object.hasOwn(HINTS, value) ? { hint: value as Hint } : {};
}

/** What becomes of a field with a hint, given what its texts say it is and whose. */
export function hinted(
  field: FieldFacts,
  hint: Hint,
  said: Attribute | null,
  subject: Subject,
): Blocked | { type: FieldType; format: Format; reason: Reason } {
  const { attribute, type, format }: Hinted = HINTS[hint];
  // Also when only the label speaks of the individual number: no hint opens that box.
  const stop = unusable(field, said === "number" ? "number" : attribute);
  if (stop !== null) return stop;
  const other = said !== null && said !== attribute && !(said === "name" && attribute === "kana");
  const differs = other || subject === "other" || subject === "other-address";
  return { type, format: format(field), reason: differs ? "hint-differs" : "by-hint" };
}
