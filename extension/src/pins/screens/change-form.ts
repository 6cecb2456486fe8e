/**
 * The form for changing a PIN: the present one, the new one twice. All three boxes are emptied in the moment their texts
 * go to `submit`; nothing keeps them.
 */
import { checkForm, type FormReason } from "../../pin/check.ts";
import { type PinKind, pinWords } from "../../pin/kinds.ts";
import { button, h, refill } from "../../ui/dom.ts";
import { emptied, formProblem, lastTryTick, type PinFormState, pinBox } from "../../ui/pin-form.ts";
import type { Ui } from "../../ui/shell.ts";
import type { Change } from "../session.ts";

export type ChangeForm = { element: HTMLFormElement; update(state: PinFormState): void };
type Options = { kind: PinKind; hostEntry: boolean; weak: boolean; submit(given: Change): void };

export function changeForm(ui: Ui, options: Options): ChangeForm {
  return new Form(ui, options);
}

/** What is wrong with what was typed, and the box it stands in. */
type Slip = { box: HTMLInputElement; problem: HTMLElement };

class Form implements ChangeForm {
  readonly element = h("form", { novalidate: true, autocomplete: "off" });
  readonly #ui: Ui;
  readonly #options: Options;
  readonly #boxes: Record<"current" | "new" | "repeat", HTMLInputElement>;
  readonly #problem = h("div", { id: "pin-problem" });
  readonly #last = h("div", { class: "last" });
  readonly #submit = button("", { action: "submit-change", primary: true, submit: true });
  readonly #weak = h("input", { type: "checkbox", id: "accept-weak", "data-action": "accept-weak" });
  #accept: HTMLInputElement | null = null;
  #shown: string | null = null;

  constructor(ui: Ui, options: Options) {
    this.#ui = ui;
    this.#options = options;
    const box = (id: string) => pinBox(options.kind, `pin-${id}`, "pin-problem pin-kept");
    this.#boxes = { current: box("current"), new: box("new"), repeat: box("repeat") };
    this.element.append(
      ...(options.hostEntry ? [this.#elsewhere()] : this.#fields()),
      this.#problem,
      h("p", { id: "pin-kept", class: "small" }, ui.t("pin.kept")),
      ...(options.weak ? [this.#weakTick()] : []),
      this.#last,
      h("div", { class: "buttons" }, this.#submit),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  update(state: PinFormState): void {
    const wanted = JSON.stringify(state);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    if (state.gone) emptied(this.#ui, Object.values(this.#boxes), this.#problem);
    this.#submit.textContent = this.#ui.t(state.lastTry ? "pins.change.submitLast" : "pins.change.submit");
    const last = state.lastTry ? lastTryTick(this.#ui, this.#options.kind, state.triesKnown) : null;
    this.#accept = last?.accept ?? null;
    refill(this.#last, ...(last?.elements ?? []));
  }

  #send(): void {
    const slip = this.#slip();
    if (slip) {
      this.#refuse(slip);
      return;
    }
    const given: Change = {
      current: this.#boxes.current.value,
      fresh: this.#boxes.new.value,
      acceptLastTry: this.#accept?.checked ?? false,
      acceptWeak: this.#weak.checked,
    };
    for (const box of Object.values(this.#boxes)) box.value = "";
    this.#options.submit(given);
  }

  /** What stands in the way of sending, the PINs first. */
  #slip(): Slip | null {
    const slip = this.#options.hostEntry ? null : this.#typingSlip();
    if (slip || !this.#accept || this.#accept.checked) return slip;
    const problem = h("p", { class: "box wrong", role: "alert" }, this.#ui.t("pin.last.needed"));
    return { box: this.#accept, problem };
  }

  /** The first slip, in the order of the boxes. */
  #typingSlip(): Slip | null {
    const { current, new: fresh, repeat } = this.#boxes;
    return (
      this.#formSlip(current, "pins.change.where") ??
      this.#formSlip(fresh, "pins.change.whereNew") ??
      (fresh.value === repeat.value ? null : { box: repeat, problem: this.#told("mismatch") }) ??
      (fresh.value === current.value ? { box: fresh, problem: this.#told("same") } : null)
    );
  }

  #formSlip(box: HTMLInputElement, where: "pins.change.where" | "pins.change.whereNew"): Slip | null {
    const reason: FormReason | null = checkForm(this.#options.kind, box.value);
    if (reason === null) return null;
    const problem = formProblem(this.#ui, this.#options.kind, reason);
    problem.prepend(h("p", {}, this.#ui.t(where)));
    return { box, problem };
  }

  #told(what: "mismatch" | "same"): HTMLElement {
    return h(
      "div",
      { class: "box wrong", role: "alert", "data-slip": what },
      h("p", { class: "strong" }, this.#ui.t(`pins.change.${what}`)),
      h("p", {}, this.#ui.t(`pins.change.${what}.next`)),
      h("p", {}, this.#ui.t("pins.change.noTry")),
    );
  }

  #refuse({ problem, box: wrong }: Slip): void {
    refill(this.#problem, problem);
    for (const box of Object.values(this.#boxes)) box.setAttribute("aria-invalid", String(box === wrong));
    wrong.focus();
  }

  #fields(): HTMLElement[] {
    const { name: pin, form } = pinWords(this.#options.kind, this.#ui.language);
    const field = (id: "current" | "new" | "repeat") => [
      h("label", { for: `pin-${id}` }, this.#ui.t(`pins.change.${id}`, { pin, form })),
      h("div", { class: "pin-row" }, this.#boxes[id]),
    ];
    return [...field("current"), ...field("new"), ...field("repeat"), this.#show()];
  }

  #show(): HTMLElement {
    const show = button(this.#ui.t("pins.change.show"), { action: "show-pin" }, () => {
      const visible = this.#boxes.current.type === "password";
      for (const box of Object.values(this.#boxes)) box.type = visible ? "text" : "password";
      show.textContent = this.#ui.t(visible ? "pins.change.hide" : "pins.change.show");
    });
    return h("div", { class: "buttons" }, show);
  }

  #elsewhere(): HTMLElement {
    return h(
      "div",
      { class: "box", "data-pin-entry": "host" },
      h("p", { class: "strong" }, this.#ui.t("pins.change.elsewhere")),
      h("p", {}, this.#ui.t("pin.elsewhere.text")),
    );
  }

  #weakTick(): HTMLElement {
    return h(
      "label",
      { class: "tick", for: "accept-weak" },
      this.#weak,
      h("span", {}, this.#ui.t("pins.change.weak.accept")),
    );
  }
}
