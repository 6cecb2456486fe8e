import type { Params } from "./protocol.ts";

/**
 * Codes of this side, for what the host cannot say itself. The others are those of errors.json.
 * HOST_MISSING: the browser does not find or start the program. HOST_FORBIDDEN: its manifest does not list
 * this extension. HOST_CLOSED: the program ended. HOST_SILENT: no answer in time. HOST_GARBLED: an answer
 * that is not of the protocol. HOST_OLD, EXTENSION_OLD: which half must be updated. PAGE_MOVED,
 * PAGE_CLOSED: the page is not the one that was looked at. CARD_MUTE: a card that does not answer (upside
 * down, dirty). FILE_UNREADABLE: a chosen file cannot be read. TOO_MANY_FILES: more than
 * are signed under one entry of the PIN, or a folder with too much in it.
 */
export const OWN_CODES = [
  "HOST_MISSING",
  "HOST_FORBIDDEN",
  "HOST_CLOSED",
  "HOST_SILENT",
  "HOST_GARBLED",
  "HOST_OLD",
  "EXTENSION_OLD",
  "PAGE_MOVED",
  "PAGE_CLOSED",
  "CARD_MUTE",
  "FILE_UNREADABLE",
  "TOO_MANY_FILES",
  "UNEXPECTED",
] as const;
export type OwnCode = (typeof OWN_CODES)[number];

/** A failure with a code of errors.json or of OWN_CODES, and the values its text names. Never a PIN. */
export class HitofudeError extends Error {
  readonly code: string;
  readonly params: Params;
  constructor(code: string, params: Params = {}) {
    super(code);
    this.name = "HitofudeError";
    this.code = code;
    this.params = params;
  }
}

/** Any thrown thing as a HitofudeError; what nobody foresaw becomes UNEXPECTED and goes to the console. */
export function asFailure(error: unknown): HitofudeError {
  if (error instanceof HitofudeError) return error;
  console.error(error);
  return new HitofudeError("UNEXPECTED");
}

/** Why a port closed, from the browser's English text (the browsers give no code). */
export function disconnectCode(text: string, sawHello: boolean): OwnCode {
  if (/not found|No such native application|Invalid native messaging host name/.test(text)) {
    return "HOST_MISSING";
  }
  if (/forbidden/.test(text)) return "HOST_FORBIDDEN";
  if (/Error when communicating|exceeds the limit/.test(text)) return "HOST_GARBLED";
  // Firefox says "An unexpected error occurred" for a program that cannot be started; see also Chromium's
  // "Native host has exited.", which comes at once for a file that is not a program.
  return sawHello ? "HOST_CLOSED" : "HOST_MISSING";
}
