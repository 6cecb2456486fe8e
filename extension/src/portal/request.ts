/**
 * What a portal's page may ask, and what it is answered (docs/PORTALS.md). A request is the JSON text of an event that
 * any script of the page can make, so it is read strictly here, in the content script and once more in the window.
 */

/** 01 log-in with the authentication key, 02 signature, 04 the four attributes, 05 the page is done. */
export type Mode = "01" | "02" | "04";
type PortalRequest = { mode: Mode; digests: string[] } | { mode: "05" };

/** Why a request is refused before anything is asked. Each has a text `portal.refused.REASON`. */
export const REFUSALS = ["not-json", "too-long", "mode", "service", "digest", "too-many"] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Characters of a whole request: twenty digests need less than a quarter of it. */
const MAX_TEXT = 65_536;
/** Digests under one PIN entry, as the host takes them (internal/messaging/portal.go). */
export const MAX_DIGESTS = 20;
/** Characters of one digest in base64: 512 bytes, ten times what SHA-512 needs. */
const MAX_DIGEST = 684;

export type Parsed = { request: PortalRequest } | { refused: Refusal };

/** Reads the detail of a launchApp event. */
export function parseRequest(detail: unknown): Parsed {
  if (typeof detail !== "string") return { refused: "not-json" };
  if (detail.length > MAX_TEXT) return { refused: "too-long" };
  const value = objectIn(detail);
  if (value === null) return { refused: "not-json" };
  if (value.service_id !== "01") return { refused: "service" };
  const { mode } = value;
  if (mode === "05") return { request: { mode } };
  if (mode === "04") return { request: { mode, digests: [] } };
  if (mode === "01") return withDigests(mode, typeof value.digest === "string" ? [value.digest] : null);
  if (mode === "02") return withDigests(mode, typeof value.digest === "string" ? [value.digest] : value.digest);
  return { refused: "mode" };
}

function withDigests(mode: Mode, list: unknown): Parsed {
  if (!Array.isArray(list) || list.length === 0) return { refused: "digest" };
  if (list.length > MAX_DIGESTS) return { refused: "too-many" };
  const digests = list.map(base64In);
  return digests.every((one) => one !== null) ? { request: { mode, digests } } : { refused: "digest" };
}

/** Base64 as the host takes it, with padding; pages may leave it out, as the certificates of answers do. */
function base64In(value: unknown): string | null {
  if (typeof value !== "string" || value.length > MAX_DIGEST) return null;
  const bare = /^([A-Za-z0-9+/]+)={0,2}$/.exec(value)?.[1];
  if (bare === undefined || bare.length % 4 === 1) return null;
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, "=");
}

/** A flat object: nothing in it but texts, numbers, and lists of them. A portal sends no more than that. */
function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    const flat = Object.values(value).every((one) => (Array.isArray(one) ? one.every(isSimple) : isSimple(one)));
    return flat ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const isSimple = (value: unknown): boolean => typeof value !== "object" || value === null;

/** The page's own form of "no": its request, with result and error number. It says nothing of the reason. */
export function failureOf(detail: unknown): string {
  const sent = typeof detail === "string" && detail.length <= MAX_TEXT ? objectIn(detail) : null;
  return JSON.stringify({ ...sent, result: "1", errcode: "EW044-C300" });
}

type Given = Readonly<Record<string, unknown>>;

/** The answer to a request, from the host's result; null when the result lacks something. */
export function answerOf({ mode, digests }: { mode: Mode; digests: string[] }, result: Given): string | null {
  const { uuid, combinationCode: combination_code } = result;
  const own = mode === "04" ? attributesIn(result) : signaturesIn(mode, digests.length, result);
  if (own === null || typeof uuid !== "string" || typeof combination_code !== "string") return null;
  return JSON.stringify({ mode, result: "0", uuid, ...own, combination_code });
}

function signaturesIn(mode: Mode, count: number, { signature, signatures, certificate }: Given) {
  const made: unknown = mode === "01" ? [signature] : signatures;
  if (!Array.isArray(made) || made.length !== count || typeof certificate !== "string") return null;
  if (!made.every((one) => typeof one === "string")) return null;
  return { signature: mode === "01" ? made[0] : made, certificate: certificate.replace(/=+$/, "") };
}

function attributesIn({ name, sex, address, birth }: Given) {
  const all = [name, sex, address, birth];
  if (!all.every((one) => typeof one === "string")) return null;
  const [nameHex, sexHex, addressHex, birthday] = all.map(hexOf);
  return { name: nameHex, sex: sexHex, address: addressHex, birthday };
}

/** The bytes of a text in UTF-8, as hexadecimal digits. */
function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
