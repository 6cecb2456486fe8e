/** An address over one box or many, compared as one address. */
import { ADDRESS_PARTS, type AddressPart, type Profile } from "../autofill/types.ts";
import type { Member } from "./groups.ts";
import { essence, type Replacements, spelledAlike } from "./spelling.ts";
import type { Box } from "./types.ts";

type Address = NonNullable<Profile["address"]>;

/**
 * Each box by itself, then all together: a building that stands in the box for the street is in another place, and not
 * missing. In a box that differs, the parts of the address are named that are not the card's.
 */
export function compareAddress(
  members: readonly Member[],
  boxes: readonly Box[],
  address: Address | null,
  more: Replacements,
): readonly Box[] {
  const single = boxes.map((box, at) => alike(box, members[at], more));
  if (address === null || !single.some(({ verdict }) => verdict === "differs")) return single;
  if (movedOnly(single, more)) return single.map(elsewhere);
  return single.map((box, at) =>
    box.verdict === "differs" ? { ...box, parts: partsMissing(box, members[at], address, more) } : box,
  );
}

function alike(box: Box, member: Member | undefined, more: Replacements): Box {
  if (box.verdict !== "differs") return box;
  const stands = isChoice(member) ? withoutCode(box.stands) : box.stands;
  const spellings = spelledAlike("address", stands, box.card, more);
  if (spellings !== null)
    return { ...box, verdict: "spelling", spellings: spellings.length > 0 ? spellings : ["short"] };
  const prefecture = partsOf(member).join("") === "prefecture";
  const short = prefecture && box.card.replace(/[都府県]$/, "") === stands.normalize("NFKC").trim();
  return short ? { ...box, verdict: "spelling", spellings: ["short"] } : box;
}

const partsOf = (member: Member | undefined): readonly AddressPart[] =>
  member?.format?.kind === "address" ? member.format.parts : [];
const isChoice = (member: Member | undefined): boolean =>
  member?.format?.kind === "address" && member.format.options !== null;

/** 101 千代田区: the number of a list is no part of the address. */
const withoutCode = (text: string): string => text.normalize("NFKC").replace(/^\d+[\s.:_-]+/, "");

function movedOnly(boxes: readonly Box[], more: Replacements): boolean {
  if (boxes.length < 2 || boxes.some(({ verdict }) => verdict === "unread" || verdict === "not-on-card")) return false;
  const joined = (of: "stands" | "card") => essence("address", boxes.map((box) => box[of]).join(" "), more);
  return joined("stands") === joined("card");
}

const elsewhere = (box: Box): Box =>
  box.verdict === "same" || box.verdict === "spelling" ? box : { ...box, verdict: "spelling", spellings: ["split"] };

/** The parts a box should hold that are not found in it, each after the one before. */
function partsMissing(box: Box, member: Member | undefined, address: Address, more: Replacements): AddressPart[] {
  const stands = essence("address", box.stands, more);
  let at = 0;
  return ADDRESS_PARTS.filter((part) => {
    const text = essence("address", address[part], more);
    if (text === "" || !partsOf(member).includes(part)) return false;
    const found = stands.indexOf(text, at);
    if (found >= 0) at = found + text.length;
    return found < 0;
  });
}
