/** The browser's side of the visibility tests, and what they leave as it was: scroll positions and styles. */

import { drawnAncestors } from "./dom.ts";
import type { Drawn, Look } from "./visibility.ts";
import { visible } from "./visibility.ts";

/**
 * A look at one document. `restore` puts back every scroll position that looking has changed, and forgets what was
 * found out about the page while it stood still.
 */
export type BrowserLook = Look & {
  memo: Map<Element, Drawn>;
  restore(): void;
  /** What has to be known of the whole page, found out in steps; without it the first look does it all at once. */
  prepare(): Generator<void>;
};

/** Looks at the document of `window` with everything laid out as it is now. */
export function browserLook(window: Window): BrowserLook {
  const { document } = window;
  const scrolled = new Map<Element, { left: number; top: number }>();
  let veils: HTMLElement[] | null = null;
  let outside: BrowserLook | null = null;
  const memo = new Map<Element, Drawn>();
  function* prepare(): Generator<void> {
    const found: HTMLElement[] = [];
    yield* findVeils(document.body ?? document, window, found);
    veils = found;
  }
  const veiled = (x: number, y: number) => {
    if (veils === null) for (const _ of prepare());
    return (veils ?? []).filter((veil) => over(veil, x, y));
  };
  return {
    memo,
    prepare,
    rendered: (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    box: (element) => element.getBoundingClientRect(),
    style: (element, pseudo) => window.getComputedStyle(element, pseudo),
    page: () => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return { width: scrollWidth, height: scrollHeight, x: window.scrollX, y: window.scrollY };
    },
    view: () => ({ width: window.innerWidth, height: window.innerHeight }),
    center: (element) => {
      remember(element, window, scrolled);
      element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    },
    at: (root, x, y) => {
      const above = veiled(x, y);
      const look = () => root.elementsFromPoint(x, y);
      return above.length === 0 ? look() : clickable(above, look);
    },
    top: (root, x, y) => (veiled(x, y).length === 0 ? root.elementFromPoint(x, y) : null),
    outer: () => {
      const frame = frameOf(window);
      if (frame === null || window.parent === window) return null;
      outside ??= browserLook(window.parent);
      const { left, top } = frame.getBoundingClientRect();
      return { frame, look: outside, left: left + frame.clientLeft, top: top + frame.clientTop };
    },
    restore: () => {
      for (const [element, { left, top }] of scrolled) element.scrollTo({ left, top, behavior: "instant" });
      scrolled.clear();
      memo.clear();
      outside?.restore();
    },
  };
}

/** Scroll positions of all that scrollIntoView may move, in this document and the ones around it. */
function remember(element: Element, window: Window, scrolled: Map<Element, { left: number; top: number }>): void {
  const keep = (one: Element) => {
    if (!scrolled.has(one)) scrolled.set(one, { left: one.scrollLeft, top: one.scrollTop });
  };
  for (const one of drawnAncestors(element)) keep(one);
  const root = window.document.scrollingElement;
  if (root !== null) keep(root);
  const frame = frameOf(window);
  if (frame !== null) remember(frame, window.parent, scrolled);
}

/** Boxes that take no clicks are not found by elementsFromPoint, but can be painted over a field all the same. */
function* findVeils(root: ParentNode, window: Window, veils: HTMLElement[]): Generator<void> {
  let passed = 0;
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (++passed % STRIDE === 0) yield;
    if ("style" in element && window.getComputedStyle(element).pointerEvents === "none") veils.push(element);
    if (element.shadowRoot) yield* findVeils(element.shadowRoot, window, veils);
  }
}

/** How many elements are passed between two looks at the clock. */
const STRIDE = 64;

function over(element: Element, x: number, y: number): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return left <= x && x <= right && top <= y && y <= bottom;
}

/** Runs with the veils clickable and puts their own style back as it was. */
function clickable<T>(veils: readonly HTMLElement[], run: () => T): T {
  const before = veils.map(({ style }) => [style.getPropertyValue(TAKES), style.getPropertyPriority(TAKES)] as const);
  const bare = veils.filter((veil) => !veil.hasAttribute("style"));
  for (const { style } of veils) style.setProperty(TAKES, "auto", "important");
  try {
    return run();
  } finally {
    // By the object model: a page's content security policy may forbid style attributes written as text.
    for (const [at, { style }] of veils.entries()) {
      const [value, priority] = before[at] ?? ["", ""];
      if (value === "") style.removeProperty(TAKES);
      else style.setProperty(TAKES, value, priority);
    }
    // Chromium writes the attribute only when it is read; removing it unread would leave style="".
    for (const veil of bare) if (veil.getAttribute("style") !== null) veil.removeAttribute("style");
  }
}

const TAKES = "pointer-events";

/** The element that holds this document in the document around it; null at the top and across origins. */
function frameOf(window: Window): Element | null {
  try {
    return window.frameElement;
  } catch {
    return null;
  }
}

/** Whether the frame a document is shown in can be seen, and the frames around it. The top document always can. */
export function frameVisible(window: Window): boolean {
  if (window.parent === window) return true;
  const frame = frameOf(window);
  if (frame === null) return false;
  const look = browserLook(window.parent);
  const seen = visible(frame, look) && frameVisible(window.parent);
  look.restore();
  return seen;
}
