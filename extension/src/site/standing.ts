/** What is known of the place a page comes from, before a person is asked for a PIN. Pure. */
import { UI_ORIGIN } from "../messaging/protocol.ts";
import { isAddress, isLoopback, registrable } from "./domain.ts";
import { type Body, officialBody } from "./official.ts";
import { looksLatin, mixesScripts, readable } from "./punycode.ts";
import { type Tenant, tenantOf } from "./tenant.ts";

/**
 * official: a public body's own host. own: on the person's own list. loopback: this computer. insecure: http, which the
 * host refuses. unknown: anybody's.
 */
export type Standing = {
  kind: "official" | "own" | "loopback" | "insecure" | "unknown";
  /** The registrable domain, decoded for reading, and as the browser writes it where that differs. */
  domain: string;
  raw: string | null;
  /** The name is made of letters that can be taken for others. */
  deceptive: boolean;
  /** Numbers in place of a name. */
  numeric: boolean;
  body: Body | null;
  tenant: Tenant | null;
  /** What the person's list would hold; null where nothing can be put on it. */
  key: string | null;
  /** The page speaks of 給付金 or 還付. */
  benefit: boolean;
};

/** A page of the extension itself: the practice form. */
const OURS: Standing = {
  kind: "loopback",
  domain: "",
  raw: null,
  deceptive: false,
  numeric: false,
  body: null,
  tenant: null,
  key: null,
  benefit: false,
};

/** The standing of a page; `own` is the person's list. */
export function standingOf(origin: string, path: string, benefit: boolean, own: readonly string[]): Standing {
  if (origin === UI_ORIGIN) return OURS;
  const { hostname: written, protocol, port } = new URL(origin);
  // A name may end with a dot: it is the same site, and nothing is put on the list under such a name.
  const hostname = written.replace(/\.$/, "");
  const tenant = tenantOf(hostname, path);
  const domain = registrable(hostname);
  const body = protocol === "https:" && port === "" ? officialBody(hostname) : null;
  const key = hostname === written ? keyOf(origin, tenant) : null;
  const shown = readable(domain);
  const facts = {
    domain: shown,
    raw: shown === domain ? null : domain,
    deceptive: mixesScripts(hostname) || looksLatin(hostname),
    numeric: isAddress(hostname),
    body,
    tenant,
    key,
    benefit,
  };
  if (isLoopback(hostname)) return { kind: "loopback", ...facts };
  if (protocol !== "https:") return { kind: "insecure", ...facts };
  if (body !== null) return { kind: "official", ...facts };
  return { kind: key !== null && own.includes(key) ? "own" : "unknown", ...facts };
}

/** What the person's list holds for a place: its origin, on a shared host with the part of the path that names the form's owner. */
function keyOf(origin: string, tenant: Tenant | null): string | null {
  if (!origin.startsWith("https://")) return null;
  if (tenant === null) return origin;
  // A shared host as a whole is nobody's: without a path that says whose form it is there is nothing to trust.
  return tenant.path === "" ? null : origin + tenant.path;
}

/** What the window has to say before the PIN: nothing, a plain warning, or one that wants an answer of its own. */
export function warningFor({ kind, benefit, deceptive }: Standing): "none" | "plain" | "strong" {
  if (kind !== "unknown") return "none";
  return benefit || deceptive ? "strong" : "plain";
}
