import { explain } from "../errors/explain.ts";
import { type Language, text } from "../i18n/index.ts";
import type { CardStatus, PinStatus, Reader } from "../messaging/protocol.ts";
import type { PinKind } from "../pin/kinds.ts";
import type { CardView } from "./watch.ts";

/** One line about readers and card, and what the person can do; `code` when it is a failure. */
export type CardMessage = { cause: string; next: string | null; code: string | null; ready: boolean };

/** What to tell a person about readers and card. */
export function describeCard(view: CardView, language: Language): CardMessage {
  const say = (key: Parameters<typeof text>[1]): CardMessage => ({
    cause: text(language, key),
    next: null,
    code: null,
    ready: false,
  });
  const fail = (code: string, params = {}): CardMessage => {
    const { cause, next } = explain({ code, params }, language);
    return { cause, next, code, ready: false };
  };
  if (view.failure) return fail(view.failure.code, view.failure.params);
  if (view.status) return { ...say("card.ready"), ready: true };
  if (view.reading) return say("card.reading");
  if (view.readers === null) return say("card.looking");
  if (view.readers.length === 0) return fail("NO_READER");
  const code = view.readers.map(codeOf).find((found) => found !== null);
  return code ? fail(code) : say("card.place");
}

/** What is wrong with the card on a reader, as a code; null for an empty reader or a card not yet looked at. */
function codeOf({ state, card }: Reader): string | null {
  if (state === "mute") return "CARD_MUTE";
  if (state === "in-use") return "CARD_IN_USE";
  return state === "card" && card !== null && card !== "my-number" ? "CARD_UNSUPPORTED" : null;
}

/** The state of one PIN, or null when the card has not told it. */
export function pinStatus(status: CardStatus | null, kind: PinKind): PinStatus | null {
  return status?.pins.find((pin) => pin.kind === kind) ?? null;
}

/** Whether the next try may be the last: one left, or a card that does not tell. */
export function isLastTry(pin: PinStatus): boolean {
  return pin.triesLeft === null || pin.triesLeft <= 1;
}
