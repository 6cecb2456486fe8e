/** A birth date without its word: three boxes 年 月 日 and nothing else that a date could be of. */
import { type Reading, seenTexts } from "./attribute.ts";
import { clean, words } from "./text.ts";
import type { FieldFacts } from "./types.ts";

const UNITS = ["年", "月", "日"] as const;
/** Dates of something else: a form that speaks of one of them leaves a bare 年 月 日 to the person. */
const OTHER_DATE =
  /希望|予約|期間|期限|開始|終了|申請日|申込日|届出日|作成日|記入日|提出|利用|使用|入学|入社|来所|来店|訪問|配達|お届け|年月日|日付|日時|有効/;

/** The unit a box shows, by label, the text around it or its example, when that is all it says. */
function unitOf(field: FieldFacts): string {
  const texts = seenTexts(field)
    .map(clean)
    .filter((text) => text !== "");
  const shown = new Set([...texts, clean(field.context.after)].flatMap(words));
  const [only, more] = [...shown];
  return only !== undefined && more === undefined && texts.length > 0 ? only : "";
}

/** Whether any of its texts holds the unit: most fields end here. */
const shows = (field: FieldFacts, unit: string): boolean =>
  seenTexts(field).some((text) => clean(text).includes(unit)) || clean(field.context.after).includes(unit);

/**
 * Government design systems put the word 生年月日 outside the group their date boxes are in (デジタル庁 date picker). Three
 * boxes 年 月 日 in a form that names no other date are read as the birth date, which is the only date 32 of 81 real forms
 * ask of the person; it is never sure, so the preview leaves it unticked.
 */
export function withUnnamedDate(fields: readonly FieldFacts[], readings: readonly Reading[]): readonly Reading[] {
  const at = fields.findIndex((_, index) =>
    UNITS.every((unit, part) => {
      const field = fields[index + part];
      return (
        field !== undefined &&
        field.type !== "radio" &&
        readings[index + part]?.attribute === null &&
        shows(field, unit) &&
        unitOf(field) === unit
      );
    }),
  );
  if (at < 0) return readings;
  const dated = fields.some((field, index) => readings[index]?.attribute === "birth" || namesDate(field));
  if (dated) return readings;
  return readings.map((one, index) =>
    index >= at && index < at + UNITS.length ? { attribute: "birth", by: "date-unnamed" } : one,
  );
}

function namesDate(field: FieldFacts): boolean {
  const { heading } = field.context;
  return (
    field.type === "date" ||
    [...seenTexts(field), heading, field.placeholder].some((text) => OTHER_DATE.test(clean(text)))
  );
}
