/** Numbers as addresses and dates write them: 三十三, 三三, ３３ and 033 are one number. */

const DIGITS = "〇一二三四五六七八九";
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** Each number in Arabic digits without leading zeros, in <>, so that two numbers beside each other stay two. */
export function numbersMarked(text: string): string {
  return text.replace(/[〇零一二三四五六七八九十百千]+|\d+/g, (run) => `<${numberOf(run)}>`);
}

/** Kanji numbers in Arabic digits. */
export function arabic(text: string): string {
  return text.replace(/[〇零一二三四五六七八九十百千]+/g, numberOf);
}

/** A run of Arabic digits or of kanji as a number: 五〇八 by place, 九十九 by its units. As text: it may be long. */
function numberOf(run: string): string {
  if (/^\d/.test(run)) return run.replace(/^0+(?=\d)/, "");
  const plain = run.replaceAll("零", "〇");
  if (!/[十百千]/.test(plain))
    return [...plain]
      .map((one) => DIGITS.indexOf(one))
      .join("")
      .replace(/^0+(?=\d)/, "");
  let [sum, digits] = [0, ""];
  for (const one of plain) {
    const unit = UNITS[one];
    if (unit === undefined) {
      digits += String(DIGITS.indexOf(one));
      continue;
    }
    sum += Number(digits === "" ? "1" : digits) * unit;
    digits = "";
  }
  return String(sum + Number(digits === "" ? "0" : digits));
}
