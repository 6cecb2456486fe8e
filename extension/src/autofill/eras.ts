/** The eras of Japanese dates as forms write them. Year 1 of an era is also written 元. */

/** Names and letters of the modern eras, newest first. */
export const ERAS = [
  { name: "令和", letter: "R", romaji: "reiwa" },
  { name: "平成", letter: "H", romaji: "heisei" },
  { name: "昭和", letter: "S", romaji: "showa" },
  { name: "大正", letter: "T", romaji: "taisho" },
  { name: "明治", letter: "M", romaji: "meiji" },
] as const;

/** The one era a text names, or "" when it names none or several. */
export function eraInText(text: string): string {
  const found = ERAS.filter(({ name }) => text.includes(name));
  return found.length === 1 ? (found[0]?.name ?? "") : "";
}

/** Whether an option's text stands for an era: 昭和, 昭, S, showa, with or without brackets and numbers. */
export function namesEra(text: string, era: string): boolean {
  const known = ERAS.find(({ name }) => name === era);
  if (known === undefined) return false;
  const plain = text.normalize("NFKC").trim();
  if (plain.includes(known.name)) return true;
  const word = plain.replace(/[\d\s:.()-]/g, "").toLowerCase();
  return word === known.name[0] || word === known.letter.toLowerCase() || word === known.romaji;
}

/** Whether an option's text is a year of an era written with its name: 昭和60年, S60, 昭60, 令和元年. */
export function namesEraYear(text: string, era: string, year: number): boolean {
  const known = ERAS.find(({ name }) => name === era);
  if (known === undefined) return false;
  const number = year === 1 ? "(0*1|元)" : `0*${year}`;
  const name = `(${known.name}|${known.name[0]}|${known.letter})`;
  return new RegExp(`${name}\\s*${number}(?!\\d)`, "i").test(text.normalize("NFKC"));
}
