/**
 * From whose card it is to the name and the key of that person's record. Three steps, all of Web Crypto:
 *
 *   who   = HMAC-SHA-256(local key, "hitofude memory 1" 00 name 00 birth date)
 *   slow  = PBKDF2-HMAC-SHA-256(who, salt = local key, ROUNDS)
 *   id    = HKDF-SHA-256(slow, info "id"),  data key = HKDF-SHA-256(slow, info "data") for AES-256-GCM
 *
 * So the file in the browser's profile names nobody, and cannot be read without knowing name and birth date. It holds no
 * secret beyond that: whoever has the profile has the local key too and can try names and dates, each at the price of ROUNDS
 * (SECURITY.md says so). Hence the slow step; without it millions of names were tried in a second.
 */

/** Whose card it is: both as they stand on the card. */
export type Who = { name: string; birth: string };

/** The name of a record, and the key it is encrypted with, which nobody can take out of the browser again. */
export type Keys = { id: string; data: CryptoKey };

/** About a fifth of a second on an ordinary computer, once when a card was read. */
const ROUNDS = 300_000;
/** Bytes of the local key. */
export const KEY_LENGTH = 32;

const bytes = (text: string) => new TextEncoder().encode(text);

/** The keys of a person under the local key of this browser profile. */
export async function keysOf(local: Uint8Array<ArrayBuffer>, { name, birth }: Who): Promise<Keys> {
  const mac = await crypto.subtle.importKey("raw", local, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const who = await crypto.subtle.sign("HMAC", mac, bytes(`hitofude memory 1\0${name}\0${birth}`));
  const secret = await crypto.subtle.importKey("raw", who, "PBKDF2", false, ["deriveBits"]);
  const slow = { name: "PBKDF2", hash: "SHA-256", salt: local, iterations: ROUNDS };
  const base = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits(slow, secret, 256), "HKDF", false, [
    "deriveBits",
    "deriveKey",
  ]);
  const info = (use: string) => ({ name: "HKDF", hash: "SHA-256", salt: local, info: bytes(use) });
  const id = new Uint8Array(await crypto.subtle.deriveBits(info("id"), base, 256));
  const aes = { name: "AES-GCM", length: 256 };
  const data = await crypto.subtle.deriveKey(info("data"), base, aes, false, ["encrypt", "decrypt"]);
  return { id: [...id].map((one) => one.toString(16).padStart(2, "0")).join(""), data };
}
