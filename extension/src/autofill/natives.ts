/**
 * The browser's own properties of nodes. A page can put others before them: in a form, a control named parentElement is
 * what `form.parentElement` gives, and in a document an image named body is what `document.body` gives.
 */

type Prototypes = Record<string, { prototype: object } | undefined>;

/** Reads a property as the interface defines it; where there are no interfaces (tests without a browser), as it stands. */
function native<Of extends object, Value>(owner: string, name: string): (one: Of) => Value {
  const prototype = (globalThis as unknown as Prototypes)[owner]?.prototype;
  const get = prototype && Object.getOwnPropertyDescriptor(prototype, name)?.get;
  return get === undefined ? (one) => (one as Record<string, Value>)[name] as Value : (one) => get.call(one) as Value;
}

const slotOf = native<Element, HTMLSlotElement | null>("Element", "assignedSlot");
const nodeType = native<Node, number>("Node", "nodeType");
const FRAGMENT = 11;

/** The element around it in its tree. */
export const parentOf = native<Node, Element | null>("Node", "parentElement");
/** The inline style. */
export const inlineStyle = (element: Element): CSSStyleDeclaration | undefined =>
  nameOf(element) === "form" ? formStyle(element) : (element as HTMLElement).style;
const formStyle = native<Element, CSSStyleDeclaration>("HTMLElement", "style");
/** The name in lower case. */
export const nameOf = native<Element, string>("Element", "localName");
/** The body of a document. */
export const bodyOf = native<Document, HTMLElement | null>("Document", "body");
/** The root element of a document. */
export const topOf = native<Document, HTMLElement>("Document", "documentElement");
/** The slot the element is shown in. */
export const assignedSlot = (element: Element): HTMLSlotElement | null => slotOf(element) ?? null;

/** The host of a shadow root; null of a document and of what is in no document. */
export function hostOf(root: Node): Element | null {
  return nodeType(root) === FRAGMENT && "host" in root ? (root as ShadowRoot).host : null;
}

const openRoot = native<Element, ShadowRoot | null>("Element", "shadowRoot");
type Opener = { dom?: { openOrClosedShadowRoot?: (element: Element) => ShadowRoot | null } };
type Opened = { openOrClosedShadowRoot?: ShadowRoot | null };

/** The shadow root, where the browser lets extensions see it also a closed one. */
export function shadowOf(element: Element): ShadowRoot | null {
  const open = openRoot(element) ?? null;
  if (open !== null) return open;
  const firefox = (element as Opened).openOrClosedShadowRoot;
  if (firefox !== undefined) return firefox;
  // Only these elements can have one.
  if (!canHost(element)) return null;
  try {
    return chromium()?.(element) ?? null;
  } catch {
    return null;
  }
}

const HOSTS = new Set(
  "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(" "),
);
const canHost = (element: Element): boolean => {
  const name = nameOf(element);
  return HOSTS.has(name) || name.includes("-");
};

const chromium = () => (globalThis as unknown as { chrome?: Opener }).chrome?.dom?.openOrClosedShadowRoot;
