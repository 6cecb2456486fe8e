/** The browser's side of the visibility tests, and what they leave as it was: scroll positions and styles. */

import { bodyOf, topOf } from "./natives.ts";
import { clickable, findVeils, veiling, veilsOver } from "./veils.ts";
import { type Drawn, drawnOf, fixedIn, type Look, type Style, visible } from "./visibility.ts";

/**
 * A look at one document. `restore` puts back every scroll position that looking has changed, and forgets what was
 * found out about the page while it stood still.
 */
export type BrowserLook = Omit<Look, "outer"> & {
  memo: Map<Element, Drawn>;
  restore(): void;
  /**
   * Finds out in steps what is known of the whole page when its trees are these: what their sheets say that nothing has is
   * not looked for. For what is shown to the person and between two writes; before the first write every element is looked at.
   */
  prepare(roots: readonly (Document | ShadowRoot)[]): Generator<void>;
  outer(): { frame: Element; look: BrowserLook; left: number; top: number } | null;
};

/**
 * Looks at the document of `window` with everything laid out as it is now. What the browser is asked for is remembered
 * until restore(); scroll positions until the look itself scrolls.
 */
export function browserLook(window: Window): BrowserLook {
  const { document } = window;
  const scrolled = new Map<Element, { left: number; top: number }>();
  const memo = new Map<Element, Drawn>();
  const paints = new Map<Element, readonly Style[]>();
  let veils: HTMLElement[] | null = null;
  let outside: BrowserLook | null = null;
  let page: ReturnType<Look["page"]> | null = null;
  let view: ReturnType<Look["view"]> | null = null;
  const style: Look["style"] = (element, pseudo) => window.getComputedStyle(element, pseudo);
  let paint = true;
  function* prepare(roots: readonly (Document | ShadowRoot)[]): Generator<void> {
    const said = yield* veiling(roots);
    const found: HTMLElement[] = [];
    if (said.boxes) yield* findVeils(bodyOf(document) ?? document, window, found);
    veils = found;
    paint = said.paint;
  }
  const veiled = (x: number, y: number) => {
    if (veils === null) {
      veils = [];
      for (const _ of findVeils(bodyOf(document) ?? document, window, veils));
    }
    return veils.length === 0 ? NO_VEILS : veilsOver(veils, x, y);
  };
  const scroll = (element: Element, block: "center" | "start") => {
    remember(element, window, look, scrolled);
    element.scrollIntoView({ block, inline: "nearest", behavior: "instant" });
    page = null;
  };
  const look: BrowserLook = {
    memo,
    paints,
    prepare,
    style,
    rendered: (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    box: (element) => element.getBoundingClientRect(),
    page: () => {
      if (page !== null) return page;
      const { scrollWidth, scrollHeight } = topOf(document);
      const fixed = fixedIn(document, { style });
      page = { width: scrollWidth, height: scrollHeight, x: window.scrollX, y: window.scrollY, fixed };
      return page;
    },
    view: () => {
      view ??= { width: window.innerWidth, height: window.innerHeight };
      return view;
    },
    center: (element) => scroll(element, "center"),
    ahead: (element) => scroll(element, "start"),
    at: (root, x, y) => {
      const above = veiled(x, y);
      const all = () => root.elementsFromPoint(x, y);
      return above.length === 0 ? all() : clickable(above, all);
    },
    painted: () => paint,
    top: (root, x, y) => (veiled(x, y).length === 0 ? root.elementFromPoint(x, y) : null),
    outer: () => {
      if (window.parent === window) return null;
      const frame = frameOf(window);
      if (frame === null) return null;
      outside ??= browserLook(window.parent);
      const { left, top } = frame.getBoundingClientRect();
      return { frame, look: outside, left: left + frame.clientLeft, top: top + frame.clientTop };
    },
    restore: () => {
      for (const [element, { left, top }] of scrolled) {
        if (element.scrollLeft !== left || element.scrollTop !== top)
          element.scrollTo({ left, top, behavior: "instant" });
      }
      scrolled.clear();
      memo.clear();
      paints.clear();
      page = view = null;
      outside?.restore();
    },
  };
  return look;
}

const NO_VEILS: readonly HTMLElement[] = [];

type Scrolled = Map<Element, { left: number; top: number }>;

/** Scroll positions of all that scrollIntoView may move, in this document and the ones around it. */
function remember(element: Element, window: Window, look: BrowserLook, scrolled: Scrolled): void {
  const keep = (one: Element | null) => {
    if (one !== null && !scrolled.has(one)) scrolled.set(one, { left: one.scrollLeft, top: one.scrollTop });
  };
  const { document } = window;
  for (const one of [bodyOf(document), topOf(document), document.scrollingElement]) keep(one);
  // What shows all of its content scrolls none of it.
  for (const { element: one } of drawnOf(element, look).frames) keep(one);
  const around = look.outer();
  if (around !== null) remember(around.frame, window.parent, around.look, scrolled);
}

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
