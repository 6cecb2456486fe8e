import { explain } from "../errors/explain.ts";
import { knownKey, type Language, text } from "../i18n/index.ts";
import type { CardStatus, CardType, PinStatus, Reader } from "../messaging/protocol.ts";
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
  if (view.failure?.code === "CARD_UNSUPPORTED" && view.readers) {
    const kind = kindOf(view.readers);
    if (kind) return { ...fail(view.failure.code), ...otherCard(kind, language) };
  }
  if (view.failure) return fail(view.failure.code, view.failure.params);
  if (view.status) {
    const { type } = view.status.card;
    return isOther(type)
      ? { ...fail("CARD_UNSUPPORTED"), ...otherCard(type, language) }
      : { ...say("card.ready"), ready: true };
  }
  if (view.reading) return say("card.reading");
  if (view.readers === null) return say("card.looking");
  if (view.readers.length === 0) return fail("NO_READER");
  const code = view.readers.map(codeOf).find((found) => found !== null);
  if (!code) return say("card.place");
  const kind = kindOf(view.readers);
  return code === "CARD_UNSUPPORTED" && kind ? { ...fail(code), ...otherCard(kind, language) } : fail(code);
}

/** What is wrong with the card on a reader, as a code; null for an empty reader or a card not yet looked at. */
function codeOf({ state, card }: Reader): string | null {
  if (state === "mute") return "CARD_MUTE";
  if (state === "in-use") return "CARD_IN_USE";
  return state === "card" && isOther(card) ? "CARD_UNSUPPORTED" : null;
}

/** My Number cards, whatever they hold: what one lacks is told when it is needed. */
const MY_NUMBER: ReadonlySet<string> = new Set<CardType>(["my-number", "face-auth", "certificates-none"]);

/** Whether it is known to be another card than a My Number card. */
export function isOther(type: CardType | null | undefined): type is CardType {
  return type !== null && type !== undefined && !MY_NUMBER.has(type);
}

/** Whether a My Number card may lie there. An employee's card or a key in another reader is none. */
const mayBeOurs = ({ state, card }: Reader): boolean =>
  state === "in-use" || (state === "card" && (card === "phone" || !isOther(card)));

/** Whether the readers were asked and no card lies there that a person could have put there for us. */
export function cardGone(readers: readonly Reader[] | null): boolean {
  return readers?.every((one) => !mayBeOurs(one)) ?? false;
}

/** Which other card lies there. */
function kindOf(readers: readonly Reader[]): CardType | null {
  return readers.map(({ card }) => card).find(isOther) ?? null;
}

/** What that card is for, and which one is meant; a kind that a newer host names has no words of its own. */
function otherCard(kind: CardType, language: Language): Pick<CardMessage, "cause" | "next"> {
  const of = (part: "cause" | "next") =>
    text(language, knownKey(`card.kind.${kind}.${part}`) ?? (`card.kind.other.${part}` as const));
  return { cause: of("cause"), next: of("next") };
}

/** The state of one PIN, or null when the card has not told it or is not a My Number card. */
export function pinStatus(status: CardStatus | null, kind: PinKind): PinStatus | null {
  if (isOther(status?.card.type)) return null;
  return status?.pins.find((pin) => pin.kind === kind) ?? null;
}

/** Whether the next try may be the last: one left, or a card that does not tell. */
export function isLastTry(pin: PinStatus): boolean {
  return pin.triesLeft === null || pin.triesLeft <= 1;
}
