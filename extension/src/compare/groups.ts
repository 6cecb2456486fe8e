/** Which fields of a form are one item: the boxes of a name, of a date, of an address. */
import type { FieldType, Format, Left, Plan, PlanItem } from "../autofill/types.ts";
import type { Category } from "./types.ts";

/** A field of the plan; `format` is missing where the card has nothing to put there whatever the form. */
export type Member = {
  ref: string;
  frame: string;
  label: string;
  type: FieldType;
  format: Format | null;
};

export type Group = { category: Category; members: Member[] };

/** The item a type of field belongs to. */
export function categoryOf(type: FieldType): Category {
  if (type.startsWith("name-")) return "name";
  if (type.startsWith("kana-")) return "kana";
  if (type.startsWith("birth-")) return "birth";
  if (type.startsWith("zip")) return "zip";
  if (type.startsWith("addr-")) return "address";
  return type === "age" || type === "sex" ? type : "other";
}

/** Categories of one box each. */
const SINGLE: ReadonlySet<Category> = new Set<Category>(["age", "sex", "other"]);

/**
 * The planned fields, and those that ask for what the card does not have, as items in the order of the page. A new item
 * begins where a part comes that the one before has already: the second name of a page is another name.
 */
export function groupsOf({ items, left }: Plan): Group[] {
  const members = [...items.map(memberOf), ...left.filter(asksForMore).map(memberOf)];
  const groups: Group[] = [];
  const open = new Map<string, { group: Group; parts: Set<string> }>();
  for (const member of members.sort(byPlace(items, left))) {
    const category = categoryOf(member.type);
    const key = `${member.frame} ${category}`;
    const parts = partsOf(member);
    const before = open.get(key);
    const goes = before !== undefined && !SINGLE.has(category) && parts.every((part) => !before.parts.has(part));
    if (before !== undefined && goes) {
      before.group.members.push(member);
      for (const part of parts) before.parts.add(part);
      continue;
    }
    const group = { category, members: [member] };
    groups.push(group);
    open.set(key, { group, parts: new Set(parts) });
  }
  return groups;
}

const memberOf = (one: PlanItem | (Left & { type: FieldType })): Member => {
  const { ref, frame, label, type } = one;
  return { ref, frame, label, type, format: "format" in one ? one.format : null };
};

/** A field that was recognised and left because the card has nothing for it. */
const asksForMore = (one: Left): one is Left & { type: FieldType } =>
  one.type !== undefined && one.reason === "not-on-card";

/** Documents in their order, fields in the order of their numbers (f1, f2 …). */
function byPlace(...lists: readonly (readonly { frame: string }[])[]) {
  const frames = [...new Set(lists.flat().map(({ frame }) => frame))];
  const place = ({ ref, frame }: Member) => frames.indexOf(frame) * 1e6 + Number(ref.slice(1));
  return (a: Member, b: Member) => place(a) - place(b);
}

/** What of the item a box holds; a box for the whole holds all parts. */
function partsOf({ type, format }: Member): readonly string[] {
  if (format?.kind === "address") return format.parts;
  const part = type.slice(type.indexOf("-") + 1);
  if (categoryOf(type) === "zip") return type === "zip" ? ["1", "2"] : [part];
  if (part === "full") return ["family", "given"];
  if (part === "date" || part === "text") return ["era", "year", "month", "day"];
  return [part];
}
