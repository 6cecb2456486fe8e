/**
 * The box for one PIN. Its text goes to `submit` and the box is emptied in the same moment; it is kept in no
 * variable, no state and no attribute.
 */

import { cardGone, pinStatus } from "../card/describe.ts";
import type { CardView } from "../card/watch.ts";
import { guideLink } from "../guide/link.ts";
import { knownKey } from "../i18n/index.ts";
import { checkForm, type FormReason, meantBy, offerForm, reasonText } from "../pin/check.ts";
import { type PinKind, pinSpec, pinWords } from "../pin/kinds.ts";
import { button, h, refill } from "./dom.ts";
import { failureBox, guideLine } from "./failure-box.ts";
import type { Ui } from "./shell.ts";

type Key = Parameters<Ui["t"]>[0];

export type PinFormOptions = {
  kind: PinKind;
  /** What the form does: names the button, and the button for the last try. */
  action: "read" | "sign";
  labels: { submit: Key; submitLast: Key };
  /** The PIN is an empty text where the program on the computer asks for it. */
  submit(pin: string, acceptLastTry: boolean): void;
  /** The program on the computer asks for the PIN: there is no box here. */
  hostEntry?: boolean;
};

export type PinFormState = {
  lastTry: boolean;
  /** The tries are known to be one; else nobody knows. Only matters with lastTry. */
  triesKnown: boolean;
  /** No card lies there any more: what stands in the boxes may be another person's than who sits here now. */
  gone?: boolean;
};

/** The state of the form for one PIN of a card. `failure`: what came of the last try, which knows the tries as well. */
export function pinFormState(
  { card, lastTry }: { card: CardView; lastTry: boolean },
  kind: PinKind,
  failure: Parameters<typeof failureBox>[1] | null,
): PinFormState {
  const left = pinStatus(card.status, kind)?.triesLeft ?? failure?.params.triesLeft;
  return { lastTry, triesKnown: left === 1, gone: cardGone(card.readers) };
}

/** Empties the boxes of a form whose card was taken away, and says so; nothing when nothing was typed. */
export function emptied(ui: Ui, boxes: readonly { value: string }[], place: HTMLElement): void {
  const typed = boxes.filter(({ value }) => value !== "");
  for (const box of typed) box.value = "";
  if (typed.length > 0)
    refill(place, h("p", { class: "box", role: "status", "data-emptied": true }, ui.t("pin.emptied")));
}

export type PinForm = { element: HTMLFormElement; update(state: PinFormState): void };

export function pinForm(ui: Ui, options: PinFormOptions, state: PinFormState): PinForm {
  const form = new Form(ui, options);
  form.update(state);
  return form;
}

class Form implements PinForm {
  readonly element: HTMLFormElement;
  readonly #ui: Ui;
  readonly #options: PinFormOptions;
  readonly #box: HTMLInputElement;
  readonly #problem = h("div", { id: "pin-problem" });
  readonly #last = h("div", { class: "last" });
  readonly #submit: HTMLButtonElement;
  #accept: HTMLInputElement | null = null;
  #shown: string | null = null;

  constructor(ui: Ui, options: PinFormOptions) {
    this.#ui = ui;
    this.#options = options;
    this.#box = pinBox(options.kind, "pin", "pin-problem pin-kept");
    this.#submit = button("", { action: options.action, primary: true, submit: true });
    this.element = h("form", { novalidate: true, autocomplete: "off" });
    const box = options.hostEntry ? [this.#elsewhere()] : [this.#label(), this.#row()];
    const kept = options.hostEntry ? [] : [this.#kept()];
    this.element.append(...box, this.#problem, ...kept, this.#last, this.#bar());
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  update(state: PinFormState): void {
    const wanted = JSON.stringify(state);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    if (state.gone) emptied(this.#ui, [this.#box], this.#problem);
    const { submit, submitLast } = this.#options.labels;
    this.#submit.textContent = this.#ui.t(state.lastTry ? submitLast : submit);
    const last = state.lastTry ? lastTryTick(this.#ui, this.#options.kind, state.triesKnown) : null;
    this.#accept = last?.accept ?? null;
    refill(this.#last, ...(last?.elements ?? []));
  }

  #send(): void {
    const { kind, submit, hostEntry } = this.#options;
    const reason = hostEntry ? null : checkForm(kind, this.#box.value);
    if (reason !== null) {
      this.#refuse(this.#explained(kind, reason), this.#box);
    } else if (this.#accept && !this.#accept.checked) {
      const needed = h("p", { class: "box wrong", role: "alert" }, this.#ui.t("pin.last.needed"));
      this.#refuse(needed, this.#accept);
    } else {
      const pin = this.#box.value;
      this.#box.value = "";
      submit(pin, this.#accept?.checked ?? false);
    }
  }

  #refuse(problem: HTMLElement, focus: HTMLElement): void {
    refill(this.#problem, problem);
    this.#box.setAttribute("aria-invalid", String(focus === this.#box));
    focus.focus();
  }

  /** Why the form is wrong and, where it is plain what was meant, a button that puts that into the box. */
  #explained(kind: PinKind, reason: FormReason): HTMLElement {
    const problem = formProblem(this.#ui, kind, reason);
    if (offerForm(kind, this.#box.value) === null) return problem;
    const key = reason === "lower-case" ? "form.offer.capitals" : "form.offer.narrow";
    // The box is read when the button is pressed: the offer itself is kept nowhere.
    const offer = button(this.#ui.t(key), { action: "take-offer" }, () => {
      this.#box.value = offerForm(kind, this.#box.value) ?? this.#box.value;
      this.#box.setAttribute("aria-invalid", "false");
      refill(this.#problem, h("p", { class: "box", role: "status" }, this.#ui.t("form.offer.taken")));
      this.#box.focus();
    });
    problem.append(h("p", {}, offer));
    return problem;
  }

  #elsewhere(): HTMLElement {
    const { name, form } = pinWords(this.#options.kind, this.#ui.language);
    return h(
      "div",
      { class: "box", "data-pin-entry": "host" },
      h("p", { class: "strong" }, this.#ui.t("pin.elsewhere")),
      h("p", {}, this.#ui.t("pin.box", { pin: name, form })),
      h("p", {}, this.#ui.t("pin.elsewhere.text")),
    );
  }

  #label(): HTMLElement {
    const { name, form } = pinWords(this.#options.kind, this.#ui.language);
    return h("label", { for: "pin" }, this.#ui.t("pin.box", { pin: name, form }));
  }

  #row(): HTMLElement {
    const show = button(this.#ui.t("pin.show"), { action: "show-pin" }, () => {
      const visible = this.#box.type === "password";
      this.#box.type = visible ? "text" : "password";
      show.textContent = this.#ui.t(visible ? "pin.hide" : "pin.show");
    });
    return h("div", { class: "pin-row" }, this.#box, show);
  }

  #bar(): HTMLElement {
    return h("div", { class: "buttons" }, this.#submit);
  }

  #kept(): HTMLElement {
    return h("p", { id: "pin-kept", class: "small" }, this.#ui.t("pin.kept"));
  }
}

/** The second confirmation before the last try: the tick, and the words that name the consequence. */
export function lastTryTick(
  ui: Ui,
  kind: PinKind,
  known: boolean,
): { accept: HTMLInputElement; elements: HTMLElement[] } {
  const accept = h("input", { type: "checkbox", id: "accept-last-try", "data-action": "accept-last-try" });
  const pin = pinWords(kind, ui.language).name;
  const consequence = knownKey(`pin.last.consequence.${kind}`);
  const warning = h(
    "div",
    { class: "box warning", role: "alert" },
    known && h("p", { class: "strong" }, ui.t("pin.last.heading")),
    h("p", {}, ui.t(known ? "pin.last.text" : "pin.last.unknown", { pin })),
    h("p", {}, consequence && ui.t(consequence)),
    h("p", {}, ui.t("pin.last.counter")),
  );
  const label = h("label", { class: "tick", for: "accept-last-try" }, accept, h("span", {}, ui.t("pin.last.accept")));
  return { accept, elements: [warning, label] };
}

/** A box for a PIN: nothing fills it in, keeps it, corrects it or reads it aloud. */
export function pinBox(kind: PinKind, id: string, describedBy: string): HTMLInputElement {
  const { charset, maxLength } = pinSpec(kind);
  const digits = charset === "digits";
  return h("input", {
    id,
    class: "pin-box",
    type: "password",
    inputmode: digits ? "numeric" : "text",
    autocomplete: "off",
    autocapitalize: digits ? "off" : "characters",
    autocorrect: "off",
    spellcheck: "false",
    // Longer than the PIN, so that a box that is too short hides no slip: the form check says what is wrong.
    maxlength: maxLength * 2,
    "aria-describedby": describedBy,
    "data-1p-ignore": true,
    "data-lpignore": "true",
  });
}

/** Why a text cannot be this PIN, which one the person may be thinking of, and that no try was spent. */
export function formProblem(ui: Ui, kind: PinKind, reason: FormReason): HTMLElement {
  const { name, form } = pinWords(kind, ui.language);
  const meant = meantBy(kind, reason).map((other) => pinWords(other, ui.language).name);
  const names = meant.join(ui.language === "ja" ? "、" : ", ");
  return h(
    "div",
    { class: "box wrong", role: "alert", "data-code": "PIN_FORMAT", "data-reason": reason },
    h("p", { class: "strong" }, reason === "letters" ? ui.t("form.digitsBox") : reasonText(kind, reason, ui.language)),
    reason === "letters" && h("p", {}, reasonText(kind, reason, ui.language)),
    h("p", {}, ui.t("form.wanted", { pin: name, form })),
    names !== "" && h("p", { "data-hint": "meant" }, ui.t("form.meant", { names })),
    h("p", {}, ui.t("form.noTry")),
    guideLine(ui, guideLink({ code: "PIN_FORMAT", params: { pin: kind } })),
  );
}

/** What the host said about the PIN that was sent. */
export function pinFailure(ui: Ui, kind: PinKind, failure: Parameters<typeof failureBox>[1]): HTMLElement {
  const { params } = failure;
  // A signature PIN is told of look-alikes from the first wrong one on, also when the host did not see any in it.
  const mixed = pinSpec(kind).charset !== "digits" && failure.code === "PIN_INCORRECT";
  return failureBox(ui, mixed ? { code: failure.code, params: { ...params, lookalike: true } } : failure);
}
