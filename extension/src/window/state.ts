/**
 * The states of the window in which a page is filled, and how each follows from the one before. Pure: no
 * browser, no host, no clock. A PIN is never part of a state or an event.
 */
import type { Left, Plan, PreviewRow, Result } from "../autofill/types.ts";
import { isLastTry, pinStatus } from "../card/describe.ts";
import { type CardView, NO_VIEW } from "../card/watch.ts";
import type { HitofudeError } from "../messaging/failure.ts";
import type { AttributeField } from "../messaging/protocol.ts";
import type { NumberBox } from "../number/boxes.ts";
import { holdsNumber, type NumberEvent, type NumberOffer, type NumberState, nextNumber } from "../number/state.ts";
import { asksAgain, lastTryAfter } from "../pin/after.ts";
import type { FormReason } from "../pin/check.ts";
import { isPinKind, type PinKind } from "../pin/kinds.ts";
import type { Policy } from "../policy/policy.ts";
import type { Standing } from "../site/standing.ts";
import { type Compared, type CompareEvent, compareStep, comparing } from "./comparing.ts";
import { begun, openQuestion, type PreviewEvent, type Previewed, previewed } from "./previewing.ts";
import type { Kept } from "./remembering.ts";

/** standing: what is known of the place; absent where nobody asked. */
export type Site = { origin: string; title: string; standing?: Standing };

/** What one pass over the page found to do. `pin` is the one PIN it needs; hostEntry: the host's window asks for it. */
export type Job = {
  site: Site;
  plan: Plan;
  fields: AttributeField[];
  pin: PinKind;
  hostEntry?: boolean;
  /** The card is read to compare (照合), not to fill. */
  compare?: boolean;
  /** The plan for each person who may hold the card, by the id of the block; absent where nobody has to say who. */
  plans?: Readonly<Record<string, Plan>>;
  /** The page asks for the 個人番号, and the host would let it. */
  number?: NumberOffer;
  /** What an administrator decided. */
  policy?: Policy;
  /** The person agreed to this step of the trial version. */
  agreed?: boolean;
};

export type PinProblem = { reason: FormReason } | { failure: HitofudeError } | null;

/** The one PIN that a number printed on the card can stand in for, and that number. */
export const FORGETTABLE: PinKind = "input-support";
export const FACE_NUMBER: PinKind = "verification-b";

/** A row of the preview with the person's tick. */
export type TickedRow = PreviewRow & { ticked: boolean };

/** A row that was ticked, with what became of it. */
export type DoneRow = PreviewRow & { result: Result };

export type PageProblem = "no-access" | "no-fields" | "closed" | "insecure" | "managed";

export type State =
  | { screen: "starting" }
  /** numbers: boxes for the 個人番号 on a page that asks for nothing else. */
  | {
      screen: "page-problem";
      problem: PageProblem;
      site: Site | null;
      left: readonly Left[];
      numbers?: readonly NumberBox[];
    }
  | { screen: "moved" }
  | { screen: "host-problem"; failure: HitofudeError }
  | { screen: "prepare"; job: Job; card: CardView }
  | { screen: "pin"; job: Job; card: CardView; problem: PinProblem; lastTry: boolean }
  /** As pin, but with 照合番号B from the face of the card instead of the 4-digit PIN. */
  | { screen: "face"; job: Job; card: CardView; problem: PinProblem; lastTry: boolean }
  | { screen: "working"; job: Job; stage: string; lastTry: boolean }
  | Previewed
  | Compared
  | { screen: "filling"; job: Job; rows: readonly PreviewRow[] }
  | { screen: "report"; job: Job; rows: readonly DoneRow[]; undone: number | null; gone: boolean; memory?: Kept }
  /** The 個人番号, by itself; `from` is where the person comes back to. */
  | { screen: "number"; site: Site; from: NumberFrom; number: NumberState }
  | { screen: "locked"; job: Job; pin: PinKind }
  | { screen: "error"; job: Job | null; failure: HitofudeError }
  /** Everything personal is gone from the window and from what it left in the page. */
  | { screen: "ended"; why: Why };

/** The screens from which the 個人番号 can be filled in. */
export type NumberFrom = Extract<State, { screen: "preview" | "report" | "page-problem" }>;

/** Why everything was wiped: the person said so, or the card was taken away and nobody said to go on. */
export type Why = "person" | "card";

export type Screen = State["screen"];

/** The screens on which values of a card stand. */
const WITH_VALUES: readonly Screen[] = ["preview", "compare", "filling", "report"];
export const holdsValues = (state: State): boolean =>
  WITH_VALUES.includes(state.screen) ||
  (state.screen === "number" && (holdsNumber(state.number) || holdsValues(state.from)));

/** Whether the 個人番号 may be in the window now. */
export const holdsTheNumber = (state: State): boolean => state.screen === "number" && holdsNumber(state.number);

/** The screens of every window at a card (the portals' too), and those of a window that writes into a page. */
const AT_A_CARD = ["starting", "moved", "host-problem", "prepare", "pin", "working", "locked", "error"] as const;
const IN_A_PAGE = ["preview", "filling", "report"] as const;
export type CardState = Extract<State, { screen: (typeof AT_A_CARD)[number] }>;
export type WritingState = CardState | Extract<State, { screen: (typeof IN_A_PAGE)[number] }>;

/** Whether a state is of a kind that the portal window has too. */
export const isCardState = (state: State): state is CardState => AT_A_CARD.some((one) => one === state.screen);
/** Whether a state is of a kind that the log-in window has too. */
export const isWritingState = (state: State): state is WritingState =>
  isCardState(state) || IN_A_PAGE.some((one) => one === state.screen);

export type Event =
  | { type: "restart" }
  | {
      type: "page-problem";
      problem: PageProblem;
      site: Site | null;
      left: readonly Left[];
      numbers?: readonly NumberBox[];
    }
  | { type: "number-open"; number: NumberState; from: NumberFrom; site: Site }
  | { type: "number-leave" }
  | { type: "number"; event: NumberEvent }
  | { type: "collected"; job: Job }
  | { type: "card"; view: CardView }
  | { type: "next"; compare?: boolean; agreed?: boolean }
  | { type: "back" }
  | { type: "forgot" }
  | { type: "bad-form"; reason: FormReason }
  | { type: "sent" }
  | { type: "progress"; stage: string }
  | PreviewEvent
  | CompareEvent
  | { type: "finish"; why: Why }
  | { type: "confirm" }
  | { type: "applied"; rows: readonly DoneRow[]; memory?: Kept | null }
  | { type: "undone"; count: number }
  | { type: "moved" }
  | { type: "tab-closed" }
  | { type: "failed"; failure: HitofudeError };

/** The state after an event. An event that does not belong to the state changes nothing. */
export function next(state: State, event: Event): State {
  switch (event.type) {
    case "restart":
      return { screen: "starting" };
    case "page-problem":
      return problemOf(event);
    case "collected":
      return { screen: "prepare", job: usual(event.job), card: NO_VIEW };
    case "failed":
      return failed(state, event.failure);
    case "moved":
      return moved(state);
    case "tab-closed":
      return { screen: "page-problem", problem: "closed", site: siteOf(state), left: [] };
    case "finish":
      return { screen: "ended", why: event.why };
    default:
      return stepOf(state, event);
  }
}

type Step = Exclude<
  Event,
  { type: "restart" | "page-problem" | "collected" | "failed" | "moved" | "tab-closed" | "finish" }
>;

function problemOf({ problem, site, left, numbers }: Event & { type: "page-problem" }): State {
  return { screen: "page-problem", problem, site, left, ...(numbers && { numbers }) };
}

/** The way of the 個人番号 begins where the person was, and leads back there. */
function numberStep(state: State & { screen: "number" }, event: Step): State {
  if (event.type === "number-leave") return state.from;
  const inner = event.type === "number" ? event.event : event.type === "card" ? event : null;
  if (inner === null) return state;
  const number = nextNumber(state.number, inner);
  return number === state.number ? state : { ...state, number };
}

/** The events that mean something on one or two screens only. */
function stepOf(state: State, event: Step): State {
  if (event.type === "number-open") {
    const { number, from, site } = event;
    return state === from ? { screen: "number", site, from, number } : state;
  }
  switch (state.screen) {
    case "number":
      return numberStep(state, event);
    case "prepare":
      return prepared(state, event);
    case "pin":
    case "face":
      return pinStep(state, event);
    case "locked":
      return event.type === "forgot" ? toFace(state, state.job, NO_VIEW) : state;
    case "working":
      return workingStep(state, event);
    case "preview":
      return previewStep(state, event);
    case "compare":
      return compareStep(state, event);
    case "filling":
      if (event.type !== "applied") return state;
      return reported(state.job, event);
    case "report":
      return event.type === "undone" ? { ...state, undone: event.count } : state;
    default:
      return state;
  }
}

function reported(job: Job, { rows, memory }: Event & { type: "applied" }): State {
  return { screen: "report", job, rows, undone: null, gone: false, ...(memory ? { memory } : {}) };
}

function prepared(state: State & { screen: "prepare" }, event: Step): State {
  if (event.type === "card") return lockedIn(state.job, event.view) ?? { ...state, card: event.view };
  if (event.type !== "next") return state;
  const pin = pinStatus(state.card.status, state.job.pin);
  if (!pin) return state;
  const { card } = state;
  const compare = event.compare === true;
  const chosen = compare === (state.job.compare ?? false) ? state.job : { ...state.job, compare };
  const job = event.agreed ? { ...chosen, agreed: true } : chosen;
  return { screen: "pin", job, card, problem: null, lastTry: isLastTry(pin) };
}

function pinStep(state: State & { screen: "pin" | "face" }, event: Step): State {
  switch (event.type) {
    case "forgot":
      return toFace(state, state.job, state.card);
    case "card": {
      const pin = pinStatus(event.view.status, state.job.pin);
      const lastTry = pin ? isLastTry(pin) : state.lastTry;
      return lockedIn(state.job, event.view) ?? { ...state, card: event.view, lastTry };
    }
    case "bad-form":
      return { ...state, problem: { reason: event.reason } };
    case "back":
      return { screen: "prepare", job: usual(state.job), card: state.card };
    case "sent":
      return { screen: "working", job: state.job, stage: "sent", lastTry: state.lastTry };
    default:
      return state;
  }
}

function workingStep(state: State & { screen: "working" }, event: Step): State {
  if (event.type === "progress") return { ...state, stage: event.stage };
  if (event.type === "card-read") return comparing(state.job, event);
  return event.type === "read" || event.type === "joined" ? begun(state.job, event) : state;
}

function previewStep(state: Previewed, event: Step): State {
  if (event.type !== "confirm") return isPreviewEvent(event) ? previewed(state, event) : state;
  const ticked = state.rows.filter((row) => row.ticked);
  if (ticked.length === 0 || openQuestion(state.job, state.sheet)) return state;
  return { screen: "filling", job: state.job, rows: ticked };
}

const PREVIEW_EVENTS = new Set<string>([
  "tick",
  "edit",
  "typed",
  "remember",
  "memory-gone",
  "whose",
] satisfies PreviewEvent["type"][]);
const isPreviewEvent = (event: Event): event is PreviewEvent => PREVIEW_EVENTS.has(event.type);

/** The way on for those who have forgotten the 4-digit PIN. There is none for any other PIN. */
function toFace(state: State, job: Job, card: CardView): State {
  if (job.pin !== FORGETTABLE) return state;
  const face = { ...job, pin: FACE_NUMBER };
  const pin = pinStatus(card.status, FACE_NUMBER);
  const lastTry = pin ? isLastTry(pin) : false;
  return lockedIn(face, card) ?? { screen: "face", job: face, card, problem: null, lastTry };
}

/** Whoever goes back to the beginning is asked for the PIN again, not for the number on the face. */
const usual = (job: Job): Job => (job.pin === FACE_NUMBER ? { ...job, pin: FORGETTABLE } : job);

/** A PIN that the card reports as locked ends the way here: there is nothing to type any more. */
function lockedIn(job: Job, card: CardView): State | null {
  return pinStatus(card.status, job.pin)?.locked ? { screen: "locked", job, pin: job.pin } : null;
}

/** After the report the page may go on to its next step; before it, everything collected is worthless. */
function moved(state: State): State {
  if (state.screen === "report" || state.screen === "compare") return { ...state, gone: true };
  if (state.screen === "number") return state.number.step === "writing" ? state : { screen: "moved" };
  // While filling, only the page itself knows what was written: its answer, or its silence, decides.
  if (state.screen === "filling") return state;
  return jobOf(state) ? { screen: "moved" } : state;
}

function failed(state: State, failure: HitofudeError): State {
  if (failure.code === "PAGE_MOVED") return { screen: "moved" };
  if (state.screen === "number") return { ...state, number: nextNumber(state.number, { type: "failed", failure }) };
  if (failure.code.startsWith("HOST_") || failure.code === "EXTENSION_OLD" || failure.code === "PROTOCOL_VERSION") {
    return hostFailed(state, failure);
  }
  const job = jobOf(state);
  if (state.screen !== "working" || job === null) return { screen: "error", job, failure };
  if (failure.code === "PIN_LOCKED") return { screen: "locked", job, pin: pinOf(failure, job) };
  if (failure.code === "CANCELLED") return { screen: "prepare", job: usual(job), card: NO_VIEW };
  if (!asksAgain(failure)) return { screen: "error", job, failure };
  const screen = job.pin === FACE_NUMBER ? "face" : "pin";
  return { screen, job, card: NO_VIEW, problem: { failure }, lastTry: lastTryAfter(state.lastTry, failure) };
}

/** Once the values are read the host is not needed: its end must not take the preview or the report away. */
function hostFailed(state: State, failure: HitofudeError): State {
  if (holdsValues(state)) return state;
  return { screen: "host-problem", failure };
}

function pinOf(failure: HitofudeError, job: Job): PinKind {
  const pin = failure.params.pin;
  return isPinKind(pin) ? pin : job.pin;
}

function jobOf(state: State): Job | null {
  return "job" in state ? state.job : null;
}

function siteOf(state: State): Site | null {
  if (state.screen === "number") return state.site;
  return jobOf(state)?.site ?? null;
}
