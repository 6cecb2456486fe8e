/**
 * The steps by which the 個人番号 gets into a box: law and purpose, PIN, one row to look at, writing, what became of it.
 * Pure, and without the number: that is in one variable of run.ts alone.
 */
import type { Result } from "../autofill/types.ts";
import { isLastTry, pinStatus } from "../card/describe.ts";
import { type CardView, NO_VIEW } from "../card/watch.ts";
import type { HitofudeError } from "../messaging/failure.ts";
import { asksAgain, lastTryAfter } from "../pin/after.ts";
import type { FormReason } from "../pin/check.ts";
import type { PinKind } from "../pin/kinds.ts";
import type { NumberBox } from "./boxes.ts";

/** The PIN that lets the number be read. */
export const PIN_FOR_NUMBER: PinKind = "input-support";

/** What could be filled in here: the boxes, and what the host lets this site ask for. */
export type NumberOffer = { boxes: readonly NumberBox[]; purposes: readonly string[] };

export type PinTrouble = { reason: FormReason } | { failure: HitofudeError } | null;

/** What became of one box: the least of its parts. */
export type NumberOutcome = { key: string; state: Result["state"] | "invalid" };

type Before = { offer: NumberOffer; purpose: string | null; hostEntry: boolean };
export type NumberState = Before &
  (
    | { step: "purpose" }
    | { step: "pin"; card: CardView; problem: PinTrouble; lastTry: boolean }
    | { step: "working"; stage: string; lastTry: boolean }
    | { step: "look"; chosen: readonly string[]; shown: boolean }
    | { step: "writing"; chosen: readonly string[] }
    | { step: "done"; outcomes: readonly NumberOutcome[] }
    /** The time to look at it is over; it was wiped. */
    | { step: "expired" }
    | { step: "locked" }
    | { step: "failed"; failure: HitofudeError }
  );

export type NumberEvent =
  | { type: "purpose"; id: string }
  | { type: "next" }
  | { type: "back" }
  | { type: "card"; view: CardView }
  | { type: "bad-form"; reason: FormReason }
  | { type: "sent" }
  | { type: "progress"; stage: string }
  | { type: "read" }
  | { type: "show"; on: boolean }
  | { type: "choose"; key: string; on: boolean }
  | { type: "write" }
  | { type: "written"; outcomes: readonly NumberOutcome[] }
  | { type: "expired" }
  | { type: "again" }
  | { type: "failed"; failure: HitofudeError };

/** The beginning: nothing is chosen for the person. */
export function begin(offer: NumberOffer, hostEntry: boolean): NumberState {
  return { offer, hostEntry, purpose: null, step: "purpose" };
}

/** Steps on which the card is watched, and those on which the number is in the window. */
export const watchesCard = ({ step }: NumberState): boolean => step === "pin";
export const holdsNumber = ({ step }: NumberState): boolean => step === "look" || step === "writing";

/** Steps from which the person may begin anew, with the purpose. */
const ENDED: ReadonlySet<NumberState["step"]> = new Set<NumberState["step"]>(["expired", "locked", "failed"]);

/** The state after an event. An event that does not belong to the step changes nothing. */
export function nextNumber(state: NumberState, event: NumberEvent): NumberState {
  const { offer, purpose, hostEntry } = state;
  const before = { offer, purpose, hostEntry };
  if (event.type === "failed") return failed(state, event.failure);
  if (event.type === "again") return ENDED.has(state.step) ? begin(offer, hostEntry) : state;
  switch (state.step) {
    case "purpose":
      if (event.type === "purpose" && offer.purposes.includes(event.id)) return { ...state, purpose: event.id };
      if (event.type !== "next" || purpose === null) return state;
      return { ...before, step: "pin", card: NO_VIEW, problem: null, lastTry: false };
    case "pin":
      return pinStep(state, event);
    case "working":
      if (event.type === "progress") return { ...state, stage: event.stage };
      return event.type === "read" ? { ...before, step: "look", chosen: chosenAtFirst(offer), shown: false } : state;
    case "look":
      return lookStep(state, event);
    case "writing":
      return event.type === "written" ? { ...before, step: "done", outcomes: event.outcomes } : state;
    default:
      return state;
  }
}

/** The only box there is; among several the person chooses. */
function chosenAtFirst({ boxes }: NumberOffer): string[] {
  return boxes.length === 1 ? boxes.map(({ key }) => key) : [];
}

function pinStep(state: NumberState & { step: "pin" }, event: NumberEvent): NumberState {
  const { offer, purpose, hostEntry, lastTry } = state;
  switch (event.type) {
    case "card": {
      const pin = pinStatus(event.view.status, PIN_FOR_NUMBER);
      if (pin?.locked) return { offer, purpose, hostEntry, step: "locked" };
      return { ...state, card: event.view, lastTry: pin ? isLastTry(pin) : lastTry };
    }
    case "bad-form":
      return { ...state, problem: { reason: event.reason } };
    case "back":
      return { offer, purpose, hostEntry, step: "purpose" };
    case "sent":
      return { offer, purpose, hostEntry, step: "working", stage: "sent", lastTry };
    default:
      return state;
  }
}

function lookStep(state: NumberState & { step: "look" }, event: NumberEvent): NumberState {
  const { offer, purpose, hostEntry, chosen } = state;
  switch (event.type) {
    case "show":
      return { ...state, shown: event.on };
    case "choose": {
      const rest = chosen.filter((key) => key !== event.key);
      return { ...state, chosen: event.on ? [...rest, event.key] : rest };
    }
    case "write":
      return chosen.length === 0 ? state : { offer, purpose, hostEntry, step: "writing", chosen };
    case "expired":
      return { offer, purpose, hostEntry, step: "expired" };
    default:
      return state;
  }
}

function failed(state: NumberState, failure: HitofudeError): NumberState {
  const { offer, purpose, hostEntry } = state;
  const before = { offer, purpose, hostEntry };
  // Once the number is read the host is not needed.
  const needed = state.step === "purpose" || state.step === "pin" || state.step === "working";
  if (failure.code.startsWith("HOST_") && !needed) return state;
  if (state.step !== "working") return { ...before, step: "failed", failure };
  if (failure.code === "PIN_LOCKED") return { ...before, step: "locked" };
  const again = { ...before, step: "pin", card: NO_VIEW } as const;
  if (failure.code === "CANCELLED") return { ...again, problem: null, lastTry: state.lastTry };
  if (!asksAgain(failure)) return { ...before, step: "failed", failure };
  return { ...again, problem: { failure }, lastTry: lastTryAfter(state.lastTry, failure) };
}

/** The outcome of a box from the results of its parts. Values are looked at no further. */
export function outcomeOf({ key, parts }: NumberBox, results: readonly Result[]): NumberOutcome {
  const mine = parts.map(({ ref }) => results.find((result) => result.ref === ref));
  const worst = (["gone", "refused", "changed-by-page"] as const).find((bad) =>
    mine.some((result) => (result?.state ?? "gone") === bad),
  );
  return { key, state: worst ?? (mine.every((result) => result?.valid) ? "filled" : "invalid") };
}
