/** Where a signature is taken: docs/counters.json, the same rows as docs/COUNTERS.md. */
import table from "shared:counters";
import type { Language } from "../i18n/index.ts";

export type Counter = (typeof table.counters)[number];
export type Row = Counter["rows"][number];

export const counters: readonly Counter[] = table.counters;

export const counterOf = (id: string): Counter | null => counters.find((counter) => counter.id === id) ?? null;

/** The first row that is made as a file, or else the first one: what the person is told before anything else. */
export function answerOf(counter: Counter): Row {
  const [first] = counter.rows;
  if (!first) throw new RangeError(`reading counters: ${counter.id} has no row`);
  return counter.rows.find(({ made, profile }) => made === "yes" && profile !== "portal") ?? first;
}

/** Whether this page can make what the counter takes. */
export const isMadeHere = (row: Row): boolean => row.made === "yes" && row.profile !== null && row.profile !== "portal";

export const nameOf = (counter: Counter, language: Language): string => counter[language];
