/** The states of the page about the card and its PINs. Pure; a PIN is never part of a state or an event. */
import { isLastTry, pinStatus } from "../card/describe.ts";
import { type CardView, NO_VIEW } from "../card/watch.ts";
import type { HitofudeError } from "../messaging/failure.ts";
import { asksAgain, lastTryAfter } from "../pin/after.ts";
import { isPinKind, type PinKind } from "../pin/kinds.ts";

/** The PINs that the card's own command changes. The resident register PIN is changed at the counter only. */
export const CHANGEABLE = ["signature", "authentication", "input-support"] as const;
export type Changeable = (typeof CHANGEABLE)[number];

export type PinsState =
  | { screen: "starting" }
  | { screen: "status"; card: CardView }
  | {
      screen: "change";
      kind: Changeable;
      card: CardView;
      problem: HitofudeError | null;
      lastTry: boolean;
      /** The new PIN was called easy to guess: the person may insist. */
      weak: boolean;
    }
  | { screen: "working"; kind: Changeable; stage: string; lastTry: boolean; weak: boolean }
  | { screen: "changed"; kind: Changeable }
  | { screen: "unknown"; kind: Changeable; failure: HitofudeError }
  | { screen: "locked"; kind: PinKind }
  /** kind: the PIN that was to be changed, and was not. */
  | { screen: "error"; kind: Changeable | null; failure: HitofudeError }
  | { screen: "host-problem"; failure: HitofudeError };

export type PinsEvent =
  | { type: "begin" }
  | { type: "overview" }
  | { type: "card"; view: CardView }
  | { type: "change"; kind: Changeable }
  | { type: "sent" }
  | { type: "progress"; stage: string }
  | { type: "changed" }
  | { type: "failed"; failure: HitofudeError };

/** The state after an event. An event that does not belong to the state changes nothing. */
export function nextPins(state: PinsState, event: PinsEvent): PinsState {
  switch (event.type) {
    case "begin":
      return { screen: "starting" };
    case "overview":
      return { screen: "status", card: NO_VIEW };
    case "card":
      return withCard(state, event.view);
    case "change":
      return state.screen === "status" ? toChange(state.card, event.kind) : state;
    case "sent": {
      if (state.screen !== "change") return state;
      const { kind, lastTry, weak } = state;
      return { screen: "working", kind, stage: "sent", lastTry, weak };
    }
    case "progress":
      return state.screen === "working" ? { ...state, stage: event.stage } : state;
    case "changed":
      return state.screen === "working" ? { screen: "changed", kind: state.kind } : state;
    case "failed":
      return failed(state, event.failure);
  }
}

function toChange(card: CardView, kind: Changeable): PinsState {
  const pin = pinStatus(card.status, kind);
  if (pin?.locked) return { screen: "locked", kind };
  return { screen: "change", kind, card, problem: null, lastTry: pin ? isLastTry(pin) : false, weak: false };
}

function withCard(state: PinsState, card: CardView): PinsState {
  if (state.screen === "status") return { ...state, card };
  if (state.screen !== "change") return state;
  const pin = pinStatus(card.status, state.kind);
  if (pin?.locked) return { screen: "locked", kind: state.kind };
  return { ...state, card, lastTry: pin ? isLastTry(pin) : state.lastTry };
}

function failed(state: PinsState, failure: HitofudeError): PinsState {
  const lost = state.screen === "working" && failure.params.outcome === "unknown";
  // Also when the host itself went away with the answer: after "sent", only an error that came from it says the PIN is as it was.
  if (state.screen === "working" && (lost || ENDED.has(failure.code))) {
    return { screen: "unknown", kind: state.kind, failure };
  }
  if (/^HOST_|^EXTENSION_OLD$|^PROTOCOL_VERSION$/.test(failure.code)) return { screen: "host-problem", failure };
  if (state.screen !== "working") return { screen: "error", kind: null, failure };
  const { kind, lastTry } = state;
  if (failure.code === "PIN_LOCKED") return { screen: "locked", kind: pinOf(failure, kind) };
  const weak = failure.code === "PIN_WEAK";
  if (!weak && !asksAgain(failure)) return { screen: "error", kind, failure };
  return {
    screen: "change",
    kind,
    card: NO_VIEW,
    problem: failure,
    lastTry: lastTryAfter(lastTry, failure),
    weak: weak || state.weak,
  };
}

/** The host ended or fell silent in the middle: nobody knows how far it came. */
const ENDED = new Set(["HOST_CLOSED", "HOST_SILENT", "HOST_GARBLED"]);

function pinOf({ params }: HitofudeError, kind: Changeable): PinKind {
  return isPinKind(params.pin) ? params.pin : kind;
}
