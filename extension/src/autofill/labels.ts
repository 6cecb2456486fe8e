/**
 * The texts around a control. Only a fifth of the fields of Japanese forms have a label tied to them: a third are named
 * by the th of their row, a fifth by a dt, a quarter by bare text before them.
 */
import { closest, isControl } from "./dom.ts";
import { short } from "./text.ts";
import type { Context } from "./types.ts";

/** Texts longer than this explain something; they are no labels. */
const MAX_LABEL = 80;
const MAX_AFTER = 24;
/** How many levels up bare text before a control is looked for: text, its box, its row. */
const LEVELS = 5;
const SILENT = "script, style, template, select, textarea, button, datalist, noscript, [hidden]";
/** Where bare text of another field begins; th and dt are read on their own. */
const BORDERS = new Set(["td", "th", "dd", "fieldset", "form", "body", "html", "li"]);
const CONTROLS = "input, select, textarea, button";

/** The text of a node as a label: without the texts of controls in it. */
export function textOf(node: Node): string {
  if (node.nodeType === 3) return node.nodeValue ?? "";
  if (node.nodeType !== 1 || (node as Element).matches(SILENT)) return "";
  return [...node.childNodes].map(textOf).join(" ");
}

const label = (node: Node | null | undefined): string => (node ? limited(textOf(node)) : "");

function limited(text: string): string {
  const flat = short(text, MAX_LABEL + 1);
  return flat.length > MAX_LABEL ? "" : flat;
}

/** Labels with a for attribute, by id, of one tree. Built once, because looking each up would be quadratic. */
export function labelIndex(root: ParentNode): Map<string, Element[]> {
  const index = new Map<string, Element[]>();
  for (const one of root.querySelectorAll("label[for]")) {
    const id = one.getAttribute("for") ?? "";
    if (id !== "") index.set(id, [...(index.get(id) ?? []), one]);
  }
  return index;
}

/** Texts tied to the control itself: label for, wrapping label, aria-labelledby, aria-label, title. */
export function tiedLabels(control: Element, index: ReadonlyMap<string, Element[]>): string[] {
  const texts = [
    ...(index.get(control.id) ?? []).map(label),
    label(control.closest("label")),
    ...labelledBy(control),
    control.getAttribute("aria-label") ?? "",
    control.getAttribute("title") ?? "",
  ].map(limited);
  return [...new Set(texts.filter((text) => text !== ""))];
}

function labelledBy(element: Element): string[] {
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter((id) => id !== "");
  const root = element.getRootNode() as ParentNode;
  return ids.map((id) => label([...root.querySelectorAll("[id]")].find((one) => one.id === id)));
}

/** Texts around the control; `heading` is the nearest heading before it. */
export function contextOf(control: Element, heading: string): Context {
  const group = closest(control, "fieldset, [role=group], [role=radiogroup]");
  const outer = group?.parentElement?.closest("fieldset, [role=group]") ?? null;
  return {
    th: rowHeading(control),
    dt: termBefore(control),
    legend: group === null ? "" : groupName(group),
    before: textBefore(control),
    after: textAfter(control),
    heading: (outer === null ? "" : groupName(outer)) || heading,
  };
}

function groupName(group: Element): string {
  const legend = [...group.children].find((child) => child.localName === "legend");
  return label(legend) || labelledBy(group).join(" ") || limited(group.getAttribute("aria-label") ?? "");
}

/** The th of the row, else a cell before it that holds no control, else the th at the head of the column. */
function rowHeading(control: Element): string {
  const cell = control.closest("td, th");
  const row = cell?.closest("tr");
  if (!cell || !row) return "";
  const cells = [...row.children];
  const before = cells.slice(0, cells.indexOf(cell)).reverse();
  const heading =
    before.find((one) => one.localName === "th") ?? before.find((one) => one.querySelector(CONTROLS) === null);
  if (heading !== undefined) return label(heading);
  const top = row.closest("table")?.querySelector("tr");
  const column = top && top !== row ? top.children[cells.indexOf(cell)] : undefined;
  return column?.localName === "th" ? label(column) : "";
}

function termBefore(control: Element): string {
  const description = control.closest("dd");
  for (let one = description?.previousElementSibling; one; one = one.previousElementSibling) {
    if (one.localName === "dt") return label(one);
  }
  return "";
}

/** The nearest text before the control that no other control comes between, a few levels up. */
function textBefore(control: Element): string {
  let node: Node = control;
  for (let level = 0; level < LEVELS; level++) {
    for (let one = node.previousSibling; one !== null; one = one.previousSibling) {
      if (holdsControl(one)) return "";
      const text = textOf(one).trim();
      if (text !== "") return limited(text);
    }
    const parent: Node | null = node.parentNode;
    if (parent === null || parent.nodeType !== 1 || BORDERS.has((parent as Element).localName)) return "";
    node = parent;
  }
  return "";
}

function holdsControl(node: Node): boolean {
  return (
    node.nodeType === 1 &&
    (isControl(node as Element) || (node as Element).querySelector("input, select, textarea") !== null)
  );
}

/** Inline elements, whose text still belongs to the line of the control. A label there is the next control's. */
const INLINE = new Set(["span", "small", "b", "strong", "em", "i", "a", "font", "sup", "sub", "abbr"]);

/** The text right behind the control in its line (年, 歳, a hint), up to the next control. */
export function textAfter(control: Element): string {
  const inSpan = control.parentElement?.localName === "span" && control.nextSibling === null;
  const start = inSpan ? (control.parentElement ?? control) : control;
  for (let one = start.nextSibling; one !== null; one = one.nextSibling) {
    if (one.nodeType === 1 && (!INLINE.has((one as Element).localName) || holdsControl(one))) return "";
    const text = textOf(one).trim();
    if (text !== "") return short(text, MAX_AFTER);
  }
  return "";
}
