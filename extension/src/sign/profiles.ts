/** The kinds of signatures this page offers, by what was chosen. The names are the host's (docs/PROTOCOL.md, sign). */
import type { Kind } from "./content.ts";
import type { Doc } from "./state.ts";

export const PROFILES = [
  "cms-detached",
  "cms-attached",
  "pdf-moj",
  "pdf-pades-b",
  "egov-kousei",
  "xmldsig-enveloped",
] as const;
export type Profile = (typeof PROFILES)[number];

/** The one that fits every file and changes none. */
export const ANY_FILE: Profile = "cms-detached";

/**
 * What a profile takes: by the end of a file's name, as the person sees it, or by what the file is. One that is not here
 * takes every file.
 */
const TAKES: Partial<Record<Profile, { name: RegExp; kinds: readonly Kind[] }>> = {
  "pdf-moj": { name: /\.pdf$/i, kinds: ["pdf"] },
  "pdf-pades-b": { name: /\.pdf$/i, kinds: ["pdf"] },
  "egov-kousei": { name: /\.zip$/i, kinds: ["egov", "zip"] },
  "xmldsig-enveloped": { name: /\.xml$/i, kinds: ["xml"] },
};

/** Bytes of a file that a profile takes, at most (docs/PROTOCOL.md): these are read by the host, not only hashed. */
export const MAX_CONTENT = 100 * 1024 * 1024;

/** Documents under one entry of the PIN. */
export const MAX_DOCS = 50;

type Fitting = Pick<Doc, "name" | "size"> & { kind?: Kind | null };

/** The profiles that every chosen file fits, the plainest first. */
export function profilesFor(docs: readonly Fitting[]): Profile[] {
  return PROFILES.filter((profile) =>
    docs.every((doc) => takes(profile, doc) && (profile === ANY_FILE || doc.size <= MAX_CONTENT)),
  );
}

function takes(profile: Profile, { name, kind }: Fitting): boolean {
  const taken = TAKES[profile];
  return taken === undefined || taken.name.test(name) || (kind != null && taken.kinds.includes(kind));
}

/** Why a profile is suggested: there is a text for each. */
export type Reason = "none" | "pdf" | "egov" | "xml" | "mixed" | "large" | "other";

/**
 * The profile to begin with, from what the files are, and why. A PDF gets the form of ISO 32000-1 §12.8.3.3, which
 * ordinary viewers show and the registry takes; nothing is guessed of XML, because no counter is known to take it.
 */
export function suggest(docs: readonly Fitting[]): { profile: Profile; reason: Reason } {
  const [first, ...others] = docs;
  if (first === undefined) return { profile: ANY_FILE, reason: "none" };
  const kind = first.kind ?? "other";
  if (others.some((doc) => (doc.kind ?? "other") !== kind)) return { profile: ANY_FILE, reason: "mixed" };
  if (docs.some(({ size }) => size > MAX_CONTENT)) return { profile: ANY_FILE, reason: "large" };
  if (kind === "pdf") return { profile: "pdf-moj", reason: "pdf" };
  if (kind === "egov") return { profile: "egov-kousei", reason: "egov" };
  return { profile: ANY_FILE, reason: kind === "xml" ? "xml" : "other" };
}

/** Whether the host needs the bytes, not only their digest. */
export const needsContent = (profile: Profile): boolean => profile !== ANY_FILE;

/** Whether the signature goes into a PDF, where it can show. */
export const isPDF = (profile: Profile): boolean => profile === "pdf-moj" || profile === "pdf-pades-b";
