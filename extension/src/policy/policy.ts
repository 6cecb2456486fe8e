/**
 * What an administrator decided, by managed storage (docs/ADMIN.md). A list or a switch that cannot be read counts as the
 * narrowest: a slip of the pen must not open what somebody meant to close.
 */
import { api } from "../browser.ts";
import { UI_ORIGIN } from "../messaging/protocol.ts";

/** What can be taken away as a whole. */
export const FEATURES = ["fill", "compare", "sign", "pins", "portal", "token", "number", "memory", "practice"] as const;
export type Feature = (typeof FEATURES)[number];

/** The lists of sites. Without a list every site may, as far as the program's own rules go. */
export const LISTS = ["fillOrigins", "signOrigins", "portalOrigins", "numberOrigins"] as const;
export type List = (typeof LISTS)[number];

export type Policy = {
  /** Whether the administrator said anything at all. */
  managed: boolean;
  lists: Readonly<Record<List, readonly string[] | null>>;
  disabled: ReadonlySet<Feature>;
  /** PINs are typed in the program's own window or not at all. */
  pinEntryHost: boolean;
  /** A counter where one person follows the other: nothing is remembered, values are covered, no 個人番号. */
  kiosk: boolean;
  /** Names of settings that could not be read. */
  unread: readonly string[];
};

/** Every name that means something. */
const SETTINGS: ReadonlySet<string> = new Set([...LISTS, "tokenOrigins", "disabled", "number", "pinEntry", "kiosk"]);

/** What a kiosk does without. */
const NOT_IN_A_KIOSK: readonly Feature[] = ["memory", "number", "token", "portal", "sign"];

/** The policy as it is now; it may change while a window is open, so each beginning asks anew. */
export async function readPolicy(): Promise<Policy> {
  try {
    return policyFrom(await api.storage.managed.get(null));
  } catch {
    // Without a policy Firefox refuses the question.
    return policyFrom({});
  }
}

/** Reads what managed storage holds. */
export function policyFrom(stored: Record<string, unknown>): Policy {
  const unread: string[] = [];
  const listed = (key: List): readonly string[] | null => {
    if (!(key in stored)) return null;
    const list = stored[key];
    const good = Array.isArray(list) ? list.filter(isPattern) : [];
    if (!Array.isArray(list) || good.length !== list.length) unread.push(key);
    return good;
  };
  const flag = (key: string): boolean => {
    if (key in stored && typeof stored[key] !== "boolean") unread.push(key);
    return key in stored && stored[key] !== false;
  };
  unread.push(...Object.keys(stored).filter((key) => !SETTINGS.has(key)));
  if ("tokenOrigins" in stored && !Array.isArray(stored.tokenOrigins)) unread.push("tokenOrigins");
  const kiosk = flag("kiosk");
  const disabled = new Set<Feature>(kiosk ? NOT_IN_A_KIOSK : []);
  for (const feature of disabledIn(stored, unread)) disabled.add(feature);
  // The older switch, which stands in policies already.
  if ("number" in stored && stored.number !== true) disabled.add("number");
  if ("pinEntry" in stored && stored.pinEntry !== "host" && stored.pinEntry !== "any") unread.push("pinEntry");
  return {
    managed: Object.keys(stored).length > 0,
    lists: Object.fromEntries(LISTS.map((key) => [key, listed(key)])) as Policy["lists"],
    disabled,
    pinEntryHost: "pinEntry" in stored && stored.pinEntry !== "any",
    kiosk,
    unread,
  };
}

function disabledIn(stored: Record<string, unknown>, unread: string[]): readonly Feature[] {
  if (!("disabled" in stored)) return [];
  const list = stored.disabled;
  const known = Array.isArray(list) ? FEATURES.filter((feature) => list.includes(feature)) : [];
  if (Array.isArray(list) && known.length === new Set(list).size) return known;
  // Somebody meant to take something away, and nobody knows what.
  unread.push("disabled");
  return FEATURES;
}

/** Whether a list lets a site in; without a list, yes. `https://*.lg.jp` stands for every name below lg.jp. */
export function lets({ lists }: Policy, list: List, origin: string): boolean {
  const patterns = lists[list];
  return patterns === null || patterns.some((pattern) => matches(pattern, origin));
}

/** Whether the fill window may do anything on a site: fill or compare. */
export function mayWork(policy: Policy, origin: string): boolean {
  const nothing = policy.disabled.has("fill") && policy.disabled.has("compare");
  // The practice form is no site.
  return !nothing && (origin === UI_ORIGIN || lets(policy, "fillOrigins", origin));
}

function matches(pattern: string, origin: string): boolean {
  const below = /^https:\/\/\*(\..+)$/.exec(pattern)?.[1];
  if (below === undefined) return pattern === origin;
  return origin.startsWith("https://") && origin.endsWith(below) && origin.length > "https://".length + below.length;
}

function isPattern(value: unknown): value is string {
  if (typeof value !== "string") return false;
  const plain = value.replace(/^https:\/\/\*\./, "https://");
  if (!/^https?:\/\/[^*/]+$/.test(plain)) return false;
  try {
    return new URL(plain).origin === plain;
  } catch {
    return false;
  }
}
