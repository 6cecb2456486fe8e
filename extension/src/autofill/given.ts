/**
 * What a person gives beside the card: the reading of the name, phone numbers, e-mail address, postal code. Read from what was
 * typed, however it was typed; what cannot be read is null and goes into no box.
 */
import type { Phone } from "./types.ts";
import { halfWidth, isKana, toKatakana } from "./widths.ts";

/** A part of a reading in full-width katakana. Kanji and letters are none: they would end in a furigana box. */
export function readKana(typed: string): string | null {
  const text = toKatakana(typed.trim()).replace(/[\s　]+/g, "　");
  return text !== "" && isKana(text) && /[ァ-ヶ]/.test(text) ? text : null;
}

/** Everything that people and keyboards write between the digits of a number. */
const HYPHENS = /[‐‑‒–—―−─ー－()（）.\s　]+/g;

/** Numbers of a company or a service, whose first part has four digits. */
const FOUR_FIRST = /^(0120|0570|0990|0800)/;

/**
 * A Japanese phone number of 10 or 11 digits. Where it is divided is known of mobile and IP numbers (3-4-4), of Tokyo and Osaka
 * (2-4-4) and of 0120, 0570, 0990 and 0800; area codes of other places have two to five digits, so there it is known only
 * when the person wrote the hyphens.
 */
export function readPhone(typed: string): Phone | null {
  const text = halfWidth(typed.trim())
    .replace(/^\+81[\s-]*(\(0\))?0?/, "0")
    .replace(HYPHENS, "-")
    .replace(/^-|-$/g, "");
  const digits = text.replaceAll("-", "");
  if (!/^0\d{9,10}$/.test(digits) || /[^\d-]/.test(text)) return null;
  const [first, second, third, more] = text.split("-");
  const written = first !== undefined && second !== undefined && third !== undefined && more === undefined;
  if (written) return { digits, parts: [first, second, third] };
  if (/^0[5789]0/.test(digits) && digits.length === 11) return divided(digits, 3, 4);
  if (FOUR_FIRST.test(digits)) return divided(digits, 4, 3);
  return /^0[36]/.test(digits) && digits.length === 10 ? divided(digits, 2, 4) : { digits, parts: null };
}

function divided(digits: string, first: number, second: number): Phone {
  const at = first + second;
  return { digits, parts: [digits.slice(0, first), digits.slice(first, at), digits.slice(at)] };
}

/** Whether a number is a mobile one (070, 080, 090). */
export function isMobile({ digits }: Phone): boolean {
  return /^0[789]0\d{8}$/.test(digits);
}

/** An e-mail address in half-width letters. The page's own check has the last word. */
export function readEmail(typed: string): string | null {
  const text = halfWidth(typed.trim());
  return /^[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text) ? text : null;
}

/** The seven digits of a postal code. */
export function readPostalCode(typed: string): string | null {
  const digits = halfWidth(typed.trim()).replace(/^〒/, "").replace(HYPHENS, "").replaceAll("-", "");
  return /^\d{7}$/.test(digits) ? digits : null;
}
