import table from "shared:pins";
import type { Language } from "../i18n/index.ts";

export const PIN_KINDS = [
  "signature",
  "authentication",
  "input-support",
  "resident-register",
  "verification-a",
  "verification-b",
] as const;
/** The PINs of a card, by the names of docs/PROTOCOL.md. */
export type PinKind = (typeof PIN_KINDS)[number];

export type PinSpec = (typeof table.pins)[number];

/** What the shared table (internal/pin/pins.json) says about a kind. */
export function pinSpec(kind: PinKind): PinSpec {
  const spec = table.pins.find((pin) => pin.kind === kind);
  if (!spec) throw new Error(`pins.json lacks ${kind}`);
  return spec;
}

/** Name, form, use and help of a kind in a language. */
export function pinWords(kind: PinKind, language: Language): PinSpec["ja"] {
  return pinSpec(kind)[language];
}

/** Whether a text of the host is a kind. */
export function isPinKind(value: unknown): value is PinKind {
  return PIN_KINDS.some((kind) => kind === value);
}
