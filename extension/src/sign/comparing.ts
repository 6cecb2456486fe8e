/**
 * The certificate's name and address against those on the card. The certificate lapses when the register changes, and says
 * nothing of it; the card is written anew at the counter. So a difference is known before a counter sends the file back.
 */
import type { Holder } from "../messaging/protocol.ts";
import type { PinKind } from "../pin/kinds.ts";

/** The PIN that opens what is printed on the card. */
export const FACE_PIN: PinKind = "input-support";

/** What two copies of one entry of the register may write differently: spaces, full width, the kind of hyphen (host: face.go). */
function folded(text: string): string {
  return text
    .replace(/\s/gu, "")
    .replace(/[-‐‑‒–—―−ーｰ－]/gu, "-")
    .replace(/[！-～]/gu, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) - 0xff01 + 0x21));
}

/**
 * The fields that differ: "name", "address". A part in which the certificate had to use another character is not compared,
 * nor one that the card did not give.
 */
export function differing(holder: Holder, card: Readonly<Record<string, unknown>>): string[] {
  const parts = [
    ["name", holder.name, holder.nameReplaced],
    ["address", holder.address, holder.addressReplaced],
  ] as const;
  return parts
    .filter(([field, ours, replaced]) => {
      const other = card[field];
      return !replaced && typeof other === "string" && other !== "" && folded(other) !== folded(ours);
    })
    .map(([field]) => field);
}
