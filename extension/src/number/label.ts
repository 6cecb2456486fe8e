/** What a label must say before the 個人番号 may be asked for: the host's words (internal/number/labels.json), read alike. */
import words from "shared:number-labels";

/** Longer texts are no labels: a sentence that speaks of the number somewhere asks for nothing. */
const LONGEST = 200;

const plain = (label: string): string => label.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** Whether a text speaks of another number or paper (本人確認番号, 職員番号, 確認書類), whatever else it says. */
export function namesOther(label: string): boolean {
  return words.others.some((word) => plain(label).includes(word));
}

/** Whether a text as the page shows it asks for the 個人番号, and for nothing else. */
export function asksForNumber(label: string): boolean {
  const text = plain(label);
  if ([...text].length > LONGEST || namesOther(label)) return false;
  const rest = words.cards.reduce((left, card) => left.replaceAll(card, ""), text);
  return words.names.some((name) => rest.includes(name));
}
