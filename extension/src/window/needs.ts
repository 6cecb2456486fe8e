import type { FieldType, Plan } from "../autofill/types.ts";
import type { AttributeField } from "../messaging/protocol.ts";
import type { PinKind } from "../pin/kinds.ts";

/** The PIN that lets the four attributes be read (券面事項入力補助). */
export const PIN_FOR_FILLING: PinKind = "input-support";

const ORDER: readonly AttributeField[] = ["name", "address", "birth", "sex"];

/** The attributes a plan needs, and no more: what no box asks for is not read from the card. */
export function fieldsOf({ items }: Pick<Plan, "items">): AttributeField[] {
  return inOrder(items.map(({ type }) => attributeOf(type)));
}

/** Each of the attributes once, in the order in which they are named to people. */
export function inOrder(fields: readonly (AttributeField | null)[]): AttributeField[] {
  return ORDER.filter((field) => fields.includes(field));
}

/** The attribute a type of field is made from; null for what is not on the card. The host finds the postal code by the address. */
export function attributeOf(type: FieldType): AttributeField | null {
  if (type.startsWith("name-")) return "name";
  if (type.startsWith("addr-") || type.startsWith("zip")) return "address";
  if (type.startsWith("birth-") || type === "age") return "birth";
  return type === "sex" ? "sex" : null;
}
