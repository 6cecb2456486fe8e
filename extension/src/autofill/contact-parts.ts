/**
 * Telephone and mail boxes: which of them takes the person's number, and in which part. The card holds neither; the
 * person gives them once. FAX boxes, extensions and the reading of an address are no part of it.
 */
import { type Candidate, ownTexts, sameHeading, seenTexts } from "./attribute.ts";
import { digitWidth, phoneHyphen } from "./format.ts";
import { identifierAttribute } from "./lexicon.ts";
import { remembering } from "./memo.ts";
import { clean, identifierWords } from "./text.ts";
import type { FieldFacts, FieldType, Format } from "./types.ts";

type Kind = "phone" | "email";
type Line = "any" | "mobile" | "landline";
/** What a box takes; `alike`: two boxes that both want the one number, and nothing says which. */
export type Contact = { type: FieldType; format: Format } | "alike";

const PHONE = /電話|携帯|\btel\b|phone|モバイル/;
const MAIL = /メール|e-?mail|mail ?address/;
/** Boxes of the same words that want something else: the kind of the line, hours to call, a choice of how to answer. */
const NOT_A_NUMBER =
  /fax|ファッ?クス|内線|時間帯?|希望|可否|種別|区分|連絡方法|配信|マガジン|メルマガ|受け?取|通知|件名|内容|本文|緊急|勤務先|会社|学校|病院|医療|施設|保育|幼稚|園の|店|事業所|団体|法人|担任|担当|紹介|相談|(電話|メール)(で|を|は|が|に)/;
const PHONE_WORDS = /^(tel|phone|mobile|keitai|denwa|denwabangou)$/;
const MAIL_WORDS = /^e?mail$/;
const TYPED = new Set(["text", "tel", "email", "search"]);

const textsOf = (field: FieldFacts): string => clean(seenTexts(field).join(" "));

const asksElse: (text: string) => boolean = remembering((text) => NOT_A_NUMBER.test(clean(text)));

/** What one text asks for; 電話またはメール asks for both, which is no answer. */
const kindSaid: (text: string) => Kind | "both" | null = remembering((text) => {
  const [phone, mail] = [PHONE.test(clean(text)), MAIL.test(clean(text))];
  return phone && mail ? "both" : phone ? "phone" : mail ? "email" : null;
});

/** The words of the box itself decide; a heading 連絡先 over both boxes says nothing, then the box's own kind does. */
function kindOf(field: FieldFacts): Kind | null {
  const texts = seenTexts(field);
  if (!TYPED.has(field.type) || texts.some(asksElse)) return null;
  for (const text of texts) {
    const said = kindSaid(text);
    if (said !== null) return said === "both" ? null : said;
  }
  if (field.type === "tel" || field.type === "email") return field.type === "tel" ? "phone" : "email";
  const words = [...identifierWords(field.name), ...identifierWords(field.id), ...identifierWords(field.autocomplete)];
  const [phone, mail] = [PHONE_WORDS, MAIL_WORDS].map((known) => words.some((word) => known.test(word)));
  return phone === mail || words.includes("fax") ? null : phone ? "phone" : "email";
}

function lineOf(field: FieldFacts): Line {
  const text = textsOf(field);
  const [mobile, home] = [/携帯|モバイル|mobile|スマホ/.test(text), /固定|自宅|home/.test(text)];
  return mobile === home ? "any" : mobile ? "mobile" : "landline";
}

const SIGN = /^[-‐–−―ー~()（）\s]*$/;

/** What the parts of a number are called. */
const PART = /市外|市内|局番|加入者|番目|つ目|[123]$/;

/** Whether a box goes on with the number of the one before: under its heading, and something says that it is a part. */
function continues({ field: first, at }: Candidate, { field: next, at: after }: Candidate): boolean {
  if (after !== at + 1 || (first.maxlength ?? 5) > 5 || (next.maxlength ?? 5) > 5) return false;
  // 自宅 and 携帯 under one heading are two numbers, whatever their boxes are called.
  const wordless = ownTexts(next).every((text) => SIGN.test(clean(text)) || PART.test(clean(text)));
  if (!wordless || !(sameHeading(first, next) || ownTexts(next).every((text) => SIGN.test(clean(text))))) return false;
  const counted = /[1a]$/i.test(first.name || first.id) || /[23bc]$/i.test(next.name || next.id);
  const between = `${first.context.after}${next.context.before}`;
  const signed = between.trim() !== "" && SIGN.test(between);
  return signed || counted || (first.maxlength !== null && next.maxlength !== null);
}

const PARTS = ["first", "second", "third"] as const;

/** What each telephone and mail box takes; boxes that are not in the answer want something else. */
export function contactParts(candidates: readonly Candidate[]): Map<Candidate, Contact> {
  const found = new Map<Candidate, Contact>();
  const numbers: Candidate[][] = [];
  for (const one of candidates) {
    const before = numbers.at(-1);
    const last = before?.at(-1);
    if (before !== undefined && last !== undefined && before.length < 3 && continues(last, one)) before.push(one);
    else if (kindOf(one.field) === "phone") numbers.push([one]);
  }
  // Two boxes are no form of a Japanese number that could be told from two numbers.
  const whole = numbers.filter(({ length }) => length === 1 || length === 3);
  const lines = whole.map(([first]) => (first === undefined ? "any" : lineOf(first.field)));
  for (const [which, boxes] of whole.entries()) {
    const line = lines[which] ?? "any";
    const alike = lines.indexOf(line) !== lines.lastIndexOf(line);
    for (const [at, candidate] of boxes.entries())
      found.set(
        candidate,
        alike ? "alike" : phone(candidate.field, boxes.length === 1 ? "whole" : (PARTS[at] ?? "first"), line),
      );
  }
  mails(candidates, found);
  return found;
}

function phone(field: FieldFacts, part: "whole" | (typeof PARTS)[number], line: Line): Contact {
  const type: FieldType = part === "whole" ? "phone" : (`phone-${PARTS.indexOf(part) + 1}` as FieldType);
  return { type, format: { kind: "phone", part, line, hyphen: phoneHyphen(field), width: digitWidth(field) } };
}

const CONFIRMS = /確認|再(度|入力)|もう一度|confirm|retype|again/;

/** One address and, behind it, its confirmation. A second address of another kind (携帯メール) is left to the person. */
function mails(candidates: readonly Candidate[], found: Map<Candidate, Contact>): void {
  const all = candidates.filter(({ field }) => kindOf(field) === "email");
  const confirms = ({ field }: Candidate) =>
    CONFIRMS.test(`${textsOf(field)} ${clean(field.placeholder)} ${identifierWords(field.name).join(" ")}`);
  const first = all.filter((one) => !confirms(one) && !isHalf(one.field));
  for (const candidate of all) {
    if (isHalf(candidate.field)) continue;
    // Two boxes under one heading, the second without a word of its own, are the address and its repetition.
    const [one, two] = first;
    const repeated = first.length === 2 && one && two && two.at === one.at + 1 && sameHeading(one.field, two.field);
    const alike = first.length > 1 && !repeated;
    found.set(candidate, alike ? "alike" : { type: "email", format: { kind: "email" } });
  }
}

/** [ ] @ [ ]: half an address. */
const isHalf = ({ context }: FieldFacts): boolean => /^[@＠]/.test(context.after) || /[@＠]$/.test(context.before);

/** A further box of 電話 [ ] - [ ] - [ ]: only a sign before it and no room for more, whatever its row says. */
export function phoneBox(before: FieldFacts | undefined, field: FieldFacts): boolean {
  if (before === undefined || (field.maxlength ?? 9) > 5 || !TYPED.has(field.type)) return false;
  const named = identifierAttribute(field.name) ?? identifierAttribute(field.id);
  const signed = /[-‐–−―ー)]$/.test(clean(field.context.before)) || /^[-‐–−―ー)）]/.test(before.context.after.trim());
  const wordless = seenTexts(field).every((text) => SIGN.test(clean(text)));
  return (named === null || named === "contact") && signed && wordless;
}

/** A mail box right behind another that only says 確認のためもう一度入力してください. */
export function repeatsMail(before: FieldFacts | undefined, field: FieldFacts): boolean {
  const text = `${textsOf(field)} ${clean(field.placeholder)}`;
  return before !== undefined && kindOf(before) === "email" && field.type === before.type && CONFIRMS.test(text);
}

/** Whether a box asks for a telephone number, so that boxes behind it may go on with it. */
export function startsPhone(field: FieldFacts): boolean {
  return kindOf(field) === "phone";
}
