/**
 * The comparison (照合): what filling would have typed against what stands in the fields. Pure: no page, no host. The
 * card alone is the measure; what a person gave beside it proves nothing and is told as not on the card.
 */
import { preview } from "../autofill/preview.ts";
import type { Plan, Profile } from "../autofill/types.ts";
import { valueFor } from "../autofill/values.ts";
import { compareAddress } from "./address.ts";
import { compareBirth } from "./birth.ts";
import { categoryOf, type Group, groupsOf, type Member } from "./groups.ts";
import { essence, type Replacements, spelledAlike } from "./spelling.ts";
import {
  type Box,
  type Category,
  type Comparison,
  type DocumentStanding,
  type Entry,
  gravest,
  type Standing,
  type Verdict,
} from "./types.ts";

/** What a host of before does not send: replacements of characters outside JIS X 0208, 通称 and 旧氏. */
type Card = Profile & { jis0208?: Replacements; name: (Profile["name"] & OtherNames) | null };
type OtherNames = { alias?: string; former?: string };

/** The fields to be read, by document: only those for which the card has something to compare. */
export function refsToRead(plan: Plan, profile: Profile): { frame: string; refs: string[] }[] {
  const byFrame = new Map<string, string[]>();
  for (const member of groupsOf(plan).flatMap(({ members }) => members)) {
    if (cardText(member, profile) === null) continue;
    const refs = byFrame.get(member.frame) ?? [];
    byFrame.set(member.frame, [...refs, member.ref]);
  }
  return [...byFrame].map(([frame, refs]) => ({ frame, refs }));
}

/** Compares what was read; a field without an answer counts as gone. */
export function compare(plan: Plan, profile: Profile, documents: readonly DocumentStanding[]): Comparison {
  const rows = new Map(preview(plan, profile).rows.map((row) => [placeOf(row), row.shown]));
  const stands = new Map(
    documents.flatMap(({ frame, standing }) => standing.map((one) => [placeOf({ frame, ref: one.ref }), one])),
  );
  const entries = groupsOf(plan).map((group) => {
    const boxes = group.members.map((member) => {
      const text = cardText(member, profile);
      const card = text === null ? null : (rows.get(placeOf(member)) ?? text);
      return startOf(member, card, stands.get(placeOf(member)) ?? null);
    });
    return entryOf(group, boxes, profile);
  });
  return { entries };
}

const placeOf = ({ frame, ref }: { frame: string; ref: string }): string => `${frame} ${ref}`;

/** What the card has nothing of, whoever gave it: a reading, a telephone number, an address for mail. */
const GIVEN: ReadonlySet<Category> = new Set<Category>(["kana", "other"]);

/**
 * What the card says for a box, also where filling would leave it: a list without the choice, a value that is too long.
 * "": the card has this attribute and nothing for this box (no building); null: the card says nothing of it.
 */
function cardText({ format, type }: Member, profile: Profile): string | null {
  if (format === null || GIVEN.has(categoryOf(type))) return null;
  const bare = "options" in format ? { ...format, options: null } : format;
  const found = valueFor(bare, profile);
  if ("value" in found) return found.shown;
  return found.reason === "no-building" ? "" : otherwise(format, profile);
}

/** The date in words where the box counts in an era the person was not born in. */
function otherwise(format: NonNullable<Member["format"]>, { birth }: Profile): string | null {
  return format.kind === "year" && birth !== null ? `${birth.era}${birth.eraYear}` : null;
}

/** A box with what can be said of it alone; the verdict of one that was read is still open ("differs"). */
function startOf({ ref, frame, label }: Member, card: string | null, standing: Standing | null): Box {
  const box = { ref, frame, label, stands: "", card: card ?? "", spellings: [], parts: [] };
  if (card === null) return { ...box, verdict: "not-on-card" };
  if (standing === null) return { ...box, verdict: "unread", unread: "gone" };
  if (standing.state !== "read") return { ...box, verdict: "unread", unread: standing.state };
  const { text } = standing;
  return { ...box, stands: text, verdict: firstVerdict(text, card) };
}

function firstVerdict(text: string, card: string): Verdict {
  if (text.trim() === "") return card === "" ? "same" : "empty";
  if (card === "") return "not-on-card";
  return text === card ? "same" : "differs";
}

function entryOf({ category, members }: Group, started: readonly Box[], profile: Card): Entry {
  const boxes = resolved(category, members, started, profile);
  return { category, boxes, verdict: gravest(boxes.map(({ verdict }) => verdict)) };
}

function resolved(category: Category, members: readonly Member[], boxes: readonly Box[], card: Card): readonly Box[] {
  const more = card.jis0208 ?? {};
  switch (category) {
    case "birth":
      return compareBirth(members, boxes, card.birth);
    case "address":
      return compareAddress(members, boxes, card.address, more);
    case "sex":
      return boxes.map(compareSex);
    case "name":
      return otherName(
        wholeName(
          boxes.map((box) => alike(category, box, more)),
          more,
        ),
        card,
        more,
      );
    default:
      return boxes.map((box) => alike(category, box, more));
  }
}

/** An open box is the same in another spelling, or it differs. */
function alike(category: Category, box: Box, more: Replacements): Box {
  if (box.verdict !== "differs") return box;
  const spellings = spelledAlike(category, box.stands, box.card, more);
  return spellings === null ? box : { ...box, verdict: "spelling", spellings };
}

/** The whole name may stand in the box for the family name, and the other be empty: the same, put elsewhere. */
function wholeName(boxes: readonly Box[], more: Replacements): readonly Box[] {
  const read = boxes.every(({ verdict }) => verdict !== "unread" && verdict !== "not-on-card");
  const open = boxes.some(({ verdict }) => verdict === "differs");
  const [stands, card] = [joinedName(boxes, "stands", more), joinedName(boxes, "card", more)];
  if (!read || !open || boxes.length < 2 || stands !== card) return boxes;
  return boxes.map((box) => (box.verdict === "same" ? box : { ...box, verdict: "spelling", spellings: ["split"] }));
}

const joinedName = (boxes: readonly Box[], of: "stands" | "card", more: Replacements): string =>
  essence("name", boxes.map((box) => box[of]).join(" "), more);

/** A name that differs may be another one the card has; it differs all the same, and is told as that. */
function otherName(boxes: readonly Box[], { name }: Card, more: Replacements): readonly Box[] {
  if (name === null || !boxes.some(({ verdict }) => verdict === "differs")) return boxes;
  const stands = joinedName(boxes, "stands", more);
  const is = (text: string | undefined) => text !== undefined && text !== "" && essence("name", text, more) === stands;
  const former = name.former === undefined ? undefined : `${name.former} ${name.given}`;
  const known = is(name.alias) ? "alias" : is(former) || is(name.former) ? "former" : undefined;
  return known === undefined ? boxes : boxes.map((box) => (box.verdict === "differs" ? { ...box, known } : box));
}

const MALE = /^(m|male|man|1)$|男/i;
const FEMALE = /^(f|female|woman|2)$|女/i;

/** 女性 for 女: the words decide, and a text that names both or none is another. */
function compareSex(box: Box): Box {
  if (box.verdict !== "differs") return box;
  const said = (text: string) => {
    const plain = text.normalize("NFKC").trim();
    return MALE.test(plain) === FEMALE.test(plain) ? null : MALE.test(plain) ? "男" : "女";
  };
  const same = said(box.stands) !== null && said(box.stands) === said(box.card);
  return same ? { ...box, verdict: "spelling", spellings: ["short"] } : box;
}

/** How many items there are of each verdict. */
export function countsOf({ entries }: Comparison): Readonly<Record<Verdict, number>> {
  const counts = { same: 0, spelling: 0, differs: 0, empty: 0, "not-on-card": 0, unread: 0 };
  for (const { verdict } of entries) counts[verdict]++;
  return counts;
}
