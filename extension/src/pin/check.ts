/**
 * The form of each PIN, found wrong before anything reaches the card, so that a slip of the finger costs no
 * try. The same rules, in the same order, as internal/pin/check.go; both read internal/pin/pins.json.
 */
import { type PinKind, type PinSpec, pinSpec } from "./kinds.ts";

export const FORM_REASONS = [
  "empty",
  "too-short",
  "too-long",
  "not-digits",
  "lower-case",
  "full-width",
  "missing-letter",
  "missing-digit",
  "other-character",
] as const;
export type FormReason = (typeof FORM_REASONS)[number];

type Seen = { digit: boolean; upper: boolean; lower: boolean; wide: boolean; other: boolean };

/** Why text cannot be a PIN of the kind, or null. Nothing is corrected: the card compares raw bytes. */
export function checkForm(kind: PinKind, text: string): FormReason | null {
  const spec = pinSpec(kind);
  const characters = [...text];
  if (characters.length === 0) return "empty";
  const seen = look(characters);
  return wrongCharacter(spec, seen) ?? wrongLength(spec, characters.length) ?? missing(spec, seen);
}

function look(characters: readonly string[]): Seen {
  const seen = { digit: false, upper: false, lower: false, wide: false, other: false };
  for (const character of characters) seen[classOf(character)] = true;
  return seen;
}

function classOf(character: string): keyof Seen {
  if (/^[0-9]$/.test(character)) return "digit";
  if (/^[A-Z]$/.test(character)) return "upper";
  if (/^[a-z]$/.test(character)) return "lower";
  // ０-９ Ａ-Ｚ ａ-ｚ: an input method was on.
  if (/^[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]$/.test(character)) return "wide";
  return "other";
}

function wrongCharacter(spec: PinSpec, seen: Seen): FormReason | null {
  if (seen.wide) return "full-width";
  if (spec.charset === "digits") return seen.upper || seen.lower || seen.other ? "not-digits" : null;
  if (seen.other) return "other-character";
  return seen.lower ? "lower-case" : null;
}

function wrongLength(spec: PinSpec, length: number): FormReason | null {
  if (length < spec.minLength) return "too-short";
  return length > spec.maxLength ? "too-long" : null;
}

function missing(spec: PinSpec, seen: Seen): FormReason | null {
  if (spec.charset === "digits") return null;
  if (!seen.upper) return "missing-letter";
  return seen.digit ? null : "missing-digit";
}
