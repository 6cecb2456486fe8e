/**
 * Can the person see this field? Hidden fields are how pages harvest what was not shown: opacity, size, off the page,
 * clipped, behind another box. Every test is on the field and all it is drawn in.
 */
import { closest, drawnAncestors, drawnParent } from "./dom.ts";
import { bodyOf, hostOf, nameOf, shadowOf, topOf } from "./natives.ts";

/** A rectangle in pixels of the window. */
export type Box = { left: number; top: number; right: number; bottom: number };
const SIDES = ["Top", "Right", "Bottom", "Left"] as const;
type Side = (typeof SIDES)[number];

/** The computed style properties that decide. */
export type Style = Pick<
  CSSStyleDeclaration,
  | "opacity"
  | "overflowX"
  | "overflowY"
  | "clipPath"
  | "backgroundColor"
  | "backgroundImage"
  | "content"
  | "pointerEvents"
  | "zIndex"
  | "width"
  | "height"
> &
  Partial<
    Pick<
      CSSStyleDeclaration,
      | "filter"
      | "maskImage"
      | "mixBlendMode"
      | "webkitMaskBoxImage"
      | "boxShadow"
      | `border${Side}Width`
      | `border${Side}Color`
    >
  >;
/** What the tests need to see of a document; browserLook() is the real one. */
export type Look = {
  rendered(element: Element): boolean;
  box(element: Element): Box;
  style(element: Element, pseudo?: "::before" | "::after"): Style;
  /** The document's size and the scroll position, in pixels; and, where it is known, whether it cannot be scrolled. */
  page(): { width: number; height: number; x: number; y: number; fixed?: { x: boolean; y: boolean } };
  view(): { width: number; height: number };
  /** Scrolls an element to the middle of the window. */
  center(element: Element): void;
  /** All elements drawn at a point of the window within one tree, topmost first, also those that take no clicks. */
  at(root: Document | ShadowRoot, x: number, y: number): Element[];
  /** The topmost element at a point, if nothing that takes no clicks lies there; null when that is not known. */
  top?(root: Document | ShadowRoot, x: number, y: number): Element | null;
  /** Scrolls so that the element and as much as possible of what follows it is in the window. */
  ahead?(element: Element): void;
  /** Whether anything may be painted over the page by a `::before` or `::after` that takes no clicks. */
  painted?(): boolean;
  /** What was found out about elements while the page stood still. */
  memo?: Map<Element, Drawn>;
  /** The paint of elements, likewise. */
  paints?: Map<Element, readonly Style[]>;
  /** The frame the document is shown in, a look at the document around it, and where its corner lies there. */
  outer(): { frame: Element; look: Look; left: number; top: number } | null;
};

/** What an element's styles and those of all it is drawn in come to. */
export type Drawn = {
  /** The product of the opacities. */
  opacity: number;
  /** A filter or a mask may make it disappear. */
  effaced: boolean;
  /** A clip path cuts it, how much cannot be measured. */
  clipped: boolean;
  /** The boxes it is drawn in that cut off or scroll what is in them, nearest first; never the page itself. */
  frames: { element: Element; x: boolean; y: boolean; scrolls: boolean }[];
};

/** Below this a box is not something a person types into. */
const MIN_SIZE = 8;
/** The product of the opacities; the value password managers settled on after the 2025 clickjacking disclosures. */
const MIN_OPACITY = 0.7;
/** Above this a covering box hides what is below. */
const OPAQUE = 0.3;
const PICTURES = new Set(["img", "video", "canvas", "svg", "iframe", "object", "embed"]);

/** Whether a person can see the element; scrolls when it must be looked at outside the window. */
export function visible(element: Element, look: Look): boolean {
  if (!look.rendered(element) || element.closest(UNREACHED) !== null) return false;
  const drawn = drawnOf(element, look);
  return readable(drawn) && visibleRegion(element, look.box(element), drawn, look) !== null && uncovered(element, look);
}

const UNREACHED = "[aria-hidden=true], [inert]";

/** A circle or an inset may leave nothing; what it leaves cannot be measured, so it is not trusted. */
const readable = ({ opacity, effaced, clipped }: Drawn): boolean => opacity >= MIN_OPACITY && !effaced && !clipped;

/**
 * visible() for a whole page of fields, before anything is shown to the person: a field that is itself what lies on top
 * at one point of its middle, with nothing about that no hit test finds, is seen; every other is looked at with visible().
 * Nobody can know the point beforehand, so a lid with a hole in it is no way past. What is written is looked at with
 * visible() right before, whatever was said here. What keeps a field from readers (aria-hidden, inert) is for the caller.
 */
export function glimpsed(element: Element, look: Look, chance: () => number = Math.random): boolean {
  const drawn = drawnOf(element, look);
  if (!readable(drawn)) return false;
  let box = look.box(element);
  if (visibleRegion(element, box, drawn, look) === null) return false;
  if (look.outer() !== null || look.painted?.() !== false) return visible(element, look);
  const root = rootOf(element);
  if (hostOf(root) !== null) return visible(element, look);
  let part = inWindow(box, look);
  if (!largeEnough(part)) {
    look.ahead?.(element);
    box = look.box(element);
    part = inWindow(box, look);
  }
  const { left, top, right, bottom } = part;
  const [x, y] = [between(left, right, chance()), between(top, bottom, chance())];
  return (largeEnough(part) && look.top?.(root, x, y) === element) || visible(element, look);
}

/** A place in the middle half of a stretch. */
const between = (from: number, to: number, share: number): number => from + ((to - from) * (1 + 2 * share)) / 4;

function inWindow({ left, top, right, bottom }: Box, look: Look): Box {
  const { width, height } = look.view();
  return {
    left: Math.max(left, 0),
    top: Math.max(top, 0),
    right: Math.min(right, width),
    bottom: Math.min(bottom, height),
  };
}

/** Filters that leave a field readable; all others can take it away: opacity(), blur(), brightness(), contrast(), url(). */
const HARMLESS = /\b(grayscale|sepia|hue-rotate|saturate|drop-shadow)\((?:[^()]|\([^()]*\))*\)/g;

/** Worked out once for each element as long as the page stands still: a thousand fields share their ancestors. */
export function drawnOf(element: Element, look: Look): Drawn {
  // A loop: a page may be nested deeper than calls can be.
  const path: Element[] = [];
  let drawn: Drawn | undefined;
  for (let one: Element | null = element; one !== null; one = drawnParent(one)) {
    drawn = look.memo?.get(one);
    if (drawn !== undefined) break;
    path.push(one);
  }
  for (const one of path.reverse()) {
    drawn = drawnIn(one, drawn ?? null, look.style(one));
    look.memo?.set(one, drawn);
  }
  return drawn ?? PLAIN;
}

const PLAIN: Drawn = { opacity: 1, effaced: false, clipped: false, frames: [] };
const none = (value: string | undefined): boolean => value === "none" || value === "" || value === undefined;

/** Most elements change nothing, and are as what they are drawn in. */
function drawnIn(element: Element, outer: Drawn | null, style: Style): Drawn {
  const { opacity, overflowX, overflowY, clipPath, filter, maskImage, mixBlendMode, webkitMaskBoxImage } = style;
  const above = outer ?? PLAIN;
  const shows = overflowX === "visible" && overflowY === "visible";
  // What is mixed with what lies below may be the colour of that.
  const mixed = !none(maskImage) || !none(webkitMaskBoxImage) || (mixBlendMode ?? "normal") !== "normal";
  if (opacity === "1" && shows && none(clipPath) && none(filter) && !mixed) return above;
  const own = Number.parseFloat(opacity);
  // No hit test tells what a filter or a mask takes away.
  const filtered = none(filter) ? "" : (filter ?? "").replace(HARMLESS, "").trim();
  const { x, y } = cut(style);
  const scrolls = /auto|scroll/.test(`${overflowX} ${overflowY}`);
  const page = /^(html|body)$/.test(nameOf(element));
  return {
    opacity: above.opacity * (Number.isNaN(own) ? 1 : own),
    effaced: above.effaced || !none(filtered) || mixed,
    clipped: above.clipped || !none(clipPath),
    frames: page || !(x || y || scrolls) ? above.frames : [{ element, x, y, scrolls }, ...above.frames],
  };
}

const cut = ({ overflowX, overflowY }: Style) => ({
  x: /hidden|clip/.test(overflowX),
  y: /hidden|clip/.test(overflowY),
});

/** What is left of the element's box after all that clips it, or null when that is too small to see. */
function visibleRegion(element: Element, whole: Box, { frames }: Drawn, look: Look): Box | null {
  let region = whole;
  if (!largeEnough(region)) return null;
  for (const frame of frames) {
    if (frame.element === element) continue;
    const box = look.box(frame.element);
    if (frame.scrolls && !largeEnough(box)) return null;
    if (!frame.scrolls && frame.x) region = { ...region, ...across(region, box) };
    if (!frame.scrolls && frame.y) region = { ...region, ...down(region, box) };
  }
  const inPage = intersect(region, reachable(element, look));
  return largeEnough(inPage) ? inPage : null;
}

const largeEnough = ({ left, top, right, bottom }: Box): boolean =>
  right - left >= MIN_SIZE && bottom - top >= MIN_SIZE;
const across = (a: Box, b: Box) => ({ left: Math.max(a.left, b.left), right: Math.min(a.right, b.right) });
const down = (a: Box, b: Box) => ({ top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom) });
const intersect = (a: Box, b: Box): Box => ({
  left: Math.max(a.left, b.left),
  right: Math.min(a.right, b.right),
  top: Math.max(a.top, b.top),
  bottom: Math.min(a.bottom, b.bottom),
});

/** The part of the document a person can scroll to. */
function reachable(element: Element, look: Look): Box {
  const { width, height, x, y, fixed } = look.page();
  const view = look.view();
  const { x: fixedX, y: fixedY } = fixed ?? fixedIn(element.ownerDocument, look);
  const horizontal = fixedX ? { left: 0, right: view.width } : { left: -x, right: width - x };
  const vertical = fixedY ? { top: 0, bottom: view.height } : { top: -y, bottom: height - y };
  return { ...horizontal, ...vertical };
}

/** Whether the page as a whole cannot be scrolled. */
export function fixedIn(document: Document, look: Pick<Look, "style">): { x: boolean; y: boolean } {
  const roots = [topOf(document), bodyOf(document)]
    .filter((root) => root !== null)
    .map((root) => cut(look.style(root)));
  return { x: roots.some(({ x }) => x), y: roots.some(({ y }) => y) };
}

/** Whether the element is not behind something else, where it is or in the middle of the window (past a banner). */
function uncovered(element: Element, look: Look): boolean {
  if (pointsSeen(element, look)) return true;
  look.center(element);
  return pointsSeen(element, look);
}

/** Whether at least three of five points of what is in the window are seen. */
function pointsSeen(element: Element, look: Look): boolean {
  const part = inWindow(look.box(element), look);
  if (!largeEnough(part)) return false;
  const { left, top, right, bottom } = part;
  const [x, y, dx, dy] = [(left + right) / 2, (top + bottom) / 2, (right - left) / 4, (bottom - top) / 4];
  const points = [
    [x, y],
    [x - dx, y - dy],
    [x + dx, y + dy],
    [x + dx, y - dy],
    [x - dx, y + dy],
  ] as const;
  if (painted(element, look.at(rootOf(element), x, y), look)) return false;
  let seen = 0;
  for (const [at, [atX, atY]] of points.entries()) {
    if (topAt(element, atX, atY, look) || seenAt(element, atX, atY, look)) seen++;
    if (seen === ENOUGH || seen + points.length - at - 1 < ENOUGH) break;
  }
  return seen === ENOUGH;
}

/** Points of five that have to be seen. */
const ENOUGH = 3;

/** The quick answer for most fields: nothing at all lies above the element, in its tree or around it. */
function topAt(element: Element, x: number, y: number, look: Look): boolean {
  const root = rootOf(element);
  return hostOf(root) === null && look.outer() === null && look.top?.(root, x, y) === element;
}

/**
 * Whether a ::before or ::after that takes no clicks is painted over the element: no hit test finds those. Lines and
 * dots are too small to hide it, and what lies below the content (z-index under 0) does not.
 */
function painted(element: Element, stack: readonly Element[], look: Look): boolean {
  return stack.some((one) => paintOf(one, look).some((paint) => hides(paint, element, look)));
}

/** Whether a ::before or ::after is large enough to hide the element. */
function hides({ width, height }: Style, element: Element, look: Look): boolean {
  const { left, top, right, bottom } = look.box(element);
  return Number.parseFloat(width) > (right - left) / 2 && Number.parseFloat(height) > (bottom - top) / 2;
}

/** What an element paints before and after its content that takes no clicks and could hide something. */
function paintOf(element: Element, look: Look): readonly Style[] {
  const known = look.paints?.get(element);
  if (known !== undefined) return known;
  const paint = (["::before", "::after"] as const)
    .map((pseudo) => look.style(element, pseudo))
    .filter(({ content }) => content !== "none")
    .filter((one) => one.pointerEvents === "none" && !(Number.parseInt(one.zIndex, 10) < 0) && opaqueStyle(one));
  look.paints?.set(element, paint);
  return paint;
}

/** Looks through each tree down to the element, and through the frames around it: nothing opaque may lie above. */
function seenAt(element: Element, x: number, y: number, look: Look): boolean {
  for (const { root, goal } of wayTo(element)) {
    const stack = look.at(root, x, y);
    const reached = stack.findIndex((one) => one === goal || goal.contains(one));
    if (reached < 0) return false;
    if (stack.slice(0, reached).some((one) => covers(one, element, look) || innerCovers(one, element, x, y, look)))
      return false;
  }
  const outer = look.outer();
  return outer === null || seenAt(outer.frame, x + outer.left, y + outer.top, outer.look);
}

const rootOf = (element: Element) => element.getRootNode() as Document | ShadowRoot;

function wayTo(element: Element): { root: Document | ShadowRoot; goal: Element }[] {
  const root = rootOf(element);
  const step = { root, goal: element };
  const host = hostOf(root);
  return host === null ? [step] : [...wayTo(host), step];
}

/** A component drawn above the element may be clear itself and hold an opaque box in its shadow tree. */
function innerCovers(above: Element, element: Element, x: number, y: number, look: Look): boolean {
  const shadowRoot = shadowOf(above);
  if (!shadowRoot || above.contains(element) || isDrawnIn(element, above)) return false;
  const inside = look.at(shadowRoot, x, y).filter((one) => one.getRootNode() === shadowRoot);
  return inside.some((one) => covers(one, element, look) || innerCovers(one, element, x, y, look));
}

const isDrawnIn = (element: Element, host: Element): boolean => [...drawnAncestors(element)].includes(host);

/** Whether a box drawn above the element hides it. The field's own label (a floating one) does not, unless it is a lid. */
function covers(above: Element, element: Element, look: Look): boolean {
  const pseudos = [look.style(above, "::before"), look.style(above, "::after")].filter(opaqueStyle);
  if (above.contains(element)) return pseudos.length > 0;
  const label = closest(above, "label");
  const own =
    label !== null && (label.contains(element) || (element.id !== "" && label.getAttribute("for") === element.id));
  if (own && !overHalf(look.box(above), look.box(element))) return false;
  const drawn =
    PICTURES.has(above.localName) || opaqueStyle(look.style(above)) || pseudos.some((one) => hides(one, element, look));
  return drawn && drawnOf(above, look).opacity > OPAQUE;
}

/** Whether one box lies over more than half of another. */
function overHalf(above: Box, below: Box): boolean {
  const width = Math.min(above.right, below.right) - Math.max(above.left, below.left);
  const height = Math.min(above.bottom, below.bottom) - Math.max(above.top, below.top);
  const whole = (below.right - below.left) * (below.bottom - below.top);
  return width > 0 && height > 0 && width * height > whole / 2;
}

/** A frame of so many pixels is a box by itself. */
const THICK = 8;

function opaqueStyle(style: Style): boolean {
  if (style.backgroundImage !== "none" && style.backgroundImage !== "") return true;
  if (opaqueColour(style.backgroundColor)) return true;
  const thick = (side: Side) => Number.parseFloat(style[`border${side}Width`] ?? "") >= THICK;
  if (SIDES.some((side) => thick(side) && opaqueColour(style[`border${side}Color`] ?? ""))) return true;
  const inner = style.boxShadow?.includes("inset") ? style.boxShadow.match(/[\d.]+(?=px)/g) : null;
  return inner?.some((length) => Number(length) >= THICK) ?? false;
}

function opaqueColour(colour: string): boolean {
  const alpha = /(?:rgba\([^)]*,|\/)\s*([\d.]+)\s*\)$/.exec(colour)?.[1];
  const none = colour === "" || colour === "transparent";
  return alpha === undefined ? !none : Number(alpha) > OPAQUE;
}
