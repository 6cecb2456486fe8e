/** The part of a host name that somebody registered: what tells a person whose page it is. */
import { readable } from "./punycode.ts";
import table from "./suffixes.json" with { type: "json" };

const rulesOf = new Map<string, ReadonlySet<string>>();

/** The rules below one last label, read when it is first asked for. */
function rules(top: string): ReadonlySet<string> {
  const known = rulesOf.get(top);
  if (known !== undefined) return known;
  const text = Object.hasOwn(table.rules, top) ? (table.rules as Record<string, string>)[top] : undefined;
  const made = new Set((text ?? "").split(" "));
  rulesOf.set(top, made);
  return made;
}

/** How many labels at the end anybody may register below: "co.jp" is 2, "jp" 1. */
function suffixLength(labels: readonly string[]): number {
  const below = rules(labels.at(-1) ?? "");
  for (let length = labels.length; length > 1; length--) {
    const [first = "", ...rest] = labels.slice(-length, -1);
    const name = [first, ...rest].join(".");
    if (below.has(`!${name}`)) return length - 1;
    if (below.has(name) || below.has(["*", ...rest].join("."))) return length;
  }
  return 1;
}

/**
 * The registrable domain of a host name, as the host writes it (punycode stays); the whole name when it is itself one
 * below which anybody registers, an address in numbers, or one label.
 */
export function registrable(host: string): string {
  if (isAddress(host)) return host;
  const labels = host.split(".");
  const length = suffixLength(readable(host).split("."));
  return labels.slice(-(length + 1)).join(".");
}

/** An address in numbers, which names nobody. */
export function isAddress(host: string): boolean {
  return host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** Pages of this computer itself. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
