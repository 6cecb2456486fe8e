/** The line that says, on every screen, that the card was taken away and everything will be wiped; and the button against it. */
import { button, h, refill } from "../ui/dom.ts";
import type { Ui, View } from "../ui/shell.ts";

export class LeavingBar {
  readonly #stay: () => void;
  readonly #element = h("div", { "data-leaving": true });
  readonly #seconds = h("span", { "aria-hidden": "true" });
  #ui: Ui | null = null;
  #left: number | null = null;

  constructor(stay: () => void) {
    this.#stay = stay;
  }

  /** The screen with the line above it. */
  over<S>(ui: Ui, view: View<S>): View<S> {
    this.#ui = ui;
    this.#build();
    return { ...view, body: [this.#element, ...view.body] };
  }

  /** How many seconds are left; null: nothing is going to be wiped. The seconds are not spoken: one announcement is enough. */
  tell(seconds: number | null): void {
    const changed = (seconds === null) !== (this.#left === null);
    this.#left = seconds;
    if (changed) this.#build();
    else this.#count();
  }

  #build(): void {
    const ui = this.#ui;
    refill(this.#element);
    if (ui === null || this.#left === null) return;
    this.#count();
    this.#element.append(
      h(
        "section",
        { class: "box warning", role: "alert" },
        h("p", { class: "strong" }, ui.t("leaving.text"), " ", this.#seconds),
        h("p", {}, button(ui.t("leaving.stay"), { action: "stay" }, this.#stay)),
      ),
    );
  }

  #count(): void {
    this.#seconds.textContent =
      this.#left === null ? "" : (this.#ui?.t("leaving.seconds", { seconds: this.#left }) ?? "");
  }
}
