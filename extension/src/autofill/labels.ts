/**
 * The texts around a control. Only a fifth of the fields of Japanese forms have a label tied to them: a third are named
 * by the th of their row, a fifth by a dt, a quarter by bare text before them.
 */
import { aroundOf, freshAround } from "./around.ts";
import { isControl } from "./dom.ts";
import { short } from "./text.ts";
import type { Context } from "./types.ts";

/** Texts longer than this explain something; they are no labels. */
const MAX_LABEL = 80;
const MAX_AFTER = 24;
/** How many levels up bare text before a control is looked for: text, its box, its row. */
const LEVELS = 5;
const SILENT = new Set("script style template select textarea button datalist noscript".split(" "));
/** Where bare text of another field begins; th and dt are read on their own. */
const BORDERS = new Set(["td", "th", "dd", "fieldset", "form", "body", "html", "li"]);
const CONTROLS = "input, select, textarea, button";

/** The text of a node as a label: without the texts of controls in it. */
export function textOf(node: Node): string {
  if (node.nodeType === TEXT) return node.nodeValue ?? "";
  if (node.nodeType !== ELEMENT) return "";
  const element = node as Element;
  if (SILENT.has(element.localName) || element.hasAttribute("hidden")) return "";
  let text = "";
  let first = true;
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    text = first ? textOf(child) : `${text} ${textOf(child)}`;
    first = false;
  }
  return text;
}

const [ELEMENT, TEXT] = [1, 3];

const label = (node: Node | null | undefined): string => (node ? limited(textOf(node)) : "");

function limited(text: string): string {
  if (text === "") return "";
  const flat = short(text, MAX_LABEL + 1);
  return flat.length > MAX_LABEL ? "" : flat;
}

type Texts = WeakMap<Element, string>;
/** Texts that many fields share, by their cells, descriptions and groups. */
let shared: { rows: Texts; terms: Texts; groups: Texts } = {
  rows: new WeakMap(),
  terms: new WeakMap(),
  groups: new WeakMap(),
};

/** Forgets what was read of the page: it may have changed. */
export function freshTexts(): void {
  shared = { rows: new WeakMap(), terms: new WeakMap(), groups: new WeakMap() };
  freshAround();
}

function once(known: Texts, element: Element | null, read: (element: Element) => string): string {
  if (element === null) return "";
  const found = known.get(element);
  if (found !== undefined) return found;
  const made = read(element);
  known.set(element, made);
  return made;
}

/** Labels with a for attribute, by id, of one tree. Built once, because looking each up would be quadratic. */
export function labelIndex(root: ParentNode): Map<string, Element[]> {
  const index = new Map<string, Element[]>();
  for (const one of root.querySelectorAll("label[for]")) {
    const id = one.getAttribute("for") ?? "";
    const known = index.get(id);
    if (known !== undefined) known.push(one);
    else if (id !== "") index.set(id, [one]);
  }
  return index;
}

/** Texts tied to the control itself: label for, wrapping label, aria-labelledby, aria-label, title. */
export function tiedLabels(control: Element, index: ReadonlyMap<string, Element[]>): string[] {
  const texts: string[] = [];
  const add = (text: string) => {
    if (text !== "" && !texts.includes(text)) texts.push(text);
  };
  for (const one of index.get(control.id) ?? []) add(label(one));
  add(label(aroundOf(control).label));
  for (const text of labelledBy(control)) add(text);
  add(limited(control.getAttribute("aria-label") ?? ""));
  add(limited(control.getAttribute("title") ?? ""));
  return texts;
}

function labelledBy(element: Element): string[] {
  const named = element.getAttribute("aria-labelledby");
  if (named === null || named === "") return [];
  const root = element.getRootNode() as ParentNode;
  const ids = named.split(/\s+/).filter((id) => id !== "");
  return ids.map((id) => label("getElementById" in root ? (root as Document).getElementById(id) : null));
}

/** Texts around the control; `heading` is the nearest heading before it. */
export function contextOf(control: Element, heading: string): Context {
  const { cell, description, group, outerGroup } = aroundOf(control);
  return {
    th: once(shared.rows, cell, rowHeading),
    dt: once(shared.terms, description, termBefore),
    legend: once(shared.groups, group, groupName),
    before: textBefore(control),
    after: textAfter(control),
    heading: once(shared.groups, outerGroup, groupName) || heading,
  };
}

function groupName(group: Element): string {
  const legend = [...group.children].find((child) => child.localName === "legend");
  return label(legend) || labelledBy(group).join(" ") || limited(group.getAttribute("aria-label") ?? "");
}

/** The th of the row, else a cell before it that holds no control, else the th at the head of the column. */
function rowHeading(cell: Element): string {
  let free: Element | null = null;
  for (let one = cell.previousElementSibling; one !== null; one = one.previousElementSibling) {
    if (one.localName === "th") return label(one);
    if (free === null && one.querySelector(CONTROLS) === null) free = one;
  }
  if (free !== null) return label(free);
  const row = cell.closest("tr");
  const top = row?.closest("table")?.querySelector("tr");
  if (!row || !top || top === row) return "";
  const column = top.children[[...row.children].indexOf(cell)];
  return column?.localName === "th" ? label(column) : "";
}

function termBefore(description: Element): string {
  for (let one = description.previousElementSibling; one; one = one.previousElementSibling) {
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
