/** The official systems whose pages may use the bridge: the host's list (internal/portal/origins.json), read by its rules. */
import table from "shared:portals";

/** One system: a switch of its own. `hosts` are names, or ".name" for every name below it. */
export type PortalSite = (typeof table.sites)[number];

export const portalSites: readonly PortalSite[] = table.sites;

/** Whose origin this is; null for everybody else's. Only https without a port is any system's. */
export function officialSite(origin: string): PortalSite | null {
  const host = /^https:\/\/([^:/@?#]+)$/.exec(origin)?.[1];
  if (host === undefined) return null;
  return portalSites.find(({ hosts }) => hosts.some((pattern) => covers(pattern, host))) ?? null;
}

/** "evil-myna.go.jp" does not end in ".myna.go.jp". */
function covers(pattern: string, host: string): boolean {
  return pattern.startsWith(".") ? host.endsWith(pattern) && host.length > pattern.length : host === pattern;
}

/** The patterns that a browser is asked for, and those it has to leave out: "*.name" would take the name itself too. */
export function patternsOf({ hosts }: Pick<PortalSite, "hosts">): { matches: string[]; excludeMatches: string[] } {
  const below = hosts.filter((host) => host.startsWith("."));
  return {
    matches: hosts.map((host) => `https://${host.startsWith(".") ? `*${host}` : host}/*`),
    excludeMatches: below
      .map((host) => host.slice(1))
      .flatMap((name) => (hosts.includes(name) ? [] : [`https://${name}/*`])),
  };
}
