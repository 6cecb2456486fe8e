/** Step two continued: the subject of every field of one form, in reading order. */
import { headTexts, ownTexts, type Reading } from "./attribute.ts";
import type { Attribute } from "./lexicon.ts";
import { ownSubject, type Subject } from "./subject.ts";
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
  let person: Subject = "unsaid";
  let address: Subject = "unsaid";
  let named = false;
  return fields.map((field, at) => {
    const attribute = readings[at]?.attribute ?? null;
    const own = ownSubject(field);
    if (!BESIDE_ADDRESS.has(attribute)) address = "unsaid";
    if (own !== "unsaid") {
      if (ADDRESSES.has(attribute)) address = own;
      else if (NAMES.has(attribute) || (attribute === "other" && own === "other" && !named)) person = own;
      return own;
    }
    if (attribute === "name" && startsPerson(field)) person = "unsaid";
    if (attribute === "name" && person === "unsaid") named = true;
    return ADDRESSES.has(attribute) && address !== "unsaid" ? address : person;
  });
}
