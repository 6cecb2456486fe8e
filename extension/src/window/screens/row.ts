/** One line of the preview: tick, label, value, why, and a way to change the value on the spot. */
import type { Option, PlanItem } from "../../autofill/types.ts";
import { button, h, refill } from "../../ui/dom.ts";
import type { Ui } from "../../ui/shell.ts";
import { editedText, offered } from "../previewing.ts";
import type { TickedRow } from "../state.ts";
import type { Act } from "./parts.ts";
import { reasonText } from "./reason.ts";
import { labelOf } from "./words.ts";

/** `item`: the field behind the row; absent for a row that is not changed by hand. */
export type RowParts = { row: TickedRow; item: PlanItem | undefined; id: string };

export class RowView {
  readonly element = h("li");
  readonly #ui: Ui;
  readonly #act: Act;
  readonly #id: string;
  readonly #tick: HTMLInputElement;
  readonly #value = h("span", { class: "value" });
  readonly #why: HTMLElement;
  readonly #label: HTMLElement;
  readonly #edit: HTMLElement;
  #row: TickedRow;
  #item: PlanItem | undefined;
  #shown: string | null = null;

  constructor({ row, item, id }: RowParts, ui: Ui, act: Act) {
    this.#ui = ui;
    this.#act = act;
    this.#id = id;
    this.#row = row;
    this.#item = item;
    this.#tick = h("input", { type: "checkbox", id, autocomplete: "off" });
    this.#tick.addEventListener("change", () => act.tick(this.#row, this.#tick.checked));
    this.#label = h("span", { class: "label", "data-label": true }, labelOf(row, ui));
    this.#why = h("p", { class: "small why", id: `${id}-why` });
    this.#edit = h("div", { class: "edit" });
    const text = h("span", {}, this.#label, this.#value);
    this.element.append(h("label", { class: "tick", for: id }, this.#tick, text), this.#edit, this.#why);
    this.update(row, item);
  }

  /** Shows a newer state of the same field; a change under way is left, unless the row itself is another now. */
  update(row: TickedRow, item: PlanItem | undefined): void {
    this.#row = row;
    this.#item = item;
    this.#tick.checked = row.ticked;
    const wanted = JSON.stringify([row.value, row.shown, row.unsure, row.reason, row.empty, row.replaced]);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.element.dataset.row = row.type;
    this.element.toggleAttribute("data-unsure", row.unsure);
    this.#value.dataset.value = row.value;
    this.#value.textContent = row.shown;
    refill(this.#why, ...this.#notes());
    // Read with the tick where there is something to look at; a plain row has its reason behind it.
    const plain = !row.unsure && row.empty && row.replaced === undefined;
    if (plain) this.#tick.removeAttribute("aria-describedby");
    else this.#tick.setAttribute("aria-describedby", this.#why.id);
    this.#close(false);
  }

  /** What the person should look at before ticking, and how the field was found. */
  #notes(): (HTMLElement | string)[] {
    const { unsure, empty, reason, replaced = [] } = this.#row;
    const mark = (words: string, covers = false) => [
      h("strong", { class: "unsure", "data-covers": covers }, words),
      " ",
    ];
    const words = reasonText(reason, this.#ui.language);
    const pairs = replaced.map(([from, to]) => `${from}→${to}`).join("、");
    return [
      ...(unsure ? mark(this.#ui.t("preview.unsure")) : []),
      ...(empty ? [] : mark(this.#ui.t("preview.overwrites"))),
      ...(pairs === "" ? [] : mark(this.#ui.t("preview.replaced", { pairs }), true)),
      // What waits for the person says why by itself; else it is how the field was found.
      unsure || reason === "edited" ? words : this.#ui.t("preview.found", { words }),
    ];
  }

  #close(focus: boolean): void {
    refill(this.#edit);
    if (this.#item === undefined) return;
    const open = button(this.#ui.t("preview.edit"), { action: "edit" }, () => this.#open());
    open.setAttribute("aria-label", this.#ui.t("preview.editOf", { label: labelOf(this.#row, this.#ui) }));
    refill(this.#edit, open);
    if (focus) open.focus();
  }

  #open(): void {
    if (this.#item === undefined) return;
    const item = this.#item;
    const choices = offered(item);
    const id = `${this.#id}-text`;
    const box = choices === null ? this.#textBox(id) : selectOf(id, choices, this.#row.value);
    const problem = h("p", { class: "bad", id: `${id}-problem`, role: "alert" });
    const take = () => {
      if (editedText(item, box.value) === null) {
        const { maxlength } = item;
        const long = maxlength !== null && box.value.length > maxlength;
        problem.textContent = long
          ? this.#ui.t("preview.tooLong", { most: maxlength, length: box.value.length })
          : this.#ui.t("preview.emptied");
        box.setAttribute("aria-invalid", "true");
        box.focus();
        return;
      }
      // Closed first: what follows may find the value unchanged.
      this.#close(true);
      this.#act.fill?.({ type: "edit", ref: item.ref, frame: item.frame, value: box.value });
      this.#ui.announce(this.#ui.t("preview.edited", { label: labelOf(this.#row, this.#ui) }));
      this.#edit.querySelector("button")?.focus();
    };
    box.addEventListener("keydown", (event) => {
      const { key, isComposing } = event as KeyboardEvent;
      if (isComposing || (key !== "Enter" && key !== "Escape")) return;
      // Else the same press goes on to the button that is focused next.
      event.preventDefault();
      if (key === "Enter") take();
      if (key === "Escape") this.#close(true);
    });
    refill(
      this.#edit,
      h("label", { class: "small", for: id }, this.#ui.t("preview.editLabel", { label: labelOf(this.#row, this.#ui) })),
      box,
      problem,
      h(
        "div",
        { class: "buttons" },
        button(this.#ui.t("preview.take"), { action: "take" }, take),
        button(this.#ui.t("preview.leave"), { action: "leave" }, () => this.#close(true)),
      ),
    );
    box.focus();
  }

  /** Longer than the field takes, so that nothing is cut off unseen. */
  #textBox(id: string): HTMLInputElement {
    const box = h("input", {
      id,
      type: this.#row.type === "birth-date" ? "date" : "text",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `${id}-problem`,
      "data-1p-ignore": true,
      "data-lpignore": "true",
    });
    box.value = this.#row.value;
    return box;
  }
}

function selectOf(id: string, choices: readonly Option[], value: string): HTMLSelectElement {
  const options = choices.map((one) => h("option", { value: one.value, selected: one.value === value }, one.text));
  return h("select", { id, autocomplete: "off", "aria-describedby": `${id}-problem` }, ...options);
}
