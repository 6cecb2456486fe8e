/** Step two continued: the subject of every field of one form, in reading order. */
import { headTexts, ownTexts, type Reading } from "./attribute.ts";
import type { Attribute } from "./lexicon.ts";
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
/** Kinds that may stand between the boxes of one address. */
const BESIDE_ADDRESS: ReadonlySet<Attribute | null> = new Set<Attribute>(["zip", "address", "contact"]);

/** Whether a name box can be the first of a person: 氏名 or 姓, not the 名 that follows a 姓. */
function startsPerson(field: FieldFacts): boolean {
  const text = clean([...ownTexts(field), ...headTexts(field)].join(" "));
  return /氏名|姓名|名前|芳名|full ?name|your ?name|last ?name|family/.test(text) || words(text).includes("姓");
}

/**
 * A field that says nothing about its owner belongs to the person named last: フリガナ and 生年月日 under お子様の
 * お名前 are the child's. A new name box without a word about a person starts over. A company that is asked for before
 * any person owns the address that follows; after the person's name it is a mere addition. Another address (送付先)
 * lasts as long as address boxes follow.
 */
export function subjectsOf(fields: readonly FieldFacts[], readings: readonly Reading[]): Subject[] {
  const others = fields.map(relatedTo).filter((one) => one !== "");
  const own = fields.map((field) => (others.some((one) => mentions(field, one)) ? "other" : ownSubject(field)));
  const selfNamed = own.some((one, at) => one === "self" && readings[at]?.attribute === "name");
  let person: Subject = "unsaid";
  let address: Subject = "unsaid";
  let named = false;
  let householder = false;
  return fields.map((field, at) => {
    const attribute = readings[at]?.attribute ?? null;
    const said = own[at] ?? "unsaid";
    // A household lives at one address: 世帯主の氏名 in a row of its own does not make the next 住所 somebody else's.
    if (ADDRESSES.has(attribute) && said === "unsaid" && householder) return address;
    if (!BESIDE_ADDRESS.has(attribute)) address = "unsaid";
    if (said !== "unsaid") {
      if (ADDRESSES.has(attribute)) address = said;
      if (attribute === "name") householder = /世帯主/.test(clean([...ownTexts(field), ...headTexts(field)].join(" ")));
      if (ADDRESSES.has(attribute)) return said;
      if (NAMES.has(attribute) || (attribute === "other" && said === "other" && !named)) person = said;
      return said;
    }
    // 氏名 beside 請求者氏名 is somebody else's, and so is what follows it.
    if (attribute === "name" && startsPerson(field)) {
      householder = false;
      person = selfNamed && !sameBlock(field, fields, own) ? "both" : "unsaid";
    }
    if (attribute === "name" && person === "unsaid") named = true;
    return ADDRESSES.has(attribute) && address !== "unsaid" ? address : person;
  });
}

const mentions = (field: FieldFacts, person: string): boolean =>
  [...ownTexts(field), ...headTexts(field), field.context.heading].some((text) => clean(text).includes(person)) &&
  relatedTo(field) === "";

/** Whether a name stands in a block whose other fields say that they are the applicant's. */
function sameBlock(field: FieldFacts, fields: readonly FieldFacts[], own: readonly Subject[]): boolean {
  return fields.some((one, at) => own[at] === "self" && one.group === field.group && !one.group.endsWith("/0"));
}
