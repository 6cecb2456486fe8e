/** The messages of docs/PROTOCOL.md, version 1, as far as the extension sends or reads them. */
import type { PinKind } from "../pin/kinds.ts";

/** The protocol this extension speaks. */
export const PROTOCOL = 1;

/** A message may have at most this many bytes of JSON, both ways (docs/PROTOCOL.md, Frames). */
export const MAX_MESSAGE = 1024 * 1024;

/** Origin of a window that was not opened from a page. */
export const UI_ORIGIN = "hitofude:ui";

export type Params = Readonly<Record<string, unknown>>;

export type Hello = {
  type: "hello";
  protocol: number;
  version: string;
  platform: string;
  capabilities: readonly string[];
};
export type Progress = { type: "progress"; id: string; stage: string; done?: number; total?: number };
export type Result = { type: "result"; id: string; result: Params };
export type Failure = { type: "error"; id?: string; error: { code: string; params: Params } };
export type BlobPiece = { type: "blob"; blob: string; size: number; seq: number; data: string };
export type Incoming = Hello | Progress | Result | Failure | BlobPiece;

/** What the extension sends. */
export type Request = { id: string; type: string; origin: string; topOrigin: string; params: Params };

export type ReaderState = "empty" | "card" | "mute" | "in-use";
/** A newer host may name more of them; what is not known here is told as "other". */
export type CardType =
  | "my-number"
  | "face-auth"
  | "certificates-none"
  | "juki"
  | "phone"
  | "licence"
  | "profession"
  | "transit"
  | "other";
export type Reader = { name: string; state: ReaderState; card: CardType | null; pinPad: boolean };
export type Readers = { readers: Reader[] };

export type PinStatus = { kind: PinKind; triesLeft: number | null; maxTries: number; locked: boolean };
export type KeyName = "signature" | "authentication";
export type CertificateStatus = { key: KeyName; present: boolean; notBefore?: string; notAfter?: string };
export type Advice = { code: string; params?: Params };
export type CardStatus = {
  pins: PinStatus[];
  certificates: CertificateStatus[];
  card: { reader: string; expires: string | null; type?: CardType | null };
  advice: Advice[];
  /** Of a card in use, while this is a trial version; src/trial reads it. */
  trial?: Readonly<Record<string, { answer: string; params?: Params } | undefined>>;
};

export type AttributeField = "name" | "address" | "birth" | "sex";
/** `profile` is read by src/autofill alone, which knows its shape. */
export type CardAttributes = { attributes: Params; profile: Params };

export type Holder = {
  name: string;
  address: string;
  birth: string;
  sex: string;
  nameReplaced: boolean;
  addressReplaced: boolean;
};
export type Certificate = {
  key: KeyName;
  subject: string;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  chain: { state: string; root: string };
  revocation: string;
  holder: Holder | null;
};
export type Output = {
  name: string;
  mediaType: string;
  content?: string;
  blob?: string;
  from?: number;
  length?: number;
};
/** `unsigned` names what was not reached, and `stopped` says why. */
export type Signed = {
  outputs: Output[];
  certificate: Certificate;
  warnings: Advice[];
  unsigned?: string[];
  stopped?: Advice;
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** The forms an incoming message may have. Keys that a newer host adds are let through unread. */
const forms: Record<string, (m: Record<string, unknown>) => boolean> = {
  hello: (m) => isNumber(m.protocol) && isText(m.version),
  progress: (m) => isText(m.id) && isText(m.stage),
  result: (m) => isText(m.id) && isObject(m.result),
  error: (m) => (m.id === undefined || isText(m.id)) && isObject(m.error) && isText(m.error.code),
  blob: (m) => isText(m.blob) && isNumber(m.size) && isNumber(m.seq) && isText(m.data),
};

/**
 * Reads a message from the host: null when it is not of the protocol, "unknown" when it is of a type that a
 * newer host may know and this extension does not need.
 */
export function readIncoming(value: unknown): Incoming | "unknown" | null {
  if (!isObject(value) || !isText(value.type)) return null;
  const form = Object.hasOwn(forms, value.type) ? forms[value.type] : undefined;
  if (!form) return "unknown";
  if (!form(value)) return null;
  if (value.type === "error") return readFailure(value);
  return value as unknown as Incoming;
}

/** An error without params is an error all the same: it gets empty ones. */
function readFailure(value: Record<string, unknown>): Failure {
  const error = value.error as { code: string; params?: unknown };
  const params = isObject(error.params) ? error.params : {};
  const id = value.id;
  return { type: "error", ...(isText(id) ? { id } : {}), error: { code: error.code, params } };
}
