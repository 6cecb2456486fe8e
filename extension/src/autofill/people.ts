/** Step two continued: the subject of every field of one form, in reading order. */
import { type Reading, seenTexts } from "./attribute.ts";
import type { Attribute } from "./lexicon.ts";
import { remembering } from "./memo.ts";
import { ownSubject, relatedTo, type Subject } from "./subject.ts";
import { clean, words } from "./text.ts";
import type { FieldFacts } from "./types.ts";

/** Titles of sheets a professional keeps about somebody else: the person in front of the screen is not the one named. */
const RECORD = /アセスメント|ケアプラン|(介護|看護|支援|相談|ケース)(経過)?記録|サービス計画書|カルテ|\bassessment\b/;

/** Whether a page's title says that it is a record about somebody else. */
export function isRecord(title: string): boolean {
  return RECORD.test(clean(title));
}

const NAMES: ReadonlySet<Attribute | null> = new Set<Attribute>(["name", "kana"]);
const ADDRESSES: ReadonlySet<Attribute | null> = new Set<Attribute>(["zip", "address"]);
/** Kinds that follow a name and are the same person's. */
const PERSONAL: ReadonlySet<Attribute | null> = new Set<Attribute>(["name", "kana", "birth", "age", "sex"]);
/** Kinds that may stand between the boxes of one address. */
const BESIDE_ADDRESS: ReadonlySet<Attribute | null> = new Set<Attribute>(["zip", "address", "contact"]);

/** Whether a name box can be the first of a person: 氏名 or 姓, not the 名 that follows a 姓. */
export function startsPerson(field: FieldFacts): boolean {
  return starting(seenTexts(field).join(" "));
}

const starting: (texts: string) => boolean = remembering((texts) => {
  const text = clean(texts);
  return (
    /氏名|姓名|名前|芳名|full ?name|your ?name|last ?name|family/.test(text) ||
    /^(姓|氏)$/.test(words(text).at(-1) ?? "")
  );
});

/**
 * A field that says nothing about its owner belongs to the person named last: フリガナ and 生年月日 under お子様の
 * お名前 are the child's. A new name box without a word about a person starts over. A company that is asked for before
 * any person owns the address that follows; after the person's name it is a mere addition. Another address (送付先)
 * lasts as long as address boxes follow.
 */
export function subjectsOf(fields: readonly FieldFacts[], readings: readonly Reading[]): Subject[] {
  const others = [...new Set(fields.map(relatedTo))].filter((one) => one !== "");
  const own = fields.map((field) => (others.some((one) => mentions(field, one)) ? "other" : ownSubject(field)));
  const selfNamed = own.some((one, at) => one === "self" && readings[at]?.attribute === "name");
  const owned = new Set(fields.filter((_, at) => own[at] === "self").map(({ group }) => group));
  let person: Subject = "unsaid";
  let address: Subject = "unsaid";
  let named = false;
  let householder = false;
  let organisation = false;
  return fields.map((field, at) => {
    const attribute = readings[at]?.attribute ?? null;
    const said = own[at] ?? "unsaid";
    // A household lives at one address: 世帯主の氏名 in a row of its own does not make the next 住所 somebody else's.
    if (ADDRESSES.has(attribute) && said === "unsaid" && householder) return address;
    if (!BESIDE_ADDRESS.has(attribute)) address = "unsaid";
    // A postal code after address boxes starts another address; the one before was the organisation's.
    if (attribute === "zip" && readings[at - 1]?.attribute === "address") {
      address = "unsaid";
      if (organisation) person = "unsaid";
    }
    if (said !== "unsaid") {
      if (ADDRESSES.has(attribute)) address = said;
      if (attribute === "name") householder = /世帯主/.test(clean(seenTexts(field).join(" ")));
      if (ADDRESSES.has(attribute)) return said;
      if (NAMES.has(attribute) || (attribute === "other" && said === "other" && !named)) {
        person = said;
        organisation = attribute === "other";
      }
      return said;
    }
    // 氏名 beside 請求者氏名 is somebody else's, and so is what follows it.
    // 姓 名 姓 名: the second pair may be the reading. Nothing behind it says which is which.
    const fresh = readings[at - 1]?.attribute !== "name";
    const starts = attribute === "name" && startsPerson(field);
    const ahead = starts && fresh ? personAhead(at, fields, readings, own) : "unsaid";
    if (ahead !== "unsaid") {
      person = ahead;
      householder = false;
    } else if (starts && (fresh || !barePart(field))) {
      householder = false;
      person = selfNamed && !sameBlock(field, owned) ? "both" : "unsaid";
    }
    if (attribute === "name" && person === "unsaid") named = true;
    if (attribute === "zip" && address === "unsaid") address = addressAhead(at, readings, own);
    return ADDRESSES.has(attribute) && address !== "unsaid" ? address : person;
  });
}

/** 姓 or 氏 and no more: after another name the second half of it, or its reading. */
function barePart(field: FieldFacts): boolean {
  return seenTexts(field).every((text) => words(clean(text)).every((one) => /^(姓|氏)$/.test(one)));
}

/** 姓 名 and then 配偶者のフリガナ: what follows a name without an owner, up to the next name, says whose all of it is. */
function personAhead(
  at: number,
  fields: readonly FieldFacts[],
  readings: readonly Reading[],
  own: readonly Subject[],
): Subject {
  for (let next = at + 1; next < fields.length; next++) {
    const attribute = readings[next]?.attribute ?? null;
    const field = fields[next];
    if (!PERSONAL.has(attribute) || field === undefined) return "unsaid";
    const said = own[next] ?? "unsaid";
    if (attribute === "name" && (said !== "unsaid" || startsPerson(field))) return "unsaid";
    if (said !== "unsaid") return said;
  }
  return "unsaid";
}

/** A postal code is that of the address right behind it. */
function addressAhead(at: number, readings: readonly Reading[], own: readonly Subject[]): Subject {
  let next = at + 1;
  while (readings[next]?.attribute === "zip") next++;
  return readings[next]?.attribute === "address" ? (own[next] ?? "unsaid") : "unsaid";
}

const mentions = (field: FieldFacts, person: string): boolean =>
  (seenTexts(field).some((text) => clean(text).includes(person)) || clean(field.context.heading).includes(person)) &&
  relatedTo(field) === "";

/** Whether a name stands in a block whose other fields say that they are the applicant's. */
function sameBlock({ group }: FieldFacts, owned: ReadonlySet<string>): boolean {
  return owned.has(group) && !group.endsWith("/0");
}
