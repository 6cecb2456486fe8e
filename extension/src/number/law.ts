/** Whose sites may ask, and for what: the host's tables, in words for people. The host decides; this only shows. */
import hosts from "shared:number-hosts";
import table from "shared:number-purposes";
import type { Language } from "../i18n/index.ts";

export type Purpose = (typeof table.purposes)[number];

/** The law the texts are from, with its date. */
export const law = table.law;

/** The purposes of a list of ids, in the order in which they are asked. */
export function purposesOf(ids: readonly string[]): Purpose[] {
  return table.purposes.filter(({ id }) => ids.includes(id));
}

export const purposeText = (purpose: Purpose, language: Language): string => purpose[language];

/** Whether an origin is one of the compiled-in ones. An administrator's are known to the host alone. */
export function isListed(origin: string): boolean {
  const host = /^https:\/\/([^:/@?#]+)$/.exec(origin)?.[1];
  return (
    host !== undefined && hosts.hosts.some(({ pattern }) => host.endsWith(pattern) && host.length > pattern.length)
  );
}
