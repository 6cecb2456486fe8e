/**
 * Six differences planted into a filled page, and the judge: each must be named at the box it was planted in, and
 * nothing else may be told otherwise than before.
 */
import type { PlanItem, PreviewRow, Profile } from "../../src/autofill/types.ts";
import { fullWidth, halfWidth } from "../../src/autofill/widths.ts";
import { arabic } from "../../src/compare/numerals.ts";
import type { Box, Comparison, Verdict } from "../../src/compare/types.ts";
import { type Control, openPage, type Page } from "./filled.ts";

/** What is put into one field instead of what filling wrote. */
type Plant = { ref: string; text: string; value: string };

export type Kind = {
  title: string;
  /** The verdicts that name it. */
  named: readonly Verdict[];
  plants(page: Page, rows: readonly PreviewRow[], profile: Profile): Plant[];
};

/** What filling would write for another person, where that is another text. A value that is gone leaves the field empty. */
function asFor(other: (profile: Profile) => Profile | null): Kind["plants"] {
  return (page, rows, profile) => {
    const person = other(profile);
    if (person === null) return [];
    const theirs = new Map(page.rows(person).map((row) => [row.ref, row]));
    return rows.flatMap((row) => {
      const now = theirs.get(row.ref);
      if (now === undefined) return row.type === "addr-building" ? [{ ref: row.ref, text: "", value: "" }] : [];
      return now.shown === row.shown ? [] : [{ ref: row.ref, text: now.shown, value: now.value }];
    });
  };
}

type Write = (item: PlanItem, text: string, profile: Profile) => string;

/** The same value, written another way, in boxes one types into. */
function written(anew: Write): Kind["plants"] {
  return ({ plan }, rows, profile) =>
    rows.flatMap(({ ref, shown }) => {
      const item = plan.items.find((one) => one.ref === ref);
      if (item === undefined || ("options" in item.format && item.format.options !== null)) return [];
      const text = anew(item, shown, profile);
      return text === shown ? [] : [{ ref, text, value: text }];
    });
}

const changed = <T>(whole: T | null, change: (value: T) => Partial<T>): T | null =>
  whole === null ? null : { ...whole, ...change(whole) };

function anotherDay(profile: Profile): Profile {
  const birth = changed(profile.birth, ({ date, day }) => ({
    day: day + 1,
    date: `${date.slice(0, 8)}${String(day + 1).padStart(2, "0")}`,
  }));
  return { ...profile, birth };
}

function anotherGiven(profile: Profile): Profile {
  const name = changed(profile.name, ({ full, given, script }) => {
    const other = script === "cjk" ? "花江" : "JOHN JIRO";
    return { given: other, full: full.replace(given, other) };
  });
  return { ...profile, name };
}

function anotherNumber(profile: Profile): Profile {
  const address = changed(profile.address, ({ full, street }) => {
    const other = street.replace(/[１一三]/, "９");
    return { street: other, full: full.replace(street, other) };
  });
  return { ...profile, address };
}

function noBuilding(profile: Profile): Profile | null {
  const { address } = profile;
  if (address === null || address.building === "") return null;
  return { ...profile, address: { ...address, building: "", full: address.full.replace(`　${address.building}`, "") } };
}

/** Full width to half or back, 丁目 番地 番 号 as hyphens, no spaces. */
function otherwiseTyped({ format }: PlanItem, text: string): string {
  if (format.kind === "name") {
    if (/[A-Za-z]/.test(text)) return text === halfWidth(text) ? fullWidth(text) : halfWidth(text);
    return /[\s　]/.test(text) ? text.replace(/[\s　]+/g, "") : text;
  }
  if (format.kind === "zip") return text.includes("-") ? text.replace("-", "") : fullWidth(text);
  if (format.kind !== "address") return text;
  const numbers = /[０-９0-9]|[一二三四五六七八九十〇]+(?=丁目|番|号)/.test(text);
  if (!numbers) return text;
  return halfWidth(arabicUnits(text)).replace(/\s/g, "");
}

const arabicUnits = (text: string): string =>
  text
    .replace(/[一二三四五六七八九十〇]+(?=丁目|番地|番|号)/g, arabic)
    .replace(/番地の[一二三四五六七八九十]+/g, (run) => `-${arabic(run.slice(3))}`)
    .replace(/(?<=[0-9０-９])(丁目|番地|番|号)(?=[0-9０-９])/g, "-");

/** Era for Gregorian and the other way round, in boxes for a whole date or a year. */
const otherEra: Write = ({ format }, text, { birth }) => {
  if (birth === null) return text;
  const { year, month, day, era, eraYear, eraLetter } = birth;
  if (format.kind === "year" && format.count === "fixed-era") return text;
  if (format.kind === "year")
    return /\d{4}/.test(halfWidth(text)) ? `${era}${eraYear === 1 ? "元" : eraYear}` : String(year);
  if (format.kind !== "date" || format.pattern === "YYYY-MM-DD") return text;
  if (/G/.test(format.pattern)) return `${year}/${month}/${day}`;
  return day % 2 === 0
    ? `${era}${eraYear === 1 ? "元" : eraYear}年${month}月${day}日`
    : `${eraLetter}${eraYear}.${month}.${day}`;
};

export const KINDS: readonly Kind[] = [
  { title: "another day of birth", named: ["differs"], plants: asFor(anotherDay) },
  { title: "another given name", named: ["differs"], plants: asFor(anotherGiven) },
  { title: "another 番地", named: ["differs"], plants: asFor(anotherNumber) },
  { title: "no building", named: ["differs", "empty"], plants: asFor(noBuilding) },
  { title: "width, spaces, hyphens", named: ["spelling"], plants: written(otherwiseTyped) },
  { title: "the other era", named: ["spelling"], plants: written(otherEra) },
];

function put(controls: readonly Control[], text: string, value: string): void {
  const [control] = controls;
  if (control === undefined) return;
  if (control.localName === "select") {
    const options = [...control.querySelectorAll("option")];
    control.selectedIndex = options.findIndex((one) => (one.getAttribute("value") ?? one.textContent) === value);
  } else if (/^(radio|checkbox)$/.test(control.getAttribute("type") ?? "")) {
    for (const one of controls) one.checked = one.value === value;
  } else control.value = text;
}

/** How often a difference was planted and named, and how many boxes were told otherwise without a reason. */
export type Count = { planted: number; named: number; wrong: number; boxes: number };

/** The verdict of every box, by ref. */
const verdicts = ({ entries }: Comparison): Map<string, Box> =>
  new Map(entries.flatMap(({ boxes }) => boxes.map((box) => [box.ref, box])));

/** Fills a page for a person, compares, then plants one kind after the other. `tell` hears of every error. */
export async function judge(
  html: string,
  profile: Profile,
  tell: (error: string) => void,
): Promise<{ equal: Count; kinds: Map<string, Count> }> {
  const page = openPage(html);
  const rows = page.rows(profile);
  const filled = rows.length === 0 ? [] : await page.write(rows);
  const stand = new Set(filled.filter(({ state }) => state === "filled").map(({ ref }) => ref));
  const base = verdicts(await page.compare(profile));
  const equal: Count = { planted: 0, named: 0, wrong: 0, boxes: 0 };
  for (const row of rows.filter(({ ref }) => stand.has(ref))) {
    if (row.type.startsWith("kana-")) continue;
    equal.boxes++;
    const verdict = base.get(row.ref)?.verdict;
    if (verdict === "same") continue;
    equal.wrong++;
    tell(`equal, and told ${verdict}: ${row.label} ${row.shown} ${base.get(row.ref)?.stands}`);
  }
  const kinds = new Map<string, Count>();
  const mine = rows.filter(({ ref }) => stand.has(ref));
  for (const kind of KINDS) kinds.set(kind.title, await judgeKind(kind, page, mine, profile, base, tell));
  return { equal, kinds };
}

async function judgeKind(
  kind: Kind,
  page: Page,
  rows: readonly PreviewRow[],
  profile: Profile,
  base: ReadonlyMap<string, Box>,
  tell: (error: string) => void,
): Promise<Count> {
  const count: Count = { planted: 0, named: 0, wrong: 0, boxes: 0 };
  const plants = kind.plants(page, rows, profile);
  if (plants.length === 0) return count;
  for (const { ref, text, value } of plants) put(page.controls(ref), text, value);
  const found = verdicts(await page.compare(profile));
  for (const { ref, text, value } of rows.map(({ ref, shown, value }) => ({ ref, text: shown, value }))) {
    put(page.controls(ref), text, value);
  }
  const planted = new Map(plants.map((plant) => [plant.ref, plant]));
  for (const [ref, box] of found) {
    count.boxes++;
    const plant = planted.get(ref);
    if (plant === undefined) {
      if (box.verdict === base.get(ref)?.verdict) continue;
      count.wrong++;
      tell(`${kind.title}: not planted, and told ${box.verdict}: ${box.label} ${box.stands} / ${box.card}`);
      continue;
    }
    count.planted++;
    if (kind.named.includes(box.verdict)) count.named++;
    else tell(`${kind.title}: planted, and told ${box.verdict}: ${box.label} ${box.stands} / ${box.card}`);
  }
  return count;
}
