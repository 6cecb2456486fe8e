/**
 * Facts about the fields of one document, for the plan. Runs in the isolated world of every kept frame. It never
 * reports what stands in a field, only whether it is empty, and lists no field a person cannot see.
 */

import { documentSpeaks } from "../site/benefit.ts";
import { aroundOf } from "./around.ts";
import { choicesOf, isChoice, isEmpty } from "./control.ts";
import { type Control, isControl, isReadonly, typeOf } from "./dom.ts";
import { isTrap } from "./gate.ts";
import { HINT_ATTRIBUTE, hintOf } from "./hints.ts";
import { contextOf, freshTexts, labelIndex, textAfter, textOf, tiedLabels } from "./labels.ts";
import { browserLook, frameVisible } from "./look.ts";
import { remembering } from "./memo.ts";
import { atOnce, inPieces } from "./pieces.ts";
import { type Entry, keep } from "./state.ts";
import { short, words } from "./text.ts";
import type { Context, FieldFacts, FrameFacts, Option } from "./types.ts";
import { glimpsed } from "./visibility.ts";

/** Whether a person can see a control; the real one is visible(), tests without layout have their own. */
export type Sees = (control: Element) => boolean;

type Tree = Document | ShadowRoot;

/**
 * Collects this document under a nonce, which replaces whatever an earlier collect left. Between pieces the page lives
 * on and finds its scroll positions as they were; what has changed by the time of filling, apply() refuses.
 */
export async function collect(nonce: string): Promise<FrameFacts> {
  const look = browserLook(window);
  const shown = frameVisible(window);
  const sees: Sees = (control) => shown && seen(control, (one) => glimpsed(one, look));
  const steps = collecting(document, nonce, self.origin, sees, look.prepare);
  try {
    return await inPieces(steps, { after: look.restore, before: freshTexts });
  } finally {
    look.restore();
  }
}

/** collect() over a given document with given eyes, in one piece. */
export function collectFrom(document: Document, nonce: string, origin: string, sees: Sees): FrameFacts {
  return atOnce(collecting(document, nonce, origin, sees));
}

/** How many elements are passed between two looks at the clock. */
const STRIDE = 64;

/** Every yield is a place to stop: nothing half done is kept across it but lists of elements. */
export function* collecting(
  document: Document,
  nonce: string,
  origin: string,
  sees: Sees,
  prepare: (roots: readonly Tree[]) => Iterable<void> = () => [],
): Generator<void, FrameFacts> {
  freshLabels();
  const entries = new Map<string, Entry>();
  const fields: FieldFacts[] = [];
  const forms = new Map<Element, number>();
  const blocks = new Map<Element, number>();
  const found: Found = { groups: [], radios: new Map(), roots: [] };
  yield* grouped(document, found);
  yield* prepare(found.roots);
  for (const { controls, type, heading } of found.groups) {
    yield;
    const usable = controls.filter((one) => one.isConnected && !isReadonly(one) && reached(one) && sees(one));
    const [control] = usable;
    if (control === undefined) continue;
    const choice = isChoice(usable);
    const tied = tiedLabels(control, labelsOf(control));
    if (isTrap(control.name, control.id, tied)) continue;
    const ref = `f${fields.length + 1}`;
    const texts = textsOf(usable, choice ? [] : tied, choice);
    const options = choicesOf(usable, labelsOf(control));
    const { form, block } = aroundOf(control);
    const group = `${numbered(forms, form)}/${numbered(blocks, block)}`;
    const context = texts.context.heading === "" ? { ...texts.context, heading } : texts.context;
    fields.push({
      ref,
      ...facts(usable, control, { labels: texts.labels, context }, type, options),
      group,
      frame: nonce,
    });
    const print = printOf(usable, texts, choice ? choicesIn(usable) : (options ?? []));
    entries.set(ref, { controls: usable.map((one) => new WeakRef(one)), type, fingerprint: print, heading });
  }
  yield;
  keep({ nonce, entries });
  const benefit = documentSpeaks(document);
  return { origin, nonce, title: document.title, fields, ...(benefit && { speaksOfBenefit: true }) };
}

/** Whether a person can get at the control, as far as attributes say. */
function reached(control: Control): boolean {
  const { switchedOff, unreached } = aroundOf(control);
  return !switchedOff && !unreached && !control.hasAttribute("disabled");
}

/** A styled radio is often drawn by its label alone: seeing the label is enough for what is only clicked. */
export function seen(control: Element, sees: Sees): boolean {
  if (sees(control)) return true;
  if (typeOf(control) !== "radio" && typeOf(control) !== "checkbox") return false;
  const label = control.closest("label") ?? labelsOf(control).get(control.id)?.[0];
  return label !== undefined && label !== null && sees(label);
}

type Group = { controls: Control[]; type: string; heading: string };
type Found = { groups: Group[]; radios: Map<string, Group>; roots: Tree[] };

const HEADINGS = new Set("h2 h3 h4 h5 h6 caption summary".split(" "));

/** Controls in the order of the page, radios of one name together, with the heading before them. */
function* grouped(root: Tree, found: Found): Generator<void> {
  found.roots.push(root);
  let heading = found.groups.at(-1)?.heading ?? "";
  let passed = 0;
  for (const element of root.querySelectorAll("*")) {
    if (++passed % STRIDE === 0) yield;
    if (isControl(element)) addControl(element, heading, found);
    else if (HEADINGS.has(element.localName) || element.getAttribute("role") === "heading")
      heading = short(textOf(element), 80);
    if (element.shadowRoot) yield* grouped(element.shadowRoot, found);
  }
}

/** The heading before each control, as the page stands now. */
export function headingsIn(document: Document): ReadonlyMap<Element, string> {
  const found: Found = { groups: [], radios: new Map(), roots: [] };
  for (const _ of grouped(document, found));
  return new Map(found.groups.flatMap(({ controls, heading }) => controls.map((one) => [one, heading] as const)));
}

const ids = new WeakMap<Node, string>();
let lastId = 0;
function idOf(node: Node | null): string {
  if (node === null) return "";
  const known = ids.get(node) ?? `n${++lastId}`;
  ids.set(node, known);
  return known;
}

function addControl(control: Control, heading: string, { groups, radios }: Found): void {
  const type = typeOf(control);
  const before = groups.at(-1);
  if (type === "checkbox" && before?.type === "checkbox" && sexPair(before.controls, control)) {
    before.controls.push(control);
    return;
  }
  const group: Group = { controls: [control], type, heading };
  if (type === "radio") {
    const owner =
      control.name === "" ? control.closest("[role=radiogroup], fieldset, td, dd, div") : aroundOf(control).form;
    const key = `${control.name} ${idOf(owner ?? control.getRootNode())}`;
    const known = radios.get(key);
    if (known !== undefined) {
      known.controls.push(control);
      return;
    }
    radios.set(key, group);
  }
  groups.push(group);
}

/** Two checkboxes 男性 and 女性 side by side are one choice (1 of 29 forms that ask for the sex). */
function sexPair(before: readonly Control[], control: Control): boolean {
  const [first, ...more] = before;
  if (first === undefined || more.length > 0) return false;
  const [a, b] = [first, control].map((one) => /^(男|女)性?$/.exec(choiceText(one).trim())?.[1]);
  return a !== undefined && b !== undefined && a !== b;
}

const choiceText = (control: Control): string => tiedLabels(control, labelsOf(control))[0] ?? textAfter(control);

function numbered(known: Map<Element, number>, element: Element | null): number {
  if (element === null) return 0;
  const number = known.get(element) ?? known.size + 1;
  known.set(element, number);
  return number;
}

let indexes = new WeakMap<Node, Map<string, Element[]>>();

/** Forgets which labels belong to which ids, and all texts: the page may have changed since they were read. */
export function freshLabels(): void {
  indexes = new WeakMap();
  freshTexts();
}

function labelsOf(control: Element): Map<string, Element[]> {
  const root = control.getRootNode();
  const known = indexes.get(root);
  if (known !== undefined) return known;
  const index = labelIndex(root as Tree);
  indexes.set(root, index);
  return index;
}

type Texts = { labels: string[]; context: Context };

/** `tied`: the labels of one control. The label of a radio is its option's text, not the group's. */
function textsOf(controls: readonly Control[], tied: string[], choice: boolean): Texts {
  const [control] = controls;
  if (control === undefined)
    return { labels: [], context: { th: "", dt: "", legend: "", before: "", after: "", heading: "" } };
  if (!choice) return { labels: tied, context: contextOf(control, "") };
  return { labels: [], context: { ...contextOf(control.closest("label") ?? control, ""), after: "" } };
}

/** The texts and values of all choices there are. */
export function choicesIn(controls: readonly Control[]): Option[] {
  return controls.flatMap((control) => choicesOf([control], labelsOf(control)) ?? []);
}

/** The texts that must be the same when the field is filled: a label swapped in between is a refusal. */
export function fingerprint(controls: readonly Control[], withOptions = true): string {
  const [control] = controls;
  const choice = isChoice(controls);
  const tied = control === undefined || choice ? [] : tiedLabels(control, labelsOf(control));
  return printOf(controls, textsOf(controls, tied, choice), withOptions ? choicesIn(controls) : []);
}

function printOf([control]: readonly Control[], { labels, context }: Texts, options: readonly Option[]): string {
  const own = [control?.getAttribute("placeholder") ?? "", control?.getAttribute(HINT_ATTRIBUTE) ?? ""];
  return JSON.stringify([labels, context, own, options]);
}

const H_ADR = /\bp-(region(-id)?|locality|street-address|extended-address|postal-code)\b/g;

function markOf(control: Control): { mark?: string } {
  const names = control.getAttribute("class");
  const marks = names === null || names === "" ? null : names.match(H_ADR);
  return marks === null ? {} : { mark: marks.join(" ") };
}

function facts(
  controls: readonly Control[],
  control: Control,
  { labels, context }: Texts,
  type: string,
  options: Option[] | null,
) {
  const attribute = (name: string) => control.getAttribute(name) ?? "";
  const length = Number.parseInt(attribute("maxlength"), 10);
  return {
    tag: control.localName,
    type,
    label: shownLabel(labels, context, control),
    labels,
    name: control.getAttribute("name") ?? "",
    id: control.id,
    autocomplete: attribute("autocomplete"),
    placeholder: attribute("placeholder"),
    maxlength: length >= 0 ? length : null,
    pattern: attribute("pattern"),
    inputmode: attribute("inputmode"),
    options,
    context,
    required: control.hasAttribute("required"),
    readonly: control.hasAttribute("readonly"),
    disabled: false,
    visible: true,
    empty: isEmpty(controls),
    ...hintOf(control),
    ...markOf(control),
  };
}

/** As the page shows it: the heading of the row and the box's own text (氏名 姓), without the marks 必須 and 任意. */
function shownLabel(labels: readonly string[], context: Context, control: Control): string {
  const own = plain(labels[0] ?? context.before);
  const head = plain(context.th || context.dt || context.legend);
  const both = head === "" || own.includes(head) ? own : words(head).includes(own) ? head : `${head} ${own}`.trim();
  const unit = context.after.slice(0, 1);
  const text = own === "" && /^[年月日歳]$/.test(unit) ? `${both} ${unit}` : both;
  return short(text, 80) || control.getAttribute("placeholder") || control.getAttribute("name") || control.id;
}

const plain: (text: string) => string = remembering((text) =>
  text === "" ? "" : short(text.replace(/[[(【（]?(必須|任意)[\])】）]?/g, " "), 80),
);
