/** Preparing the page's texts for comparison. Only labels pass through here, never a person's data. */
import { remembering } from "./memo.ts";

const MARKS = /(入力)?(必須|任意|必要)(入力|項目)?|\b(required|optional)\b/g;
const DECORATION = /[*※■●◆□○◇▼▲★☆♦✓:;|]/g;
const NUMBERING = /^\s*\(?(q|問)?\d{1,2}[).:]\s*/;

/**
 * A label without what says nothing about its meaning: width (NFKC), case, 必須/任意 marks, decoration, numbering.
 * NFKC is safe here because labels are compared, not written.
 */
export const clean: (text: string) => string = remembering(cleanLabel);

function cleanLabel(text: string): string {
  if (text === "") return "";
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(NUMBERING, "")
    .replace(MARKS, " ")
    .replace(DECORATION, " ")
    .replace(/[([{【〔<]\s*[)\]}】〕>]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The words of a cleaned label: 氏名(姓) → 氏名, 姓. */
export const words: (label: string) => readonly string[] = remembering((label) =>
  // ー is a long vowel after kana (アレルギー名) and a hyphen elsewhere (姓ー名).
  label.split(/(?:[\s()[\]{}【】〔〕「」『』<>/,、。.・+~〜‐–−-]|(?<![ぁ-ゖァ-ヶ])ー)+/).filter((word) => word !== ""),
);

/**
 * The words of a name or id attribute: entry[birth_date2] → entry, birth, date, 2; lastNameKana → last, name, kana.
 */
export const identifierWords: (identifier: string) => readonly string[] = remembering((identifier) => {
  if (identifier === "") return NO_WORDS;
  const apart = identifier
    .normalize("NFKC")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/(\D)(\d)/g, "$1 $2")
    .replace(/(\d)(\D)/g, "$1 $2")
    .toLowerCase();
  // The classes of all letters take the browser longer to compile than all other rules together.
  const words = /^[ -~]*$/.test(apart) ? apart.split(/[^a-z0-9]+/) : apart.split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== "");
});

const NO_WORDS: readonly string[] = [];

/** Collapses white space and cuts, for texts that are shown or compared. */
export function short(text: string, length: number): string {
  if (text === "") return "";
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > length ? flat.slice(0, length) : flat;
}
