/** The states of the sign page. Pure; a PIN is never part of a state or an event. */

import { isLastTry, pinStatus } from "../card/describe.ts";
import type { Health } from "../card/health.ts";
import { type CardView, NO_VIEW } from "../card/watch.ts";
import { HitofudeError } from "../messaging/failure.ts";
import type { Certificate } from "../messaging/protocol.ts";
import { asksAgain, lastTryAfter } from "../pin/after.ts";
import type { PinKind } from "../pin/kinds.ts";
import { type Check, commonPage, OFF, passed } from "./check.ts";
import { FACE_PIN } from "./comparing.ts";
import type { Kind } from "./content.ts";
import { ANY_FILE, isPDF, type Profile, profilesFor, suggest } from "./profiles.ts";
import { refitted, type Stamp } from "./stamp.ts";

/** The PIN of the signature key, and the key itself. */
export const SIGNATURE_PIN: PinKind = "signature";

/**
 * A chosen file. `digest` is null while it is worked out (`percent`) or when the file cannot be read. `kind`: what it is,
 * null until that is known. `contents`: the files of the folder that it is the archive of.
 */
export type Doc = {
  id: number;
  name: string;
  size: number;
  percent: number;
  digest: Uint8Array | null;
  file: File;
  kind: Kind | null;
  contents: readonly string[] | null;
  failure: HitofudeError | null;
};

/** A signature file that is ready to be saved. */
export type SignedFile = { name: string; mediaType: string; bytes: Uint8Array };

/** What was not signed after all, and why. */
export type Rest = { names: readonly string[]; because: Pick<HitofudeError, "code" | "params"> };

/** What came of comparing the certificate with the card; null before. Where they differ, `health` says so. */
export type Compared = { state: "same" } | { state: "differs" } | { state: "failed"; failure: HitofudeError } | null;

type Done = {
  screen: "done";
  files: readonly SignedFile[];
  certificate: Certificate;
  rest: Rest | null;
  health?: readonly Health[];
  compared?: Compared;
};

/** `stamp`: where the signature shows in a PDF; null when it does not. */
type Ready = {
  docs: readonly Doc[];
  profile: Profile;
  stamp: Stamp | null;
  card: CardView;
  /** The person agreed to this step of the trial version. */
  agreed?: boolean;
};

export type SignState =
  /** picked: the person, or the counter the person named, chose the profile; else it follows the files. */
  | ({ screen: "choose"; picked: boolean; check: Check; notice: HitofudeError | null } & Ready)
  | ({ screen: "pin"; problem: HitofudeError | null; lastTry: boolean } & Ready)
  | {
      screen: "working";
      docs: readonly Doc[];
      profile: Profile;
      stamp: Stamp | null;
      stage: string;
      done: number;
      total: number;
      lastTry: boolean;
    }
  /** health: what the person should know of the certificate before filing (it ends soon, a move made it lapse). */
  | Done
  /** The signed files stay with the state, whatever becomes of the comparison. */
  | { screen: "compare"; done: Done; card: CardView; problem: HitofudeError | null; lastTry: boolean }
  | { screen: "comparing"; done: Done; lastTry: boolean }
  | { screen: "locked"; docs: readonly Doc[] }
  | { screen: "error"; docs: readonly Doc[]; failure: HitofudeError }
  | { screen: "host-problem"; docs: readonly Doc[]; failure: HitofudeError };

export type SignEvent =
  | { type: "begin"; docs: readonly Doc[] }
  | { type: "docs"; docs: readonly Doc[] }
  | { type: "profile"; profile: Profile }
  | { type: "stamp"; stamp: Stamp | null }
  | { type: "check"; check: Check }
  | { type: "notice"; notice: HitofudeError | null }
  | { type: "card"; view: CardView }
  | { type: "next"; agreed?: boolean }
  | { type: "back" }
  | { type: "sent" }
  | { type: "progress"; stage: string; done: number; total: number }
  | {
      type: "signed";
      files: readonly SignedFile[];
      certificate: Certificate;
      rest: Rest | null;
      health?: readonly Health[];
    }
  | { type: "compare" }
  | { type: "compared"; fields: readonly string[] }
  | { type: "failed"; failure: HitofudeError };

export const BEGIN = {
  screen: "choose",
  docs: [],
  profile: ANY_FILE,
  picked: false,
  stamp: null,
  card: NO_VIEW,
  check: OFF,
  notice: null,
} as const satisfies SignState;

/** Whether every chosen file is ready to be signed. */
export function allHashed(docs: readonly Doc[]): boolean {
  return docs.length > 0 && docs.every(({ digest }) => digest !== null);
}

/** Why this card cannot sign, as a failure; null when it can or is not known yet. */
export function certificateProblem({ status }: CardView): Pick<HitofudeError, "code" | "params"> | null {
  const key = { key: "signature" };
  if (status?.certificates.some((found) => found.key === "signature" && !found.present)) {
    return { code: "CERTIFICATE_MISSING", params: key };
  }
  const told = status?.advice.find(
    ({ code, params }) => /^CERTIFICATE_(?!EXPIRING)/.test(code) && params?.key === "signature",
  );
  return told ? { code: told.code, params: key } : null;
}

/** The state after an event. An event that does not belong to the state changes nothing. */
export function nextSign(state: SignState, event: SignEvent): SignState {
  switch (event.type) {
    case "begin":
      return withDocs(
        { ...BEGIN, profile: profileOf(state), picked: "profile" in state, stamp: stampOf(state) },
        event.docs,
      );
    case "docs":
      return withDocs(state, event.docs);
    case "profile":
      return state.screen === "choose" && profilesFor(state.docs).includes(event.profile)
        ? { ...state, profile: event.profile, picked: true, stamp: isPDF(event.profile) ? state.stamp : null }
        : state;
    case "stamp":
      return state.screen === "choose" && (event.stamp === null || isPDF(state.profile))
        ? { ...state, stamp: event.stamp }
        : state;
    case "check":
      return state.screen === "choose" ? withCheck(state, event.check) : state;
    case "notice":
      return state.screen === "choose" ? { ...state, notice: event.notice } : state;
    case "card":
      return withCard(state, event.view);
    case "failed":
      return failed(state, event.failure);
    default:
      return step(state, event);
  }
}

/** Other files may not fit the profile that was chosen for the ones before. Without any the person begins anew. */
function withDocs(state: SignState, docs: readonly Doc[]): SignState {
  if (!("docs" in state)) return state;
  if (state.screen !== "choose") return { ...state, docs };
  const picked = state.picked && docs.length > 0 && profilesFor(docs).includes(state.profile);
  const known = docs.every(({ kind }) => kind !== null);
  const profile = picked ? state.profile : known ? suggest(docs).profile : ANY_FILE;
  return { ...state, docs, profile, picked, stamp: isPDF(profile) ? state.stamp : null };
}

/** The mark stays on its page: which size that has is known when it was looked at. */
function withCheck(state: SignState & { screen: "choose" }, check: Check): SignState {
  const common = commonPage(check, state.docs);
  const { stamp } = state;
  if (stamp === null || common === null) return { ...state, check };
  return { ...state, check, stamp: common === "unlike" ? null : refitted(stamp, common.sheet) };
}

const profileOf = (state: SignState): Profile => ("profile" in state ? state.profile : ANY_FILE);
const stampOf = (state: SignState): Stamp | null => ("stamp" in state ? state.stamp : null);

type Step = Exclude<
  SignEvent,
  { type: "begin" | "docs" | "profile" | "stamp" | "check" | "notice" | "card" | "failed" }
>;

function step(state: SignState, event: Step): SignState {
  if (state.screen === "choose" && event.type === "next") return toPin(state, event.agreed === true);
  if (state.screen === "pin" && event.type === "back") return chooseAgain(state, state.card);
  if (state.screen === "pin" && event.type === "sent") {
    const { docs, profile, stamp, lastTry } = state;
    return { screen: "working", docs, profile, stamp, stage: "sent", done: 0, total: docs.length, lastTry };
  }
  if (state.screen !== "working") return comparingStep(state, event);
  if (event.type === "progress") return { ...state, stage: event.stage, done: event.done, total: event.total };
  if (event.type !== "signed") return state;
  const { files, certificate, rest, health } = event;
  return { screen: "done", files, certificate, rest, health: health ?? [] };
}

function comparingStep(state: SignState, event: Step): SignState {
  if (state.screen === "done" && event.type === "compare")
    return { screen: "compare", done: state, card: NO_VIEW, problem: null, lastTry: false };
  if (state.screen === "compare" && event.type === "back") return state.done;
  if (state.screen === "compare" && event.type === "sent")
    return { screen: "comparing", done: state.done, lastTry: state.lastTry };
  if (state.screen !== "comparing" || event.type !== "compared") return state;
  const { done } = state;
  const { fields } = event;
  if (fields.length === 0) return { ...done, compared: { state: "same" } };
  const differs: Health = { told: { code: "CERTIFICATE_DIFFERS", params: { key: SIGNATURE_PIN, fields } }, ends: true };
  const others = (done.health ?? []).filter(({ told }) => told.code !== "CERTIFICATE_DIFFERS");
  return { ...done, health: [differs, ...others], compared: { state: "differs" } };
}

/** Whatever goes wrong here, the signed files are still there to be saved. */
function comparisonFailed(state: SignState & { screen: "compare" | "comparing" }, failure: HitofudeError): SignState {
  const { done, lastTry } = state;
  if (failure.code === "CANCELLED") return done;
  if (state.screen === "compare" || !asksAgain(failure)) return { ...done, compared: { state: "failed", failure } };
  return { screen: "compare", done, card: NO_VIEW, problem: failure, lastTry: lastTryAfter(lastTry, failure) };
}

/** The same files and choices once more; they are checked anew, because the card may be another one. */
const chooseAgain = ({ docs, profile, stamp }: Omit<Ready, "card">, card: CardView): SignState => ({
  ...BEGIN,
  docs,
  profile,
  picked: true,
  stamp,
  card,
});

function toPin(state: SignState & { screen: "choose" }, agreed: boolean): SignState {
  const pin = pinStatus(state.card.status, SIGNATURE_PIN);
  if (!pin || !allHashed(state.docs) || certificateProblem(state.card) || !passed(state.check)) return state;
  const { docs, profile, stamp, card } = state;
  return {
    screen: "pin",
    docs,
    profile,
    stamp,
    card,
    problem: null,
    lastTry: isLastTry(pin),
    ...(agreed && { agreed }),
  };
}

function withCard(state: SignState, view: CardView): SignState {
  if (state.screen === "compare") {
    const pin = pinStatus(view.status, FACE_PIN);
    if (pin?.locked) return comparisonFailed(state, new HitofudeError("PIN_LOCKED", { pin: FACE_PIN, triesLeft: 0 }));
    return { ...state, card: view, lastTry: pin ? isLastTry(pin) : state.lastTry };
  }
  if (state.screen !== "choose" && state.screen !== "pin") return state;
  const pin = pinStatus(view.status, SIGNATURE_PIN);
  // Without a certificate the PIN is of no use: the certificate is what to tell.
  if (pin?.locked && !certificateProblem(view)) return { screen: "locked", docs: state.docs };
  if (state.screen === "choose") return { ...state, card: view };
  return { ...state, card: view, lastTry: pin ? isLastTry(pin) : state.lastTry };
}

function failed(state: SignState, failure: HitofudeError): SignState {
  if (state.screen === "done") return state;
  if (state.screen === "compare" || state.screen === "comparing") return comparisonFailed(state, failure);
  const { docs } = state;
  if (/^HOST_|^EXTENSION_OLD$|^PROTOCOL_VERSION$/.test(failure.code)) return { screen: "host-problem", docs, failure };
  if (state.screen !== "working") return { screen: "error", docs, failure };
  if (failure.code === "PIN_LOCKED") return { screen: "locked", docs };
  if (failure.code === "CANCELLED") return chooseAgain(state, NO_VIEW);
  if (!asksAgain(failure)) return { screen: "error", docs, failure };
  return {
    screen: "pin",
    docs,
    profile: state.profile,
    stamp: state.stamp,
    card: NO_VIEW,
    problem: failure,
    lastTry: lastTryAfter(state.lastTry, failure),
  };
}
