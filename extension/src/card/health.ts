/** How a certificate or the card stands with respect to its dates and its holder, and which failure that leads to. */
import type { HitofudeError } from "../messaging/failure.ts";
import type { Advice, CardStatus, KeyName } from "../messaging/protocol.ts";

export type Told = Pick<HitofudeError, "code" | "params">;

/** What is the matter; `ends`: it cannot be used for filing now, so the person has to know before beginning. */
export type Health = { told: Told; ends: boolean };

/** Codes that a person may still file with. The others stop it. */
const STILL_GOOD = new Set(["CERTIFICATE_EXPIRING", "CARD_EXPIRING"]);

/**
 * What the card's state says of a key's certificate and of the card itself, the worst first; empty when there is nothing
 * to say or the state is not known. The dates of the signature certificate need its PIN and are told after signing.
 */
export function healthOf(status: CardStatus | null, key: KeyName): Health[] {
  if (status === null) return [];
  const absent = status.certificates.some((found) => found.key === key && !found.present);
  const missing = { code: "CERTIFICATE_MISSING", params: { key } };
  const told = status.advice
    .filter((one) => concerns(one, key))
    .map(({ code, params }) => ({ code, params: params ?? {} }));
  const all = absent && !told.some(({ code }) => code === missing.code) ? [missing, ...told] : told;
  return all.map(healthFor).sort((a, b) => Number(b.ends) - Number(a.ends));
}

/** The warnings that came with a result (sign, portal): a certificate that ends soon, or that a move made lapse. */
export function healthIn(warnings: readonly (Advice & Record<string, unknown>)[], key: KeyName): Health[] {
  return warnings
    .filter(({ code }) => code === "CERTIFICATE_DIFFERS" || code === "CERTIFICATE_EXPIRING")
    .map(({ code, params, ...rest }) => healthFor({ code, params: { key, ...rest, ...params } }));
}

function concerns({ code, params }: Advice, key: KeyName): boolean {
  return code.startsWith("CARD_EXPIR") || (code.startsWith("CERTIFICATE_") && params?.key === key);
}

const healthFor = (told: Told): Health => ({ told, ends: !STILL_GOOD.has(told.code) });

const DAY = 24 * 60 * 60 * 1000;

/** Calendar days in Japan from one moment to another, as the host counts them. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((Date.parse(dayInJapan(to)) - Date.parse(dayInJapan(from))) / DAY);
}

/** A moment as a day in Japan, where the dates of a card are read: 2030-05-15. */
export function dayInJapan(at: Date): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo", dateStyle: "short" }).format(at);
}

/** The day from which something that ends at `end` can be renewed: three months before (J-LIS, 電子証明書の更新). */
export function renewableFrom(end: Date): Date {
  const day = new Date(`${dayInJapan(end)}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() - 3);
  return day;
}
