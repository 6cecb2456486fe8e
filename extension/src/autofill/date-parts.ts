/** Which part of a birth date a box asks for: unit behind it, label, options, identifier, order. */
import { type Candidate, ownTexts } from "./attribute.ts";
import { eraInText } from "./eras.ts";
import { remembering } from "./memo.ts";
import { clean, identifierWords, words } from "./text.ts";
import type { FieldFacts, Option } from "./types.ts";

export type DatePart = "date" | "text" | "era" | "year" | "month" | "day";
/** The parts found, by candidate; a candidate that is missing is ambiguous. */
export type DateParts = Map<Candidate, { part: DatePart; ordered: boolean }>;

const LABELS: readonly (readonly [RegExp, DatePart])[] = [
  [/^(元号|年号|和暦|era)$/, "era"],
  [/^(年|西暦|year|yyyy)$/, "year"],
  [/^(月|month|mm)$/, "month"],
  [/^(日|day|dd)$/, "day"],
];
const IDENTIFIERS: Readonly<Record<string, DatePart>> = {
  era: "era",
  gengo: "era",
  gengou: "era",
  nengo: "era",
  wareki: "era",
  year: "year",
  yaer: "year",
  y: "year",
  yy: "year",
  yyyy: "year",
  nen: "year",
  month: "month",
  m: "month",
  mm: "month",
  tsuki: "month",
  gatsu: "month",
  day: "day",
  d: "day",
  dd: "day",
};
const ORDERS: Readonly<Record<number, readonly DatePart[]>> = {
  3: ["year", "month", "day"],
  4: ["era", "year", "month", "day"],
};

const byLabel: (text: string) => DatePart | null = remembering((text) => {
  // 生年月日（西暦） says how the year is counted, not that the box is for the year.
  const label = clean(text);
  const parts = /年月日|誕生日|生まれ/.test(label) ? label.replace(/西暦|和暦/g, " ") : label;
  const found = words(parts).flatMap((word) => LABELS.filter(([rule]) => rule.test(word)));
  const [only, more] = found;
  return only !== undefined && more === undefined ? only[1] : null;
});

const numbers = (options: readonly Option[]): number[] =>
  options.map(({ text }) => Number(/\d+/.exec(clean(text))?.[0] ?? Number.NaN)).filter((n) => !Number.isNaN(n));

/** Lists of choices are hard to misread: 12 numbers are months, 31 are days, four digits are years. */
function byOptions(options: readonly Option[] | null): DatePart | null {
  if (options === null) return null;
  if (options.filter(({ text }) => /^(明治|大正|昭和|平成|令和|[mtshr])$/.test(clean(text))).length >= 2) return "era";
  const found = numbers(options);
  const largest = Math.max(...found);
  if (found.length >= 10 && largest > 1900) return "year";
  if (found.length === 12 && largest === 12) return "month";
  return found.length === 31 && largest === 31 ? "day" : null;
}

function byIdentifier(field: FieldFacts): DatePart | null {
  for (const identifier of [field.name, field.id]) {
    const last = identifierWords(identifier)
      .filter((word) => word in IDENTIFIERS)
      .at(-1);
    if (last !== undefined) return IDENTIFIERS[last] ?? null;
  }
  return null;
}

/** The text behind a box is its unit (年 月 日); the text before it may be the unit of the box before. */
function saidPart(field: FieldFacts): DatePart | null {
  if (field.type === "date") return "date";
  const { after, before } = field.context;
  const unit = byLabel(after.trim().slice(0, 2).replace(/\s.*/, ""));
  if (unit !== null) return unit;
  for (const text of field.labels) {
    const part = byLabel(text);
    if (part !== null) return part;
  }
  return (
    byOptions(field.options) ??
    byIdentifier(field) ??
    byLabel(field.placeholder) ??
    (after === "" ? byLabel(before) : null)
  );
}

/** Splits the boxes of one birth date. One box without a part takes the whole date. */
export function dateParts(candidates: readonly Candidate[]): DateParts {
  const found: DateParts = new Map();
  const said = candidates.map((candidate) => ({ candidate, part: saidPart(candidate.field) }));
  const [only] = said;
  if (only !== undefined && said.length === 1) return found.set(only.candidate, { part: whole(only), ordered: false });
  const parts = said.map((one) => one.part).filter((part) => part !== null);
  if (new Set(parts).size < parts.length) return found;
  const order = ORDERS[said.length];
  for (const [at, { candidate, part }] of said.entries()) {
    const placed = part ?? order?.[at];
    if (placed === undefined || (part === null && parts.includes(placed))) continue;
    found.set(candidate, { part: placed, ordered: part === null });
  }
  return found;
}

/** A lone box named birth_day is the whole date; a lone list of years is the year. */
function whole({ candidate, part }: { candidate: Candidate; part: DatePart | null }): DatePart {
  if (part === "date" || part === "year" || part === "era") return part;
  return candidate.field.options === null ? "text" : (part ?? "year");
}

/** The era the page prints before a box as fixed text (昭和 [  ] 年), or "". */
export function printedEra(field: FieldFacts): string {
  return eraInText(ownTexts(field).join(" "));
}
