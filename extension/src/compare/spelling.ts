/**
 * When two texts are the same written another way. Each kind of value has its own steps, in order; what the steps make
 * of both is compared, and the steps that were needed say in what the two differ.
 */
import { inScript } from "../autofill/widths.ts";
import { numbersMarked } from "./numerals.ts";
import type { Category, Spelling } from "./types.ts";
import { usualShapes } from "./variants.ts";

type Step = readonly [spelling: Spelling, apply: (text: string) => string];

/** All that is written for a hyphen, the long vowel and the kanji 一 excepted. */
const HYPHENS = "‐‑‒–—―−─﹣-";
const KANA = "\\u3041-\\u3096\\u30a1-\\u30fa";

const width: Step = ["width", (text) => text.normalize("NFKC")];
const space: Step = ["space", (text) => text.replace(/\s+/g, "")];
const letters: Step = ["case", (text) => text.toLowerCase()];
const kana: Step = ["kana", (text) => inScript(text, "hiragana")];
const variant = (more: Replacements): Step => ["variant", (text) => usualShapes(text, more)];
const digits: Step = ["hyphen", (text) => text.replace(/\D/g, "")];
/** Points and commas between the parts of a name: MIHON, HANAKO. */
const POINTS = new RegExp(`[,.・·'’${HYPHENS}]`, "g");
const points: Step = ["hyphen", (text) => text.replace(POINTS, "")];

/** 霞ヶ関 霞ケ関 霞が関, 一ノ宮 一之宮 一の宮, 八ッ場 八ツ場: written as one likes. */
const smallKana: Step = [
  "kana",
  (text) =>
    text
      .replace(/[ヶケ]|(?<=[\p{Script=Han}])が(?=[\p{Script=Han}])/gu, "ケ")
      .replace(/[ノ之]/g, "の")
      .replaceAll("ッ", "ツ"),
];
/** 三丁目, 3丁目 and 3- are one number. */
const numbers: Step = ["number", numbersMarked];
/** What stands after the numbers of an address: 丁目, 番地, 番, 号. Not the 番 of 番町 and the 号 of 号棟. */
const UNIT = /(?<=[>\d])\s*(丁目|丁(?![\p{Script=Han}])|番地|番(?![町館街])|号室|室|号(?![館棟線]))/gu;
/** A hyphen or の between two numbers, or beside one: 3-2-1, 九十九番地の三, コーポ-203. A long vowel between numbers is one. */
const JOINT = new RegExp(
  `(?<=[>\\d|])\\s*[のー${HYPHENS}](?=\\s*[<\\d])|[${HYPHENS}](?=\\s*[<\\d])|(?<=[>\\d|]\\s*)[${HYPHENS}]`,
  "g",
);
/** A hyphen typed for a long vowel: コ-ポ. */
const VOWEL = new RegExp(`(?<=[${KANA}])[${HYPHENS}]`, "g");
const ANY_HYPHEN = new RegExp(`[${HYPHENS}]`, "g");
const units: Step = [
  "hyphen",
  (text) => {
    const plain = text
      .replace(UNIT, "|")
      .replace(JOINT, "|")
      .replace(/[\s|]*\|[\s|]*/g, "|");
    // Numbers that are marked need nothing between them; of others the border stays.
    const marked = plain.replace(/(?<=>)\||\|(?=<)|\|(?!\d)|(?<!\d)\|/g, "");
    const vowels = marked.replace(VOWEL, "ー");
    return vowels.replace(ANY_HYPHEN, "").replace(/(?<=[>\d])F(?![A-Za-z])/gi, "階");
  },
];
/** 大字 is left out as often as written. */
const short: Step = ["short", (text) => text.replaceAll("大字", "")];

/** Replacements of characters outside JIS X 0208, as the host names them. */
export type Replacements = Readonly<Record<string, string>>;

function stepsFor(category: Category, more: Replacements): readonly Step[] {
  switch (category) {
    case "name":
      return [width, variant(more), points, space, letters];
    case "kana":
      return [width, kana, points, space];
    case "address":
      return [width, variant(more), smallKana, short, numbers, units, space, letters];
    case "zip":
      return [width, digits];
    case "age":
      return [width, digits, ["number", (text) => text.replace(/^0+(?=\d)/, "")]];
    default:
      return [width, points, space, letters];
  }
}

const through = (steps: readonly Step[], text: string): string => steps.reduce((made, [, apply]) => apply(made), text);

/** The text with everything taken away that is a matter of writing. */
export function essence(category: Category, text: string, more: Replacements = {}): string {
  return through(stepsFor(category, more), text);
}

/** In what two texts differ when they are the same otherwise; [] when nothing differs, null when they are not the same. */
export function spelledAlike(
  category: Category,
  a: string,
  b: string,
  more: Replacements = {},
): readonly Spelling[] | null {
  if (a === b) return [];
  const steps = stepsFor(category, more);
  if (through(steps, a) !== through(steps, b)) return sameWords(category, a, b, more) ? ["order"] : null;
  const named = fewest(steps, (chosen) => through(chosen, a) === through(chosen, b));
  return [...new Set(named.map(([spelling]) => spelling))];
}

/** The smallest choice of steps, kept in their order, that is enough. */
function fewest(steps: readonly Step[], enough: (chosen: readonly Step[]) => boolean): readonly Step[] {
  const choices = Array.from({ length: 2 ** steps.length }, (_, bits) => steps.filter((_, at) => (bits >> at) & 1));
  return choices.sort((one, other) => one.length - other.length).find(enough) ?? steps;
}

/** HANAKO MIHON for MIHON HANAKO: the same words of a name in Latin letters. */
function sameWords(category: Category, a: string, b: string, more: Replacements): boolean {
  if (category !== "name" || !/^[\p{Script=Latin}\s.,'’-]+$/u.test(a.normalize("NFKC"))) return false;
  const words = (text: string) => {
    const found = text.normalize("NFKC").split(/[\s,]+/);
    return found.map((word) => essence("name", word, more)).filter((word) => word !== "");
  };
  const [left, right] = [words(a), words(b)];
  return left.length > 1 && left.sort().join(" ") === right.sort().join(" ");
}
