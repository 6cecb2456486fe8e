/** Which part of a name or of its reading a box asks for: labels, then examples, then identifiers, then order. */
import { type Candidate, sameHeading, seenTexts } from "./attribute.ts";
import { examplePart } from "./lexicon.ts";
import { remembering } from "./memo.ts";
import { clean, identifierWords, words } from "./text.ts";
import type { FieldFacts } from "./types.ts";

export type NamePart = "full" | "family" | "given";
/** The parts found, by candidate; a candidate that is missing is ambiguous. `ordered`: by the order of the boxes. */
export type NameParts = Map<Candidate, { part: NamePart; ordered: boolean }>;

const SUFFIX = /(の?(カナ|かな|フリガナ|ふりがな|カタカナ|ひらがな|漢字|全角))+$/;
const FAMILY = new Set(["姓", "氏", "苗字", "名字", "セイ", "せい", "sei", "surname"]);
const GIVEN = new Set(["名", "メイ", "めい", "mei", "下の名前"]);
const FAMILY_ID = new Set(["family", "last", "sei", "surname", "lastname", "familyname", "lname", "myoji", "se"]);
const GIVEN_ID = new Set(["given", "first", "mei", "firstname", "givenname", "fname", "me"]);

type Part = "family" | "given" | null;

const partOfText: (text: string) => Part = remembering((text) => {
  const label = clean(text);
  if (/(family|last) ?name/.test(label)) return "family";
  if (/(given|first) ?name/.test(label)) return "given";
  const tokens = words(label).map((word) => word.replace(SUFFIX, "").replace(/^.+の/, ""));
  const family = tokens.some((word) => FAMILY.has(word));
  const given = tokens.some((word) => GIVEN.has(word));
  return family === given ? null : family ? "family" : "given";
});

function partOfIdentifier(identifier: string): Part {
  const japanese = partOfText(identifier);
  if (japanese !== null) return japanese;
  const tokens = identifierWords(identifier);
  const family = tokens.some((word) => FAMILY_ID.has(word) || /(^|_)sei(kana)?$/.test(word));
  const given = tokens.some((word) => GIVEN_ID.has(word) || /(^|_)mei(kana)?$/.test(word));
  return family === given ? null : family ? "family" : "given";
}

/** `seen`: by what the person can read; an identifier alone makes no 姓 of a lone box labelled 氏名. */
function saidPart(field: FieldFacts): { part: Part; seen: boolean } {
  for (const text of seenTexts(field)) {
    const part = partOfText(text);
    if (part !== null) return { part, seen: true };
  }
  const shown = partOfText(field.placeholder);
  if (shown !== null) return { part: shown, seen: true };
  const example = examplePart(field.placeholder) ?? partOfText(field.context.after);
  if (example !== null) return { part: example, seen: true };
  return { part: partOfIdentifier(field.name) ?? partOfIdentifier(field.id), seen: false };
}

const sameText = (a: FieldFacts, b: FieldFacts): boolean =>
  a.context.before !== "" && a.context.before === b.context.before;

/** Whether the second box has no label of its own, or the same heading: one label over two boxes (49 % of fields). */
function pair({ field: a, at }: Candidate, { field: b, at: next }: Candidate): boolean {
  // A second row with a heading of its own is a second name, not the second half.
  const silent = seenTexts(b).every((text) => clean(text) === "");
  return next === at + 1 && (sameHeading(a, b) || sameText(a, b) || silent);
}

/** Whether a box stands before others with a text of its own that says 氏名, and they do not share its heading. */
const apart = (whole: Candidate, parts: readonly Candidate[]): boolean =>
  parts.length > 0 &&
  parts.every(({ at, field }) => at > whole.at && !sameHeading(whole.field, field)) &&
  seenTexts(whole.field).some((text) => /氏名|名前|姓名/.test(clean(text))) &&
  parts.every(({ field }) => seenTexts(field).some((text) => clean(text) !== "")) &&
  !parts.some(({ field }) => sameText(whole.field, field));

/** The boxes of one name stand together; 姓 セイ 名 メイ puts one box between them. Farther apart are two people. */
const scattered = (candidates: readonly Candidate[]): boolean =>
  candidates.some(({ at }, index) => index > 0 && at - (candidates[index - 1]?.at ?? at) > 2);

/**
 * Splits the name boxes (or kana boxes) of one person. Boxes that cannot be told apart are not in the answer:
 * two full names in one block mean two people.
 */
export function nameParts(candidates: readonly Candidate[]): NameParts {
  const found: NameParts = new Map();
  const said = candidates.map((candidate) => ({ candidate, ...saidPart(candidate.field) }));
  const [only, second] = said;
  if (only !== undefined && second === undefined) {
    const part = only.seen ? (only.part ?? "full") : "full";
    return found.set(only.candidate, { part, ordered: false });
  }
  if (scattered(candidates)) return found;
  const of = (part: Part) => said.filter((one) => one.part === part).map((one) => one.candidate);
  const [family, given, unsaid] = [of("family"), of("given"), of(null)];
  // Nobody asks a name twice: 姓 and 名 after a whole 氏名 are most likely its reading, whatever they say.
  const [whole] = unsaid;
  if (whole !== undefined && unsaid.length === 1 && apart(whole, [...family, ...given])) {
    return found.set(whole, { part: "full", ordered: false });
  }
  // 氏名, then a bare 姓 and 名: those may be the reading, whose label is somewhere else. Never kanji into it.
  if (whole !== undefined && family.length === 1 && given.length === 1)
    return found.set(whole, { part: "full", ordered: false });
  if (family.length <= 1 && given.length <= 1) {
    for (const one of family) found.set(one, { part: "family", ordered: false });
    for (const one of given) found.set(one, { part: "given", ordered: false });
  }
  const [one, two] = unsaid;
  if (one === undefined || unsaid.length > 2) return found;
  if (two !== undefined) {
    if (family.length + given.length === 0 && pair(one, two)) {
      found.set(one, { part: "family", ordered: true }).set(two, { part: "given", ordered: true });
    }
  } else if (family.length + given.length === 1) {
    found.set(one, { part: family.length === 1 ? "given" : "family", ordered: true });
  }
  return found;
}
