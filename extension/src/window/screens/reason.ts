import reasons from "../../autofill/reasons.json" with { type: "json" };
import type { Reason } from "../../autofill/types.ts";
import type { Language } from "../../i18n/index.ts";

/** Why a field is filled or left alone, in words. */
export function reasonText(reason: Reason, language: Language): string {
  return reasons[reason][language];
}
