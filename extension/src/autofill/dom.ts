/** Small facts of the document that collect and apply share. Element kinds are told by name, not by instanceof: the
 * elements of another frame have other constructors. */

import { assignedSlot, hostOf, parentOf } from "./natives.ts";

/** The controls people fill in. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const TYPES = new Set(
  "text search tel email url number date month week time datetime-local color range password radio checkbox file hidden submit button reset image".split(
    " ",
  ),
);
/** Inputs that hold nothing to fill; they are not even listed. */
const BUTTONS = new Set(["submit", "button", "reset", "image", "hidden", "file"]);

/** Whether an element is a control that may be listed. */
export function isControl(element: Element): element is Control {
  const { localName } = element;
  return localName === "select" || localName === "textarea" || (localName === "input" && !BUTTONS.has(typeOf(element)));
}

/** "select", "textarea" or the input's type; a type the browser does not know is text (type="name" was seen). */
export function typeOf(element: Element): string {
  if (element.localName !== "input") return element.localName;
  const type = (element.getAttribute("type") ?? "text").toLowerCase();
  return TYPES.has(type) ? type : "text";
}

/** The parent in the tree as it is drawn: out of a shadow root to its host, into a slot. */
export function drawnParent(element: Element): Element | null {
  return assignedSlot(element) ?? parentOf(element) ?? hostOf(element.getRootNode());
}

/** The element and all it is drawn in. */
export function* drawnAncestors(element: Element): Generator<Element> {
  for (let one: Element | null = element; one !== null; one = drawnParent(one)) yield one;
}

/** The closest ancestor, or the element itself, that matches, also out of shadow roots. */
export function closest(element: Element, selector: string): Element | null {
  const found = element.closest(selector);
  if (found !== null) return found;
  const host = hostOf(element.getRootNode());
  return host === null ? null : closest(host, selector);
}

/** Whether a person cannot change the control. */
export function isDisabled(control: Control): boolean {
  return control.hasAttribute("disabled") || control.closest("fieldset[disabled]") !== null;
}

/** The marks of the calendars that forms put over a text box: jQuery UI, flatpickr, bootstrap-datepicker, pikaday. */
const PICKER = /date-?_?picker|flatpickr|datetimepicker|pikaday/i;

/** A text box that is filled by choosing from a calendar: closed to typing, open to a date. */
export function isPicker(control: Control): boolean {
  return typeOf(control) === "text" && PICKER.test(`${control.id} ${control.getAttribute("class") ?? ""}`);
}

/** Whether the page lets nobody change the control. A readonly select does not exist; a calendar's box can be chosen for. */
export function isReadonly(control: Control): boolean {
  const closed = control.hasAttribute("readonly") || control.getAttribute("aria-readonly") === "true";
  return closed && !isPicker(control);
}
