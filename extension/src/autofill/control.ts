/** Reading and writing one control, or the radios of one group. */
import { type Control, typeOf } from "./dom.ts";
import { textAfter, tiedLabels } from "./labels.ts";
import type { Before } from "./state.ts";
import { short } from "./text.ts";
import type { Option } from "./types.ts";

const isSelect = (control: Control): control is HTMLSelectElement => control.localName === "select";
const optionsOf = (select: HTMLSelectElement) => [...select.querySelectorAll("option")];

/** Whether controls are clicked, not written: radios, or the pair of checkboxes collect took for one choice. */
export function isChoice(controls: readonly Control[]): boolean {
  const [control] = controls;
  return (
    control !== undefined && (typeOf(control) === "radio" || (typeOf(control) === "checkbox" && controls.length > 1))
  );
}

/** The choices of a select or of a group of radios; null for controls one types into. */
export function choicesOf(controls: readonly Control[], labels: ReadonlyMap<string, Element[]>): Option[] | null {
  const [control] = controls;
  if (control === undefined) return null;
  if (isSelect(control)) {
    return optionsOf(control).map((option) => ({ text: short(option.textContent ?? "", 80), value: option.value }));
  }
  if (!isChoice(controls)) return null;
  const values = radioValues(controls);
  return controls.map((radio, at) => ({
    text: tiedLabels(radio, labels)[0] ?? textAfter(radio),
    value: values[at] ?? "",
  }));
}

/** The values of radios as apply() is given them: their own, or their places where values repeat ("on", "on"). */
function radioValues(radios: readonly Control[]): string[] {
  const values = radios.map((radio) => radio.getAttribute("value") ?? "on");
  return new Set(values).size === values.length ? values : values.map((_, at) => `#${at + 1}`);
}

const isChecked = (control: Control): boolean => (control as HTMLInputElement).checked;

/** Whether a field holds nothing. A select on its first option has not been chosen from. */
export function isEmpty(controls: readonly Control[]): boolean {
  const [control] = controls;
  if (control === undefined) return true;
  if (isSelect(control)) return selectEmpty(control);
  const { type } = control;
  return type === "radio" || type === "checkbox" ? !controls.some(isChecked) : control.value === "";
}

function selectEmpty(select: HTMLSelectElement): boolean {
  const options = optionsOf(select);
  const chosen = options[select.selectedIndex];
  if (chosen === undefined || chosen.value === "") return true;
  return select.selectedIndex === 0 && !chosen.hasAttribute("selected");
}

/** What stands in a field, in the words of apply(): the text, the option's value, the checked radio's value. */
export function currentValue(controls: readonly Control[]): string {
  const [control] = controls;
  if (control === undefined) return "";
  if (!isChoice(controls)) return control.value;
  return radioValues(controls)[controls.findIndex(isChecked)] ?? "";
}

/** Whether a value can be chosen: always in a text box; exactly one option of it in a select or radio group. */
export function accepts(controls: readonly Control[], value: string): boolean {
  const [control] = controls;
  if (control === undefined) return false;
  if (isSelect(control)) return optionsOf(control).filter((option) => option.value === value).length === 1;
  return !isChoice(controls) || radioValues(controls).includes(value);
}

/** Whether a list has nothing to choose from yet, as the cities before a prefecture is chosen. */
export function awaitsChoices(controls: readonly Control[]): boolean {
  const [control] = controls;
  return control !== undefined && isSelect(control) && noChoices(optionsOf(control));
}

/** Whether options are none, or one that only asks to choose. */
export function noChoices(options: readonly { value: string }[]): boolean {
  return options.length <= 1 && options.every(({ value }) => value === "" || value === "0");
}

/** The text of the option that has this value; of a list without it, and of other fields, the value itself. */
export function wordsOf(controls: readonly Control[], value: string): string {
  const [control] = controls;
  if (control === undefined || !isSelect(control)) return value;
  const found = optionsOf(control).find((option) => option.value === value);
  return found === undefined ? value : (found.textContent ?? "");
}

/**
 * What to write now so that the field says these words: a page may load a list, or load it anew with other values.
 * null while no option, or more than one, reads like them.
 */
export function valueNow(controls: readonly Control[], value: string, text: string): string | null {
  const [control] = controls;
  if (control === undefined || !isSelect(control)) return accepts(controls, value) ? value : null;
  const reads = optionsOf(control).filter((option) => bare(option.textContent ?? "") === bare(text));
  const [only] = reads.filter((option) => reads.length === 1 || option.value === value);
  return only !== undefined && accepts(controls, only.value) ? only.value : null;
}

/** 101 千代田区 reads 千代田区. */
const bare = (text: string): string => {
  const plain = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  return plain.replace(/^\d+[\s.:_-]+/, "");
};

/** What has to come back on undo. */
export function stateOf(controls: readonly Control[]): Before {
  const [control] = controls;
  if (control !== undefined && isSelect(control)) return { kind: "index", index: control.selectedIndex };
  if (isChoice(controls)) return { kind: "index", index: controls.findIndex(isChecked) };
  return { kind: "text", value: control?.value ?? "" };
}

/** Writes a value as a person would: radios are clicked, the others set and announced. */
export function write(controls: readonly Control[], value: string): void {
  const [control] = controls;
  if (control === undefined) return;
  if (isChoice(controls)) {
    const chosen = controls[radioValues(controls).indexOf(value)];
    if (chosen !== undefined && !isChecked(chosen)) chosen.click();
  } else if (isSelect(control)) {
    choose(
      control,
      optionsOf(control).findIndex((option) => option.value === value),
    );
  } else {
    announced(control, () => setNative(control, "value", value));
  }
}

/**
 * Puts back what stateOf() told. A radio group that had none checked is cleared, which no click can do; a page that
 * keeps the choice in a state of its own (React, Vue) cannot be told so, and undo() does not count what came back checked.
 */
export function restore(controls: readonly Control[], before: Before): void {
  const [control] = controls;
  if (control === undefined) return;
  if (before.kind === "text") announced(control, () => setNative(control, "value", before.value));
  else if (isSelect(control)) choose(control, before.index);
  else if (typeOf(control) === "checkbox") for (const box of controls.filter(isChecked)) box.click();
  else if (before.index >= 0) controls[before.index]?.click();
  else for (const radio of controls.filter(isChecked)) announced(radio, () => setNative(radio, "checked", false));
}

function choose(select: HTMLSelectElement, index: number): void {
  announced(select, () => setNative(select, "selectedIndex", index));
}

/**
 * Sets a property by the browser's own setter: React and others put one of their own on the element to notice what
 * they wrote themselves, and would take this for theirs.
 */
function setNative(control: Control, property: "value" | "checked" | "selectedIndex", value: unknown): void {
  for (let type: unknown = Object.getPrototypeOf(control); type; type = Object.getPrototypeOf(type)) {
    const setter = Object.getOwnPropertyDescriptor(type, property)?.set;
    if (setter !== undefined) {
      setter.call(control, value);
      return;
    }
  }
}

/** Focus, change, input and change events, blur: what frameworks listen to. No key events: on 〒 boxes they start scripts. */
function announced(control: Control, change: () => void): void {
  const view = control.ownerDocument.defaultView ?? globalThis;
  told(control, view, ["focus", "focusin"], () => control.focus({ preventScroll: true }));
  change();
  control.dispatchEvent(inputEvent(view));
  control.dispatchEvent(new view.Event("change", { bubbles: true }));
  told(control, view, ["blur", "focusout"], () => control.blur());
}

/** Without the window's focus the browser sends no focus events, and the person is in Hitofude's window: then we do. */
function told(control: Control, view: View, [own, bubbling]: readonly [string, string], act: () => void): void {
  let heard = false;
  const hear = () => {
    heard = true;
  };
  control.addEventListener(own, hear, { once: true });
  act();
  if (heard) return;
  control.dispatchEvent(new view.Event(own, { composed: true }));
  control.dispatchEvent(new view.Event(bubbling, { bubbles: true, composed: true }));
}

type View = typeof globalThis;

function inputEvent(view: View): Event {
  const how = { bubbles: true, composed: true, inputType: "insertReplacementText" };
  // Documents without a browser have no InputEvent; listeners get a plain one there.
  const { InputEvent: Announcement = view.Event } = view as Partial<View> & View;
  return new Announcement("input", how);
}
