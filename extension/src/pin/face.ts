/**
 * 照合番号B from what is printed on the face of the card: birth date (two digits each for year, month, day), year of
 * expiry (four), security code (four), 14 digits in all. A Japanese era year and a Gregorian year make different numbers,
 * and each wrong one costs a try. So the person says which of the two the face shows, and exactly that one is made.
 */

/** What stands before the year on the face. "西暦" is the Gregorian year; its last two digits are taken. */
export const FACE_ERAS = ["昭和", "平成", "令和", "大正", "明治", "西暦"] as const;
export type FaceEra = (typeof FACE_ERAS)[number];

/** As typed; full-width digits are taken as digits. */
export type FaceParts = Record<"era" | "year" | "month" | "day" | "expiry" | "code", string>;
export type FacePart = keyof FaceParts;

/** First days of the eras (laws on the change of era); the last day of one may be the first of the next. */
const FIRST_DAYS: Record<Exclude<FaceEra, "西暦">, [string, string]> = {
  明治: ["1868-01-25", "1912-07-30"],
  大正: ["1912-07-30", "1926-12-25"],
  昭和: ["1926-12-25", "1989-01-07"],
  平成: ["1989-01-08", "2019-04-30"],
  令和: ["2019-05-01", "9999-12-31"],
};

/** The 14 digits, or which part cannot be right ("day" also for a day that its month does not have). */
export function faceNumber(typed: FaceParts, today = new Date()): { number: string } | { wrong: FacePart } {
  const era = FACE_ERAS.find((one) => one === typed.era);
  if (!era) return { wrong: "era" };
  const year = digits(typed.year === "元" ? "1" : typed.year, era === "西暦" ? 4 : 2);
  if (year === null) return { wrong: "year" };
  const month = digits(typed.month, 2);
  if (month === null || month < 1 || month > 12) return { wrong: "month" };
  const day = digits(typed.day, 2);
  const full = era === "西暦" ? year : Number(FIRST_DAYS[era][0].slice(0, 4)) + year - 1;
  if (day === null || !exists(full, month, day)) return { wrong: "day" };
  const date = `${pad(full, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (year < 1 || !within(era, date, today)) return { wrong: "year" };
  const expiry = plain(typed.expiry);
  if (!/^20[0-9]{2}$/.test(expiry)) return { wrong: "expiry" };
  const code = plain(typed.code);
  if (!/^[0-9]{4}$/.test(code)) return { wrong: "code" };
  return { number: `${pad(year % 100, 2)}${pad(month, 2)}${pad(day, 2)}${expiry}${code}` };
}

const plain = (text: string) => text.normalize("NFKC").trim();
const pad = (value: number, length: number) => String(value).padStart(length, "0");

/** A number of at most so many digits; for a Gregorian year exactly so many. */
function digits(text: string, length: number): number | null {
  const given = plain(text);
  return new RegExp(`^[0-9]{${length === 4 ? 4 : 1},${length}}$`).test(given) ? Number(given) : null;
}

function exists(year: number, month: number, day: number): boolean {
  // A day that the month does not have would roll over into the next.
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Whether the date lies in the era and is not still to come. ISO dates compare as text. */
function within(era: FaceEra, date: string, today: Date): boolean {
  const [first, last] = era === "西暦" ? ["1868-01-25", "9999-12-31"] : FIRST_DAYS[era];
  return date >= first && date <= last && date <= today.toISOString().slice(0, 10);
}
