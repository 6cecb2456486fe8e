/** Step one of the plan: what is each field about? Labels first, then identifiers, examples, neighbours. */
import {
  type Attribute,
  autocompleteAttribute,
  identifierAttribute,
  labelAttribute,
  placeholderAttribute,
} from "./lexicon.ts";
import { remembering } from "./memo.ts";
import { clean, words } from "./text.ts";
import type { FieldFacts, Reason } from "./types.ts";

/** What a field is about and what says so. `attribute` null: nothing the card could answer. */
export type Reading = { attribute: Attribute | null; by: Reason };

/** A field and everything the plan has found out about it so far. */
export type Candidate = {
  field: FieldFacts;
  attribute: Attribute;
  by: Reason;
  /** Its place among the fields of the form. */
  at: number;
};

const ADDRESS_WIDE = /^(ご|御|現)*(住所|居所|所在地|お住まい|ご自宅|address)/;
const KANA_HINT = /カタカナ|片仮名|ひらがな|平仮名|全角カナ|半角カナ/;
/** カナ 姓: a word of its own, wherever it stands. */
const KANA_WORD = /^(カナ|かな|仮名|フリガナ|ふりがな)$/;
/** A pattern that allows kana but no kanji asks for a reading. */
const KANA_PATTERN = /[ァアぁあ]-[ヶヴンー゛んゔゖ]/;
/** Text that says nothing of its own: the sign between two boxes, or the unit behind one. */
const CONNECTIVE = /^(年|月|日|元号|年号|和暦|西暦|号|様|歳|才|から|まで|選択|選択してください)$/;

const first = (texts: readonly string[]): Attribute | null => {
  for (const text of texts) {
    const attribute = labelAttribute(text);
    if (attribute !== null) return attribute;
  }
  return null;
};

type Texts = { own: readonly string[]; head: readonly string[]; seen: readonly string[] };
/** Asked for by every step of the plan. */
const known = new WeakMap<FieldFacts, Texts>();

function textsOf(field: FieldFacts): Texts {
  const found = known.get(field);
  if (found !== undefined) return found;
  const { before, th, dt, legend } = field.context;
  const own = [...field.labels, before];
  const made = { own, head: [th, dt, legend], seen: [...own, th, dt, legend] };
  known.set(field, made);
  return made;
}

/** Labels tied to the control and the bare text before it: they speak of this control alone. */
export function ownTexts(field: FieldFacts): readonly string[] {
  return textsOf(field).own;
}

/** Headings shared with other controls: row and list headings, legends. */
export function headTexts(field: FieldFacts): readonly string[] {
  return textsOf(field).head;
}

/** Its own texts and then the headings. */
export function seenTexts(field: FieldFacts): readonly string[] {
  return textsOf(field).seen;
}

/** Whether two boxes stand under one row heading, term or legend: one label over several boxes (49 % of the fields). */
export function sameHeading(a: FieldFacts, b: FieldFacts): boolean {
  const heading = headTexts(a).join("");
  return heading !== "" && heading === headTexts(b).join("");
}

const silent: (text: string) => boolean = remembering((text) =>
  words(clean(text)).every((word) => CONNECTIVE.test(word)),
);

const markAttribute = (mark = ""): Attribute | null =>
  mark === "" ? null : mark.includes("p-postal-code") ? "zip" : "address";

function evidence(field: FieldFacts) {
  const { th, dt, legend } = field.context;
  return {
    own: first(ownTexts(field)),
    head: first([th, dt, legend]),
    name: identifierAttribute(field.name) ?? markAttribute(field.mark),
    id: identifierAttribute(field.id),
    example: placeholderAttribute(field.placeholder),
    token: autocompleteAttribute(field.autocomplete),
  };
}
type Evidence = ReturnType<typeof evidence>;

function says(e: Evidence, attribute: Attribute): boolean {
  return e.own === attribute || e.head === attribute || e.name === attribute || e.id === attribute;
}

/** A reading is wanted: better one box too many left alone than kanji in a furigana box. */
function wantsKana(field: FieldFacts, e: Evidence): boolean {
  if (says(e, "kana") || e.example === "kana") return true;
  if (KANA_PATTERN.test(field.pattern) && !/[一㐀]-/.test(field.pattern)) return true;
  const { after } = field.context;
  return seenTexts(field).some(hintsKana) || hintsKana(after) || hintsKana(field.placeholder);
}

const hintsKana: (text: string) => boolean = remembering(
  (text) => KANA_HINT.test(text) || words(clean(text)).some((word) => KANA_WORD.test(word)),
);

/** Whether a heading is about the whole address, so that an identifier may still say "postal code". */
function wideAddress(field: FieldFacts): boolean {
  return ownTexts(field).every(widely);
}

const widely: (text: string) => boolean = remembering((text) => silent(text) || ADDRESS_WIDE.test(clean(text)));

/** A broad label (氏名, 生年月日, 住所) may cover a box of another kind; the box's own signs say so. */
function refine(field: FieldFacts, base: Attribute, e: Evidence): Attribute {
  const identifier = e.name ?? e.id;
  if (base === "name" && wantsKana(field, e)) return "kana";
  // フリガナ under 住所 is the reading of the address.
  if (base === "kana" && e.head === "address") return "contact";
  if (base === "address" && wideAddress(field)) {
    if (identifier === "zip" || e.example === "zip") return "zip";
    if (e.own === null && (identifier === "other" || identifier === "contact")) return identifier;
  }
  if (base === "birth" && (identifier === "age" || /^(歳|才)/.test(field.context.after.trim()))) return "age";
  if (base === "birth" && e.own === null && identifier === "sex") return "sex";
  return base;
}

/** The best of the weak signs. placeholder="都道府県" is a label in all but name: the person reads it. */
function weakEvidence(field: FieldFacts, e: Evidence): Reason {
  if (labelAttribute(field.placeholder) !== null) return "by-label";
  if ((e.name ?? e.id) !== null) return "by-name";
  return e.example !== null ? "by-placeholder" : "by-autocomplete";
}

/** Bare text before a box may belong to something else: identifier and example together weigh more than that. */
function overruled(field: FieldFacts, base: Attribute, e: Evidence): boolean {
  if (base === "other" || base === "contact") return false;
  return first(field.labels) === null && e.example !== null && e.example === (e.name ?? e.id) && e.example !== base;
}

/** What one field says about itself. */
export function readField(field: FieldFacts): Reading {
  const e = evidence(field);
  if (says(e, "number")) return { attribute: "number", by: "by-label" };
  const base = e.own ?? e.head;
  if (base !== null && overruled(field, base, e)) return { attribute: e.example, by: "by-name" };
  if (base !== null) return { attribute: refine(field, base, e), by: "by-label" };
  const identifier = e.name ?? e.id;
  const speechless = seenTexts(field).every(silent);
  const hidden = identifier ?? e.example ?? e.token;
  if (speechless && hidden !== null) {
    return { attribute: refine(field, hidden, e), by: weakEvidence(field, e) };
  }
  // A label of unknown meaning: two other signs must agree before it is overruled.
  if (identifier !== null && (identifier === e.example || identifier === e.token)) {
    return { attribute: refine(field, identifier, e), by: "by-name" };
  }
  return { attribute: null, by: "by-label" };
}

/**
 * Whether a field has no text of its own and belongs to the one before it: the second box of 〒, the month after the
 * year. Its identifier says nothing else. A legend over both that names the block (被保険者) is no text of its own.
 */
export function leansOn(before: Attribute, field: FieldFacts, last?: FieldFacts): boolean {
  const identifier = identifierAttribute(field.name) ?? identifierAttribute(field.id);
  if (identifier !== null && identifier !== before) return false;
  const example = placeholderAttribute(field.placeholder);
  if (example !== null && example !== before) return false;
  if (!ownTexts(field).every(silent)) return false;
  const { th, dt, legend } = field.context;
  const shared = legend === last?.context.legend && labelAttribute(legend) === null;
  return silent(th) && silent(dt) && (shared || silent(legend));
}

/** 住所 〒[ ]-[ ] [ ]: whether the wordless box behind a postal code whose text says 住所 as well is the address. */
export function addressBehind(zip: FieldFacts, field: FieldFacts): boolean {
  const roomy = field.maxlength === null || field.maxlength > 8;
  const whole = zip.maxlength === null || zip.maxlength === 4 || zip.maxlength >= 7;
  return roomy && whole && (field.type === "text" || field.type === "textarea");
}

/** The second box of 〒 [ ] - [ ]: only a sign before it and room for four, whatever heading the row has (8 of 43 forms). */
export function secondHalf(before: Attribute, field: FieldFacts): boolean {
  if (before !== "zip" || field.maxlength !== 4) return false;
  const own = ownTexts(field)
    .map(clean)
    .filter((text) => text !== "");
  return own.every((text) => /^.{0,20}[-‐–−―ー~]$|^[-‐–−―ー~]$/.test(text));
}

/** フリガナ 姓, then a bare 名: the second box of the reading, never a box for kanji. */
export function givenReading(family: FieldFacts | undefined, before: Attribute, field: FieldFacts): boolean {
  if (family === undefined || before !== "kana") return false;
  const last = (one: FieldFacts) => words(clean(ownTexts(one).find((text) => clean(text) !== "") ?? ""));
  const bare = last(field);
  return bare.length === 1 && bare[0] === "名" && /^(姓|氏|セイ|せい)$/.test(last(family).at(-1) ?? "");
}
