/**
 * The person's own list of places: origins, on shared hosts with the path that names the form's owner. It shortens what
 * the window says, and nothing else: PIN, preview and press stay. Kept in the extension's storage, made by the person.
 */
import { api } from "../browser.ts";
import { standingOf } from "./standing.ts";

const KEY = "ownSites";

/** The list, in the order of the alphabet. */
export async function ownSites(): Promise<string[]> {
  const { [KEY]: stored } = await api.storage.local.get(KEY);
  return Array.isArray(stored) ? stored.filter(isKey).sort() : [];
}

export async function addSite(key: string): Promise<void> {
  if (isKey(key)) await api.storage.local.set({ [KEY]: [...new Set([...(await ownSites()), key])].sort() });
}

export async function removeSite(key: string): Promise<void> {
  await api.storage.local.set({ [KEY]: (await ownSites()).filter((one) => one !== key) });
}

/** What storage holds may be damaged: only what this version would make of the same address counts. */
function isKey(value: unknown): value is string {
  if (typeof value !== "string" || !/^https:[^*]+$/.test(value) || !URL.canParse(value)) return false;
  const { origin, pathname } = new URL(value);
  return standingOf(origin, pathname, false, []).key === value;
}
