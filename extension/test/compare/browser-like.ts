/**
 * What linkedom lacks of a browser's form controls: values apart from the attributes, lists with a chosen index, radios
 * that switch each other off. Every write goes through setters that can be watched, as in a browser's own prototypes.
 */
import { parseHTML } from "linkedom";

export type Written = { control: Element; property: "value" | "checked" | "selectedIndex" | "click"; value: unknown };

/** All writes to all controls since the last clearing, but for those of the page itself. */
export const writes: Written[] = [];

let pages = false;

/** Something the page's own scripts do. */
export function byPage(act: () => void): void {
  pages = true;
  try {
    act();
  } finally {
    pages = false;
  }
}

function note(written: Written): void {
  if (!pages) writes.push(written);
}

const values = new WeakMap<object, string>();
const checks = new WeakMap<object, boolean>();
const indexes = new WeakMap<object, number>();

type Prototype = { prototype: object };
const { window } = parseHTML("<!doctype html><html><body></body></html>");
const classes = window as unknown as Record<string, Prototype>;

function define<T>(
  of: string,
  property: Written["property"],
  get: (control: Element) => T,
  set: (control: Element, value: T) => void,
) {
  Object.defineProperty(classes[of]?.prototype, property, {
    configurable: true,
    get(this: Element) {
      return get(this);
    },
    set(this: Element, value: T) {
      note({ control: this, property, value });
      set(this, value);
    },
  });
}

const attribute = (control: Element, name: string) => control.getAttribute(name) ?? "";
const isTick = (control: Element) => /^(radio|checkbox)$/.test(attribute(control, "type"));
const optionsOf = (select: Element) => [...select.querySelectorAll("option")];
const optionValue = (option: Element) => option.getAttribute("value") ?? option.textContent?.trim() ?? "";

define<string>(
  "HTMLInputElement",
  "value",
  (control) =>
    values.get(control) ?? (isTick(control) ? (control.getAttribute("value") ?? "on") : attribute(control, "value")),
  (control, value) => values.set(control, value),
);
define<string>(
  "HTMLTextAreaElement",
  "value",
  (control) => values.get(control) ?? control.textContent ?? "",
  (control, value) => values.set(control, value),
);
define<boolean>(
  "HTMLInputElement",
  "checked",
  (control) => checks.get(control) ?? control.hasAttribute("checked"),
  check,
);
define<number>("HTMLSelectElement", "selectedIndex", indexOf, (control, value) => indexes.set(control, value));
define<string>(
  "HTMLSelectElement",
  "value",
  (control) => {
    const chosen = optionsOf(control)[indexOf(control)];
    return chosen === undefined ? "" : optionValue(chosen);
  },
  (control, value) =>
    indexes.set(
      control,
      optionsOf(control).findIndex((one) => optionValue(one) === value),
    ),
);
Object.defineProperty(classes.HTMLOptionElement?.prototype, "value", {
  configurable: true,
  get(this: Element) {
    return optionValue(this);
  },
});
Object.defineProperty(classes.HTMLInputElement?.prototype, "click", {
  configurable: true,
  value(this: HTMLInputElement) {
    note({ control: this, property: "click", value: null });
    if (isTick(this)) check(this, attribute(this, "type") === "radio" || !this.checked);
    for (const type of ["click", "input", "change"]) this.dispatchEvent(new (window.Event as typeof Event)(type));
  },
});

function indexOf(control: Element): number {
  const options = optionsOf(control);
  const chosen = indexes.get(control) ?? options.findLastIndex((one) => one.hasAttribute("selected"));
  return chosen >= 0 ? Math.min(chosen, options.length - 1) : options.length > 0 ? 0 : -1;
}

function check(control: Element, checked: boolean): void {
  checks.set(control, checked);
  if (!checked || attribute(control, "type") !== "radio") return;
  const name = attribute(control, "name");
  const root = control.closest("form") ?? control.ownerDocument;
  for (const other of root.querySelectorAll("input[type=radio]")) {
    if (other !== control && name !== "" && attribute(other, "name") === name) checks.set(other, false);
  }
}

/** A document of markup. The parser makes no head or body of its own around a bare form. */
export function documentFrom(html: string): Document {
  const whole = /<html/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`;
  return parseHTML(whole).document as unknown as Document;
}

/** What a page looks like from outside: its markup, and what stands in every control. */
export function snapshot(document: Document): { markup: string; controls: Map<Element, string> } {
  const controls = [...document.querySelectorAll("input, select, textarea")];
  return {
    markup: document.documentElement.outerHTML,
    controls: new Map(controls.map((one) => [one, stateOf(one as HTMLInputElement)])),
  };
}

const stateOf = (control: HTMLInputElement): string =>
  control.localName === "select"
    ? `#${(control as unknown as HTMLSelectElement).selectedIndex}`
    : isTick(control)
      ? String(control.checked)
      : control.value;

/** Runs with a clock that jumps to the next timer as soon as nothing else is left to do. */
export async function hurried<T>(run: () => Promise<T>): Promise<T> {
  const real = { setTimeout: globalThis.setTimeout, now: Date.now };
  const timers: { at: number; run: () => void }[] = [];
  let now = real.now();
  const jump = () => {
    const next = timers.sort((a, b) => a.at - b.at).shift();
    if (next === undefined) return;
    now = Math.max(now, next.at);
    next.run();
  };
  Date.now = () => now;
  globalThis.setTimeout = ((work: () => void, ms = 0) => {
    timers.push({ at: now + ms, run: work });
    setImmediate(jump);
    return 0;
  }) as unknown as typeof setTimeout;
  try {
    return await run();
  } finally {
    globalThis.setTimeout = real.setTimeout;
    Date.now = real.now;
  }
}
