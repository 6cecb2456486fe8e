/**
 * The boxes of a page that ask for the holder's own 個人番号, and how its digits are spread over them. Pure and value-free.
 * Stricter than the plan: a visible text has to ask for it (a name attribute is not enough), the box has to be the
 * holder's, and of a kind whose content nobody keeps.
 */
import { headTexts, ownTexts, type Reading, readField } from "../autofill/attribute.ts";
import { digitWidth } from "../autofill/format.ts";
import { isTrap } from "../autofill/gate.ts";
import { labelAttribute } from "../autofill/lexicon.ts";
import { isRecord, subjectsOf } from "../autofill/people.ts";
import { clean } from "../autofill/text.ts";
import type { FieldFacts, FrameFacts, Write } from "../autofill/types.ts";
import { inWidth } from "../autofill/widths.ts";
import { asksForNumber, namesOther } from "./label.ts";

/** One number to fill in: one box, 3 of four digits or 12 of one. */
export type NumberBox = {
  /** Names the box among those of the page. */
  key: string;
  frame: string;
  label: string;
  /** The heading above, for pages with two boxes of one label. */
  heading: string;
  parts: readonly { ref: string; from: number; to: number; width: "full" | "half"; empty: boolean }[];
  /** What stands between the groups of four, in a single box that shows it and has room. */
  separator: "" | "-" | " ";
};

/**
 * Kinds of boxes that may hold it. Never a password box: the browser offers to keep what stands there, which the law
 * forbids everybody (番号法 §20), and the person could not check what was written.
 */
const TYPES = new Set(["text", "tel", "number"]);
/** Tokens by which a box asks the browser for something else. */
const OTHER_TOKEN = /^(cc-|one-time-code|(new|current)-password)/;

/** All boxes for the holder's own number, in the order of the page. */
export function numberBoxes(frames: readonly FrameFacts[]): NumberBox[] {
  return frames.flatMap(({ fields, title }) => (isRecord(title) ? [] : formsOf(fields).flatMap(boxesOf)));
}

function formsOf(fields: readonly FieldFacts[]): FieldFacts[][] {
  const forms = new Map<string, FieldFacts[]>();
  for (const field of fields) {
    const form = field.group.split("/")[0] ?? "";
    forms.set(form, [...(forms.get(form) ?? []), field]);
  }
  return [...forms.values()];
}

function boxesOf(fields: readonly FieldFacts[]): NumberBox[] {
  const readings: Reading[] = fields.map((field) => readField(field));
  const subjects = subjectsOf(fields, readings);
  const found: NumberBox[] = [];
  for (let at = 0; at < fields.length; at++) {
    const first = fields[at];
    const subject = subjects[at];
    if (first === undefined || !asks(first) || (subject !== "self" && subject !== "unsaid")) continue;
    const run = runFrom(fields, at);
    const box = run.every(usable) ? boxOver(run) : null;
    if (box !== null) found.push(box);
    at += run.length - 1;
  }
  return found;
}

/**
 * Whether a visible text asks for the number: the box's own, or the heading of its row where the box has no word of its
 * own for something else. What the window will show as its label has to say so too: the person decides by that.
 */
function asks(field: FieldFacts): boolean {
  const own = ownTexts(field).filter((text) => clean(text) !== "");
  if (!asksForNumber(field.label) || own.some(namesOther)) return false;
  if (own.some(asksForNumber)) return true;
  const silent = own.every((text) => labelAttribute(text) === null);
  return silent && headTexts(field).some(asksForNumber);
}

function usable(field: FieldFacts): boolean {
  const trap = isTrap(field.name, field.id, [...field.labels, field.placeholder]);
  const closed = !field.visible || field.disabled || field.readonly;
  return TYPES.has(field.type) && field.options === null && !trap && !closed && !OTHER_TOKEN.test(field.autocomplete);
}

/** The box with those that follow it for the rest of the digits: of its length, in its row, with no word of their own. */
function runFrom(fields: readonly FieldFacts[], at: number): FieldFacts[] {
  const [first, ...more] = fields.slice(at);
  if (first === undefined) return [];
  const length = first.maxlength;
  if (length !== 4 && length !== 1) return [first];
  const end = more.findIndex((field, index) => !follows(first, field) || index + 2 > 12 / length);
  return [first, ...(end < 0 ? more : more.slice(0, end))];
}

function follows(first: FieldFacts, field: FieldFacts): boolean {
  if (field.maxlength !== first.maxlength || field.type !== first.type || field.group !== first.group) return false;
  const heads = headTexts(first).map(clean).join();
  return headTexts(field).map(clean).join() === heads && ownTexts(field).every((text) => quiet(text, first));
}

/** A sign between two boxes, a part's number, or the words of the first box once more. */
function quiet(text: string, first: FieldFacts): boolean {
  const words = clean(text);
  return (
    words === "" ||
    /^[-‐–−―ー~・\d桁目番のケタけた()]+$/.test(words) ||
    ownTexts(first).map(clean).includes(words) ||
    asksForNumber(words)
  );
}

function boxOver(run: readonly FieldFacts[]): NumberBox | null {
  const [first] = run;
  if (first === undefined) return null;
  const digits = 12 / run.length;
  const room = first.maxlength;
  const fits =
    run.length === 1 ? room === null || room >= 12 : (run.length === 3 || run.length === 12) && room === digits;
  if (!fits) return null;
  return {
    key: `${first.frame}/${first.ref}`,
    frame: first.frame,
    label: first.label,
    heading: clean(first.context.heading),
    parts: run.map(({ ref, empty, ...field }, index) => ({
      ref,
      from: index * digits,
      to: (index + 1) * digits,
      width: digitWidth({ ref, empty, ...field }) === "full" && field.type !== "number" ? "full" : "half",
      empty,
    })),
    separator: run.length === 1 ? separatorOf(first) : "",
  };
}

/** Only where the box has room for exactly the signs that its example shows. */
function separatorOf({ maxlength, placeholder, type }: FieldFacts): NumberBox["separator"] {
  const shown = /\d{4}([- ])\d{4}\1\d{4}/.exec(placeholder.normalize("NFKC"))?.[1];
  return maxlength === 14 && type !== "number" && (shown === "-" || shown === " ") ? shown : "";
}

/** What goes into each part of a box, for 12 digits. */
export function writesFor({ parts, separator }: NumberBox, digits: string): Write[] {
  return parts.map(({ ref, from, to, width, empty }) => {
    const part = digits.slice(from, to);
    const text = separator === "" ? part : (part.match(/\d{4}/g) ?? []).join(separator);
    return { ref, value: inWidth(text, width), secret: true, ...(empty ? {} : { overwrite: true }) };
  });
}
