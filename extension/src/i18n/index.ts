import { en } from "./en.ts";
import { ja } from "./ja.ts";

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
