/** A page given as markup, for the tests: parsed by linkedom, with nothing hidden unless a test says so. */
import { parseHTML } from "linkedom";
import { collectFrom } from "../../src/autofill/collect.ts";
import { plan } from "../../src/autofill/plan.ts";
import { preview } from "../../src/autofill/preview.ts";
import type { FieldFacts, FrameFacts, Given, Left, PlanItem, Preview, Profile } from "../../src/autofill/types.ts";

/** The made-up holder of the test card. */
export const HANAKO: Profile = {
  name: { full: "見本　花子", family: "見本", given: "花子", sure: true, script: "cjk" },
  address: {
    full: "東京都千代田区霞が関三丁目２番１号　みほんコーポ２０３",
    prefecture: "東京都",
    city: "千代田区",
    town: "霞が関三丁目",
    street: "２番１号",
    building: "みほんコーポ２０３",
  },
  birth: { date: "1985-05-15", year: 1985, month: 5, day: 15, era: "昭和", eraYear: 60, eraLetter: "S" },
  age: 41,
  sex: { code: "2", label: "女" },
};

/** The holder with what the card does not hold. */
export const HANAKO_GIVEN: Profile = {
  ...HANAKO,
  kana: { family: "ミホン", given: "ハナコ" },
  postalCode: "1000013",
};
export const ALL: Given = { kana: true, zip: true };

/** The document of a page whose form is this markup. */
export function documentOf(markup: string): Document {
  return parseHTML(`<!doctype html><html><head><title>見本</title></head><body><form>${markup}</form></body></html>`)
    .document as unknown as Document;
}

/** What collect() would report of the page. */
export function factsOf(markup: string, hidden: (control: Element) => boolean = () => false): FrameFacts {
  return collectFrom(documentOf(markup), "nonce", "https://www.example.lg.jp", (control) => !hidden(control));
}

/** The facts of the control with this id. */
export function field(markup: string, id: string): FieldFacts {
  const found = factsOf(markup).fields.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no field ${id} was collected`);
  return found;
}

/** What the plan says about each control, by id (or name): its type, or the reason it is left. */
export function planned(markup: string, given: Given = ALL): Record<string, string> {
  const facts = factsOf(markup);
  const made = plan([facts], given);
  const entry = (one: PlanItem | Left): [string, string] => {
    const control = facts.fields.find(({ ref }) => ref === one.ref);
    return [control?.id || control?.name || one.ref, "format" in one ? one.type : one.reason];
  };
  return Object.fromEntries([...made.items, ...made.left].map(entry));
}

/** The preview of a page for a holder. */
export function previewOf(markup: string, profile: Profile = HANAKO_GIVEN): Preview {
  return preview(plan([factsOf(markup)], ALL), profile);
}

/** What would be written into each control, by id: what the person sees of it, or the reason in brackets. */
export function filled(markup: string, profile: Profile = HANAKO_GIVEN): Record<string, string> {
  const facts = factsOf(markup);
  const id = (ref: string) => {
    const control = facts.fields.find((one) => one.ref === ref);
    return control?.id || control?.name || ref;
  };
  const { rows, left } = previewOf(markup, profile);
  return Object.fromEntries([
    ...rows.map((row) => [id(row.ref), row.shown]),
    ...left.map((one) => [id(one.ref), `(${one.reason})`]),
  ]);
}
