/** The words of the comparison (照合): what the card says against what stands in a form. Nothing here is ever written. */
import type { AddressPart } from "../autofill/types.ts";

/**
 * "same": what filling would have typed. "spelling": the same, written another way. "differs": something else.
 * "empty": nothing stands in at least one box. "not-on-card": the card says nothing of it. "unread": not looked at.
 */
export const VERDICTS = ["same", "spelling", "differs", "empty", "not-on-card", "unread"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** In what two writings of the same differ. The texts for people stand under compare.by.NAME. */
export const SPELLINGS = [
  "width",
  "space",
  "variant",
  "kana",
  "number",
  "hyphen",
  "case",
  "era",
  "date",
  "short",
  "order",
  "split",
] as const;
export type Spelling = (typeof SPELLINGS)[number];

/**
 * Why a field was not read: gone from the page; its label or kind is another one than was planned; no longer to be
 * seen; a secret the page shows as dots; longer than any name or address; changed while it was read.
 */
export const UNREAD = ["gone", "changed", "hidden", "masked", "long", "moving"] as const;
export type Unread = (typeof UNREAD)[number];

/** What stands in one field as a person sees it: the text, the chosen option's words; "" when nothing is chosen. */
export type Standing = { ref: string; state: "read" | Unread; text: string };

/** What one document answered. */
export type DocumentStanding = { frame: string; standing: readonly Standing[] };

/** What belongs together: a name over two boxes, a date over three lists, an address over five boxes. */
export const CATEGORIES = ["name", "kana", "birth", "age", "sex", "zip", "address", "other"] as const;
export type Category = (typeof CATEGORIES)[number];

/** One field: what stands in it, and what the card would put there ("" when it has nothing). */
export type Box = {
  ref: string;
  frame: string;
  label: string;
  verdict: Verdict;
  stands: string;
  card: string;
  unread?: Unread;
  /** Of a name that differs: it is another one that the card names, 通称 or 旧氏. */
  known?: "alias" | "former";
  spellings: readonly Spelling[];
  /** Of an address: the parts that are not the card's. */
  parts: readonly AddressPart[];
};

/** One item of the form with its boxes; its verdict is the gravest of theirs. */
export type Entry = { category: Category; verdict: Verdict; boxes: readonly Box[] };

export type Comparison = { entries: readonly Entry[] };

/** From the gravest to the lightest: one box decides what is said of the item. */
const GRAVITY: readonly Verdict[] = ["differs", "unread", "empty", "not-on-card", "spelling", "same"];

/** The gravest of some verdicts. */
export function gravest(verdicts: readonly Verdict[]): Verdict {
  return GRAVITY.find((one) => verdicts.includes(one)) ?? "same";
}
