/**
 * The states of the portal window. They are the fill window's (window/state.ts) as far as card and PIN go, with a job of
 * their own, and: `refused` (nothing was asked of the card), `given` (the page has its answer), `sites` (the switches).
 */
import type { HitofudeError } from "../messaging/failure.ts";
import type { PinKind } from "../pin/kinds.ts";
import type { CardState, Job } from "../window/state.ts";
import type { Mode, Refusal } from "./request.ts";
import type { Switch } from "./switches.ts";
import type { Versions } from "./versions.ts";

/** A digest as the host read it. */
export type Digest = { algorithm: string; hex: string };
/** What the page asks for, understood. */
export type Asked = { mode: Mode; digests: string[] };
export type PortalJob = Job & { asked: Asked; shown: Digest[] };

/** The PIN of each mode. */
export const PIN_OF: Record<Mode, PinKind> = { "01": "authentication", "02": "signature", "04": "input-support" };

/**
 * Why nothing is given: the page's way of asking, its digests, that it may not ask at all, or that it is gone. Only in
 * the last case a PIN may have been sent to the card (pinSent).
 */
export type Problem = { reason: Refusal | "not-on" | "gone" } | { failure: HitofudeError };
export type Refused = { screen: "refused"; problem: Problem; origin: string | null; pinSent?: boolean };
export type Given = { screen: "given"; job: PortalJob };

/** What portals recognise this installation by; a failure when the program on the computer does not tell. */
export type Identity = { uuid: string; created: string } | { failure: HitofudeError } | null;
export type Sites = { screen: "sites"; switches: Record<string, Switch>; versions: Versions; identity: Identity };

export type PortalState = CardState | Refused | Given | Sites;
