/**
 * Boxes that take no clicks: no hit test finds them, but they can be painted over a field all the same. Most pages have
 * none and say so in their style sheets, which is quicker to read than the style of every element.
 */

import { inlineStyle, shadowOf } from "./natives.ts";

/** What a page may have of it: boxes, and `::before` or `::after` paint. */
export type Veiling = { boxes: boolean; paint: boolean };

const TAKES = "pointer-events";
/** How many elements or rules are passed between two looks at the clock. */
const STRIDE = 64;

type Tree = Document | ShadowRoot;

/**
 * What the sheets, style attributes and animations of these trees can make. A sheet that cannot be read, as one of another
 * origin, can make anything. Closed shadow roots are not among these trees; what is written is therefore looked at without
 * this, and findVeils goes into the closed ones where the browser lets an extension.
 */
export function* veiling(roots: readonly Tree[]): Generator<void, Veiling> {
  const found: Veiling = { boxes: false, paint: false };
  for (const root of roots) {
    for (const sheet of [...(root.styleSheets ?? []), ...(root.adoptedStyleSheets ?? [])])
      yield* readSheet(sheet, found, new Set());
    if (animated(root)) found.boxes = found.paint = true;
    found.boxes ||= root.querySelector(`[${TAKES}]`) !== null || [...root.querySelectorAll("[style]")].some(says);
    yield;
  }
  return found;
}

const says = (element: Element): boolean => inlineStyle(element)?.getPropertyValue(TAKES) !== "";

function* readSheet(sheet: CSSStyleSheet, found: Veiling, known: Set<CSSStyleSheet>): Generator<void> {
  if (known.has(sheet)) return;
  known.add(sheet);
  const rules = rulesOf(sheet);
  if (rules === null) found.boxes = found.paint = true;
  else yield* readRules(rules, found, known, false);
}

function rulesOf(sheet: CSSStyleSheet): CSSRuleList | null {
  try {
    return sheet.cssRules;
  } catch {
    return null;
  }
}

/** `nested`: in a rule whose selector is not looked at again. */
function* readRules(rules: CSSRuleList, found: Veiling, known: Set<CSSStyleSheet>, nested: boolean): Generator<void> {
  let passed = 0;
  // A copy: the page lives on between two pieces, and could add rules for ever.
  for (const rule of [...rules] as (CSSRule & Partial<CSSStyleRule & CSSImportRule>)[]) {
    if (found.boxes && found.paint) return;
    if (++passed % STRIDE === 0) yield;
    const { selectorText, style, styleSheet, cssRules } = rule;
    if (style !== undefined && style.getPropertyValue(TAKES) !== "") {
      found.boxes = true;
      found.paint ||= nested || selectorText === undefined || selectorText.includes(":");
    }
    if (styleSheet) yield* readSheet(styleSheet, found, known);
    else if (rule.type === IMPORT) found.boxes = found.paint = true;
    if (cssRules !== undefined && cssRules.length > 0)
      yield* readRules(cssRules, found, known, nested || selectorText !== undefined);
  }
}

const IMPORT = 3;

/** Whether scripts animate what takes clicks; animations of style sheets are in the sheets. */
function animated(root: Tree): boolean {
  const all = root.getAnimations?.() ?? [];
  return all.some((one) => {
    const { effect } = one;
    const frames = effect !== null && "getKeyframes" in effect ? (effect as KeyframeEffect).getKeyframes() : [];
    return frames.some((frame) => "pointerEvents" in frame);
  });
}

/** A tree and all shadow trees in it that can be looked into: those findVeils goes through. */
export function treesIn(root: Tree): Tree[] {
  const inside = [...root.querySelectorAll("*")].map(shadowOf).filter((one) => one !== null);
  return [root, ...inside.flatMap(treesIn)];
}

/** All boxes of a tree, also in shadow roots, that take no clicks. */
export function* findVeils(root: ParentNode, window: Window, veils: HTMLElement[]): Generator<void> {
  let passed = 0;
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (++passed % STRIDE === 0) yield;
    if ("style" in element && window.getComputedStyle(element).pointerEvents === "none") veils.push(element);
    const inside = shadowOf(element);
    if (inside !== null) yield* findVeils(inside, window, veils);
  }
}

/** Those over a point of the window. */
export function veilsOver(veils: readonly HTMLElement[], x: number, y: number): HTMLElement[] {
  return veils.filter((veil) => {
    const { left, top, right, bottom } = veil.getBoundingClientRect();
    return left <= x && x <= right && top <= y && y <= bottom;
  });
}

/** Runs with the veils clickable and puts their own style back as it was. */
export function clickable<T>(veils: readonly HTMLElement[], run: () => T): T {
  const styles = veils.map((veil) => inlineStyle(veil) as CSSStyleDeclaration);
  const before = styles.map((style) => [style.getPropertyValue(TAKES), style.getPropertyPriority(TAKES)] as const);
  const bare = veils.filter((veil) => !veil.hasAttribute("style"));
  for (const style of styles) style.setProperty(TAKES, "auto", "important");
  try {
    return run();
  } finally {
    // By the object model: a page's content security policy may forbid style attributes written as text.
    for (const [at, style] of styles.entries()) {
      const [value, priority] = before[at] ?? ["", ""];
      if (value === "") style.removeProperty(TAKES);
      else style.setProperty(TAKES, value, priority);
    }
    // Chromium writes the attribute only when it is read; removing it unread would leave style="".
    for (const veil of bare) if (veil.getAttribute("style") !== null) veil.removeAttribute("style");
  }
}
