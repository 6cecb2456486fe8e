/**
 * What an element stands in: form, block, group, cell, label. Each ancestor is asked once for all the controls in it; a
 * thousand fields share most of theirs.
 */

import { hostOf, nameOf, parentOf } from "./natives.ts";

/** The nearest of each kind, the element itself included; null where there is none. */
export type Around = {
  /** Also out of shadow roots. */
  form: Element | null;
  block: Element | null;
  group: Element | null;
  /** The group around the group, in its tree. */
  outerGroup: Element | null;
  /** Within the element's tree. */
  cell: Element | null;
  description: Element | null;
  label: Element | null;
  /** A fieldset around it is switched off. */
  switchedOff: boolean;
  /** It is kept from readers or from everybody (aria-hidden, inert), also from outside its shadow root. */
  unreached: boolean;
};

const NOWHERE: Around = {
  form: null,
  block: null,
  group: null,
  outerGroup: null,
  cell: null,
  description: null,
  label: null,
  switchedOff: false,
  unreached: false,
};
const BLOCKS = new Set(["fieldset", "section", "article", "table", "dl"]);
const NAMES = new Set([...BLOCKS, "form", "label", "td", "th", "dd"]);

let known = new WeakMap<Element, Around>();

/** Forgets everything: the page may have changed. */
export function freshAround(): void {
  known = new WeakMap();
}

/** What an element stands in; remembered until freshAround(). */
export function aroundOf(element: Element): Around {
  // A loop: a page may be nested deeper than calls can be.
  const path: Element[] = [];
  let around: Around | undefined;
  for (let one: Element | null = element; one !== null && around === undefined; ) {
    around = known.get(one);
    if (around !== undefined) break;
    path.push(one);
    one = parentOf(one) ?? hostOf(one.getRootNode());
  }
  for (const one of path.reverse()) {
    around = within(one, parentOf(one) === null ? outside(around) : (around ?? NOWHERE));
    known.set(one, around);
  }
  return around ?? NOWHERE;
}

/** What of the host's surroundings holds for what stands in its shadow root. */
function outside(host: Around | undefined): Around {
  if (host === undefined) return NOWHERE;
  const { form, block, group, outerGroup, unreached } = host;
  return { ...NOWHERE, form, block, group, outerGroup, unreached };
}

function within(element: Element, outer: Around): Around {
  // Most elements of most pages have no attribute and a name that says nothing.
  const localName = nameOf(element);
  if (!NAMES.has(localName) && !element.hasAttributes()) return outer;
  const role = element.getAttribute("role");
  const fieldset = localName === "fieldset";
  const block = BLOCKS.has(localName) || role === "group";
  const unreached = element.getAttribute("aria-hidden") === "true" || element.hasAttribute("inert");
  if (!NAMES.has(localName) && !unreached && role !== "group" && role !== "radiogroup") return outer;
  const grouped = fieldset || role === "group" || role === "radiogroup";
  return {
    form: localName === "form" ? element : outer.form,
    block: block ? element : outer.block,
    group: grouped ? element : outer.group,
    outerGroup: grouped ? outerGroupOf(element) : outer.outerGroup,
    cell: localName === "td" || localName === "th" ? element : outer.cell,
    description: localName === "dd" ? element : outer.description,
    label: localName === "label" ? element : outer.label,
    switchedOff: outer.switchedOff || (fieldset && element.hasAttribute("disabled")),
    unreached: outer.unreached || unreached,
  };
}

const outerGroupOf = (group: Element): Element | null => parentOf(group)?.closest("fieldset, [role=group]") ?? null;
