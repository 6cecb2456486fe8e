/**
 * The preview while the person looks at it: what the card gave, what the person typed beside it, ticked, changed and answered,
 * and the rows that follow from all of it. Pure. Values live in the state of the window and nowhere else.
 */
import { readEmail, readKana, readPhone, readPostalCode } from "../autofill/given.ts";
import { choicesOf, preview } from "../autofill/preview.ts";
import type { Left, Option, Plan, PlanItem, PreviewRow, Profile } from "../autofill/types.ts";
import type { Job, TickedRow } from "./state.ts";

/** What a person may be asked for because the card does not hold it, in the order in which it is asked. */
export const GIVEN_FIELDS = ["kanaFamily", "kanaGiven", "postalCode", "phone", "mobile", "email"] as const;
export type GivenField = (typeof GIVEN_FIELDS)[number];

/** As it was typed; a field nobody typed into is absent. */
export type Typed = Readonly<Partial<Record<GivenField, string>>>;

/** What the person did to a row: ticked it or not, wrote something else. */
type Own = { ticked?: boolean; text?: { value: string; shown: string } };

/** What rows are made from. `remember`: whether it may be kept on this computer; absent where it cannot be. */
export type Sheet = {
  profile: Profile;
  typed: Typed;
  own: Readonly<Record<string, Own>>;
  whose: string | null;
  remember?: boolean;
  /** Something of this card's holder is kept already. */
  kept?: boolean;
};

export type Previewed = {
  screen: "preview";
  job: Job;
  rows: readonly TickedRow[];
  left: readonly Left[];
  /** Absent where the rows are all there is: a log-in token is neither edited nor added to. */
  sheet?: Sheet;
};

export type PreviewEvent =
  | { type: "read"; rows: readonly PreviewRow[]; left: readonly Left[] }
  | { type: "joined"; sheet: Sheet }
  | { type: "tick"; ref: string; frame: string; ticked: boolean }
  | { type: "edit"; ref: string; frame: string; value: string }
  | { type: "typed"; field: GivenField; text: string }
  | { type: "remember"; on: boolean }
  | { type: "memory-gone" }
  | { type: "whose"; id: string };

/** The preview that follows from what was read. */
export function begun(job: Job, event: PreviewEvent & { type: "read" | "joined" }): Previewed {
  if (event.type === "joined") return made(job, event.sheet);
  const rows = event.rows.map((row) => ({ ...row, ticked: usual(row) }));
  return { screen: "preview", job, rows, left: event.left };
}

/** The preview after something the person did to it. */
export function previewed(state: Previewed, event: PreviewEvent): Previewed {
  const { job, sheet } = state;
  if (event.type === "tick" && sheet === undefined)
    return { ...state, rows: state.rows.map((row) => ticking(row, event)) };
  if (sheet === undefined) return state;
  switch (event.type) {
    case "tick":
      return has(state, event) ? made(job, owning(sheet, event, { ticked: event.ticked })) : state;
    case "edit":
      return edited(state, sheet, event);
    case "typed":
      return made(job, { ...sheet, typed: { ...sheet.typed, [event.field]: event.text } });
    case "remember":
      return sheet.remember === undefined ? state : { ...state, sheet: { ...sheet, remember: event.on } };
    case "memory-gone":
      return sheet.remember === undefined ? state : { ...state, sheet: { ...sheet, remember: false, kept: false } };
    case "whose":
      // Another person's boxes: what was ticked and changed for the one before does not count for them.
      return job.plans?.[event.id] === undefined ? state : made(job, { ...sheet, whose: event.id, own: {} });
    default:
      return state;
  }
}

/** Whether the form asks about several persons and nobody has said yet who of them holds the card. */
export function openQuestion(job: Job, sheet: Pick<Sheet, "whose"> | undefined): boolean {
  return sheet !== undefined && job.plans !== undefined && sheet.whose === null;
}

/** The plan in force: that of the person who was named, where somebody had to be. */
export function planInForce(job: Job, whose: string | null): Plan {
  return (whose === null ? undefined : job.plans?.[whose]) ?? job.plan;
}

/** The field of the plan behind a row. */
export function itemOf({ job, sheet }: Previewed, row: Pick<PreviewRow, "ref" | "frame">): PlanItem | undefined {
  const { items } = planInForce(job, sheet?.whose ?? null);
  return items.find(({ ref, frame }) => ref === row.ref && frame === row.frame);
}

const keyOf = ({ ref, frame }: Pick<PreviewRow, "ref" | "frame">) => `${frame}/${ref}`;

const has = ({ rows }: Previewed, one: Pick<PreviewRow, "ref" | "frame">) =>
  rows.some((row) => keyOf(row) === keyOf(one));

// What is uncertain, or would replace what somebody typed, waits for the person's own tick.
const usual = (row: PreviewRow): boolean => !row.unsure && row.empty;

function ticking(row: TickedRow, event: { ref: string; frame: string; ticked: boolean }): TickedRow {
  return keyOf(row) === keyOf(event) ? { ...row, ticked: event.ticked } : row;
}

function owning(sheet: Sheet, row: Pick<PreviewRow, "ref" | "frame">, own: Own): Sheet {
  const key = keyOf(row);
  return { ...sheet, own: { ...sheet.own, [key]: { ...sheet.own[key], ...own } } };
}

function made(job: Job, sheet: Sheet): Previewed {
  if (openQuestion(job, sheet)) return { screen: "preview", job, rows: [], left: [], sheet };
  const plan = planInForce(job, sheet.whose);
  // What the card's address settles comes last: nothing typed or remembered may stand in its place.
  const { rows, left } = preview(plan, { ...givenOf(sheet.typed), ...sheet.profile });
  return { screen: "preview", job, rows: rows.map((row) => withOwn(row, sheet.own[keyOf(row)])), left, sheet };
}

function withOwn(row: PreviewRow, own: Own = {}): TickedRow {
  const { text } = own;
  const shown: PreviewRow = text === undefined ? row : { ...row, ...text, unsure: false, reason: "edited" };
  if (text !== undefined) delete shown.replaced;
  return { ...shown, ticked: own.ticked ?? usual(row) };
}

/** A change that the field cannot take is none; the screen says why before it comes to that. */
function edited(state: Previewed, sheet: Sheet, event: PreviewEvent & { type: "edit" }): Previewed {
  const item = itemOf(state, event);
  const text = item === undefined || !has(state, event) ? null : editedText(item, event.value);
  return text === null ? state : made(state.job, owning(sheet, event, { ticked: true, text }));
}

/** The choices a person may take instead; null where text is typed, also because the page has yet to make its list. */
export function offered(item: PlanItem): readonly Option[] | null {
  const choices = (choicesOf(item) ?? []).filter(({ value, text }) => value !== "" && text.trim() !== "");
  const waiting = choices.length <= 1 && choices.every(({ value }) => value === "0");
  return choices.length === 0 || waiting ? null : choices;
}

/** What an edit writes and shows, or null when the field has no such choice, takes no such length, or would be emptied. */
export function editedText(item: PlanItem, value: string): { value: string; shown: string } | null {
  const choices = offered(item);
  if (choices !== null) {
    const choice = choices.find((one) => one.value === value);
    return choice === undefined ? null : { value, shown: choice.text };
  }
  const fits = choicesOf(item) !== null || item.maxlength === null || value.length <= item.maxlength;
  return fits && value.trim() !== "" ? { value, shown: value } : null;
}

/** What the typed texts say; what cannot be read yet is left out, so that half a number goes into no box. */
export function givenOf(typed: Typed): Pick<Profile, "kana" | "phones" | "email" | "postalCode"> {
  const read = <T>(text: string | undefined, how: (text: string) => T | null) =>
    text === undefined ? null : how(text);
  const [family, given] = [read(typed.kanaFamily, readKana), read(typed.kanaGiven, readKana)];
  const phones = [read(typed.phone, readPhone), read(typed.mobile, readPhone)].filter((one) => one !== null);
  const [email, postalCode] = [read(typed.email, readEmail), read(typed.postalCode, readPostalCode)];
  return {
    ...(family === null && given === null ? {} : { kana: { family: family ?? "", given: given ?? "" } }),
    ...(phones.length === 0 ? {} : { phones }),
    ...(email === null ? {} : { email }),
    ...(postalCode === null ? {} : { postalCode }),
  };
}

/** Whether a typed text can be used; an empty one is no mistake. */
export function readable(field: GivenField, text: string): boolean {
  if (text.trim() === "") return true;
  const read = {
    kanaFamily: readKana,
    kanaGiven: readKana,
    postalCode: readPostalCode,
    phone: readPhone,
    mobile: readPhone,
  };
  return field === "email" ? readEmail(text) !== null : read[field](text) !== null;
}

/** What the fields of a plan want that the card does not hold. */
export function asksFor({ items }: Pick<Plan, "items">, profile: Profile): GivenField[] {
  const formats = items.map(({ format }) => format);
  const lines = new Set(formats.flatMap((format) => (format.kind === "phone" ? [format.line] : [])));
  const wanted: Record<GivenField, boolean> = {
    kanaFamily: formats.some((format) => format.kind === "kana" && format.part !== "given"),
    kanaGiven: formats.some((format) => format.kind === "kana" && format.part !== "family"),
    postalCode: profile.postalCode === undefined && formats.some(({ kind }) => kind === "zip"),
    phone: lines.has("any") || lines.has("landline"),
    mobile: lines.has("mobile"),
    email: formats.some(({ kind }) => kind === "email"),
  };
  return GIVEN_FIELDS.filter((field) => wanted[field]);
}
