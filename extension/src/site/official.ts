/** Which hosts are a public body's own: by the rules of the registry, not by what a page says of itself. */
import { registrable } from "./domain.ts";
import table from "./official.json" with { type: "json" };
import suffixes from "./suffixes.json" with { type: "json" };

export type Body = { ja: string; en: string };

/** Names below which municipalities had their reserved names: the 47 prefectures, and the cities with a name of their own. */
const AREAS = new Set(table.reserved.areas.split(" "));
const JAPANESE = new Set(suffixes.rules.jp.split(" "));
const RESERVED = new Set(table.reserved.labels);

/** Whose host it is, or null when nothing says so. */
export function officialBody(host: string): Body | null {
  const known = table.hosts.find(({ pattern }) => covers(pattern, host));
  if (known !== undefined) return known;
  return isReserved(registrable(host)) ? table.reserved : null;
}

/** "evil-go.jp" does not end in ".go.jp". */
function covers(pattern: string, host: string): boolean {
  return pattern.startsWith(".") ? host.endsWith(pattern) && host.length > pattern.length : host === pattern;
}

/** city.chiyoda.tokyo.jp, pref.aichi.jp, city.yokohama.jp. A city.evil.jp is anybody's. */
function isReserved(domain: string): boolean {
  const labels = domain.split(".");
  const [first = "", ...rest] = labels;
  if (!RESERVED.has(first) || rest.at(-1) !== "jp") return false;
  if (!AREAS.has(rest.at(-2) ?? "")) return false;
  // Below a prefecture only the names of municipalities count that the registry has: city.evil.tokyo.jp does not.
  return rest.length === 2 || (rest.length === 3 && JAPANESE.has(rest.slice(0, 2).join(".")));
}
