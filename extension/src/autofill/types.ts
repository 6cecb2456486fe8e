/**
 * The words shared by the four steps of filling: collect (facts of the page, no values), plan (what goes where, no
 * values), preview (the plan joined with the card's values) and apply (in the page, after the person agreed).
 */

import type { Hint } from "./hints.ts";

/** What a field asks for. Only the kinds in {@link FIELD_TYPES} are ever planned. */
export const FIELD_TYPES = [
  "name-full",
  "name-family",
  "name-given",
  "kana-full",
  "kana-family",
  "kana-given",
  "birth-date",
  "birth-text",
  "birth-era",
  "birth-year",
  "birth-month",
  "birth-day",
  "age",
  "sex",
  "zip",
  "zip-1",
  "zip-2",
  "addr-full",
  "addr-pref",
  "addr-pref+city",
  "addr-city",
  "addr-town",
  "addr-street",
  "addr-building",
  "addr-rest-after-pref",
  "addr-rest-after-city",
  "addr-city+town",
  "addr-town+street",
  "addr-street+building",
  "phone",
  "phone-1",
  "phone-2",
  "phone-3",
  "email",
  "mynumber",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/**
 * Why a field is planned, or left alone. The texts for people (ja, en) stand in reasons.json under the same keys.
 * The first group explains a fill, the second a field that is left.
 */
export const REASONS = [
  "by-label",
  "by-position",
  "by-name",
  "by-placeholder",
  "by-autocomplete",
  "stand-in",
  "sent-to",
  "not-split-by-card",
  "by-hint",
  "hint-differs",
  "date-unnamed",
  "prefecture-printed",
  "edited",
  "postal-likely",

  "unknown",
  "not-on-card",
  "not-given",
  "phone-not-split",
  "character-refused",
  "number-refused",
  "other-person",
  "other-address",
  "whose-unclear",
  "two-alike",
  "ambiguous",
  "checkbox",
  "password",
  "not-fillable",
  "honeypot",
  "option-missing",
  "option-ambiguous",
  "era-differs",
  "too-long",
  "name-not-split",
  "address-not-split",
  "no-building",
] as const;
export type Reason = (typeof REASONS)[number];

/** A choice of a select or a radio group. `value` is what apply() is given, `text` what the person sees. */
export type Option = { text: string; value: string };

/** Texts around a field, as the page shows them; "" where there is none. */
export type Context = {
  th: string;
  dt: string;
  legend: string;
  before: string;
  after: string;
  heading: string;
};

/** Facts about one control (a radio group is one control). Never holds what stands in it, only whether it is empty. */
export type FieldFacts = {
  ref: string;
  tag: string;
  type: string;
  /** The label as the page shows it, for the preview. */
  label: string;
  /** Texts tied to the control: label for, wrapping label, aria-labelledby, aria-label. */
  labels: string[];
  name: string;
  id: string;
  autocomplete: string;
  /** The h-adr class names of the control (p-region, p-locality …), which a third of real forms carry for their 〒 script. */
  mark?: string;
  placeholder: string;
  maxlength: number | null;
  pattern: string;
  inputmode: string;
  options: Option[] | null;
  context: Context;
  /** Which form, and which block in it: "form/block". */
  group: string;
  required: boolean;
  readonly: boolean;
  disabled: boolean;
  visible: boolean;
  empty: boolean;
  /** The nonce of the document the control is in. */
  frame: string;
  /** What the site itself says the field is for (hints.ts). */
  hint?: Hint;
};

/** What collect() returns for one document. `origin` is `self.origin`: "null" in a sandboxed frame. */
export type FrameFacts = {
  origin: string;
  nonce: string;
  title: string;
  fields: FieldFacts[];
  /** The document speaks of a benefit or a refund (src/site/benefit.ts). */
  speaksOfBenefit?: true;
};

/** A part of an address, in the order it is written. */
export const ADDRESS_PARTS = ["prefecture", "city", "town", "street", "building"] as const;
export type AddressPart = (typeof ADDRESS_PARTS)[number];

export type Width = "as-is" | "full" | "half";
export type Space = "none" | "half" | "full";
export type KanaScript = "katakana" | "hiragana" | "half-katakana";

/** How the value has to be written; what the card says is put into this form by preview(). */
export type Format =
  | { kind: "name"; part: "full" | "family" | "given"; space: Space; width: Width }
  | { kind: "kana"; part: "full" | "family" | "given"; space: Space; script: KanaScript }
  | { kind: "address"; parts: AddressPart[]; width: Width; options: Option[] | null }
  /** `pattern` holds YYYY MM DD, or GGGG (昭和) or G (S), E (year of the era), M, D and fixed characters. */
  | { kind: "date"; pattern: string; width: Width }
  | { kind: "era"; options: Option[] | null }
  /** `count`: Gregorian, year of the person's era, or of the one `era` the page prints beside the box. */
  | {
      kind: "year";
      count: "gregorian" | "era" | "fixed-era";
      era: string;
      options: Option[] | null;
      width: Width;
    }
  | { kind: "month" | "day"; digits: 1 | 2; options: Option[] | null; width: Width }
  | { kind: "age"; options: Option[] | null; width: Width }
  | { kind: "sex"; options: Option[] | null }
  | { kind: "zip"; part: "whole" | "first" | "second"; hyphen: boolean; width: Width }
  /** `part`: one of three boxes. `line`: what the box says it is for; a mobile number is no answer to 固定電話. */
  | {
      kind: "phone";
      part: "whole" | "first" | "second" | "third";
      line: "any" | "mobile" | "landline";
      hyphen: boolean;
      width: Width;
    }
  | { kind: "email" };

/** What there is beside the card's own data. The reading and the rest are planned always unless this says no. */
export type Given = { kana?: boolean; zip?: boolean; phone?: boolean; email?: boolean };

/** Whose data a block of fields asks for, as far as its words say. */
export type Whose =
  | "applicant"
  | "child"
  | "householder"
  | "household"
  | "spouse"
  | "parent"
  | "guardian"
  | "agent"
  | "representative"
  | "other"
  | "unclear";

/**
 * The fields of one person in one form. `id` names it to plan(…, {whose}), `heading` is text of the page (a legend, a
 * heading or the label of its first name box): two blocks may have the same.
 */
export type Block = { id: string; heading: string; whose: Whose };

/** Choices of the person that the plan obeys. */
export type PlanOptions = {
  /** The id of the block that asks for the holder of the card: its fields are planned, all other persons' are left. */
  whose?: string;
};

/** One field that can be filled. */
export type PlanItem = {
  ref: string;
  frame: string;
  label: string;
  type: FieldType;
  format: Format;
  confidence: "sure" | "unsure";
  reason: Reason;
  maxlength: number | null;
  empty: boolean;
  /** The site or the field itself takes no other characters: others are replaced as the profile says, and shown. */
  charset?: "jis0208";
};

/** One field that is left alone; `type` when it was recognised all the same. */
export type Left = { ref: string; frame: string; label: string; reason: Reason; type?: FieldType };

/**
 * Every collected field is in exactly one of the two lists, in the order of the page. `blocks`: the persons among whom
 * the card's holder has to be chosen; fewer than two ask nothing.
 */
export type Plan = { items: PlanItem[]; left: Left[]; blocks: Block[] };

/** A phone number: its digits, and the three parts where it is known how they are divided. */
export type Phone = { digits: string; parts: readonly [string, string, string] | null };

/** The holder as the host describes it. null: unknown, or not asked for. */
export type Profile = {
  name: { full: string; family: string; given: string; sure: boolean; script: string } | null;
  address: ({ full: string } & Record<AddressPart, string>) | null;
  birth: {
    date: string;
    year: number;
    month: number;
    day: number;
    era: string;
    eraYear: number;
    eraLetter: string;
  } | null;
  age: number | null;
  sex: { code: string; label: string } | null;
  /** Not on the card: what the person gave, in full-width katakana. */
  kana?: { family: string; given: string };
  /** Seven digits: from the host where the address has one code for certain, else as the person gave it. */
  postalCode?: string;
  /** The codes the address may have, where it is not certain. */
  postalCodes?: string[];
  /** The characters of name and address outside JIS X 0208, and what is written for each; "" where nothing is. */
  jis0208?: Readonly<Record<string, string>>;
  /** Not on the card: the numbers the person gave, a fixed and a mobile one. */
  phones?: readonly Phone[];
  /** Not on the card. */
  email?: string;
};

/** One line of the preview. `value` goes to apply(), `shown` is what the person sees (an option's text). */
export type PreviewRow = {
  ref: string;
  frame: string;
  label: string;
  /** A log-in token is previewed and written like a value of the card (src/token). */
  type: FieldType | "log-in-token";
  value: string;
  shown: string;
  unsure: boolean;
  reason: Reason;
  empty: boolean;
  /** Characters that were replaced, old and new, because the page takes no others. */
  replaced?: readonly (readonly [string, string])[];
};

/** What can be filled, and what is left alone and why. */
export type Preview = { rows: PreviewRow[]; left: Left[] };

/**
 * One write the person agreed to. Without `overwrite` a field that is not empty stays as it is. Of a `secret` one the
 * result tells how it went and not what stands there.
 */
export type Write = { ref: string; value: string; overwrite?: boolean; secret?: boolean };

/**
 * What became of one write: "filled", "changed-by-page" (value holds what the page made of it), "refused" (not
 * empty, hidden, covered, relabelled or of another type since collect), "gone" (no longer in the document).
 * `valid`: the page's own constraint validation accepts what stands there now.
 */
export type Result = {
  ref: string;
  state: "filled" | "changed-by-page" | "refused" | "gone";
  value: string;
  valid: boolean;
};
