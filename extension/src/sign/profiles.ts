/** The kinds of signatures this page offers, by what was chosen. The names are the host's (docs/PROTOCOL.md, sign). */
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

/** What a profile takes, by the end of a file's name; one that is not here takes every file. */
const TAKES: Partial<Record<Profile, RegExp>> = {
  "pdf-moj": /\.pdf$/i,
  "pdf-pades-b": /\.pdf$/i,
  "egov-kousei": /\.zip$/i,
  "xmldsig-enveloped": /\.xml$/i,
};

/** Bytes of a file that a profile takes, at most (docs/PROTOCOL.md): these are read by the host, not only hashed. */
export const MAX_CONTENT = 100 * 1024 * 1024;

/** The profiles that every chosen file fits, the plainest first. */
export function profilesFor(docs: readonly Pick<Doc, "name" | "size">[]): Profile[] {
  return PROFILES.filter((profile) =>
    docs.every(
      ({ name, size }) => (TAKES[profile]?.test(name) ?? true) && (profile === ANY_FILE || size <= MAX_CONTENT),
    ),
  );
}

/** Whether the host needs the bytes, not only their digest. */
export const needsContent = (profile: Profile): boolean => profile !== ANY_FILE;
