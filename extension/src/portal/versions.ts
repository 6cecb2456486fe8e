/** The version numbers that portals look for. They rise with the official releases, so a person can set them. */
import { api } from "../browser.ts";

/** `extension` and `app` as the page reads them; `date`: when somebody last read or set them. */
export type Versions = { extension: string; app: string; date: string };

/** Read in a public re-implementation (jpki/myna, folder mpa) in May 2026. */
export const DEFAULT_VERSIONS: Versions = { extension: "24", app: "29", date: "2026-05" };

const KEY = "portalVersions";

/** The numbers that are shown to portals now. */
export async function versions(): Promise<Versions> {
  const { [KEY]: stored } = await api.storage.local.get(KEY);
  return isVersions(stored) ? stored : DEFAULT_VERSIONS;
}

/** Keeps other numbers. */
export async function setVersions(wanted: Versions): Promise<void> {
  if (isVersions(wanted)) await api.storage.local.set({ [KEY]: wanted });
}

/** Whether a text is such a number: a few digits, perhaps with points. */
export function isVersion(value: unknown): value is string {
  return typeof value === "string" && /^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$/.test(value);
}

function isVersions(value: unknown): value is Versions {
  if (typeof value !== "object" || value === null) return false;
  const { extension, app, date } = value as Record<string, unknown>;
  return isVersion(extension) && isVersion(app) && typeof date === "string" && /^\d{4}-\d{2}(-\d{2})?$/.test(date);
}
