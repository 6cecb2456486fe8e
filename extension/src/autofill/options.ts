/** Finding the one choice that means what the card says, by its visible text. Two that fit are none. */
import { namesEraYear } from "./eras.ts";
import type { Option, Reason } from "./types.ts";

type Chosen = { value: string; shown: string } | { reason: Reason };

/** The one option whose text fits and whose value names it alone, so that apply() cannot pick another. */
export function matchOption(options: readonly Option[], fits: (text: string) => boolean): Chosen {
  const found = options.filter(({ text }) => fits(text));
  const [only] = found;
  if (only === undefined) return { reason: "option-missing" };
  const same = options.filter(({ value }) => value === only.value);
  if (found.length > 1 || same.length > 1) return { reason: "option-ambiguous" };
  return { value: only.value, shown: only.text };
}

/** The years a form can mean. */
export type EraDate = { year: number; era: string; eraYear: number };

/**
 * The option for a birth year: 1985, 1985年, 昭和60年(1985), S60; where the form asks the era apart also 60, 060 or
 * 元. A list from 2026 to 1920 has no 60, and one from 1 to 64 no 1985, so the full forms come first.
 */
export function matchYear(options: readonly Option[], { year, era, eraYear }: EraDate, eraAsked: boolean): Chosen {
  const numbers = (text: string) => (text.normalize("NFKC").match(/\d+/g) ?? []).map(Number);
  const full = matchOption(options, (text) => numbers(text).includes(year) || namesEraYear(text, era, eraYear));
  if ("value" in full || full.reason === "option-ambiguous" || !eraAsked) return full;
  return matchOption(options, (text) => {
    const found = numbers(text);
    return (found.length === 1 && found[0] === eraYear) || (eraYear === 1 && /元/.test(text));
  });
}
