import table, { type Words } from "shared:errors";
import { fill, knownKey, type Language, text, type Values } from "../i18n/index.ts";
import type { HitofudeError } from "../messaging/failure.ts";
import type { Params } from "../messaging/protocol.ts";
import { isPinKind, pinWords } from "../pin/kinds.ts";

export type Explanation = { cause: string; next: string };

/** Cause and next step of a failure, in a language: from errors.json, or from our own table. */
export function explain(failure: Pick<HitofudeError, "code" | "params">, language: Language): Explanation {
  const values = valuesOf(failure.params, language);
  const words = wordsOf(failure, language);
  if (!words) return ownWords(failure.code, language, values);
  return { cause: fill(words.cause, values), next: fill(nextStep(words, failure.params, language), values) };
}

/** The texts of errors.json for a code, with those of its PIN or reason; null for a code that is not in it. */
function wordsOf({ code, params }: Pick<HitofudeError, "code" | "params">, language: Language): Words | null {
  const entry = table.errors.find((one) => one.code === code);
  if (!entry) return null;
  const own = [entry.byPin?.[String(params.pin)], entry.byReason?.[String(params.reason)]];
  return Object.assign({}, entry[language], ...own.map((words) => words?.[language]));
}

/** A card that does not say how many tries are left must not be reported with a number. */
function nextStep(words: Words, params: Params, language: Language): string {
  if (!words.next.includes("{triesLeft}") || typeof params.triesLeft === "number") return words.next;
  return words.nextUnknown ?? text(language, "failure.triesUnknown");
}

function ownWords(code: string, language: Language, values: Values): Explanation {
  const of = (part: "cause" | "next") => {
    const key = knownKey(`failure.${code}.${part}`) ?? (`failure.unknownCode.${part}` as const);
    return text(language, key, values);
  };
  return { cause: of("cause"), next: of("next") };
}

/** The parameters as words: a kind of PIN by its name, listed values by their text, the rest as they are. */
function valuesOf(params: Params, language: Language): Values {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "number") values[name] = value;
    else if (typeof value === "string") values[name] = table.values[name]?.[value]?.[language] ?? value;
  }
  const pin = params.pin;
  if (isPinKind(pin)) values.pin = pinWords(pin, language).name;
  return values;
}
