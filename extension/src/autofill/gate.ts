/** What is never filled, whatever a label says; each refusal has its reason. */
import type { Attribute } from "./lexicon.ts";
import { remembering } from "./memo.ts";
import type { Subject } from "./subject.ts";
import type { FieldFacts, FieldType, Reason } from "./types.ts";

/** A field that is left, and its type where it was recognised. */
export type Blocked = { reason: Reason; type?: FieldType };

const TYPEABLE = new Set([
  "text",
  "search",
  "tel",
  "email",
  "url",
  "number",
  "date",
  "textarea",
  "select",
  "radio",
  "checkbox",
]);
/** Names and texts of traps for robots: 3 of 81 real forms have one. */
const TRAP_NAME = /^_?(gotcha|honey(_?pot)?|hp|website|url2)$|honey_?pot|^_?(contact_)?hp_/i;
const TRAP_TEXT =
  /(入力|記入)(し|なさら|せ)(ないで|ず)|空(欄|白)の(まま|状態)|ロボット|スパム|spam|leave (this|it) (field )?(blank|empty)|do not fill/i;

/** Whether a control is a trap for robots: by its name, or because a text tells people to leave it empty. */
export function isTrap(name: string, id: string, texts: readonly string[]): boolean {
  return trapName(name) || trapName(id) || texts.some(trapText);
}

const trapName: (name: string) => boolean = remembering((name) => name !== "" && TRAP_NAME.test(name));
const trapText: (text: string) => boolean = remembering((text) => text !== "" && TRAP_TEXT.test(text));

/** The reason a field is left before its part is looked at, or null when it may be planned. */
export function blocked(field: FieldFacts, attribute: Attribute | null, subject: Subject): Blocked | null {
  const refused = unusable(field, attribute);
  if (refused !== null) return refused;
  if (attribute === null || attribute === "other") return { reason: subject === "other" ? "other-person" : "unknown" };
  if (subject === "both") return { reason: "whose-unclear" };
  if (subject === "other") return { reason: "other-person" };
  if (subject === "other-address" && (attribute === "zip" || attribute === "address" || attribute === "contact"))
    return { reason: "other-address" };
  return null;
}

/** Controls that cannot be typed into, and the individual number. */
export function unusable(field: FieldFacts, attribute: Attribute | null): Blocked | null {
  if (attribute === "number") return { reason: "number-refused", type: "mynumber" };
  if (isTrap(field.name, field.id, field.labels) || trapText(field.placeholder)) return { reason: "honeypot" };
  if (field.type === "password") return { reason: "password" };
  if (field.type === "checkbox" && (field.options === null || attribute !== "sex")) return { reason: "checkbox" };
  // Of what collect lists only a calendar's box is readonly.
  const usable =
    TYPEABLE.has(field.type) && field.visible && !field.disabled && (!field.readonly || attribute === "birth");
  if (!usable) return { reason: "not-fillable" };
  const kinds = KINDS[field.type];
  return attribute !== null && kinds !== undefined && !kinds.has(attribute) ? { reason: "ambiguous" } : null;
}

/** What a control of a special kind can ask of the card: radios about お住まいの地域 are no address. */
const KINDS: Readonly<Record<string, ReadonlySet<Attribute>>> = {
  radio: new Set<Attribute>(["sex", "birth", "age", "contact", "other"]),
  checkbox: new Set<Attribute>(["sex"]),
  select: new Set<Attribute>(["sex", "birth", "age", "address", "contact", "other"]),
  date: new Set<Attribute>(["birth", "contact", "other"]),
  number: new Set<Attribute>(["birth", "age", "zip", "contact", "other"]),
  textarea: new Set<Attribute>(["address", "contact", "other"]),
  url: new Set<Attribute>(["contact", "other"]),
};
