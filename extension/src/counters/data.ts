/** Where a signature is taken: docs/counters.json, the same rows as docs/COUNTERS.md. */
import table from "shared:counters";
import type { Language } from "../i18n/index.ts";

export type Counter = (typeof table.counters)[number];
export type Row = Counter["rows"][number];

/** Rows with this in place of a profile are signed within the counter's own pages (docs/PORTALS.md). */
export const PORTAL = "portal";

export const counters: readonly Counter[] = table.counters;

export const counterOf = (id: string): Counter | null => counters.find((counter) => counter.id === id) ?? null;

/** The kinds of signatures made here that the counter takes as a file, the likeliest first. */
export function kindsFor({ rows }: Counter): string[] {
  return rows.flatMap(({ made, profile }) =>
    made === "yes" && profile !== null && profile !== PORTAL ? [profile] : [],
  );
}

/**
 * What a kind of signature is worth at a counter: it may be taken (`fits`); another kind is needed (`other`); nothing
 * that is made as a file is taken, and the counter's own pages may be signed in (`portal`) or not (`no`); what is
 * needed is not made yet (`not-yet`).
 */
export type Outlook = "fits" | "other" | "portal" | "no" | "not-yet";

export function outlook(counter: Counter, profile: string): Outlook {
  const kinds = kindsFor(counter);
  if (kinds.length > 0) return kinds.includes(profile) ? "fits" : "other";
  if (counter.rows.some((row) => row.profile === PORTAL && row.made === "yes")) return "portal";
  return counter.rows.some(({ made }) => made === "not-yet") ? "not-yet" : "no";
}

/** What the official software or the office offers, each way once. */
export function officialWays({ rows }: Counter, language: Language): string[] {
  return [...new Set(rows.flatMap(({ official }) => (official ? [official[language]] : [])))];
}

export const nameOf = (counter: Counter, language: Language): string => counter[language];
