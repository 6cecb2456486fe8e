/**
 * The states of the log-in window. They are the fill window's (window/state.ts), with a job of their own, and two more:
 * `refused` (the page asks in a way that is not trusted, or for nothing) and `origins` (the list of sites).
 */
import type { Job, WritingState } from "../window/state.ts";
import type { Refusal } from "./ask.ts";
import type { ListedBy } from "./origins.ts";
import type { Request } from "./page.ts";

/** What a trusted request asks for. */
export type Wanted = Exclude<Request, { refused: Refusal } | null>;
export type TokenJob = Job & { wanted: Wanted; listed: ListedBy };

/** Why there is nothing to log in to. */
export type Problem = Refusal | "none" | "no-access" | "closed";

export type Refused = { screen: "refused"; problem: Problem; origin: string | null };
export type Origins = { screen: "origins"; person: readonly string[]; administrator: readonly string[] };
export type TokenState = WritingState | Refused | Origins;

/** The claims a person is shown before the token is written. */
export type Claims = { aud: string; nonce: string; iat: number; exp: number; jti: string };

/** Reads the claims of a token of our own host; null when it is none. */
export function claimsOf(token: string): Claims | null {
  const [, payload, , more] = token.split(".");
  if (payload === undefined || more !== undefined) return null;
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const { aud, nonce, iat, exp, jti } = JSON.parse(text) as Record<string, unknown>;
    const fine = typeof aud === "string" && typeof nonce === "string" && typeof jti === "string";
    return fine && typeof iat === "number" && typeof exp === "number" ? { aud, nonce, iat, exp, jti } : null;
  } catch {
    return null;
  }
}
