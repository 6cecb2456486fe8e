/** A date of birth over one box or four, compared as one date. */
import type { Profile } from "../autofill/types.ts";
import { dateIn, numberIn, yearIn } from "./dates.ts";
import type { Member } from "./groups.ts";
import { spelledAlike } from "./spelling.ts";
import type { Box, Spelling } from "./types.ts";

type Birth = NonNullable<Profile["birth"]>;

/** Each open box as part of the date: 60 is 1985 where the box before says 昭和, and something else where it says 平成. */
export function compareBirth(members: readonly Member[], boxes: readonly Box[], birth: Birth | null): readonly Box[] {
  if (birth === null) return boxes;
  const kind = (at: number) => members[at]?.format?.kind;
  const eraBox = boxes.find((_, at) => kind(at) === "era");
  const yearAt = boxes.findIndex((_, at) => kind(at) === "year");
  const eraText = eraBox?.stands || fixedEra(members[yearAt]);
  const yearBox = boxes[yearAt];
  const year = yearBox === undefined ? null : yearIn(yearBox.stands, eraText);
  return boxes.map((box, at) => {
    if (box.verdict !== "differs") return sameNumberElsewhere(box, kind(at), year?.year, birth) ? wrong(box) : box;
    switch (kind(at)) {
      case "date":
        return wholeDate(box, birth);
      case "era":
        return year?.year === birth.year ? spelled(box, ["era"]) : namesSame(box);
      case "year":
        return year?.year === birth.year ? spelled(box, yearSpelling(box, year.era)) : box;
      case "month":
        return numberIn(box.stands) === birth.month ? spelled(box, plainSpelling(box)) : box;
      case "day":
        return numberIn(box.stands) === birth.day ? spelled(box, plainSpelling(box)) : box;
      default:
        return box;
    }
  });
}

/** 60 in a box under a printed 平成: the number is right and the year is not. */
function sameNumberElsewhere(box: Box, kind: string | undefined, year: number | undefined, birth: Birth): boolean {
  return kind === "year" && box.verdict === "same" && year !== undefined && year !== birth.year;
}

const wrong = (box: Box): Box => ({ ...box, verdict: "differs" });
const spelled = (box: Box, spellings: readonly Spelling[]): Box => ({ ...box, verdict: "spelling", spellings });

function fixedEra(member: Member | undefined): string {
  return member?.format?.kind === "year" ? member.format.era : "";
}

function wholeDate(box: Box, birth: Birth): Box {
  const date = dateIn(box.stands);
  const same = date?.year === birth.year && date.month === birth.month && date.day === birth.day;
  if (!same) return box;
  const typed = dateIn(box.card);
  return spelled(box, (typed?.era === null) === (date.era === null) ? plainSpelling(box) : ["era"]);
}

function yearSpelling(box: Box, era: string | null): readonly Spelling[] {
  const typed = yearIn(box.card);
  const counted = typed === null || typed.era !== null;
  return counted === (era !== null) ? plainSpelling(box) : ["era"];
}

/** In what two writings of one number or date differ, when not in the era. */
function plainSpelling({ stands, card }: Box): readonly Spelling[] {
  const found = spelledAlike("other", stands, card);
  return found === null || found.length === 0 ? ["date"] : found;
}

/** The era alone says 昭和 as S or 昭. */
function namesSame(box: Box): Box {
  const [said, card] = [yearIn("1", box.stands), yearIn("1", box.card)];
  return said !== null && said.era === card?.era ? spelled(box, ["era"]) : box;
}
