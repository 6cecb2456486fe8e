/** What a refused PIN means for the next try. The same for every window that asks for one. */
import type { HitofudeError } from "../messaging/failure.ts";

type Told = Pick<HitofudeError, "code" | "params">;

const BACK_TO_PIN = new Set(["PIN_INCORRECT", "PIN_LAST_TRY", "PIN_FORMAT", "PIN_REQUIRED", "PIN_REPEATED"]);

/** Whether the PIN is asked for again after this failure. */
export function asksAgain({ code }: Told): boolean {
  return BACK_TO_PIN.has(code);
}

/** Whether the next try may be the last, given whether the one before might have been. */
export function lastTryAfter(before: boolean, { code, params }: Told): boolean {
  if (code === "PIN_LAST_TRY") return true;
  if (code !== "PIN_INCORRECT" && code !== "PIN_REPEATED") return before;
  const left = params.triesLeft;
  return typeof left !== "number" || left <= 1;
}
