/**
 * The sites that may ask for a log-in token: those the person added, kept in the extension's storage, and those an
 * administrator lists in managed storage. The list is all that is ever remembered of a log-in.
 */
import { api } from "../browser.ts";

const KEY = "tokenOrigins";

/** Who listed a site; null: nobody. */
export type ListedBy = "person" | "administrator" | null;

/** The lists, each in the order of the alphabet. */
export async function listedOrigins(): Promise<{ person: string[]; administrator: string[] }> {
  const stored = await api.storage.local.get(KEY);
  // Without a policy Firefox refuses the question.
  const managed = await api.storage.managed.get(KEY).catch(() => ({}));
  return { person: originsIn(stored), administrator: originsIn(managed) };
}

/** Who listed an origin. */
export async function listedBy(origin: string): Promise<ListedBy> {
  const { person, administrator } = await listedOrigins();
  if (administrator.includes(origin)) return "administrator";
  return person.includes(origin) ? "person" : null;
}

/** Adds an origin for the person. */
export async function addOrigin(origin: string): Promise<void> {
  const { person } = await listedOrigins();
  if (isOrigin(origin)) await api.storage.local.set({ [KEY]: [...new Set([...person, origin])].sort() });
}

/** Takes an origin off the person's list. */
export async function removeOrigin(origin: string): Promise<void> {
  const { person } = await listedOrigins();
  await api.storage.local.set({ [KEY]: person.filter((one) => one !== origin) });
}

/** What storage holds may be damaged, or an administrator's slip: only whole origins count. */
function originsIn(stored: Record<string, unknown>): string[] {
  const list = stored[KEY];
  return Array.isArray(list) ? list.filter(isOrigin).sort() : [];
}

function isOrigin(value: unknown): value is string {
  if (typeof value !== "string" || !/^https?:[^*]*$/.test(value)) return false;
  try {
    return new URL(value).origin === value;
  } catch {
    return false;
  }
}
