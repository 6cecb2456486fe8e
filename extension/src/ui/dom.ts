/** Building elements without markup in strings: no text of a page or of a card is ever parsed as HTML. */

export type Child = Node | string | null | undefined | false;
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An element with attributes (true: present, false/null: absent) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** Puts children into an element that has none or whose own are to go. */
export function refill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

export type ButtonOptions = { action: string; primary?: boolean; disabled?: boolean; submit?: boolean };

/** A button; `action` names what it does for those who drive the page from outside. */
export function button(label: string, options: ButtonOptions, onClick?: () => void): HTMLButtonElement {
  const element = h(
    "button",
    {
      type: options.submit ? "submit" : "button",
      class: options.primary ? "primary" : null,
      "data-action": options.action,
      disabled: options.disabled ?? false,
    },
    label,
  );
  if (onClick) element.addEventListener("click", onClick);
  return element;
}
