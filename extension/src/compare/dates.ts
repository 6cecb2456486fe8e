/** Dates as people write them into forms: 1985/5/15, 昭和60年5月15日, S60.05.15, 19850515, over one box or four. */
import { ERAS, eraInText, namesEra } from "../autofill/eras.ts";
import { arabic } from "./numerals.ts";

export type Day = { year: number; month: number; day: number };

/** The Gregorian years before the first of each era (元号法 and the tables of reference works; 平成1 = 1989). */
const BEFORE: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 大正: 1911, 明治: 1867 };

/** A year with the name, the first character or the letter of its era: 昭和60, 昭60, S60. */
const WITH_ERA = ERAS.map(({ name, letter }) => ({
  name,
  written: new RegExp(`(${name}|${name[0]}|(?<![a-z])${letter})\\s*\\d{1,2}(?!\\d)`, "i"),
}));

/** A Gregorian year, and whether it was written as one of an era. */
export type Year = { year: number; era: string | null };

const plain = (text: string): string => arabic(text.normalize("NFKC").replace(/元(?=年|$|\s|\))/g, "1")).trim();

/** The year a text says: 1985, 1985(昭和60年), 昭和60, S60; a bare 60 counts in the era of the box before, if it names one. */
export function yearIn(text: string, eraText = ""): Year | null {
  const words = plain(text);
  const gregorian = /(?<!\d)(18|19|20)\d{2}(?!\d)/.exec(words)?.[0];
  const own = WITH_ERA.find(({ written }) => written.test(words));
  if (gregorian !== undefined) return agreed(Number(gregorian), own, words);
  const numbers = words.match(/\d+/g) ?? [];
  const era = own?.name ?? (eraInText(eraText) || ERAS.find(({ name }) => namesEra(eraText, name))?.name);
  const before = era === undefined ? undefined : BEFORE[era];
  if (era === undefined || before === undefined || numbers.length !== 1) return null;
  return { year: before + Number(numbers[0]), era };
}

/** 1985(昭和60年) says one year, 1985(昭和61年) none. */
function agreed(year: number, own: (typeof WITH_ERA)[number] | undefined, words: string): Year | null {
  const count = own === undefined ? undefined : /\d+/.exec(own.written.exec(words)?.[0] ?? "")?.[0];
  const same = own === undefined || (BEFORE[own.name] ?? 0) + Number(count) === year;
  return same ? { year, era: null } : null;
}

/** The one number of a box for a month or a day: 5, 05, 5月, 五月. */
export function numberIn(text: string): number | null {
  const found = plain(text).match(/\d+/g) ?? [];
  return found.length === 1 ? Number(found[0]) : null;
}

const ERA_NAMES = ERAS.flatMap(({ name, letter }) => [name, name.slice(0, 1), letter]).join("|");
const SEPARATOR = "\\s*[-/.・年月,‐−–]\\s*";
const FORMS = [
  `(?<year>(?:${ERA_NAMES})?\\s*\\d{1,4})${SEPARATOR}(?<month>\\d{1,2})${SEPARATOR}(?<day>\\d{1,2})`,
  "(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})",
].map((form) => new RegExp(`^${form}(?:日)?(?:生まれ|生)?$`, "i"));

/** The date a whole box says, and the era it counts in; null for what is no date. */
export function dateIn(text: string): (Day & { era: string | null }) | null {
  const words = plain(text);
  for (const form of FORMS) {
    const { year, month, day } = form.exec(words)?.groups ?? {};
    const counted = year === undefined ? null : yearIn(year);
    if (counted !== null) return { ...counted, month: Number(month), day: Number(day) };
  }
  return null;
}
