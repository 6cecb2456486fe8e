/** What was seen of one link of the chain from browser to card, and its words: the host's own table, or that of the errors. */
import table from "shared:doctor";
import { explain } from "../errors/explain.ts";
import { fill, knownKey, type Language, text, type Values } from "../i18n/index.ts";
import type { Params } from "../messaging/protocol.ts";

export const STATES = ["ok", "bad", "note", "skipped"] as const;
/** A note stops nothing; what is skipped lies behind a broken link. */
export type State = (typeof STATES)[number];

export type Finding = { check: string; state: State; code?: string; params?: Params };

/** The findings in the answer to the request doctor. What is not of the form is left out: a newer host may send more. */
export function readFindings(value: unknown): Finding[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (one): one is Finding =>
      typeof one?.check === "string" &&
      STATES.includes(one.state) &&
      (one.code === undefined || typeof one.code === "string") &&
      (one.params === undefined || (typeof one.params === "object" && one.params !== null)),
  );
}

/** The link's name; one that a newer host invents is shown as it is. */
export function nameOf({ check, params = {} }: Finding, language: Language): string {
  const name = table.checks[check]?.[language];
  return name === undefined ? check : fill(name, valuesOf(params, language));
}

/** What is the matter and the one next step; empty where there is nothing to say. */
export function wordsOf(finding: Finding, language: Language): { cause: string; next: string } {
  const { code, params = {} } = finding;
  if (code === undefined) return { cause: shown(params), next: "" };
  const words = table.findings[code]?.[language];
  const values = valuesOf(params, language);
  if (words) return { cause: fill(words.cause, values), next: fill(words.next, values) };
  const own = knownKey(`doctor.${code}.cause`);
  const next = knownKey(`doctor.${code}.next`);
  if (own && next) return { cause: text(language, own, values), next: text(language, next, values) };
  return explain({ code, params }, language);
}

/** What is worth reading of a link that is as it should be. */
function shown({ reader, version }: Params): string {
  return [reader, version].find((value): value is string => typeof value === "string") ?? "";
}

function valuesOf(params: Params, language: Language): Values {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "number") values[name] = value;
    else if (typeof value === "string") values[name] = table.words[name]?.[value]?.[language] ?? value;
  }
  return values;
}

/** The first broken link: what has to be mended first. */
export const firstBad = (findings: readonly Finding[]): Finding | undefined =>
  findings.find(({ state }) => state === "bad");
