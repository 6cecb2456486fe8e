/**
 * Which fields of one form belong to one person, so that the holder of the card can be asked for: 17 of 81 real forms
 * have fields of somebody else. A block is a run of fields that follow one name; words about its owner (お子様, 代理人)
 * come from a label, a row, a legend or a heading. Whether a field is filled is decided by subjects, not here.
 */
import { type Reading, seenTexts } from "./attribute.ts";
import type { Attribute } from "./lexicon.ts";
import { remembering } from "./memo.ts";
import { startsPerson } from "./people.ts";
import { namesProcedure, ownerText, type Subject } from "./subject.ts";
import type { Block, FieldFacts, Whose } from "./types.ts";

/** Owners who are nobody with a card of their own, or never the one at the screen. */
type Nobody = "nobody";

/** What the words for a person say. The first that is found in a text decides: お子様の保護者 is the guardian. */
const ROLES: readonly (readonly [RegExp, Whose | Nobody])[] = [
  [/被相続人?|故人|亡くな[^\s]*方|死亡者?|逝去/, "nobody"],
  [/ペット|動物|愛犬|愛猫|わんちゃん|ねこちゃん|飼い?[犬猫]|[犬猫]の/, "nobody"],
  [/緊急(時の)?連絡(先|者)?/, "nobody"],
  [
    /医師|主治医|講師|著者|作者|職員|スタッフ|受付者|紹介者|推薦者|加害者|被害者|目撃者?|大家|[貸売]主|賃貸人/,
    "nobody",
  ],
  [/保護者|親権者/, "guardian"],
  [/代理人|代行者|委任者?|受任者|後見人?|税理士|行政書士|司法書士|弁護士|社労士/, "agent"],
  [/代表者|担当者|責任者|幹事/, "representative"],
  [/法人|会社|企業|団体|貴社|御社|勤務先|雇用主|事業所|事業主|事業者/, "nobody"],
  [/世帯主/, "householder"],
  [/配偶者|夫|妻/, "spouse"],
  [/お?(子(様|さま|さん|ども|供)|こども)|(^|\s)お?子の|児童|園児|乳幼児|生徒|学生/, "child"],
  [/父|母/, "parent"],
  [/世帯員|家族|同居(者|人)?|親族|扶養/, "household"],
  [
    /申請者|申込者|申し込み者|お申込み?の?方|届出(人|者)|請求者|ご?本人|応募者|加入者|受給者|納税者|利用者|契約者|予約者|ご?自身|あなた/,
    "applicant",
  ],
];
const RELATION = /との?(続柄|関係)/;

const PERSONAL: ReadonlySet<Attribute> = new Set(
  "name kana birth age sex zip address contact number".split(" ") as Attribute[],
);
const ADDRESSES: ReadonlySet<Attribute> = new Set<Attribute>(["zip", "address"]);

type Role = { key: string; whose: Whose | Nobody };
/** The fields of one person while they are gathered. */
type Gathered = Role & { heading: string; opener: string; subject: Subject; asks: Set<Attribute> };

/** The persons of one form; `of` holds for every field the place of its person, or -1. */
export type Persons = { blocks: (Omit<Block, "id"> & { person: boolean })[]; of: number[] };

const roleIn: (text: string) => Role | null = remembering((text) => {
  const label = ownerText(text);
  if (label === "" || RELATION.test(label)) return null;
  for (const [words, whose] of ROLES) {
    const found = words.exec(label);
    // 児童1 and 児童2 are two.
    if (found)
      return { key: `${found[0].trim()}${/^\s*\d*/.exec(label.slice(found.index + found[0].length))?.[0]}`, whose };
  }
  return null;
});

/** What a field's own words, its row and its heading say, and the text that says it. */
function roleOf(field: FieldFacts): (Role & { heading: string }) | null {
  const { heading, legend } = field.context;
  const said = seenTexts(field).find((text) => roleIn(text) !== null) ?? (namesProcedure(heading) ? "" : heading);
  const role = roleIn(said);
  if (role === null) return null;
  // A legend or a heading names the block; a label names one box of it.
  const named = [legend, heading].find((one) => one === said || roleIn(one)?.key === role.key);
  return { ...role, heading: named ?? said };
}

const WHOSE: Readonly<Partial<Record<Subject, Whose>>> = { self: "applicant", other: "other", "stand-in": "guardian" };

/** Gathers the fields of one form by person, in reading order. */
export function personsOf(
  fields: readonly FieldFacts[],
  readings: readonly Reading[],
  subjects: readonly Subject[],
): Persons {
  const found: Gathered[] = [];
  let current = -1;
  const of = fields.map((field, at) => {
    const attribute = readings[at]?.attribute ?? null;
    const subject = subjects[at] ?? "unsaid";
    if (attribute === null || !PERSONAL.has(attribute)) return -1;
    if (subject === "sent-to" || subject === "other-address") return -1;
    const role = roleOf(field);
    // 姓, 名 and a second 姓 behind them may be one name and its reading: only a name after something else starts over,
    // or one without an owner after a name that has one.
    const last = fields[at - 1];
    const fresh =
      readings[at - 1]?.attribute !== "name" || (role === null && last !== undefined && roleOf(last) !== null);
    const starts = attribute === "name" && startsPerson(field) && fresh;
    const address = ADDRESSES.has(attribute);
    const place = placeOf(found, current, { role, subject, starts, address });
    const block = found[place] ?? newBlock(field, role, subject);
    found[place] = block;
    // 〒 and 住所 above 申請者氏名 are that applicant's.
    if (role !== null && block.key === "") Object.assign(block, role);
    // 郵便番号 above 氏名 is no name for a block.
    const first = attribute === "name" && !block.asks.has("name");
    if (first && block.key === "" && block.heading === block.opener) block.heading = titleOf(field);
    block.asks.add(attribute);
    if (role === null || !address || current < 0) current = place;
    return place;
  });
  const several = found.some((one) => isPerson(one) && asksMore(one));
  const blocks = found.map((one) => ({
    heading: one.heading,
    whose: one.whose === "nobody" ? ("other" as const) : one.whose,
    person: isPerson(one) && (!several || asksMore(one)),
  }));
  return { blocks, of };
}

const isPerson = ({ whose, asks }: Gathered): boolean => whose !== "nobody" && (asks.has("name") || asks.has("kana"));

/** Beside a person of whom more is asked, one who is only named (世帯主の氏名) is mentioned, not described. */
const asksMore = ({ asks }: Gathered): boolean => [...asks].some((one) => one !== "name" && one !== "kana");

function newBlock(field: FieldFacts, role: ReturnType<typeof roleOf>, subject: Subject): Gathered {
  const whose = WHOSE[subject] ?? "unclear";
  return { subject, asks: new Set(), opener: field.label, ...(role ?? { key: "", whose, heading: titleOf(field) }) };
}

type Field = { role: Role | null; subject: Subject; starts: boolean; address: boolean };

/** The place of the person a field belongs to; the place after the last for a new one. */
function placeOf(found: readonly Gathered[], current: number, { role, subject, starts, address }: Field): number {
  const now = found[current];
  if (role !== null) {
    const same = found.findLastIndex(({ key }) => key === role.key);
    if (same >= 0) return starts && found[same]?.asks.has("name") ? found.length : same;
    const ahead = now?.key === "" && !now.asks.has("name") && now.subject === "unsaid" && role.whose === "applicant";
    return ahead ? current : found.length;
  }
  if (now === undefined || (starts && now.asks.has("name"))) return found.length;
  // The address of a household asked for behind 世帯主の氏名 is the applicant's.
  if (address && now.subject !== subject) {
    const owns = (one: Gathered) => one.subject === subject || (subject === "unsaid" && one.subject === "self");
    const owner = found.findLastIndex(owns);
    return owner >= 0 ? owner : current;
  }
  return current;
}

/** A block without a word about its owner is called as the page calls it. */
function titleOf(field: FieldFacts): string {
  const { heading, legend } = field.context;
  return legend || (namesProcedure(heading) ? "" : heading) || field.label;
}
