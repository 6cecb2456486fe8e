import * as compare from "./compare.ts";
import * as counters from "./counters.ts";
import * as doctor from "./doctor.ts";
import { en as commonEn } from "./en.ts";
import { ja as commonJa } from "./ja.ts";
import * as memory from "./memory.ts";
import * as number from "./number.ts";
import * as pins from "./pins.ts";
import * as policy from "./policy.ts";
import * as portal from "./portal.ts";
import * as practice from "./practice.ts";
import * as sign from "./sign.ts";
import * as site from "./site.ts";
import * as status from "./status.ts";
import * as token from "./token.ts";
import * as trial from "./trial.ts";

/** A room with many texts has a file of its own, both languages in it; the rest stands in ja.ts and en.ts. */
export const ja = {
  ...commonJa,
  ...compare.ja,
  ...counters.ja,
  ...doctor.ja,
  ...memory.ja,
  ...number.ja,
  ...pins.ja,
  ...policy.ja,
  ...portal.ja,
  ...practice.ja,
  ...sign.ja,
  ...site.ja,
  ...status.ja,
  ...token.ja,
  ...trial.ja,
};
export const en: Readonly<Record<keyof typeof ja, string>> = {
  ...commonEn,
  ...compare.en,
  ...counters.en,
  ...doctor.en,
  ...memory.en,
  ...number.en,
  ...pins.en,
  ...policy.en,
  ...portal.en,
  ...practice.en,
  ...sign.en,
  ...site.en,
  ...status.en,
  ...token.en,
  ...trial.en,
};

export type Language = "ja" | "en";
export type Key = keyof typeof ja;
export type Values = Readonly<Record<string, string | number>>;

const tables: Record<Language, Readonly<Record<Key, string>>> = { ja, en };

/** The text of a key with its placeholders filled. */
export function text(language: Language, key: Key, values: Values = {}): string {
  return fill(tables[language][key], values);
}

/** The key when there is a text for it: for keys made from a name that another part chose. */
export function knownKey(key: string): Key | null {
  return Object.hasOwn(ja, key) ? (key as Key) : null;
}

/** Replaces each {name}; a name without a value stays as it stands, so that a test finds it. */
export function fill(template: string, values: Values): string {
  return template.replace(/\{([A-Za-z]+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : String(value);
  });
}

/** The language to begin with: Japanese for a Japanese browser, else English. */
export function languageOf(uiLanguage: string): Language {
  return /^ja\b/i.test(uiLanguage) ? "ja" : "en";
}
