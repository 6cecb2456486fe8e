/** Step two continued: the subject of every field of one form, in reading order. */

import { headTexts, ownTexts, type Reading } from "./attribute.ts";
import type { Attribute } from "./lexicon.ts";
import { ownSubject, type Subject } from "./subject.ts";
import { clean, words } from "./text.ts";
import type { FieldFacts } from "./types.ts";

const ADDRESSES: ReadonlySet<Attribute | null> = new Set(["zip", "address"]);
const FREE = new Set(["radio", "checkbox", "select", "textarea"]);

/** Whether a name box can be the first of a person: 氏名 or 姓, not the 名 that follows a 姓. */
function startsPerson(field: FieldFacts): boolean {
  const text = clean([...ownTexts(field), ...headTexts(field)].join(" "));
  return (
    /氏名|姓名|名前|芳名|full ?name|your ?name|last ?name|family/.test(text) || words(text).includes("姓")
  );
}

/**
 * A field that says nothing about its owner belongs to the person named last: フリガナ and 生年月日 under お子様の
 * お名前 are the child's. A new name box without a word about a person starts over. Another address (送付先) lasts
 * as long as address boxes follow.
 */
export function subjectsOf(fields: readonly FieldFacts[], readings: readonly Reading[]): Subject[] {
  let person: Subject = "unsaid";
  let address: Subject = "unsaid";
  return fields.map((field, at) => {
    const attribute = readings[at]?.attribute ?? null;
    const own = ownSubject(field);
    if (!ADDRESSES.has(attribute) && attribute !== "contact") address = "unsaid";
    if (own === "other-address") return ADDRESSES.has(attribute) ? (address = own) : own;
    if (own !== "unsaid") {
      if (attribute === "name" || attribute === "kana" || !FREE.has(field.type)) person = own;
      return own;
    }
    if (attribute === "name" && startsPerson(field)) person = "unsaid";
    return ADDRESSES.has(attribute) && address !== "unsaid" ? address : person;
  });
}
