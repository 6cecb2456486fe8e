/**
 * Which official sites are switched on. On means: the browser granted the site (asked for at the person's click) and a
 * content script is registered for it alone. Off takes both away. Storage says what the person wants, the browser what
 * it allows; a site is on only when both agree.
 */
import { api } from "../browser.ts";
import { lets, readPolicy } from "../policy/policy.ts";
import { officialSite, type PortalSite, patternsOf, portalSites } from "./sites.ts";

const KEY = "portalSites";

/** `userAgent`: pages of the site are told that this computer runs Windows. */
export type Switch = { on: boolean; userAgent: boolean };
export const OFF: Switch = { on: false, userAgent: false };

/** The switch of every site, by the site's id. */
export async function switches(): Promise<Record<string, Switch>> {
  const { [KEY]: stored } = await api.storage.local.get(KEY);
  const entries = portalSites.map(async (site) => {
    const wanted = switchIn(stored, site.id);
    return [site.id, wanted.on && (await granted(site)) ? wanted : OFF] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Whether the page of this origin may ask: official, what this tab shows, and switched on. */
export async function mayAsk(origin: string, tabUrl: string | undefined): Promise<boolean> {
  const site = officialSite(origin);
  if (site === null || tabUrl === undefined || new URL(tabUrl).origin !== origin) return false;
  const policy = await readPolicy();
  if (policy.disabled.has("portal") || !lets(policy, "portalOrigins", origin)) return false;
  return (await switches())[site.id]?.on ?? false;
}

/** Asks the browser for the site. Must be called in the click itself, or the browser does not ask. */
export function askFor(site: PortalSite): Promise<boolean> {
  return api.permissions.request({ origins: patternsOf(site).matches });
}

/** Switches a site that askFor() was granted, or one of its settings, on or off. */
export async function turn(site: PortalSite, wanted: Partial<Switch>): Promise<void> {
  const now = { ...(await switches())[site.id], ...wanted };
  if (!now.on) await leavePages(site);
  await store(site.id, { on: now.on ?? false, userAgent: (now.on && now.userAgent) ?? false });
  await sync();
  if (!now.on) await api.permissions.remove({ origins: patternsOf(site).matches });
}

/** Makes the registered scripts those that the switches ask for: after a start, an update, a permission taken away. */
export async function sync(): Promise<void> {
  const [now, policy] = [await switches(), await readPolicy()];
  // A site whose requests would be refused gets no script that says somebody is there.
  const open = (site: PortalSite) =>
    !policy.disabled.has("portal") && site.hosts.some((host) => lets(policy, "portalOrigins", originOf(host)));
  const wanted = portalSites.flatMap((site) => scriptsFor(site, open(site) ? (now[site.id] ?? OFF) : OFF));
  const registered = await api.scripting.getRegisteredContentScripts();
  const stale = registered.map(({ id }) => id).filter((id) => !wanted.some((one) => one.id === id));
  const missing = wanted.filter(({ id }) => !registered.some((one) => one.id === id));
  if (stale.length > 0) await api.scripting.unregisterContentScripts({ ids: stale });
  if (missing.length > 0) await api.scripting.registerContentScripts(missing);
}

function scriptsFor(site: PortalSite, { on, userAgent }: Switch): chrome.scripting.RegisteredContentScript[] {
  if (!on) return [];
  const common = { ...patternsOf(site), allFrames: false, persistAcrossSessions: true };
  const bridge = { id: `portal-${site.id}`, js: ["portal-content.js"], runAt: "document_end" as const, ...common };
  const agent = {
    ...{ id: `agent-${site.id}`, js: ["portal-user-agent.js"], runAt: "document_start" as const },
    ...{ world: "MAIN" as const, ...common },
  };
  return userAgent ? [bridge, agent] : [bridge];
}

/** Pages that are open take our script out of themselves, while the browser still lets us speak to them. */
async function leavePages(site: PortalSite): Promise<void> {
  const tabs = await api.tabs.query({ url: patternsOf(site).matches }).catch(() => []);
  const told = tabs.map(({ id }) => id !== undefined && api.tabs.sendMessage(id, { type: "portal-off" }));
  await Promise.allSettled(told);
}

/** A host of the list as an origin; `.name` stands for every name below, of which one is enough to ask about. */
const originOf = (host: string) => `https://${host.startsWith(".") ? `www${host}` : host}`;

const granted = (site: PortalSite) => api.permissions.contains({ origins: patternsOf(site).matches });

async function store(id: string, wanted: Switch): Promise<void> {
  const { [KEY]: stored } = await api.storage.local.get(KEY);
  const all = typeof stored === "object" && stored !== null ? stored : {};
  await api.storage.local.set({ [KEY]: { ...all, [id]: wanted } });
}

function switchIn(stored: unknown, id: string): Switch {
  const one = (stored as Record<string, Partial<Switch>> | null | undefined)?.[id];
  return { on: one?.on === true, userAgent: one?.userAgent === true };
}
