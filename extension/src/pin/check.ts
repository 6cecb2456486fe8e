/**
 * The form of each PIN, found wrong before anything reaches the card, so that a slip of the finger costs no
 * try. The same rules as internal/pin/check.go; both read internal/pin/pins.json, which says which reasons a
 * PIN has and in which order they are asked. A test holds both to the same verdicts on 12,000 strings.
 */
import table from "shared:pins";
import { fill, type Language } from "../i18n/index.ts";
import { type PinKind, type PinSpec, pinSpec } from "./kinds.ts";

type Seen = { length: number; digit: boolean; upper: boolean; lower: boolean; wide: boolean; other: boolean };

/** When each reason holds. */
const rules = {
  empty: (_, { length }) => length === 0,
  "full-width": (_, { wide }) => wide,
  letters: ({ maxLength }, { upper, lower, other }) => maxLength === 4 && (upper || lower) && !other,
  "not-digits": (_, { upper, lower, other }) => upper || lower || other,
  "other-character": (_, { other }) => other,
  "lower-case": (_, { lower }) => lower,
  "four-digits": (_, { length, digit, upper }) => length === 4 && digit && !upper,
  "too-short": ({ minLength }, { length }) => length < minLength,
  "too-long": ({ maxLength }, { length }) => length > maxLength,
  "missing-letter": (_, { upper }) => !upper,
  "missing-digit": (_, { digit }) => !digit,
} satisfies Record<string, (spec: PinSpec, seen: Seen) => boolean>;

export type FormReason = keyof typeof rules;
export const FORM_REASONS = Object.keys(rules) as FormReason[];

/** Why text cannot be a PIN of the kind, or null. Nothing is corrected: the card compares raw bytes. */
export function checkForm(kind: PinKind, text: string): FormReason | null {
  const spec = pinSpec(kind);
  const seen = look([...text]);
  return (table.order[spec.charset] as FormReason[]).find((reason) => rules[reason](spec, seen)) ?? null;
}

/**
 * What the person most likely meant: half-width characters, and capitals where the PIN has letters. Null when there is
 * nothing to correct or the result is not of the form either. It is only ever offered; nothing is sent in another form.
 */
export function offerForm(kind: PinKind, text: string): string | null {
  const reason = checkForm(kind, text);
  if (reason !== "full-width" && reason !== "lower-case") return null;
  const narrow = text.replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  const offered = pinSpec(kind).charset === "upper-alnum" ? narrow.replace(/[a-z]/g, (c) => c.toUpperCase()) : narrow;
  return checkForm(kind, offered) === null ? offered : null;
}

/** A reason as a sentence; it never repeats what was typed. */
export function reasonText(kind: PinKind, reason: FormReason, language: Language): string {
  const { minLength: min, maxLength: max } = pinSpec(kind);
  return fill(table.reasons[reason]?.[language] ?? "", { min, max });
}

/** The PINs that fit what was typed into the wrong box: the person may have thought of one of them. */
export function meantBy(kind: PinKind, reason: FormReason): PinKind[] {
  if (reason === "letters") return ["signature"];
  if (reason !== "four-digits") return [];
  return (["authentication", "input-support", "resident-register"] as const).filter((other) => other !== kind);
}

// ０-９ Ａ-Ｚ ａ-ｚ: an input method was on.
const WIDE = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g;

function look(characters: readonly string[]): Seen {
  const seen: Seen = { length: characters.length, digit: false, upper: false, lower: false, wide: false, other: false };
  for (const character of characters) seen[classOf(character)] = true;
  return seen;
}

function classOf(character: string): Exclude<keyof Seen, "length"> {
  if (/^[0-9]$/.test(character)) return "digit";
  if (/^[A-Z]$/.test(character)) return "upper";
  if (/^[a-z]$/.test(character)) return "lower";
  return character.replace(WIDE, "") === "" ? "wide" : "other";
}
