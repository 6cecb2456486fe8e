/** Names of hosts as people read them: xn--… labels decoded (RFC 3492), and a warning where they are made to deceive. */

const [BASE, T_MIN, T_MAX, SKEW, DAMP, FIRST_BIAS, FIRST] = [36, 1, 26, 38, 700, 72, 128];

/** A host name with its labels decoded; a label that cannot be decoded stays as it is. */
export function readable(host: string): string {
  return host
    .split(".")
    .map((label) => (label.startsWith("xn--") ? (decoded(label.slice(4)) ?? label) : label))
    .join(".");
}

/** One label without its xn--, or null when it is not punycode. */
function decoded(label: string): string | null {
  const hyphen = label.lastIndexOf("-");
  const output = [...label.slice(0, Math.max(hyphen, 0))].map((one) => one.codePointAt(0) ?? 0);
  let [at, code, bias] = [0, FIRST, FIRST_BIAS];
  let rest = label.slice(hyphen + 1);
  if (rest === "") return null;
  while (rest !== "") {
    const before = at;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(rest.charCodeAt(0));
      if (rest === "" || digit === null) return null;
      rest = rest.slice(1);
      at += digit * weight;
      const limit = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < limit) break;
      weight *= BASE - limit;
      if (weight > 0x7fffffff) return null;
    }
    const length = output.length + 1;
    bias = adapted(at - before, length, before === 0);
    code += Math.floor(at / length);
    at %= length;
    if (code > 0x10ffff) return null;
    output.splice(at++, 0, code);
  }
  const text = String.fromCodePoint(...output);
  // Nothing that cannot be seen, or that turns the writing round, is put before a person.
  return /[\p{C}\p{Z}]/u.test(text) ? null : text;
}

function digitOf(code: number): number | null {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : null;
}

function adapted(delta: number, length: number, first: boolean): number {
  let [rest, k] = [Math.floor(delta / (first ? DAMP : 2)), 0];
  rest += Math.floor(rest / length);
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

/** Scripts that stand together in Japanese names; digits, the hyphen and ー belong to every one. */
const JAPANESE = new Set(["Hira", "Kana", "Hani"]);
const SCRIPTS = ["Latn", "Cyrl", "Grek", "Hira", "Kana", "Hani", "Hang", "Arab", "Hebr", "Armn", "Thai"] as const;
const TESTS = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, "u")] as const);

/** Whether one label mixes scripts that nobody writes together (a Cyrillic а in a Latin name), or has letters of none known. */
export function mixesScripts(host: string): boolean {
  return readable(host)
    .split(".")
    .some((label) => {
      const letters = [...label].filter((one) => /\p{L}/u.test(one) && one !== "ー");
      const scripts = new Set(letters.map((one) => TESTS.find(([, test]) => test.test(one))?.[0] ?? "other"));
      if (scripts.has("other")) return true;
      const foreign = [...scripts].filter((script) => !JAPANESE.has(script));
      return foreign.length > 1 || (foreign.length === 1 && scripts.size > 1 && foreign[0] !== "Latn");
    });
}

/**
 * Whether a label can be taken for another: not Latin, not Japanese, but made only of letters that look Latin (аррӏе).
 * All of Cyrillic and Greek counts: an official Japanese name has neither.
 */
export function looksLatin(host: string): boolean {
  return readable(host)
    .split(".")
    .some((label) => /^[\p{Script=Cyrl}\p{Script=Grek}\p{Script=Armn}\d-]+$/u.test(label) && /\p{L}/u.test(label));
}
